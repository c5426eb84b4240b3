"""Units of measure: spelling -> dimension and factor, from `rules/units.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

_LATIN = re.compile(
    r"[%‰℃℉\"″]|[°º](?:\s?[CF](?![A-Za-z]))?|[A-Za-zµμΩΩа-яА-Я]+(?:[²³]|[23](?![\dA-Za-z]))?(?:/[A-Za-z]+(?:[²³]|2(?!\d))?|·m)?|㎡"
)
IN_ONE = re.compile(r"[ -]?in[ -]?(?:1|one)(?![\dA-Za-z])|合[一1]", re.IGNORECASE)
_INCH = re.compile(
    r"\.?\s*(?:\Z|[^\w\s]|[xX×]\s?\d|(?:wide|long|high|tall|deep|thick|by|diameter|W|L|H|D)\b)|[㐀-鿿]"
)
_TWO_WORDS = re.compile(
    r"per cent\b|fluid ounces?\b|amp[ -]hours?\b|degrees? (?:fahrenheit|celsius)\b"
    r"|fl\.?\s?oz\b|sq\.?\s?(?:ft|mm|m)\b",
    re.IGNORECASE,
)
_END = re.compile(r"\s*(?:\Z|[^\w\s]|[㐀-鿿])")
_LARGE = {"D": 10.0, "K": 1000.0}  # below that, these are no units


class Unit(NamedTuple):
    """A number in this unit is `number * factor + offset` in the base unit of its dimension."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0
    space: bool = True  # stands apart from its number in English


@cache
def _spellings() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Unit by exact spelling; and by casefolded spelling, where only one unit claims it."""
    exact: dict[str, Unit] = {}
    folded: dict[str, set[Unit]] = {}
    raw = tomllib.loads(files("miaoshu").joinpath("rules/units.toml").read_text("utf-8"))
    for dimension, entries in raw.items():
        for name, entry in entries.items():
            unit = Unit(name, dimension, entry["factor"], entry.get("offset", 0.0), entry.get("space", True))
            for spelling in (name, *entry["names"]):
                plurals = [spelling + "s"] if len(spelling) > 3 and spelling.isascii() else []
                for form in (spelling, *plurals):
                    exact.setdefault(form, unit)
                    if len(form) > 1:
                        folded.setdefault(form.casefold(), set()).add(unit)
    return exact, {spelling: units.pop() for spelling, units in folded.items() if len(units) == 1}


@lru_cache(maxsize=16_384)
def find(spelling: str) -> Unit | None:
    """The unit of this spelling: exactly so, or in another case where that is no other unit."""
    exact, folded = _spellings()
    return exact.get(spelling) or (folded.get(spelling.casefold()) if len(spelling) > 1 else None)


@cache
def han() -> dict[str, Unit]:
    """Unit by spelling, of those that begin with a Chinese character."""
    return {spelling: unit for spelling, unit in _spellings()[0].items() if "㐀" <= spelling[0] <= "鿿"}


def letter(char: str) -> bool:
    """Whether this is a letter of an alphabet: Latin, Greek, Cyrillic."""
    return char.isalpha() and char < "\u0600"


@cache
def _longest() -> int:
    return max(len(spelling) for spelling in han())


def han_unit(text: str, at: int) -> tuple[Unit, int] | None:
    table = han()
    for length in range(min(_longest(), len(text) - at), 0, -1):
        if unit := table.get(text[at : at + length]):
            return unit, at + length
    return None


def after(text: str, start: int, end: int, value: float = 0.0) -> tuple[Unit | None, int]:
    """The unit that follows the number `text[start:end]`, and where it ends."""
    at = end
    if IN_ONE.match(text, end):
        return None, end
    gap = text[at : at + 1] in (" ", "\u00a0", "-") and at + 1 < len(text)
    if gap:
        at += 1
        if text[end] == "-" and not letter(text[at]):
            return None, end
    if at >= len(text):
        return None, end
    if "㐀" <= text[at] <= "鿿":
        return han_unit(text, at) or (None, end)
    word = _LATIN.match(text, at)
    if word is None:
        return None, end
    spelling, stop = word[0], word.end()
    if spelling.casefold() in ("fl", "sq", "per", "fluid", "amp", "degree", "degrees") and (
        more := _TWO_WORDS.match(text, at)
    ):
        spelling, stop = " ".join(more[0].replace(".", " ").split()), more.end()
    unit = find(spelling)
    if unit is None and "/" in spelling:
        spelling = spelling.partition("/")[0]
        unit, stop = find(spelling), at + len(spelling)
    if unit is None or (stop < len(text) and letter(text[stop])):
        return None, end
    if gap and text[end] != "-" and not _stands_apart(text, spelling, stop):
        return None, end
    if spelling == '"' and _closes(text, start):
        return None, end
    if spelling in _LARGE and value < _LARGE[spelling]:
        return None, end  # 3D, 4K
    return unit, stop


def _stands_apart(text: str, spelling: str, stop: int) -> bool:
    """Whether a unit after a space is one: not in "12 in stock", "size 8 A soft dress"."""
    if spelling.casefold() == "in":
        return _INCH.match(text, stop) is not None
    return spelling not in ("A", "s", "t", "D", "K", "N", "J") or _END.match(text, stop) is not None


def _closes(text: str, start: int) -> bool:
    """Whether a quotation mark after the number at `start` closes one that stands before it."""
    before = text.rfind('"', max(start - 40, 0), start)
    return before >= 0 and not (before > 0 and text[before - 1].isdigit())
