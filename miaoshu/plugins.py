"""The one door for plug-ins: a module, found by its file name first, then by entry point.

Kinds are `formats`, `tasks`, `engines`, `checks` and `runners`. Another package adds a plug-in with an entry
point in the group `miaoshu.<kind>`; built-ins come through the same functions.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from miaoshu.errors import UserError

KINDS = ("formats", "tasks", "engines", "checks", "runners")


@cache
def names(kind: str) -> tuple[str, ...]:
    """All plug-ins of a kind, built-ins first, each group in alphabetical order."""
    package = importlib.import_module(f"miaoshu.{kind}")
    built_in = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    others = sorted({e.name for e in entry_points(group=f"miaoshu.{kind}")} - set(built_in))
    return (*built_in, *others)


@cache
def find(kind: str, name: str) -> ModuleType:
    """The module of one plug-in. Raises UserError with the nearest name where there is none."""
    if name not in names(kind):
        near = difflib.get_close_matches(name, names(kind), n=1)
        raise UserError(
            f"there is no {kind.rstrip('s')} named {name!r}",
            f"Did you mean {near[0]!r}?" if near else f"Choose one of: {', '.join(names(kind))}",
        )
    try:
        return importlib.import_module(f"miaoshu.{kind}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"miaoshu.{kind}.{name}":
            raise  # the plug-in is there, something that it needs is not
    (entry,) = (e for e in entry_points(group=f"miaoshu.{kind}") if e.name == name)
    module = entry.load()
    assert isinstance(module, ModuleType)
    return module


def first_line(module: ModuleType) -> str:
    """What a plug-in says of itself: the first line of its docstring."""
    return (module.__doc__ or "").strip().split("\n", 1)[0].rstrip(".")
