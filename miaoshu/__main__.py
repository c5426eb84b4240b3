"""`python -m miaoshu` is `miaoshu`."""

import sys

from miaoshu.commands import main

if __name__ == "__main__":
    sys.exit(main())
