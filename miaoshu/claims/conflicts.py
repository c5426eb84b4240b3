"""Facts that contradict each other: two weights of one thing, a yes and a no to the same question."""

from __future__ import annotations

from functools import lru_cache

from miaoshu import facts, kinds
from miaoshu.claims.lexicon import Entailments, lexicon
from miaoshu.claims.sheet import says_no, stated_by
from miaoshu.measures import Measure
from miaoshu.records import Fact, Product

# What a thing has one of. Sizes, colours and capacities are what variants differ in.
_SINGLE = frozenset(
    [
        "weight",
        "net_weight",
        "max_load",
        "battery_life",
        "charging_time",
        "battery",
        "voltage",
        "screen_size",
        "warranty",
        "shelf_life",
        "thickness",
        "height",
        "width",
        "length",
        "depth",
        "diameter",
        "insulation",
    ]
)
_ANSWERED = frozenset(("function", "rating", "compatibility", "certificate"))
_GROSS = ("毛重", "含包装", "包装", "gross", "shipping", "packag")


def conflicts(product: Product, added: Entailments = ()) -> list[tuple[Fact, Fact]]:
    """Pairs of published facts that cannot both be true. Variants (several rows) may differ in anything."""
    if len(product.rows) > 1:
        return []
    published = [fact for fact in product.facts if fact.publish]
    return [*_measures(published), *_answers(published, added), *_origins(published, added)]


def _measures(published: list[Fact]) -> list[tuple[Fact, Fact]]:
    by_subject: dict[str, list[tuple[Fact, Measure]]] = {}
    for fact in published:
        if (subject := _subject(fact.name)) and (measure := _single(facts.told_value(fact))):
            by_subject.setdefault(subject, []).append((fact, measure))
    return [
        (one, other)
        for stated in by_subject.values()
        if len(stated) == 2  # three and more are a choice
        for (one, first), (other, second) in [stated]
        if first.quantity.dimension == second.quantity.dimension != ""
        and not facts.supports((first,), second)
        and not facts.supports((second,), first)
    ]


@lru_cache(maxsize=16_384)
def _subject(name: str) -> str:
    kind = kinds.of(name)
    if kind is None or kind.id not in _SINGLE:
        return ""
    return f"{kind.id} gross" if any(word in name.casefold() for word in _GROSS) else kind.id


@lru_cache(maxsize=16_384)
def _single(value: str) -> Measure | None:
    """The one exact measure of a value; None where it holds several, a range, or about so much."""
    measures = facts.measures_of(value) if len(value) < 40 else ()
    if len(measures) != 1 or measures[0].quantity.low != measures[0].quantity.high:
        return None
    return measures[0]


def _answers(published: list[Fact], added: Entailments) -> list[tuple[Fact, Fact]]:
    """防水: 否 beside 防护等级: IPX7."""
    words = lexicon(added)
    denied: dict[str, Fact] = {}
    for fact in published:
        if says_no(fact.value.strip().casefold()):
            claims = (claim for claim in stated_by(fact, added) if claim.denied)
            denied.update((c.concept, fact) for c in claims if words.concepts[c.concept].kind in _ANSWERED)
    if not denied:
        return []
    found = {}
    for fact in published:
        for claim in stated_by(fact, added):
            if claim.concept and not claim.denied:
                for concept in words.concepts[claim.concept].entails & denied.keys():
                    found[denied[concept].name, fact.name] = (denied[concept], fact)
    return list(found.values())


def _origins(published: list[Fact], added: Entailments) -> list[tuple[Fact, Fact]]:
    """Two countries of origin, neither of which lies in the other."""
    words = lexicon(added)
    stated = []
    for fact in published:
        kind = kinds.of(fact.name)
        if kind and kind.id == "origin":
            places = [c for c in stated_by(fact, added) if c.concept and words.concepts[c.concept].kind == "origin"]
            if len(places) == 1 and not places[0].denied:
                stated.append((fact, places[0].concept))
    if len(stated) != 2:
        return []
    (one, here), (other, there) = stated
    related = here in words.concepts[there].entails or there in words.concepts[here].entails
    return [] if related else [(one, other)]
