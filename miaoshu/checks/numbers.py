"""Every number, measure and name with digits is supported by a fact."""

from __future__ import annotations

import re

from miaoshu import facts, numerals
from miaoshu.facts import Known, Measure
from miaoshu.records import Brief, Finding

_SAYS = {"zh": "“{0}”在商品资料里没有依据", "en": "“{0}” is stated by no fact of this product"}
_WORD_BEFORE = re.compile(r"([A-Za-z]{1,20})[ \-]?\Z")
_JOINS = frozenset(" \u00a0,，、/;；\n")  # what stands between two values and makes no third of them


def check(brief: Brief, text: str) -> list[Finding]:
    spans = facts.copied_spans(brief, text)
    claims = [m for m in facts.quantities(text, spans) if not facts.inside(m.start, m.end, spans)]
    if not claims:
        return []
    known = facts.known(brief.product)
    plain = text == brief.plain.text
    found = []
    supported: dict[Measure, bool] = {}
    for claim in claims:
        if _only_copies(text, claim, spans, plain):
            continue
        key = claim._replace(start=0, end=0)
        if key not in supported:
            supported[key] = _supported(known, claim)
        if not (supported[key] or _named(known, text, claim)):
            words = facts.shown(text[claim.start : claim.end])
            message = _SAYS[brief.language].format(words)
            found.append(Finding("numbers", "unsupported", message, claim.start, claim.end))
    return found


def _supported(known: Known, claim: Measure) -> bool:
    if facts.supports(known.measures, claim):
        return True
    return claim.quantity.dimension == "name" and known.names(claim.quantity.name)


def _named(known: Known, text: str, claim: Measure) -> bool:
    """Names written apart (USB 3.0) or with words added (A4-size)."""
    if claim.quantity.dimension == "name":
        parts = text[claim.start : claim.end].casefold().split("-")
        numbered = [part for part in parts if not part.isalpha()]
        return len(parts) > 1 and all(not part.isdecimal() and known.names(part) for part in numbered)
    word = _WORD_BEFORE.search(text[max(claim.start - 21, 0) : claim.start])
    bare = claim.quantity.dimension == ""
    return bare and word is not None and known.names((word[1] + text[claim.start : claim.end]).casefold())


def _only_copies(text: str, claim: Measure, spans: tuple[tuple[int, int], ...], plain: bool) -> bool:
    """Whether the numbers of a claim all stand in copies, and what it has beside them makes no other claim.

    Values told one after the other can read like one number ("1", "500"). A unit behind a copy does make
    another claim: "3" is no support for 3年. In the plain text it is a word of the sentence.
    """
    rest = facts.outside(text, claim.start, claim.end, spans)
    if len(rest) == claim.end - claim.start:
        return False
    if plain:
        return not any(char.isdecimal() or char in numerals.HAN for char in rest)
    return all(char in _JOINS for char in rest)
