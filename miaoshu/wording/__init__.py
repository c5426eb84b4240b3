"""Facts to plain sentences, without a model: the truthful text that every product has.

A language is a module here (`zh`, `en`) with

    JOIN                                             what stands between two sentences
    compose(topic: Topic) -> list[Sentence]          all facts of the topic told, the most asked for first

A sentence is a tuple of pieces: words, or `Told(words, fact name)` where words state a fact. So the evidence of
a plain text is known while it is written. A module must tell every value exactly as `Value.words` has it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from types import ModuleType
from typing import NamedTuple
from zlib import crc32

from miaoshu import facts as quantities
from miaoshu import kinds, languages
from miaoshu.records import Draft, Evidence, Fact, Product


class Told(NamedTuple):
    """Words that state the fact named `fact`."""

    words: str
    fact: str


Sentence = tuple[str | Told, ...]


class Item(NamedTuple):
    """All facts of one name: what is told together."""

    label: str  # the name in the language of the text
    kind: str  # id in rules/kinds.toml, "" where unknown
    group: str
    values: tuple[Told, ...]


class Topic(NamedTuple):
    """What a text is about. `items` and `keywords` come in the order in which a buyer asks."""

    title: str
    category: str
    items: tuple[Item, ...]
    keywords: tuple[Told, ...]
    pick: int  # depends on the product alone: chooses between equally good wordings


KEYWORD_RANK = 90  # keywords are what a product is bought for: behind what it is, before what it is made of


def order(facts: Iterable[Fact]) -> list[Fact]:
    """The facts as a buyer asks for them; facts of one rank keep the merchant's order.

    A keyword is a fact without a name.
    """

    return sorted(facts, key=lambda fact: _rank(fact.name))


@lru_cache(maxsize=16_384)
def _rank(name: str) -> int:
    if not name:
        return KEYWORD_RANK
    kind = kinds.of(name)
    return kind.rank if kind else kinds.UNKNOWN_RANK


def topic(product: Product, facts: Sequence[Fact], language: str) -> Topic:
    """The topic made of these facts of the product; nameless facts are its keywords."""
    grouped: dict[str, list[Told]] = {}
    keywords: list[Told] = []
    for fact in order(facts):
        if fact.name:
            told = Told(quantities.told_value(fact), fact.name)
            values = grouped.setdefault(fact.name, [])
        else:
            told, values = Told(fact.value, fact.value), keywords
        if told not in values:
            values.append(told)
    items = []
    for name, values in grouped.items():
        kind = kinds.of(name)
        label = kinds.label(name, language)
        items.append(Item(label, kind.id if kind else "", kind.group if kind else "", tuple(values)))
    pick = crc32(product.title.encode("utf-8", "replace"))
    return Topic(product.title, product.category, tuple(items), tuple(keywords), pick)


def render(sentences: Sequence[Sentence], join: str) -> Draft:
    """The sentences as one text with its evidence."""
    words: list[str] = []
    evidence: list[Evidence] = []
    at = 0
    for number, sentence in enumerate(sentences):
        if number and join:
            words.append(join)
            at += len(join)
        for piece in sentence:
            if isinstance(piece, str):
                at += len(piece)
                words.append(piece)
            else:
                begin, at = at, at + len(piece.words)
                evidence.append(Evidence(begin, at, piece.fact))
                words.append(piece.words)
    return Draft("".join(words), tuple(evidence), stop="end")


def write(product: Product, facts: Sequence[Fact], language: str) -> Draft:
    """The plain text that tells exactly these facts and keywords."""
    module = _language(language)
    return render(module.compose(topic(product, facts, language)), module.JOIN)


def fit(product: Product, facts: Sequence[Fact], language: str, most: int, keep: int) -> tuple[Draft, int]:
    """The longest plain text of at most `most` units that tells a beginning of `facts`; and how many it tells.

    The first `keep` facts are told even where that is longer. Characters in Chinese, words in English.
    """
    draft = write(product, facts, language)
    if languages.measure(draft.text, language) <= most or len(facts) <= keep:
        return draft, len(facts)
    low, high = keep, len(facts) - 1  # the number of facts that fit lies in between
    best = write(product, facts[:keep], language)
    while low < high:
        middle = (low + high + 1) // 2
        draft = write(product, facts[:middle], language)
        if languages.measure(draft.text, language) <= most:
            low, best = middle, draft
        else:
            high = middle - 1
    return best, low


@cache
def _language(language: str) -> ModuleType:
    return importlib.import_module(f"miaoshu.wording.{language}")
