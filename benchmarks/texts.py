"""Made-up products with texts of somebody else: true ones, and bold ones that claim what no fact states."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import NamedTuple

import catalog

from miaoshu.records import Brief, Fact, Product, Style
from miaoshu.tasks import description

LENGTH = 120  # characters, about
STOP = {"zh": "。", "en": ". "}
STYLES = {language: Style(language=language, length=(10, 400), banned=("爆款", "must-have")) for language in STOP}


class Text(NamedTuple):
    product: Product
    brief: Brief
    text: str


def true(language: str, seed: int) -> Iterator[Text]:
    """Endless texts that begin as the template writes and go on with sentences that are true of every product."""
    for product, told in _products(language, seed):
        brief = _brief(product)
        begun = _whole(brief.plain.text, STOP[language], LENGTH)
        gap = " " * (language == "en")
        more = sentences(language, product.id, told, ("true",))
        yield Text(product, brief, begun if len(begun) > LENGTH - 20 else (begun + gap + next(more)).strip())


def bold(language: str, seed: int) -> Iterator[Text]:
    """Endless texts of sentences that a shop could write, half of which claim too much."""
    for product, told in _products(language, seed):
        text = ""
        for sentence in sentences(language, product.id, told):
            text += sentence
            if len(text) > LENGTH - 15:
                break
        yield Text(product, _brief(product), text.strip())


def long(language: str, seed: int, length: int) -> Text:
    """One text of exactly so many characters, put together from sentences about many products."""
    first = next(bold(language, seed))
    others = (
        sentence for product, told in _products(language, seed) for sentence in _few(language, product.id, told)
    )
    text, size = [], 0
    while size < length:
        text.append(next(others))
        size += len(text[-1])
    return first._replace(text="".join(text)[:length])


def wide(language: str, seed: int, facts: int) -> Text:
    """A text of the usual length for a product of so many facts, each name used once."""
    one = next(bold(language, seed))
    more = (
        Fact(f"{fact.name}{number}", fact.value)
        for number, (product, _) in enumerate(_products(language, seed + 1), 1)
        for fact in product.facts
    )
    product = Product(one.product.id, one.product.title, one.product.category, language, tuple(islice(more, facts)))
    return Text(product, _brief(product), one.text)


def sentences(
    language: str, seed: str, told: dict[str, str], kinds: tuple[str, ...] = ("true", "bold")
) -> Iterator[str]:
    """All sentences of these kinds in any order, and again from the beginning."""
    random = Random(seed)
    pool = catalog.pools(language)
    written = [sentence for kind in kinds for sentence in pool[kind]]
    while True:
        random.shuffle(written)
        for sentence in written:
            filled = sentence.replace("{n}", "{{}}").format(**told)
            while "{}" in filled:
                filled = filled.replace("{}", str(random.randint(2, 60)), 1)
            yield filled + " " * (language == "en")


def _few(language: str, seed: str, told: dict[str, str]) -> Iterator[str]:
    return islice(sentences(language, seed, told), 4)


def _brief(product: Product) -> Brief:
    """As `miaoshu check` makes it: which facts a text tells is its writer's choice."""
    style = STYLES[product.language]
    return replace(description.brief(product, style), must=(), length=style.length)


def _products(language: str, seed: int) -> Iterator[tuple[Product, dict[str, str]]]:
    """Endless products, and the values that fill the copy."""
    header = catalog.pools(language)["header"]
    for row in csv.reader(catalog.products(language, seed)):
        facts = tuple(Fact(name, value) for name, value in zip(header[3:10], row[3:10], strict=True) if value)
        points = tuple(row[10].split(","))
        product = Product(row[0], row[1], row[2], language, facts, points)
        noun = row[2].split(">")[-1].strip()
        told = dict(zip(("brand", "material", "color", "", "weight", "capacity", "origin"), row[3:10], strict=True))
        told["origin"] = told["origin"] or row[3]
        yield product, {**told, "noun": noun if language == "zh" else noun.lower(), "point": points[0]}


def _whole(text: str, stop: str, most: int) -> str:
    """The whole sentences from the beginning of a text that are no longer than so much."""
    ends = [at + len(stop) for at in range(len(text)) if text.startswith(stop, at)] + [len(text)]
    return text[: max((end for end in ends if end <= most), default=ends[0])].rstrip(" ")
