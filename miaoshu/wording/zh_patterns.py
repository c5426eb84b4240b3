"""The Chinese sentence patterns of `rules/wording-zh.toml`, and where a value keeps its meaning in them."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from miaoshu import kinds

DATA: dict[str, Any] = tomllib.loads(files("miaoshu").joinpath("rules/wording-zh.toml").read_text("utf-8"))
_WORDS: dict[str, list[str]] = DATA["words"]
VERBS = tuple(_WORDS["verbs"])
_YES, _NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
LABELS: dict[str, str] = DATA["labels"]
QUESTIONS = tuple(DATA["answers"]["questions"])
NOUNS = tuple(_WORDS["nouns"])
_SAME = frozenset(_WORDS["same"])
_NOTES = tuple(_WORDS["notes"])
_STEMS: dict[str, list[str]] = DATA["stems"]
_BARE, _BARE_ENDINGS = frozenset(_WORDS["bare"]), tuple(_WORDS["bare_endings"])

_MANNERS = tuple(_WORDS["manners"])
END = frozenset("。！？!?….．")  # what ends a sentence
COMMAS = frozenset("，、；：,;:")  # what a value cannot begin or end with unless it is quoted
_NUMERAL = frozenset("两半几廿卅第约近超逾")  # beside all that `str.isnumeric` knows
_NUMBER = re.compile(r"[\d.,]+(?:\s?[-–~—至]\s?[\d.,]+)?")
_COMMA, _SEPARATOR = re.compile("[，,；;。]"), re.compile("[、，,；;|]")
_QUANTITY = re.compile(
    r"[约≥≤><±+\-–ΦφØ]?\s?\d[\dA-Za-z.,%°℃℉²³×*~\-–—/+±'\"′″ΩμµΦφ ]*(?:(?:"
    + "|".join(map(re.escape, sorted(_WORDS["units"], key=len, reverse=True)))
    + r")(?:[×xX*]\d{1,4})?)?"
)


class Value(NamedTuple):
    """How a value can be told."""

    shape: str  # yes no number quantity list latin word long closed (ends a sentence by itself)
    bare: bool  # says too little to stand without its name
    numeral: bool  # ends in a number: nothing may follow that could be read as its unit
    comma: bool  # has commas of its own
    width: int


class Pattern(NamedTuple):
    """A sentence pattern with the name filled in: `head`, the value, `tail`."""

    head: str
    tail: str
    named: bool
    manner: str  # 为, 是, 采用…: what two clauses in a row should not share
    link: str  # how it follows its subject: verb copula (甲为乙) direct (容量1L) plain
    direct: bool  # the value follows the name itself: 容量500ml
    sticky: bool  # `head` ends in what would run into a value


def width_of(words: str) -> int:
    return len(words) // 2 if words.isascii() else len(words)


@lru_cache(maxsize=16_384)
def value_of(words: str) -> Value:
    folded, size = words.strip().casefold(), len(words)
    numeral = bool(words) and (words[-1].isnumeric() or words[-1] in _NUMERAL)
    comma = bool(_COMMA.search(words))
    width = width_of(words)
    bare = size < 2 or folded in _BARE or words.endswith(_BARE_ENDINGS)
    if folded in _YES or folded in _NO:
        shape = "yes" if folded in _YES else "no"
    elif not words or words[-1] in END:
        shape = "closed"
    elif width > 32 or (comma and _COMMA.split(folded)[0] in _YES | _NO):
        shape = "long"
    elif words.count("/") > 1 and "//" not in words:
        shape = "list"
    elif size < 32 and _NUMBER.fullmatch(words):
        shape = "number"
    elif size < 32 and _QUANTITY.fullmatch(words):
        shape = "quantity"
    elif _SEPARATOR.search(words) or ("/" in words and not words.isascii()):
        shape = "list"
    else:
        shape = "latin" if words.isascii() else "word"
    return Value(shape, bare, numeral, comma, width)


def _pattern(text: str, label: str) -> Pattern:
    head, _, tail = text.partition("{v}")
    filled = head.replace("{n}", label)
    end = filled[-1:]
    sticky = end.isnumeric() or end in _NUMERAL or (end.isascii() and end.isalnum())
    manner = next((manner for manner in _MANNERS if head.endswith(manner)), "")
    direct = head == "{n}"
    link = "direct" if direct else "copula" if manner in ("为", "是") else "plain"
    if text.startswith(VERBS):
        link = "verb"
    return Pattern(filled, tail, "{n}" in head, manner, link, direct, sticky and bool(end))


@lru_cache(maxsize=16_384)
def _patterns(kind: str, label: str, shape: str) -> tuple[tuple[Pattern, ...], Pattern]:
    """The patterns for a fact of this kind that goes by this name; and one for want of another."""
    generic: dict[str, list[str]] = DATA["generic"]
    entry = DATA["kinds"].get(kind, {})
    forms: dict[str, list[str]] = entry if isinstance(entry, dict) else {"any": entry}
    texts: list[str] = []
    for key in {"several": ("several", "list", "any"), "number": ("number",)}.get(shape, (shape, "any")):
        if shape not in ("long", "closed") or key in ("long", "closed"):
            texts = texts or forms.get(key, [])
    if label.startswith(QUESTIONS):
        texts = []
    if label != _usual(kind) and label not in _SAME:
        texts = [text for text in texts if "{n}" in text]
    if shape in ("long", "closed") or label.endswith(_NOTES) or label.startswith(QUESTIONS):
        fallback = generic["long"]
    elif stem := next((end for end in _STEMS if label.endswith(end) and len(label) > len(end)), ""):
        fallback = [text.replace("{s}", label.removesuffix(stem)) for text in _STEMS[stem]]
    else:
        fallback = generic.get(shape, generic["word"])
    return tuple(_pattern(text, label) for text in texts or fallback), _pattern("{n}为{v}", label)


@lru_cache(maxsize=1_024)
def _usual(kind: str) -> str:
    found = kinds.table().get(kind)
    return found.labels["zh"] if found else ""


def _fits(pattern: Pattern, words: str, value: Value) -> bool:
    """Whether the pattern keeps the meaning of the value and of the sentence."""
    first = words[:1]
    if pattern.sticky and (first.isascii() or first.isnumeric()):
        return False
    if pattern.direct:
        run_in = value.shape == "word" and (value.bare or words[-1] in pattern.head)
        if run_in or first in "-–—+±~≤≥<>":
            return False
    if pattern.named:
        return not (pattern.tail and (value.numeral or words[-1:] in pattern.tail))
    if value.bare or (pattern.tail and (value.numeral or words[-1:] in pattern.tail)):
        return False
    return not (words[:2] in pattern.head or first in pattern.head[-1:] or first in "不非没未")


def choose(kind: str, label: str, words: str, value: Value, turn: int, after: str) -> Pattern:
    """The pattern for this value, where one fits in another manner than `after`."""
    usual, last = _patterns(kind, label, value.shape)
    found = None
    for step in range(len(usual)):
        pattern = usual[(turn + step) % len(usual)]
        if _fits(pattern, words, value):
            if not after or pattern.manner != after:
                return pattern
            found = found or pattern
    return found or last
