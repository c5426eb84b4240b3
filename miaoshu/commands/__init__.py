"""The command line: one file per command. Each has `arguments(parser)` and `run(options) -> int`."""

from __future__ import annotations

import argparse
import difflib
import importlib
import io
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from miaoshu import __version__, plugins
from miaoshu.errors import UserError

# In the order of use; what stands here and nowhere else is the line of the overview.
COMMANDS = {
    "write": "a text from keywords and facts typed here",
    "describe": "a text for every product of a catalog",
    "check": "texts by anyone against their facts",
    "evaluate": "how good the checks are, on labelled texts",
    "formats": "the catalog formats that are read and written",
    "tasks": "the kinds of text that can be written",
    "engines": "the ways to run a model",
    "checks": "what every text is checked for",
    "runners": "where a job can run",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 some rows failed or were blocked, 2 the user's mistake, 3 stopped, resumable."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a terminal that has no Chinese shows \\u65e0
                stream.reconfigure(errors="backslashreplace")
        options = _parse(sys.argv[1:] if argv is None else list(argv))
        code: int = _module(options.command).run(options)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"miaoshu: {error.problem}\n{error.hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("miaoshu: interrupted\nRun the same command again to go on", file=sys.stderr)
        return 3
    except BrokenPipeError:  # the reader of our output went away: `miaoshu … | head`
        sys.stderr.close()
        return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """argparse prints the whole usage; two lines are enough."""
        wrong, _, rest = message.partition("invalid choice: ")
        if rest:
            name = rest.split("'")[1]
            near = difflib.get_close_matches(name, COMMANDS if "COMMAND" in wrong else (), n=1)
            if near:
                raise UserError(f"there is no command named {name!r}", f"Did you mean {near[0]!r}?")
        raise UserError(message, f"Try: {self.prog} --help")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="miaoshu", description="Writes product descriptions from facts and proves every word of them."
    )
    parser.add_argument("--version", action="version", version=f"miaoshu {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((a for a in arguments if a in COMMANDS), None)
    for name, line in COMMANDS.items():
        sub = subparsers.add_parser(name, help=line, description=line[0].upper() + line[1:] + ".")
        if name == wanted:
            _module(name).arguments(sub)
    return parser.parse_args(arguments)


def _module(command: str) -> ModuleType:
    """Only the command that runs is imported."""
    return importlib.import_module(f"miaoshu.commands.{'lists' if command in plugins.KINDS else command}")
