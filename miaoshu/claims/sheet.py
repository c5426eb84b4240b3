"""What the facts of a product state, read once and ready to be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from miaoshu import facts, kinds
from miaoshu.claims.lexicon import Entailments, Lexicon, lexicon
from miaoshu.claims.reader import Claim, read
from miaoshu.claims.words import words as listed
from miaoshu.measures import Measure, Quantity
from miaoshu.patterns import fold
from miaoshu.records import Fact, Product

_BARE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(?![\d.]|\s?[A-Za-z%°℃\"])")  # 长28×宽14×高40
_INCHES = re.compile(r"(?<=\d) in\b(?! (?:1|one|stock|total|all|a|the|each|use)\b)")  # 6.5 in AMOLED
_SIDE = re.compile(r"(\d(?:\.\d+)?) ?[LWHD](?=\W|\Z)")  # 72 H x 31.5 W x 11.8 D in
_MANY = {"双": 2.0, "dual": 2.0, "double": 2.0, "twin": 2.0, "pair": 2.0, "1对": 2.0, "一对": 2.0, "triple": 3.0}
_TIMES = re.compile(r"(\d{1,2}) ?(?:[x×]|个|只|条|根|口) ?(?=[A-Za-z㐀-鿿])")
_LIST = re.compile(r"[、，,/;；|+]|和| and ")


@dataclass(slots=True)
class Stated:
    """A measure that a fact states."""

    measure: Measure
    roles: tuple[str, ...]  # what it can be said of; () where nothing tells
    fact: str
    words: str  # folded name and value: what a count counts


@dataclass(slots=True)
class Sheet:
    """What is known of a product. Facts are given by their names; "" is a keyword, "title" and so on the rest."""

    affirmed: dict[str, str] = field(default_factory=dict)  # concept -> the fact that states or entails it
    denied: dict[str, str] = field(default_factory=dict)
    measures: dict[str, list[Stated]] = field(default_factory=dict)  # by dimension
    of_kind: dict[str, str] = field(default_factory=dict)  # kind -> a fact that speaks of it
    told: dict[str, str] = field(default_factory=dict)  # fact -> its value, for messages
    text: str = ""  # all that the merchant says, folded, one a line
    lines: list[tuple[str, str]] = field(default_factory=list)  # (fact, its folded words)
    names: list[tuple[str, str]] = field(default_factory=list)  # (folded name, fact)
    answers: list[tuple[str, bool, str]] = field(default_factory=list)  # (folded name, yes or no, fact)
    listed: dict[int, list[str]] = field(default_factory=dict)  # how many values a fact has -> such facts


class _Entry(NamedTuple):
    """What one fact, or one text of the merchant, adds to a sheet. Values come again and again: entries are kept."""

    line: str
    name: str  # folded
    affirmed: tuple[str, ...]
    denied: tuple[str, ...]
    kinds: tuple[str, ...]
    measures: tuple[tuple[str, Stated], ...]  # with their dimensions
    answer: bool | None  # what the value says to the question of its name
    pieces: int  # values that it lists
    times: int  # how many there are of all that it counts: 2 x USB-A, 1 x USB-C


def sheet_of(product: Product, added: Entailments) -> Sheet:
    """All that the published facts, the title, the category, the keywords and the source text state."""
    made = Sheet()
    pieces: dict[str, int] = {}
    times: dict[str, int] = {}
    for fact in product.facts:
        if fact.publish:
            told = facts.told_value(fact)
            if fact.name not in made.told:
                made.told[fact.name] = told
            entry = _fact_entry(fact.name, told, added)
            _enter(made, fact.name, entry)
            if entry.answer is not None:
                made.answers.append((entry.name, entry.answer, fact.name))
            if len(fact.name) > 1:
                made.names.append((entry.name, fact.name))
            pieces[fact.name] = pieces.get(fact.name, 0) + entry.pieces
            times[fact.name] = times.get(fact.name, 0) + entry.times
    for source, text in (("title", product.title), ("category", product.category), ("text", product.text)):
        if text:
            _enter(made, source, _text_entry(source, text, added))
    for keyword in product.keywords:
        _enter(made, keyword, _text_entry(keyword, keyword, added))
    for concept in [concept for concept in made.denied if concept in made.affirmed]:
        if made.affirmed[concept] == made.denied[concept]:
            del made.affirmed[concept]  # 防水等级: 不防水
    for counts in (pieces, times):
        for name, count in counts.items():
            if count:
                made.listed.setdefault(count, []).append(name)
    made.text = "\n".join([line for _, line in made.lines])
    return made


def _enter(made: Sheet, source: str, entry: _Entry) -> None:
    made.lines.append((source, entry.line))
    for concept in entry.affirmed:
        made.affirmed.setdefault(concept, source)
    for concept in entry.denied:
        made.denied.setdefault(concept, source)
    for kind in entry.kinds:
        made.of_kind.setdefault(kind, source)
    for dimension, stated in entry.measures:
        made.measures.setdefault(dimension, []).append(stated)


@lru_cache(maxsize=32_768)
def _fact_entry(name: str, told: str, added: Entailments) -> _Entry:
    words = lexicon(added)
    claims = _of_fact(name, told, added)
    answer = told.strip().casefold()
    no = says_no(answer)
    yes = answer.split(" (")[0].split(",")[0] in listed("answers", "yes")
    counts = [int(times) for times in _TIMES.findall(told[:400])]
    line = _line(name, told, claims, words)
    return _entry(name, line, claims, roles_of(name, added), words)._replace(
        answer=(not no) if yes or no else None, pieces=len(_LIST.split(told[:400])), times=sum(counts)
    )


@lru_cache(maxsize=4096)
def _text_entry(source: str, text: str, added: Entailments) -> _Entry:
    words = lexicon(added)
    return _entry(source, fold(text), tuple(read(text, words, given=True)), (), words)


def _entry(source: str, line: str, claims: tuple[Claim, ...], roles: tuple[str, ...], words: Lexicon) -> _Entry:
    """`roles`: what the source's numbers can be said of, where they do not say it themselves."""
    affirmed: dict[str, None] = {}
    measures = []
    for claim in claims:
        if claim.concept and not claim.denied:
            affirmed.update(dict.fromkeys(words.concepts[claim.concept].entails))
        elif claim.measure:
            if claim.kind == "material" and claim.measure.quantity.high < 100:
                affirmed.update(dict.fromkeys(("混纺", f"{claim.role}混纺")))  # what is 95 % cotton is a blend
            dimension = claim.measure.quantity.dimension
            usual = tuple(role for role in roles if dimension in words.role_dimensions[role])
            measures.append((dimension, Stated(claim.measure, (claim.role,) if claim.role else usual, source, line)))
    return _Entry(
        line,
        fold(source),
        tuple(affirmed),
        tuple(claim.concept for claim in claims if claim.concept and claim.denied),
        tuple({words.concepts[claim.concept].kind: None for claim in claims if claim.concept and not claim.denied}),
        tuple(measures),
        None,
        0,
        0,
    )


def weakened(concept: str, told: set[str], words: Lexicon) -> bool:
    """Whether a value tells of something less than its name asks for."""
    kind = words.concepts[concept].kind
    same = [o for o in told if words.concepts[o].kind == kind and o != concept and len(set(o) & set(concept)) > 1]
    return (
        kind in ("function", "rating") and bool(same) and not any(concept in words.concepts[o].entails for o in same)
    )


def says_no(answer: str) -> bool:
    """Whether a value says no to its name: 无, None, 0 g, "not included (sold separately)"."""
    return (
        answer in listed("answers", "no")
        or _ZERO.fullmatch(answer) is not None
        or answer.split(" (")[0] in listed("answers", "no")
    )


_ZERO = re.compile(r"0(?:\.0+)? ?(?:g|mg|ml|%|克|毫克)?")


def _line(name: str, value: str, claims: tuple[Claim, ...], words: Lexicon) -> str:
    """A fact's folded words; without its name where the value says less than the name asks: 防水性能: 防泼水."""
    told = {claim.concept for claim in claims if claim.concept}
    named = (claim.concept for claim in read(name, words, given=True) if claim.concept)
    return fold(value if any(weakened(concept, told, words) for concept in named) else f"{name} {value}")


def stated_by(fact: Fact, added: Entailments) -> tuple[Claim, ...]:
    """What a fact states."""
    return _of_fact(fact.name, facts.told_value(fact), added)


@lru_cache(maxsize=32_768)
def _of_fact(name: str, told: str, added: Entailments) -> tuple[Claim, ...]:
    """What a fact states: its value, said of what its name says; a bare yes or no says it of the name."""
    words = lexicon(added)
    named = [claim for claim in read(name, words, given=True) if claim.concept]
    answer = told.strip().casefold()
    if answer in listed("answers", "yes"):
        return tuple(named)
    if says_no(answer):
        said = [claim for claim in read(told, words, given=True) if claim.measure]  # 0%
        return tuple([claim._replace(denied=not claim.denied) for claim in named] + said)
    if told.isascii():
        told = _INCHES.sub(" inch", told)
        told = _SIDE.sub(r"\1", told) if " x " in told else told
    suffix = facts.header_unit(name)
    stated = read(_BARE.sub(rf"\1{suffix}", told) if suffix else told, words, given=True)
    if name.isascii() and len(name) < 6 and told[:1] in "0123456789+X":  # UPF: 50+, IP: X7
        stated += [claim for claim in read(name + told, words, given=True) if claim.concept]
    folded = fold(f"{name} {told}")
    made = []
    numbers = [claim for claim in stated if claim.measure and claim.measure.quantity.dimension == "length"]
    sides = _sides(name, told) if len(numbers) in (2, 3) else ()
    for claim in stated:
        if claim.measure and not claim.role:
            dimension = claim.measure.quantity.dimension
            if dimension == "percent":
                role = named[0].concept if named and named[0].kind in ("material", "ingredient") else ""
            elif sides and claim in numbers:
                role = sides[numbers.index(claim)]
            else:
                role = ""
            claim = claim._replace(role=role)
        made.append(claim)
    aside = told.find("(") if told.find("(") > 0 else len(told)
    stated = [claim for claim in stated if not (claim.denied and claim.start > aside)]  # Yes (without lid)
    denied = {claim.concept for claim in stated if claim.denied}
    negative = answer.startswith(("不", "无", "没", "no ", "not ")) and len(answer) < 12
    told_of = {claim.concept for claim in stated if claim.concept}
    for claim in named:
        if weakened(claim.concept, told_of, words):
            continue  # 防水性能: 防泼水
        if claim.concept not in denied and not (negative and not stated):
            made.append(claim._replace(start=0, end=0))
        elif negative:
            made.append(claim._replace(denied=True))
    for word, count in _MANY.items():
        if word in folded:
            quantity = Quantity(count, count, "count", "piece")
            made.append(Claim(0, 0, "count", measure=Measure(0, 0, quantity)))
    for measure in facts.measures_of(name):
        made.append(Claim(0, 0, "number", measure=measure))
    return tuple(made)


_SIDES = (
    (r"长.{0,3}宽.{0,3}高|l.{0,3}w.{0,3}h\b|length.{0,3}width.{0,3}height", ("length", "width", "height")),
    (r"宽.{0,3}深.{0,3}高|w.{0,3}d.{0,3}h\b|width.{0,3}depth.{0,3}height", ("width", "depth", "height")),
    (r"宽.{0,3}高.{0,3}[深厚]", ("width", "height", "depth")),
    (r"高.{0,3}宽.{0,3}深", ("height", "width", "depth")),
    (r"长.{0,3}高.{0,3}宽", ("length", "height", "width")),
    (r"长.{0,3}宽|l.{0,3}w\b|length.{0,3}width", ("length", "width", "thickness")),
    (r"宽.{0,3}高|w.{0,3}h\b", ("width", "height", "depth")),
)
_ORDERS = tuple((re.compile(order, re.IGNORECASE), sides) for order, sides in _SIDES)


def _sides(name: str, value: str) -> tuple[str, ...]:
    """Which side each number of 30×20×10cm is, where the name or the value says so."""
    said = f"{name[:80]} {value[:80]}"
    return next((sides for order, sides in _ORDERS if order.search(said)), ())


@lru_cache(maxsize=16_384)
def roles_of(name: str, added: Entailments) -> tuple[str, ...]:
    """What a number under this name is said of: 充电时间 -> charging; 宽(cm) -> width."""
    words = lexicon(added)
    found = []
    for token in words.tokens(fold(name)):
        found += token.word.roles
    kind = kinds.of(name)
    if kind and kind.id in words.role_dimensions:
        found.insert(0, kind.id)
    return tuple(dict.fromkeys(found))
