"""One cell: the facts, keywords and text that it holds, as the role of its column has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from miaoshu import kinds
from miaoshu.reading import attributes, headers, lines, markup, values
from miaoshu.records import Fact, Reading


class Found(NamedTuple):
    """What one cell holds."""

    facts: tuple[Fact, ...] = ()
    keywords: tuple[str, ...] = ()
    text: str = ""


NONE = Found()
Read = Callable[[Any, str, Reading], Found]

_OPENING = ("{", "[")
_SIGNS = re.compile(r"[#=:：\n]")


def _fact(cell: object, name: str, reading: Reading) -> Found:
    """A cell whose header is the name of what it says."""
    text = values.plain(cell).strip()
    if text[:1] in _OPENING and (parsed := values.from_json(text)) is not None:
        return _from_json(parsed, name, reading)
    if len(text) > 6 and _SIGNS.search(text) and len(pairs := attributes.attributes(text)) > 1:
        return Found(facts(pairs, name, reading), text=_long(pairs))
    if "\n" in text:
        several = [line for line in map(values.of, markup.strip(text).split("\n")) if line]
        if several and max(map(len, several)) <= 60:
            return _own(name, [line.lstrip("•-*· ") for line in several])
    value = values.of(text)
    if not value:
        return NONE
    if values.is_prose(value):
        return Found(text=_lines(text))
    return _own(name, [value])


def _own(name: str, said: Sequence[str]) -> Found:
    """Values of a column that is told: its name was judged when the columns were planned."""
    name, kind = _about(name)
    found = [fact for value in said if value and value != name for fact in _tell(name, kind, value, name)]
    return Found(tuple(found)) if found else NONE


def _from_json(item: Any, name: str, reading: Reading) -> Found:
    if isinstance(item, Mapping) and item.get("type") == "root":  # a rich text of Shopify
        return Found(text=_lines("\n".join(_leaves(item))))
    if isinstance(item, Mapping) and (measured := values.measure(item)):
        return _own(name, [values.of(measured)])
    if isinstance(item, Sequence) and all(isinstance(one, str | int | float) for one in item):
        return _own(name, [values.of(one) for one in item])
    return Found(facts(attributes.from_object(item), name, reading))


def _leaves(item: Any) -> list[str]:
    """The texts of a nested document, in order."""
    found, stack = [], [item]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            if isinstance(one.get("value"), str):
                found.append(one["value"])
            one = one.get("children")
        if isinstance(one, list):
            stack += reversed(one)
    return found


_SOFTWARE_TYPES = frozenset(("simple", "variable", "variation", "configurable", "grouped", "bundle", "virtual"))


_MARKED = re.compile(r"^\*?C:(?=\w)|^\*+\s*|\s*\*+$")  # a mandatory column; an item specific of eBay
_MATRIXIFY = re.compile(r"(?:Variant )?Metafield: (?:[\w-]+\.)?([\w -]+?) *\[[\w.]+\]")
_ZERO = re.compile(r"0+(?:[.,]0+)?\s*[^\W\d]{0,3}")
_NEVER_ZERO = frozenset(
    ("weight", "net_weight", "gross_weight", "dimensions", "length", "width", "height", "depth", "thickness")
)


@lru_cache(maxsize=16_384)
def _about(name: str) -> tuple[str, str]:
    """A name without markup, and the id of its kind ("" where unknown)."""
    clean = _MARKED.sub("", values.of(name))
    if matrixify := _MATRIXIFY.fullmatch(clean):
        clean = matrixify[1].replace("_", " ").strip()
    kind = kinds.of(clean) if len(clean) <= 80 else None
    return clean, kind.id if kind else ""


def _tell(name: str, kind: str, value: str, source: str) -> list[Fact]:
    """The facts that a clean value states; none where it is for machines or prose."""
    if values.is_reference(value) or values.is_flag(name, bool(kind), value) or values.is_prose(value):
        return []
    if kind == "type" and (value.lower() in _SOFTWARE_TYPES or (len(value) == 1 and value.isascii())):
        return []
    if value[0] == "0" and _ZERO.fullmatch(value) and (kind in _NEVER_ZERO or ".00" in value):  # nobody filled it in
        return []
    parts = values.split(value, kind)
    return [Fact(name, part, source) for part in parts if len(part) > 12 or part.lower() not in values.EMPTY]


def facts(pairs: Iterable[tuple[str, str]], source: str, reading: Reading) -> tuple[Fact, ...]:
    """Facts of (name, value) pairs: cleaned, split, those for machines left out, internal ones marked."""
    found: list[Fact] = []
    for name, value in pairs:
        name, kind = _about(name or source)
        value = values.of(value)
        if not value or not name or len(name) > 80 or value == name:
            continue
        internal = headers.internal(name, reading)
        if not internal:
            found += _tell(name, kind, value, source)
        elif not internal.left_out and not values.is_reference(value):
            found.append(Fact(name, value, source, False))
    return tuple(found)


def _unpublished(cell: object, name: str, reading: Reading) -> Found:
    value = values.of(cell)
    if (
        not value
        or value[0] in _OPENING
        or len(value) > values.LONGEST
        or values.is_reference(value)
        or values.is_flag("", False, value)
    ):
        return NONE
    return Found((Fact(values.of(name), value, name, False),))


def _facts(cell: object, name: str, reading: Reading) -> Found:
    """A cell of several facts: an attribute string, JSON, a specification table; else a text."""
    if isinstance(cell, Mapping | list | tuple):
        pairs = attributes.from_object(cell)
        words = [values.of(one) for one in cell if isinstance(one, str)] if not isinstance(cell, Mapping) else []
        return Found(facts(pairs, name, reading), () if pairs else tuple(filter(None, words)))
    text = values.plain(cell)
    if pairs := attributes.attributes(text):
        return Found(facts(pairs, name, reading), text=_long(pairs))
    return _text(text, name, reading)


def _long(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, value in pairs if values.is_prose(text := values.of(value)))


def _text(cell: object, name: str, reading: Reading) -> Found:
    """A free text, with the facts of the tables, lists and `Key: value` lines in it."""
    text = values.plain(cell)
    if "<" not in text and "&" not in text and "\n" not in text:
        text = _lines(text)
        return Found(text=text) if text else NONE
    body = markup.extract(text)
    words = tuple(word for word in map(values.of, body.features) if word and not values.is_reference(word))
    return Found(facts(body.facts, name, reading), words, _lines(body.text))


def _lines(text: str) -> str:
    """The text with clean lines; empty ones left out."""
    if "<" in text or "&" in text:
        text = markup.strip(text)
    if "\n" not in text:
        return values.of(text)
    return "\n".join(line for line in map(values.of, text.split("\n")) if line)


_TAGS = re.compile(r"[,，、;；|\n]")


def _keywords(cell: object, name: str, reading: Reading) -> Found:
    """Tags; those of the form `Color: Red` are facts."""
    if isinstance(cell, str):
        cell = values.from_json(cell.strip()) or _TAGS.split(markup.strip(cell))
    parts = cell if isinstance(cell, list | tuple) else [cell]
    words, pairs = [], []
    for part in parts:
        if isinstance(part, Mapping):
            part = part.get("name") or part.get("label") or part.get("title") or part.get("value")
        word = values.of(part).lstrip("#")
        if not word or len(word) > 60 or word[0] == "_" or values.is_reference(word) or word.isdecimal():
            continue
        pair = lines.pair(word)
        if pair and kinds.of(pair[0]):
            pairs.append(pair)
        elif not pair and headers.internal(word, reading) is None:
            words.append(word)
    return Found(facts(pairs, name, reading), tuple(dict.fromkeys(words)))


_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4})?(?:[-_][a-z]{2})?", re.IGNORECASE)


def _language(cell: object, name: str, reading: Reading) -> Found:
    """A language code; a word such as "English" is a fact, of a book for example."""
    text = values.of(cell)
    if code := _CODE.fullmatch(text):
        return Found(text=code[1].lower())
    return Found(facts([(name, text)], name, reading)) if text else NONE


READERS: dict[str, Read] = {
    "fact": _fact,
    "unpublished": _unpublished,
    "facts": _facts,
    "keywords": _keywords,
    "language": _language,
    "text": _text,
}
