"""The description of a product: what it is, what it is made of, what it does, in one text."""

from __future__ import annotations

import re
from dataclasses import replace

from miaoshu import languages, wording
from miaoshu.records import Brief, Draft, Fact, Finding, Product, Style
from miaoshu.withholding import withhold

CHECKS = ("claims", "adlaw", "leaks", "coverage", "form")

CEILING = {
    "zh": 600,
    "en": 250,
}  # where no length is asked for: longer texts are not read (characters, words)
HEADLINE = 60  # characters
FIRST = 6  # so many facts, the most asked for, have to be told by any text

_SENTENCE_END = re.compile(r"[\n。！？!?]|\.(?=\s|$)")
_SAYS = {
    "foreign": {
        "zh": "商品资料的语言是 {0}，数值按原样写入",
        "en": "the catalog's language is {0}: its values are told as given",
    },
    "left_out": {
        "zh": "有{0}项资料因篇幅没有写入：{1}",
        "en": "{0} facts were left out for length: {1}",
    },
    "short": {
        "zh": "现有资料只够写{0}字，少于要求的{1}字",
        "en": "the facts fill {0} words, {1} were asked for",
    },
    "long": {
        "zh": "必须写入的资料需要{0}字，多于要求的{1}字",
        "en": "what must be told takes {0} words, {1} were allowed",
    },
}


def brief(product: Product, style: Style) -> Brief:
    """What an engine is told of this product, with the plain text that can always be published."""
    language = style.language
    if language == "auto":
        language = "zh" if product.language == "zh" else "en"
    product, notes = withhold(product, style, language)
    if product.language not in (language, "", "zh", "en"):
        notes.append(_note("foreign", language, product.language))
    facts = _by_importance(product, style.must_tell)
    keep = sum(1 for fact in facts if fact.name in style.must_tell)
    least, most = style.length or (0, CEILING[language])
    plain, told = wording.fit(product, facts, language, most, keep)
    if not plain.text:  # there is nothing but an existing text
        product = replace(product, title=_headline(product.text))
        plain = wording.write(product, facts, language)
    length = None
    if told < len(facts):
        rest = dict.fromkeys(fact.name or fact.value for fact in facts[told:])
        notes.append(_note("left_out", language, len(facts) - told, ", ".join(rest)))
    if style.length:
        size = languages.measure(plain.text, language)
        length = (min(least, size), max(most, size))
        if size < least:
            notes.append(_note("short", language, size, least))
        if size > most:
            notes.append(_note("long", language, size, most))
    must = tuple(facts[: max(keep, min(told, FIRST))])
    return Brief(product, style, "description", language, plain, must, length, tuple(notes))


def revise(brief: Brief, draft: Draft, findings: list[Finding]) -> Brief:
    """The brief for another attempt: it says what the last draft got wrong."""
    return replace(brief, wrong=tuple(f for f in findings if f.severity == "block"))


def _by_importance(product: Product, must_tell: tuple[str, ...]) -> list[Fact]:
    """All that may be told: what the user insists on first, then as a buyer asks for it."""
    facts = [fact for fact in product.facts if fact.publish]
    if product.keywords:
        facts += [Fact("", keyword) for keyword in product.keywords]
    facts = wording.order(facts)
    if must_tell:
        facts.sort(key=lambda fact: fact.name not in must_tell)
    return facts


def _headline(text: str) -> str:
    """What a product is called that comes with a text and nothing else: the beginning of its first sentence."""
    line = _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()
    if len(line) <= HEADLINE:
        return line
    cut = line[:HEADLINE]
    return cut.rpartition(" ")[0] or cut


def _note(rule: str, language: str, *values: object) -> Finding:
    return Finding("description", rule, _SAYS[rule][language].format(*values), severity="note")
