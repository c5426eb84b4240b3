"""Output files that are whole or absent: written beside their place and moved there at the end."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from miaoshu.errors import UserError


def claim(out: Path, *taken: Path) -> Path:
    """The path to write to, beside `out`. `taken`: files of the same run, which `out` must not be.

    Raises UserError where `out` is one of them or cannot be written. Leaves nothing behind.
    """
    part = out.parent / f".{out.stem}.{os.getpid()}.part{out.suffix}"
    try:
        for other in taken:
            if out.resolve() == other.resolve() or (out.exists() and other.exists() and out.samefile(other)):
                raise UserError(f"{out} is an input of this run", f"Write to another file: --out new-{out.name}")
        if out.is_dir():
            raise UserError(f"{out} is a folder", f"Try a file in it: --out {out / 'texts.jsonl'}")
        part.touch()
        part.unlink()
        _sweep(out)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}", "Try another place: --out FILE") from None
    return part


@contextmanager
def moved_when_whole(part: Path, out: Path) -> Iterator[Path]:
    """`part` becomes `out` where the block ends well, and is removed where it does not."""
    try:
        yield part
        os.replace(part, out.resolve())
    finally:
        part.unlink(missing_ok=True)


def _sweep(out: Path) -> None:
    """Remove what killed runs left beside an output; a run that is alive keeps its own."""
    for left in out.parent.glob(f".{glob.escape(out.stem)}.*.part{glob.escape(out.suffix)}*"):
        owner = left.name[len(out.stem) + 2 :].partition(".")[0]
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (ValueError, OverflowError, PermissionError):
            continue
