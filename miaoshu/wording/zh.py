"""The Chinese plain text: facts grouped and joined to sentences, each value exactly as it was given.

The sentence patterns are data, `rules/wording-zh.toml`. `zh_patterns` knows which of them a value can
stand in, `zh_opening` how a text begins; here each fact becomes a clause, and clauses become sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from miaoshu.wording import Item, Sentence, Told, Topic
from miaoshu.wording.zh_opening import begin, last, opening
from miaoshu.wording.zh_patterns import COMMAS, DATA, END, VERBS, choose, value_of, width_of

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
# Places of keywords: features come before performance, other words after the facts without a kind.
_FEATURES, _TAGS = 3.5, 6.5
_DENSE = (_CHAPTER[_PLACE["performance"]], _CHAPTER[_UNKNOWN])  # long sentences there get a ；in the middle
_WIDTH = 42  # of a sentence, in Chinese characters

_WORDS: dict[str, list[str]] = DATA["words"]
_PREDICATES, _PARTS = tuple(_WORDS["predicates"]), tuple(_WORDS["parts"])
_BEFORE, _SUPPORTED = frozenset(_WORDS["before"]), frozenset(_WORDS["supported"])
_LABELS: dict[str, str] = DATA["labels"]
_STARTS, _FINISHES = tuple(DATA["features"]["starts"]), tuple(DATA["features"]["ends"])


class Clause(NamedTuple):
    pieces: Sentence
    place: float
    width: int
    verb: bool = False
    manner: str = ""
    quantity: bool = False  # name and quantity: can be joined with 、
    alone: bool = False  # a sentence of its own
    last: bool = False  # nothing follows it in its sentence


def compose(topic: Topic) -> list[Sentence]:
    """All facts and keywords of the topic as Chinese sentences; nothing else is claimed."""
    start = opening(topic)
    clauses = [*_clauses(start.items, topic.pick), *_keywords(topic.keywords, topic.pick)]
    clauses.sort(key=lambda clause: clause.place)
    first = (clauses[0].verb, clauses[0].manner == "为") if clauses and not clauses[0].alone else None
    began, whole = begin(start, first, topic.pick)
    sentences = [_ended(began)] if whole else []
    sentences += _sentences([] if whole else began, clauses, topic.pick)
    return [
        (*sentence, " ") if number + 1 < len(sentences) and last(sentence) in ".!?" else sentence
        for number, sentence in enumerate(sentences)
    ]


def _clauses(items: tuple[Item, ...], pick: int) -> list[Clause]:
    """Each item as a clause, two now and then as one."""
    clauses: list[Clause] = []
    answers: dict[float, list[str | Told]] = {}  # 进口：否；加绒：是
    skip = pairs = 0
    manner = ""
    for number, item in enumerate(items):
        if skip:
            skip = 0
            continue
        turn = (pick >> (number * 3 % 25)) + number
        clause = None
        if not item.kind and pairs < 2 and turn % 2 and number + 1 < len(items):
            clause = _pair(item, items[number + 1])
        if clause:
            skip, pairs = 1, pairs + 1
        else:
            clause = _clause(item, turn % 12, manner)
        manner = clause.manner
        if clause.alone and len(clause.pieces) == 3 and clause.pieces[1] == "：":
            answers.setdefault(clause.place, []).extend(("；", *clause.pieces))
        else:
            clauses.append(clause)
    for place, pieces in answers.items():
        clauses.append(Clause(tuple(pieces[1:]), place + 0.4, 0, alone=True))
    return clauses


@lru_cache(maxsize=8_192)
def _clause(item: Item, turn: int, after: str) -> Clause:
    """One fact as a part of a sentence. `turn` chooses between equally good patterns."""
    values, label = item.values, _LABELS.get(item.label, item.label) or "说明"
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
    elif value.shape in ("yes", "no"):
        pieces = _boolean(item, label.removeprefix("是否"), value.shape)
        spoken = "".join(piece if isinstance(piece, str) else piece.words for piece in pieces)
        return Clause(pieces, place, len(spoken), spoken.startswith(VERBS), alone=len(pieces) == 3)
    elif len(label) > 1 and label in words and value.width < 24 and not words.endswith((label, *END, *COMMAS)):
        return Clause(values, place, value.width, last=value.comma)  # 功率: 额定功率2000W
    pattern = choose(item.kind, label, words, value, turn, after)
    told = _series(values) if len(values) > 1 else _told(values[0])
    return Clause(
        (pattern.head, *told, pattern.tail) if pattern.tail else (pattern.head, *told),
        place,
        len(pattern.head) + value.width + len(pattern.tail),
        pattern.verb,
        pattern.manner,
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


def _boolean(item: Item, label: str, shape: str) -> Sentence:
    """A fact that only says yes or no."""
    told = item.values[0]
    words = told.words
    if (known := DATA["kinds"].get(item.kind)) and isinstance(known, dict) and shape in known:
        return (Told(known[shape], told.fact),)
    if label.startswith(_PREDICATES):
        no = "没" if label.startswith("有") else "不"
        return (Told(label if shape == "yes" else no + label, told.fact),)
    if words in _BEFORE and not label.startswith(("无", "不", "没")):
        return (told, label)
    if label in _SUPPORTED:
        return (Told(("支持" if shape == "yes" else "不支持") + label, told.fact),)
    if label.endswith(_PARTS):
        return (Told(("带" if shape == "yes" else "不带") + label, told.fact),)
    return (label, "：", told)


def _pair(first: Item, second: Item) -> Clause | None:
    """Two short facts without a kind as one clause: 甲和乙分别为…."""
    for item in (first, second):
        if item.kind or len(item.values) > 1 or len(item.label) > 5 or "和" in item.label or item.label.isascii():
            return None
        value = value_of(item.values[0].words)
        if value.shape != "word" or value.width > 6 or "和" in item.values[0].words:
            return None
    one, two = first.values[0], second.values[0]
    place = _place(first.group, first.label)
    if one.words[-1:] in COMMAS or two.words[-1:] in COMMAS or place != _place(second.group, second.label):
        return None
    width = len(first.label) + len(second.label) + len(one.words) + len(two.words) + 5
    return Clause((first.label, "和", second.label, "分别为", one, "和", two), place, width, manner="为")


def _keywords(keywords: tuple[Told, ...], pick: int) -> list[Clause]:
    """Facts without names: as features where all of them are, else as they are."""
    if not keywords:
        return []
    words = [told.words for told in keywords]
    features = all(
        1 < len(word) <= 8
        and not word.isnumeric()
        and not word.isascii()
        and (word.startswith(_STARTS) or word.endswith(_FINISHES))
        for word in words
    )
    if features and len(keywords) <= 4:
        head, _, tail = DATA["features"]["told"][pick % len(DATA["features"]["told"])].partition("{v}")
        width = sum(map(len, words)) + len(head) + len(tail)
        told = (head, *_series(keywords), tail) if tail else (head, *_series(keywords))
        return [Clause(told, _FEATURES, width, verb=True)]
    texts = DATA["features"]["plain"]
    pieces: list[str | Told] = [texts[pick % len(texts)].partition("{v}")[0]]
    phrases = any(width_of(word) > 10 for word in words)
    for number, told in enumerate(keywords):
        if number and words[number - 1][-1:] not in END:
            pieces.append("；" if phrases or number % 6 == 0 else "、")
        pieces += _told(told)
    return [Clause(tuple(pieces), _FEATURES if features else _TAGS, sum(map(len, words)), alone=True)]


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
            halfway = count == 2 and most == 4 and left[chapter] and chapter in _DENSE
            pieces.append("、" if marks else "；" if halfway else "，")
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
