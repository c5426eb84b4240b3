"""Every fact that must be told is told: in its own words, in another spelling, or as the same quantity."""

from __future__ import annotations

import re

from miaoshu import facts
from miaoshu.facts import Measure
from miaoshu.records import Brief, Finding

RULES = {
    "missing": "a fact that has to be told is not told",
}

_SAYS = {
    "zh": ("没有写到“{0}：{1}”", "没有写到“{0}”"),
    "en": ("“{0}: {1}” is not told", "“{0}” is not told"),
}
_YES = ("是", "有", "支持", "可", "可以", "能", "带", "含", "具备", "√", "✓", "yes", "y", "true")
_NO = ("否", "无", "没有", "不支持", "不可", "不能", "不带", "不含", "不具备", "×", "✗", "no", "n", "false")
_ANSWERS = frozenset(_YES + _NO)
_WORDS = re.compile(r"[^\W_]+")


def check(brief: Brief, text: str) -> list[Finding]:
    found = []
    spelled = ""
    measured: tuple[Measure, ...] | None = None
    plain = text == brief.plain.text
    written = {evidence.fact for evidence in brief.plain.evidence} if plain else set()
    for fact in brief.must:
        told = facts.told_value(fact) if fact.name else fact.value
        if plain and (told in text or (fact.name or fact.value) in written):  # a bare yes is told by the name
            continue
        answer = fact.name != "" and told.casefold() in _ANSWERS
        if not (plain or answer) and _stands(told, text):
            continue
        spelled = spelled or facts.spelling.__wrapped__(text)
        if _names(fact.name, spelled) if answer else _stands(facts.spelling(told), spelled):
            continue
        if measured is None:
            measured = facts.quantities(text)
        if _same_meaning(told, spelled, measured):
            continue
        named, nameless = _SAYS[brief.language]
        says = facts.shown(told)
        message = named.format(facts.shown(fact.name), says) if fact.name else nameless.format(says)
        found.append(Finding("coverage", "missing", message, fact=fact.name or fact.value))
    return found


def _stands(words: str, text: str) -> bool:
    return not words or next(facts.occurrences(words, text), None) is not None


def _names(name: str, spelled: str) -> bool:
    """Whether the text says the name of a fact that only says yes or no."""
    return any(_stands(facts.spelling(label), spelled) for label in facts.labels(name))


def _same_meaning(told: str, spelled: str, measured: tuple[Measure, ...]) -> bool:
    """Whether a value that states quantities is told by the same quantities and its other words."""
    stated = facts.measures_of(told)
    if not stated:
        return False
    rest, at = [], 0
    for measure in stated:
        rest.append(told[at : measure.start])
        at = measure.end
    words = _WORDS.findall("\n".join((*rest, told[at:])))
    return all(facts.spelling(word) in spelled for word in words) and all(
        facts.supports(measured, measure) for measure in stated
    )
