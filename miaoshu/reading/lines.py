"""`Key: value` lines: which of them state a fact."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"[^\W\d_][^:：;；。！？!?<>{}\"]*")
_MARKS = " \t-•·*–—●▪◆★■□✓✔☆※【】[]"


@cache
def phrases(name: str) -> frozenset[str]:
    """A list of `rules/phrases.toml`."""
    return frozenset(tomllib.loads(files("miaoshu").joinpath("rules/phrases.toml").read_text("utf-8"))[name])


def pair(line: str) -> tuple[str, str] | None:
    """The name and value of a line `Key: value`; None for prose, addresses, times and ratios."""
    at = min((i for i in (line.find(":"), line.find("：")) if i >= 0), default=-1)
    if not 0 < at <= 60:
        return None
    name, value = line[:at].strip(_MARKS), line[at + 1 :].strip()
    spaced = line[at] == "：" or line[at + 1 : at + 2].isspace() or not name.isascii()
    return (name, value) if value and spaced and value[:2] != "//" and is_name(name) else None


def is_name(name: str) -> bool:
    """True for what can name a fact: a few words that begin with a letter, no heading such as "Note"."""
    return (
        0 < len(name) <= 40
        and (len(name) > 1 or not name.isascii())
        and name.count(" ") <= 4
        and ". " not in name
        and _NAME.fullmatch(name) is not None
        and name.casefold() not in phrases("not_names")
    )
