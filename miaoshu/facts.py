"""What facts say: a value as it is told, where a text copies it, and whether it supports a claim."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import isclose, log10
from typing import NamedTuple

from miaoshu import kinds, numerals, units
from miaoshu.measures import Measure, Quantity, quantities
from miaoshu.measures import of_value as measures_of
from miaoshu.records import Brief, Fact, Product

__all__ = ["Measure", "Quantity", "measures_of", "quantities"]

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_NUMBER = r"[+-]?\d+(?:[.,]\d+)*"
_BARE = re.compile(rf"{_NUMBER}(?:\s?[-–~～*×xX/]\s?{_NUMBER})*\Z")
_BRACKETED = re.compile(r"(.*?)\s*[(（\[【]\s*([^()（）\[\]【】]+?)\s*[)）\]】]\s*\Z", re.DOTALL)
_PLURAL = re.compile(r"[A-Za-z][(（]s[)）]\s*\Z")  # Colour(s)
_CUT = re.compile(r"[\[\]()（）【】—–,，…]|\s-\s")
_PATH = (re.compile(r"[>＞›»|/]"), re.compile(r"[>＞›»|/,，;；]"), re.compile(r"[>＞›»|/\\,，;；]"))
_USUAL = {"zh": re.compile("[㐀-鿿]{1,7}"), "en": re.compile("[A-Za-z ]{1,16}")}
_EDGES = " .,;:!?…-–—|/。，、；：！？"
_PRICE = re.compile("price|cost|\\brate\\b|fee|价|费|[汇利税]率|每|per", re.IGNORECASE)
_DURATION = re.compile("(?:时间|时长|期|期限|寿命|续航|年龄|time|life|duration|age|warranty)$", re.IGNORECASE)


def told_value(fact: Fact) -> str:
    """The value as it is told: the merchant's words; a bare number gets the unit that its name carries.

    `重量(kg)`: "1.2" -> "1.2kg"; `Weight (lbs)`: "3" -> "3 lbs".
    """
    suffix = header_unit(fact.name)
    return _with_unit(fact.value, suffix) if suffix else fact.value


@lru_cache(maxsize=16_384)
def header_unit(name: str) -> str:
    """What a bare number under this name is followed by: "kg", " lbs" or "". Only brackets and `/` are safe.

    A slash can also mean "for each" (`数量/箱`, `Price/kg`): then it is no unit.
    """
    found = _BRACKETED.match(name) if len(name) < 200 else None
    plural = _PLURAL.search(name) is not None
    if found and not plural and (unit := units.find(found[2])) and not _PRICE.search(found[1]):
        return _spaced(name, found[2], unit)
    parts = name.split("/")
    for cut in range(1, min(len(parts), 4)):
        head, spelling = "/".join(parts[:cut]).rstrip(), "/".join(parts[cut:]).strip()
        unit = units.find(spelling)
        if unit is None or unit.dimension in ("count", "money") or _PRICE.search(head):
            continue
        if unit.dimension == "time" and not _DURATION.search(head):
            continue
        last = re.search(r"[A-Za-z]{1,4}\Z", head)  # the h of "Speed km/h" is no unit of its own
        if not (last and units.find(last[0])):
            return _spaced(name, spelling, unit)
    return ""


def _spaced(name: str, spelling: str, unit: units.Unit) -> str:
    return spelling if _HAN.search(name) or not unit.space else " " + spelling


@lru_cache(maxsize=16_384)
def _with_unit(value: str, suffix: str) -> str:
    bare = value.strip()
    return bare + suffix if len(bare) < 100 and _BARE.match(bare) else value


def supports(facts: Iterable[Measure], claim: Measure) -> bool:
    """Whether one of these measures means what the claim says, in whatever unit.

    A bare number supports a count ("口袋数: 3" and 3个口袋), a range its ends, 2×500ml also 1L. A conversion
    between systems may be rounded as written: 12 in is 30.5 cm.
    """
    return any(_means(fact, claim) for fact in facts)


def _means(fact: Measure, claim: Measure) -> bool:
    ours, theirs = fact.quantity, claim.quantity
    if "name" in (ours.dimension, theirs.dimension):
        return ours == theirs
    if not _same_kind(ours, theirs):
        return False
    if ours.times != 1 and theirs.dimension in ("", "count") and ours.dimension not in ("", "count"):
        return ours.times == theirs.low == theirs.high
    if theirs.times != 1:
        return ours.times == theirs.times and _equal(ours.low, theirs.low, fact, claim)
    if _equal(ours.low, theirs.low, fact, claim) and _equal(ours.high, theirs.high, fact, claim):
        return True
    if theirs.low != theirs.high:
        return False
    ends = {ours.low, ours.high, ours.low * ours.times}
    return any(_equal(end, theirs.low, fact, claim) for end in ends)


def _same_kind(ours: Quantity, theirs: Quantity) -> bool:
    one, other = ours.dimension, theirs.dimension
    if other in ("", "count"):
        if one not in ("", "count"):
            return ours.times != 1
        return "" in (one, other) or ours.name == theirs.name or "piece" in (ours.name, theirs.name)
    if one != other:
        return {one, other} == {"degree", "temperature"}
    return not (ours.name and theirs.name) or ours.name == theirs.name


def _equal(ours: float, theirs: float, fact: Measure, claim: Measure) -> bool:
    if isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-12):
        return True
    if not (fact.unit and claim.unit and claim.step) or fact.unit == claim.unit:
        return False
    places = log10(fact.unit.factor / claim.unit.factor)
    if abs(places - round(places)) < 1e-9 and fact.unit.offset == claim.unit.offset:
        return False  # between mm and cm there is nothing to round
    return abs(ours - theirs) <= claim.step * 0.500001 and isclose(ours, theirs, rel_tol=0.03)


class Known(NamedTuple):
    """What may be claimed of a product: the measures in its facts and words, and all these words."""

    measures: tuple[Measure, ...]
    text: str  # casefolded, one a line

    def names(self, name: str) -> bool:
        """Whether a name with digits stands in the words as such: usb3.0 in "USB 3.0 port"."""
        parts = re.findall(r"[^\W\d_]+|\d+|\W", name)
        if len(name) > 100 or not all(part in self.text for part in parts):
            return False
        gaps = r"[\s\-_]?".join(map(re.escape, parts))
        return re.search(rf"(?<![a-z\d]){gaps}(?![a-z\d]|[.,]\d)", self.text) is not None


def known(product: Product) -> Known:
    """What supports a claim: published facts with their names, title, category, keywords and source text."""
    words = [product.title, product.category, product.text, *product.keywords]
    found = [measure for word in words if word for measure in quantities(word)]
    for fact in product.facts:
        if fact.publish:
            told = told_value(fact)
            words += (told, fact.name)
            found += measures_of(told)
            found += measures_of(fact.name)
            found += _named_unit(fact.name, told)
    return Known(tuple(found), "\n".join(words).casefold())


@lru_cache(maxsize=16_384)
def _named_unit(name: str, value: str) -> tuple[Measure, ...]:
    """A bare number under a name that ends in a unit can be that: `Battery capacity mAh`, "5000"."""
    word = name.rpartition(" ")[2]
    if not _BARE.match(value[:100]) or (unit := units.find(word)) is None or unit.name in ("in", "m"):
        return ()
    return quantities(f"{value} {word}")


_last: tuple[Brief, str, tuple[tuple[int, int], ...]] | None = None


def copied_spans(brief: Brief, text: str) -> tuple[tuple[int, int], ...]:
    """Where the merchant's own words stand in a text: sorted spans that do not overlap.

    His words are told values, title, category, keywords and the names of published facts, each as a whole:
    "5" is not copied in "50". The spans of the plain text are those where it was written from values.
    """
    global _last
    last = _last  # read once: another thread may put its own there
    if last is not None and last[0] is brief and last[1] is text:
        return last[2]
    plain = text == brief.plain.text
    spans = [(e.start, e.end) for e in brief.plain.evidence] if plain else []
    for words in _own_words(brief, plain):
        if words in text:
            spans += occurrences(words, text, whole=not plain)
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    spans_ = tuple(merged)
    _last = (brief, text, spans_)
    return spans_


def _own_words(brief: Brief, plain: bool) -> set[str]:
    """All that the merchant wrote; for the plain text, whose values are known, parts of the title too."""
    product = brief.product
    title, category = " ".join(product.title.split()), " ".join(product.category.split())
    words = {product.title, title, product.category, category, *product.keywords}
    for fact in product.facts:
        if fact.publish:
            words |= labels(fact.name) if brief.style.banned else _odd_labels(fact.name, brief.language)
            if not plain:
                words.add(told_value(fact))
    if plain:
        parts = [*_CUT.split(title), *title.split()]
        for path in _PATH:
            parts += path.split(category)
        words.update(part.strip(_EDGES) for part in parts)
    words.discard("")
    return words


@lru_cache(maxsize=16_384)
def labels(name: str) -> frozenset[str]:
    """What a fact of this name may be called in a text."""
    found = {name, kinds.label(name, "zh"), kinds.label(name, "en")}
    return frozenset(found | {label[:1].upper() + label[1:] for label in found})


@lru_cache(maxsize=16_384)
def _odd_labels(name: str, language: str) -> frozenset[str]:
    """The labels that a check could take for something else: with numbers, in another script, long."""
    usual = _USUAL[language]
    return frozenset(label for label in labels(name) if not usual.fullmatch(label) or measures_of(label))


def occurrences(words: str, text: str, whole: bool = True) -> Iterator[tuple[int, int]]:
    """Where `words` stand in a text; with `whole` only where they cut no number and no Latin word."""
    at = text.find(words)
    size = len(words)
    step = 1 if size < 100 else size  # long words overlap themselves only where somebody made them to
    while at >= 0:
        if not whole or not (_cuts(text, at) or _cuts(text, at + size)):
            yield at, at + size
        at = text.find(words, at + step)


def _cuts(text: str, at: int) -> bool:
    """Whether a cut at this place goes through a number or a Latin word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after.isdecimal() and (before in "-−±第" or text.startswith("零下", max(at - 2, 0))):
        return True  # TW-|4, -|4℃, 第|4
    if before.isalnum() and after.isalnum():
        if before < "\u0600" and after < "\u0600":
            return True
        return before in numerals.HAN and after in numerals.HAN
    if after in ".," and before.isdecimal():
        return text[at + 1 : at + 2].isdecimal()
    return before in ".," and after.isdecimal() and at > 1 and text[at - 2].isdecimal()


def inside(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether one of the sorted spans holds all of `start` to `end`."""
    at = bisect_right(spans, (start, end)) - 1
    return any(a <= start and end <= b for a, b in spans[max(at, 0) : at + 2])


def touches(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether `start` to `end` shares a character with one of the sorted spans."""
    at = bisect_left(spans, (end, 0))
    return at > 0 and spans[at - 1][1] > start


@lru_cache(maxsize=16_384)
def spelling(words: str) -> str:
    """The form in which spellings are compared: no case, widths, spaces, thousands separators; 挡 is 档."""
    words = unicodedata.normalize("NFKC", words).casefold().replace("挡", "档")
    words = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", words)
    return re.sub(r"\s+", "", words)


def outside(text: str, start: int, end: int, spans: tuple[tuple[int, int], ...]) -> str:
    """What `text[start:end]` has outside the sorted spans."""
    left = []
    for at in range(max(bisect_right(spans, (start, start)) - 1, 0), len(spans)):
        a, b = spans[at]
        if a >= end:
            break
        if b > start:
            left.append(text[start : max(a, start)])
            start = min(b, end)
    return "".join(left) + text[start:end]


def shown(words: str) -> str:
    """Words for a message: on one line, and not all of a long value."""
    words = " ".join(words[:200].split())
    return words if len(words) <= 60 else words[:60] + "…"
