"""The Chinese plain text: facts grouped and joined to sentences, each value exactly as it was given.

The sentence patterns are data, `rules/wording-zh.toml`. `zh_patterns` knows which of them a value can stand in,
`zh_answers` what a yes or no says, `zh_opening` how a text begins; here each fact becomes a clause, and clauses
become sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from miaoshu.wording import Item, Sentence, Told, Topic
from miaoshu.wording.zh_answers import Answer, answer_of, asks
from miaoshu.wording.zh_opening import begin, last, opening
from miaoshu.wording.zh_patterns import COMMAS, DATA, END, LABELS, NOUNS, choose, value_of, width_of

JOIN = ""

# The order of a text. Facts of one chapter share sentences; a lone fact joins the sentence before it.
_CHAPTERS = (
    ("identity", "material", "look"),
    ("size",),
    ("performance",),
    ("content",),
    ("unknown",),
    ("use",),
    ("package", "origin", "service"),
)
_ORDER = tuple(group for chapter in _CHAPTERS for group in chapter)
_PLACE = {group: place for place, group in enumerate(_ORDER)}
_UNKNOWN = _PLACE["unknown"]
_CHAPTER = tuple(number for number, chapter in enumerate(_CHAPTERS) for _ in chapter)
# Places of keywords: what a product is bought for stands with its name, other words after the facts.
_FIRST, _TAGS = 0, 6.5
_WIDTH = 42  # of a sentence, in Chinese characters

_STATES = tuple(DATA["words"]["states"])
_STARTS, _FINISHES = tuple(DATA["features"]["starts"]), tuple(DATA["features"]["ends"])
_PHRASE = re.compile("[一-鿿]{3,10}")  # a keyword that can be said of a product as it is: 单手开盖


class Clause(NamedTuple):
    pieces: Sentence
    place: float
    width: int
    manner: str = ""
    link: str = "plain"  # how it follows its subject: verb copula direct plain
    quantity: bool = False  # name and quantity: can be joined with 、
    alone: bool = False  # a sentence of its own
    last: bool = False  # nothing follows it in its sentence


def compose(topic: Topic) -> list[Sentence]:
    """All facts and keywords of the topic as Chinese sentences; nothing else is claimed."""
    start = opening(topic)
    clauses = [*_keywords(topic.keywords, start.shape, topic.pick), *_clauses(start.items, topic.pick)]
    clauses.sort(key=lambda clause: clause.place)
    began, whole = begin(start, clauses[0].link if clauses and not clauses[0].alone else "", topic.pick)
    sentences = [_ended(began)] if whole else []
    sentences += _sentences([] if whole else began, clauses, topic.pick)
    return [
        (*sentence, " ") if number + 1 < len(sentences) and last(sentence) in ".!?" else sentence
        for number, sentence in enumerate(sentences)
    ]


def _clauses(items: tuple[Item, ...], pick: int) -> list[Clause]:
    """Each item as a clause; what is said with one verb is one clause."""
    clauses: list[Clause] = []
    answers: dict[tuple[str, str], tuple[int, list[Answer]]] = {}
    manner = ""
    # In the order of the text, so that neighbours are said in different manners.
    for number, item in enumerate(sorted(items, key=lambda item: _place(item.group, item.label))):
        if asks(item) and (answer := answer_of(item)):
            place = _place(item.group, item.label)
            answers.setdefault((answer.verb, answer.tail), (place, []))[1].append(answer)
            continue
        clause = _clause(item, ((pick >> (number * 3 % 25)) + number) % 12, manner)
        manner = clause.manner
        clauses.append(clause)
    for (verb, tail), (place, group) in answers.items():
        for at in range(0, len(group), 4):
            clauses.append(_answered(place, verb, group[at : at + 4], tail))
    return clauses


def _answered(place: int, verb: str, answers: list[Answer], tail: str) -> Clause:
    """支持甲、乙和丙; 可甲、不可乙; 甲：是；乙：否."""
    told = tuple(answer.told for answer in answers)
    if tail.startswith("："):
        pieces = [piece for t in told for piece in ("；", t.words, "：", t._replace(words=tail[1:]))]
        return Clause(tuple(pieces[1:]), place + 0.4, 0, alone=True)
    joined = _series(told) if verb else [piece for t in told for piece in ("、", t)][1:]
    width = len(verb) + sum(len(t.words) + 1 for t in told) + len(tail)
    return Clause((verb, *joined, tail), place + 0.2, width, verb, link="verb" if verb else "plain")


@lru_cache(maxsize=8_192)
def _clause(item: Item, turn: int, after: str) -> Clause:
    """One fact as a part of a sentence. `turn` chooses between equally good patterns."""
    values, label = item.values, LABELS.get(item.label, item.label) or "说明"
    place = _place(item.group, label)
    words = values[-1].words
    value = value_of(words)
    if len(values) > 1:
        every = [value_of(told.words) for told in values]
        width = sum(each.width + 1 for each in every)
        closed = any(each.shape == "closed" for each in every)
        shape = "long" if closed or width > 60 else "several"
        comma, bare = any(each.comma for each in every), any(each.bare for each in every)
        value = value._replace(shape=shape, comma=comma, bare=bare, width=width)
    elif len(label) > 1 and label in words and value.width < 24 and not words.endswith((*END, *COMMAS)):
        if not words.endswith(label) or words[0] in "无有带含":
            return Clause(values, place, value.width, last=value.comma)  # 功率: 额定功率2000W
    elif value.shape == "word" and words.startswith(_STATES) and value.width < 16 and label[-1:].isalpha():
        return Clause((label, values[0]), place, len(label) + value.width, link="direct")  # 遮阳篷: 可拆卸
    pattern = choose(item.kind, label, words, value, turn, after)
    told = _series(values) if len(values) > 1 else _told(values[0])
    return Clause(
        (pattern.head, *told, pattern.tail) if pattern.tail else (pattern.head, *told),
        place,
        len(pattern.head) + value.width + len(pattern.tail),
        pattern.manner,
        "plain" if pattern.direct and value.shape not in ("quantity", "word", "several") else pattern.link,
        quantity=pattern.direct and value.shape == "quantity",
        alone=value.shape in ("closed", "long") or pattern.head.endswith("："),
        last=value.comma,
    )


def _told(told: Told) -> Sentence:
    """The value in quotes where its own marks would run into those of the sentence."""
    if told.words[:1] in COMMAS or told.words[-1:] in COMMAS or told.words[:1] in END:
        return ("“", told, "”")
    return (told,)


def _series(values: tuple[Told, ...]) -> Sentence:
    """Several values as one enumeration."""
    between, final = "、", "和"
    if any("、" in told.words or "，" in told.words or "和" in told.words for told in values):
        between = final = "；"
    elif any(told.words[-1:].isdigit() or "×" in told.words for told in values):
        final = between
    pieces: list[str | Told] = []
    for number, told in enumerate(values):
        if number:
            pieces.append(final if number == len(values) - 1 else between)
        pieces += _told(told)
    return tuple(pieces)


def _keywords(keywords: tuple[Told, ...], opened: str, pick: int) -> list[Clause]:
    """Facts without names: said of the product where all of them can be, else listed."""
    if not keywords:
        return []
    words = [told.words for told in keywords]
    width = sum(map(len, words)) + 6
    if len(keywords) <= 4 and all(map(_feature, words)):
        head, _, tail = DATA["features"]["told"][pick % len(DATA["features"]["told"])].partition("{v}")
        return [Clause((head, *_series(keywords), tail), _FIRST, width, link="verb")]
    if len(keywords) <= 5 and all(map(_PHRASE.fullmatch, words)) and not all(word.endswith(NOUNS) for word in words):
        joined = [piece for told in keywords for piece in ("、", told)][1:]
        if opened in ("noun", "title", "clause"):  # 保温杯，单手开盖、杯身轻巧。
            return [Clause(tuple(joined), _FIRST, width, last=True)]
        return [Clause(("具有", *joined, "的特点"), _FIRST, width, link="verb")]
    texts = DATA["features"]["plain"]
    pieces: list[str | Told] = [texts[pick % len(texts)].partition("{v}")[0]]
    phrases = any(width_of(word) > 10 for word in words)
    for number, told in enumerate(keywords):
        if number and words[number - 1][-1:] not in END:
            pieces.append("；" if phrases or number % 6 == 0 else "、")
        pieces += _told(told)
    return [Clause(tuple(pieces), _TAGS, width, alone=True)]


def _feature(word: str) -> bool:
    """Whether a keyword is something that a product has: 长续航."""
    if not 1 < len(word) <= 8 or word.isnumeric() or word.isascii():
        return False
    return word.startswith(_STARTS) or word.endswith(_FINISHES)


def _sentences(began: list[str | Told], clauses: list[Clause], pick: int) -> list[Sentence]:
    """The clauses joined to sentences; the first one continues what was begun."""
    sentences: list[Sentence] = []
    pieces, count, marks, before = began, 0, 0, None
    width = sum(width_of(piece if isinstance(piece, str) else piece.words) for piece in began)
    left = [0] * len(_ORDER)  # clauses of each chapter that are still to come
    for clause in clauses:
        left[_CHAPTER[int(clause.place)]] += not clause.alone
    for clause in clauses:
        chapter = _CHAPTER[int(clause.place)]
        most = 3 + (pick >> len(sentences) & 1)
        turned = before is not None and _CHAPTER[int(before.place)] != chapter
        single = left[chapter] == 1  # rather a longer sentence than one that tells a single fact
        left[chapter] -= not clause.alone
        full = count >= most + single or (turned and count > 1 and not (single and count < 4))
        if count and (clause.alone or full or width + clause.width > _WIDTH):
            sentences.append(_ended(pieces))
            pieces, count, width, before = [], 0, 0, None
        if before:
            marks = marks + 1 if before.quantity and clause.quantity and not turned and marks < 2 else 0
            pieces.append("、" if marks else "，")
        pieces += clause.pieces
        count, width, before = count + 1, width + clause.width, clause
        if clause.alone or clause.last:
            sentences.append(_ended(pieces))
            pieces, count, width, before = [], 0, 0, None
    if pieces:
        sentences.append(_ended(pieces))
    return sentences


def _ended(pieces: list[str | Told]) -> Sentence:
    """The pieces as a sentence with its mark at the end."""
    return tuple(pieces) if last(pieces) in END else (*pieces, "。")


@lru_cache(maxsize=16_384)
def _place(group: str, label: str) -> int:
    """Where the fact stands in a text; without a kind, by the last words of its name."""
    if not group:
        for known, endings in DATA["endings"].items():
            if label.endswith(tuple(endings)):
                return _PLACE[known]
    return _PLACE.get(group, _UNKNOWN)
