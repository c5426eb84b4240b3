"""Nothing of how a text was made shows in it: refusals, placeholders, prompts, facts that are not for the public."""

from __future__ import annotations

import re

from miaoshu import facts, leaks
from miaoshu.records import Brief, Finding

RULES = {
    "refusal": "a model declines or speaks of itself",
    "chatter": "what a model says to whoever asked",
    "placeholder": "what nobody filled in",
    "prompt": "what a model was told",
    "instruction": "an order to a program, hidden in a value",
    "internal": "a fact that is not for the public",
    "script": "traditional characters among simplified ones",
    "control": "invisible control characters",
}

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TELLING = re.compile(r"[^\W\d_]{3,}|\d(?:[.,]?\d){3,}|\d+[.,]\d|[^\W\d_]+\d+|\d+[^\W\d_]{1,3}", re.UNICODE)
_FEW = 2  # traditional characters that may be part of a name


def check(brief: Brief, text: str) -> list[Finding]:
    language = brief.language
    says = leaks.rules()["says"]
    spans = facts.copied_spans(brief, text)
    found = []
    for leak in leaks.find(text):
        if not facts.inside(leak.start, leak.end, spans):  # a merchant may call a book so
            words = facts.shown(text[leak.start : leak.end])
            message = f"“{words}” {leaks.rules()[leak.kind]['says'][language]}"
            found.append(Finding("leaks", leak.kind, _joined(message, language), leak.start, leak.end))
    found += _internal(brief, text, spans)
    if language == "zh":
        foreign = [at for at in leaks.traditional(text) if not facts.inside(at, at + 1, spans)]
        if len(foreign) > _FEW and not leaks.traditional(_own(brief)):
            message = says["script"]["zh"].format("".join(text[at] for at in foreign[:10]))
            found.append(Finding("leaks", "script", message, foreign[0], foreign[-1] + 1))
    control = next((m for m in _CONTROL.finditer(text) if not facts.inside(m.start(), m.end(), spans)), None)
    if control:
        found.append(Finding("leaks", "control", says["control"][language], control.start(), control.end()))
    return found


def _joined(message: str, language: str) -> str:
    return message.replace("” ", "”", 1) if language == "zh" else message


def _own(brief: Brief) -> str:
    product = brief.product
    return " ".join((product.title, product.category, *(fact.value for fact in product.facts)))


def _internal(brief: Brief, text: str, spans: tuple[tuple[int, int], ...]) -> list[Finding]:
    """Values of facts that are not published, where no published fact says the same."""
    found = []
    says = leaks.rules()["says"]["internal"][brief.language]
    for fact in brief.product.facts:
        value = fact.value.strip()
        if fact.publish or len(value) > 200 or value not in text or not _TELLING.fullmatch(value[:200]):
            continue
        for start, end in facts.occurrences(value, text):
            if not facts.inside(start, end, spans):
                message = says.format(facts.shown(value), facts.shown(fact.name))
                found.append(Finding("leaks", "internal", message, start, end, fact.name))
    return found
