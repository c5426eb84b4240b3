"""What one fact is said with in English: the pattern that suits its kind, its name and its value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from zlib import crc32

from miaoshu import kinds
from miaoshu.wording import Item, Sentence, Told

_DATA = tomllib.loads(files("miaoshu").joinpath("rules/wording-en.toml").read_text("utf-8"))
_KINDS: dict[str, Any] = _DATA["kinds"]
_DEFAULT: dict[str, list[str]] = _DATA["default"]
_PROPERTY = tuple(_DATA["words"]["adjective_endings"])
_PROPERTY_STARTS = tuple(_DATA["words"]["adjective_starts"])
WORDS: dict[str, frozenset[str]] = {key: frozenset(words) for key, words in _DATA["words"].items()}
ENDS = tuple(".!?…。！？")  # a value ending so has its sentence's full stop
WIDTH = 110  # characters of one sentence: about twenty words

_OWN_WAY = ("word", "number", "quantity", "own", "yes", "no", "long")  # shapes whose patterns serve no other
_LONG = 90  # a longer value reads better behind a colon
# Kinds whose patterns are chosen together: 90 cm wide and 75 cm high; "comes in" for color or size.
_ALIKE = dict.fromkeys(("length", "width", "height", "depth", "thickness", "diameter"), "dimensions")
_ALIKE |= {"color": "options", "size": "options"}
_IT = re.compile(r"\bit (\w+)")
_NAMED = re.compile(r"(?:(?:the|its) )?((?:[^{}]|\{n\})+) (is|are) \{v\}")
_SLOT = re.compile(r"(.*?)(?:\{v\}|<(.+)>)(.*)", re.DOTALL)
_QUESTION = re.compile(r"(is|can|does) (?:it|this|the product) (.+?) ?\?", re.IGNORECASE)
_THEY = {"is": "are", "has": "have", "does": "do", "was": "were", "can": "can", "goes": "go"}
_THEY |= {verb + "es": verb for verb in ("reach", "wash", "stretch")} | {"carries": "carry"}


class Pattern(NamedTuple):
    """One way to say a fact. `mode`: "it" (the product does it), "named" (the X is v), "own" or "alone"."""

    mode: str
    head: str  # what stands before the value; of a "named" pattern the name with its article
    verb: str  # of a "named" pattern: "is" or "are"
    fixed: str  # told in the place of a Yes or a No
    tail: str


class Clause(NamedTuple):
    mode: str
    head: str
    verb: str
    value: Sentence
    tail: str
    size: int  # characters, about
    alone: bool  # too long to share a sentence
    listed: bool  # has commas or an "and" of its own


def clause(item: Item, plural: bool, pick: int, again: bool, first: bool = False) -> Clause | None:
    """The clause that tells a fact; None for a bare Yes or No under a name that is no property.

    `plural`: of the product, "they". `again`: another fact of this kind has been told with its patterns.
    `first`: it should be one that can follow the product's name, if there is any.
    """
    values = item.values
    many = len(values) > 1
    said = shape = "many" if many else shape_of(values[0].words)
    kind = "" if again else item.kind
    if shape in ("word", "adjective", "quantity", "limit") and _repeats(values[0].words, item.label, kind):
        said = "own"
    elif shape == "adjective":
        said = values[0].words.strip().casefold()
    patterns = _patterns(kind, item.label, said, plural)
    if not patterns:
        return None
    if first:
        patterns = tuple([pattern for pattern in patterns if pattern.mode == "it"]) or patterns
    pattern = patterns[choice(pick, _ALIKE.get(kind, kind or item.label), len(patterns))]
    if pattern.fixed:
        told: Sentence = (Told(pattern.fixed, values[0].fact),)
        return Clause(pattern.mode, pattern.head, "", told, pattern.tail, 30, False, False)
    mode, head, verb, _, tail = pattern
    if many:
        size = sum([len(value.words) + 3 for value in values]) + len(head)
        alone = size > WIDTH or any(shape_of(value.words) == "long" for value in values)
        return Clause(mode, head, verb, series(values), tail, size, alone, True)
    words = values[0].words
    size = len(words) + len(head) + 3
    return Clause(mode, head, verb, values, tail, size, shape == "long" or size > WIDTH, _is_listed(words))


def category_clause(category: str | Told, plural: bool, pick: int) -> Clause:
    """The clause that says where a shop files the product."""
    patterns = _patterns("category", "", "word", plural)
    pattern = patterns[choice(pick, "category", len(patterns))]
    words = category if isinstance(category, str) else category.words
    tail = "" if words.casefold().split()[-1] in WORDS["ranges"] else pattern.tail
    return Clause("it", pattern.head, "", (category,), tail, len(pattern.head) + len(words), False, False)


@lru_cache(maxsize=16_384)
def _patterns(kind: str, label: str, shape: str, plural: bool) -> tuple[Pattern, ...]:
    own = _KINDS.get(kind, {})
    if isinstance(own, list):
        own = {"word": own, "quantity": own, "number": own}
    found = own.get(shape)
    if found is None and shape not in _OWN_WAY:
        found = (own.get("adjective") if shape not in ("many", "limit") else None) or own.get("word")
    if found is None:
        label = kinds.table()[kind].labels["en"] if kind else label
        found = _default(label, shape)
    return tuple(_parse(text, label, plural) for text in found)


def _default(label: str, shape: str) -> list[str]:
    """Patterns on the name itself, for facts of which nothing else is known."""
    words = label.casefold().split()
    if label.endswith("?"):
        asked = _QUESTION.fullmatch(label) if shape in ("yes", "no") else None
        return [f"it {asked[1].lower()} <{'not ' * (shape == 'no')}{asked[2]}>"] if asked else _DEFAULT["question"]
    if shape in ("yes", "no"):
        if len(words) > 1 and words[-1] in WORDS["participles"]:
            verb = "are" if is_plural(words[-2]) else "is"
            return [f"{' '.join(words[:-1])} <{verb} {'not ' * (shape == 'no')}{words[-1]}>"]
        name = " ".join(words)
        is_property = name.endswith(_PROPERTY) or name.startswith(_PROPERTY_STARTS)
        return _DEFAULT["property_" + shape] if is_property else []
    noun = words and words[0] not in WORDS["phrase_starts"] and words[-1] not in WORDS["phrase_ends"]
    if shape == "long" or not noun or len(label) > 40 or not label[0].isalnum() or ":" in label:
        return _DEFAULT["phrase"]
    head = label.partition(" of ")[0].partition(" for ")[0].partition(" per ")[0]
    several = is_plural(head)
    if shape == "many" and not several:
        return _DEFAULT["many" if words[-1] in WORDS["countable"] else "phrase"]
    if not label.isascii() or words[0] in WORDS["determiners"]:
        return _DEFAULT["foreign"]
    if shape == "own":
        return _DEFAULT["own"]
    if several:
        return _DEFAULT["count" if shape == "number" and len(words) < 3 else "plural"]
    return _DEFAULT["word"]


def _parse(text: str, label: str, plural: bool) -> Pattern:
    if named := _NAMED.fullmatch(text):
        name = "the " * text.startswith(("the ", "its ")) + named[1]
        if name.split()[-1] != "it":
            return Pattern("named", name.replace("{n}", label), named[2], "", "")
    if plural:
        text = _IT.sub(lambda found: "they " + (_THEY.get(found[1]) or found[1].removesuffix("s")), text)
    slot = _SLOT.fullmatch(text)
    assert slot, text
    head, fixed, tail = slot[1], slot[2] or "", slot[3]
    mode = "own"
    if tail.endswith("."):
        mode, tail = "alone", tail[:-1]
    elif head.startswith(("it ", "they ")):
        mode, head = "it", head.partition(" ")[2]
    return Pattern(mode, head.replace("{n}", label), "", fixed.replace("{n}", label), tail)


@lru_cache(maxsize=16_384)
def shape_of(words: str) -> str:
    """What a single value looks like: yes no adjective number quantity limit long word."""
    folded = words.strip().casefold()
    for shape in ("yes", "no"):
        if folded in WORDS[shape]:
            return shape
    if len(words) > _LONG or folded.endswith(ENDS) or _has_sentences(words):
        return "long"
    if folded in WORDS["adjectives"] or folded.endswith(("'s", "’s")):
        return "adjective"
    if len(folded) < 40 and ", " not in folded and folded.lstrip("~≈<>≤≥±+-–−. ")[:1].isdigit():
        return "quantity" if any(c.isalpha() or c in "\"'″′%°℃" for c in folded) else "number"
    if len(folded) < 40 and folded.partition(" ")[0] in WORDS["limits"] and any(c.isdigit() for c in folded):
        return "limit"
    return "word"


def _has_sentences(words: str) -> bool:
    if "; " in words or ": " in words or "\n" in words:
        return True
    return ". " in words and any(len(word) > 3 and word[-1] == "." for word in words.split()[:-1])


@lru_cache(maxsize=16_384)
def _is_listed(words: str) -> bool:
    return "," in words or ";" in words or " and " in words or " & " in words


@lru_cache(maxsize=16_384)
def _repeats(value: str, label: str, kind: str) -> bool:
    """True where a value says the name again: fit: Slim Fit."""
    names = {label.casefold(), kind.replace("_", " ")}
    if kind:
        names.add(kinds.table()[kind].labels["en"])
    said = f" {value.casefold()} ".replace("-", " ").replace(",", " ")
    return any(name and (f" {name} " in said or f" {name}s " in said) for name in names)


@lru_cache(maxsize=16_384)
def is_plural(name: str) -> bool:
    """True for a noun in the plural, by its last word."""
    word = name.casefold().split()[-1] if name.strip() else ""
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return word in WORDS["plural"] or (ends and len(word) > 3 and word not in WORDS["singular"])


def choice(pick: int, salt: str, count: int) -> int:
    """Which of `count` wordings to take; choices with different salts are independent."""
    return 0 if count == 1 else ((pick ^ _crc(salt)) * 2654435761 >> 13) % count


@lru_cache(maxsize=16_384)
def _crc(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


# lists


def series(values: Sequence[Told]) -> Sentence:
    """A, B and C; with semicolons where the values have commas of their own."""
    parts = [(value,) for value in values]
    return joined(parts, "; ") if any(_is_listed(value.words) for value in values) else listing(parts)


def listing(parts: Sequence[Sentence], last: str = " and ") -> Sentence:
    return parts[0] if len(parts) == 1 else (*joined(parts[:-1], ", "), last, *parts[-1])


def joined(parts: Sequence[Sentence], mark: str) -> Sentence:
    pieces: list[str | Told] = [*parts[0]]
    for part in parts[1:]:
        pieces.append(mark)
        pieces += part
    return tuple(pieces)
