"""What must not be told although it stands in the catalog: facts that contradict each other or break the law.

Facts so withheld support nothing, leave the list of what must be told, and are named in a note.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from miaoshu import facts, kinds, law, leaks
from miaoshu.claims.conflicts import conflicts
from miaoshu.records import Fact, Finding, Product, Style

_SAYS = {
    "conflict": {
        "zh": "两处{0}不一致：{1} / {2}，都没有写入",
        "en": "the facts give two values for {0}: {1} / {2}; neither is told",
    },
    "disagree": {
        "zh": "“{0}：{1}”与“{2}：{3}”不一致，都没有写入",
        "en": "“{0}: {1}” and “{2}: {3}” contradict each other; neither is told",
    },
    "unlawful": {"zh": "没有写入：{0}", "en": "not told: {0}"},
    "title": {"zh": "商品名称里的字没有写入：{0}", "en": "words of the title are not told: {0}"},
    "instruction": {
        "zh": "“{0}”像是写给程序的指令，没有写入",
        "en": "“{0}” looks like an instruction to a program; it is not told",
    },
}
_LEFT = re.compile(r"[\s，,、·|/\-–—!！。:：;；()（）\[\]【】]+")


def withhold(product: Product, style: Style, language: str) -> tuple[Product, list[Finding]]:
    """The product without what must not be told, and a note for each thing withheld."""
    notes: list[Finding] = []
    gone: set[Fact] = set()
    for one, other in conflicts(product, style.entails):
        gone |= {one, other}
        notes.append(_conflict(one, other, language))
    for fact in product.facts:
        if fact.publish and fact not in gone and (found := _wrong(fact.name, fact.value, product, style, language)):
            gone.add(fact)
            notes.append(found)
    keywords = []
    for keyword in product.keywords:
        if found := _wrong("", keyword, product, style, language):
            notes.append(replace(found, fact=keyword))
        else:
            keywords.append(keyword)
    if gone or len(keywords) < len(product.keywords):
        kept = tuple(replace(fact, publish=False) if fact in gone else fact for fact in product.facts)
        product = replace(product, facts=kept, keywords=tuple(keywords))
    for part in ("title", "category"):
        words = getattr(product, part)
        lawful, why = _lawful(words, product, style, language) if words else (words, [])
        if lawful != words:
            changed = {part: lawful}
            product = replace(
                product, title=changed.get("title", product.title), category=changed.get("category", product.category)
            )
            notes += why
    return product, notes


def _conflict(one: Fact, other: Fact, language: str) -> Finding:
    values = facts.shown(facts.told_value(one)), facts.shown(facts.told_value(other))
    kind = kinds.of(one.name)
    if kind and kind == kinds.of(other.name):
        message = _SAYS["conflict"][language].format(kinds.label(one.name, language), *values)
    else:
        message = _SAYS["disagree"][language].format(one.name, values[0], other.name, values[1])
    return Finding("claims", "conflict", message, fact=one.name, severity="note")


def _wrong(name: str, value: str, product: Product, style: Style, language: str) -> Finding | None:
    """Why a fact is not told: it breaks the law, or gives orders to a program."""
    if order := leaks.instruction(value):
        message = _SAYS["instruction"][language].format(facts.shown(order))
        return Finding("leaks", "instruction", message, fact=name, severity="note")
    found = _unlawful(name, value, product, style, language) or _unlawful("", name, product, style, language)
    if found is None:
        return None
    message = _SAYS["unlawful"][language].format(found.message)
    return replace(found, message=message, start=0, end=0, severity="note")


def _unlawful(name: str, words: str, product: Product, style: Style, language: str) -> Finding | None:
    """Why words must not be told; those of a fact are read behind its name: 最大承重."""
    told = name + words if language == "zh" else words
    if not words or not _may_be_unlawful(told, language, style.market, style.rules, style.packs):
        return None
    return law.unlawful(words, product, language, style.market, style.rules, style.packs, name)


@lru_cache(maxsize=32_768)
def _may_be_unlawful(
    words: str, language: str, market: str, rules: tuple[str, ...], packs: tuple[tuple[str, str], ...]
) -> bool:
    """Whether a rule meets these words at all, whatever the product: cheap to remember, values come again."""
    return law.meets(words, language, market, rules, packs)


def _lawful(words: str, product: Product, style: Style, language: str) -> tuple[str, list[Finding]]:
    """A title without what breaks the law in it."""
    notes = []
    if not _may_be_unlawful(words, language, style.market, style.rules, style.packs) and not leaks.instruction(words):
        return words, []
    while words and (found := law.unlawful(words, product, language, style.market, style.rules, style.packs)):
        notes.append(_title_note(found, language))
        words = _tidy(words[: found.start], words[found.end :])
    if order := leaks.instruction(words):
        notes.append(
            Finding(
                "leaks", "instruction", _SAYS["instruction"][language].format(facts.shown(order)), severity="note"
            )
        )
        words = ""
    return words, notes


def _title_note(found: Finding, language: str) -> Finding:
    message = _SAYS["title"][language].format(found.message)
    return replace(found, message=message, start=0, end=0, severity="note")


def _tidy(*parts: str) -> str:
    """What is left of a title, without marks at its ends."""
    return " ".join(" ".join(part.split()) for part in parts if _LEFT.sub("", part)).strip(" ，,、·|/-–—!！。:：;；")
