"""Names and open places: claims whose words no lexicon holds. They have to stand in the facts themselves."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from miaoshu import languages
from miaoshu.claims.lexicon import Lexicon
from miaoshu.claims.reader import Claim
from miaoshu.claims.words import any_of, rules, words
from miaoshu.facts import touches
from miaoshu.patterns import Patterns, fold

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&'’+]{0,30}(?:[.\-][A-Za-z0-9]{1,30}){0,4}")
_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "&", "your")
)
_SENTENCE_END = re.compile(r"[.!?:;\n“”\"(•*|/–—。！？：；，【】「」]|(?<= )-(?= )")
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?:\d{1,2},? )?(?:19|20)\d\d\b"
)
_OWNERS = re.compile(r"(?:our|your|my|his|her|their|you|people|anyone|everyone|someone)\b", re.IGNORECASE)
_CUT = re.compile(r" (?:and|that|which|so|to|for|plus|in|on|with|when|as|at|by|then|from|while|but) ", re.IGNORECASE)
_UPPER = re.compile("[A-Z]")


@cache
def _open() -> tuple[Patterns, tuple[str, ...]]:
    """The patterns of open places, and the kind of claim that each makes."""
    open_ = [(kind, pattern) for kind, patterns in rules()["open"].items() for pattern in patterns]
    return Patterns([pattern for _, pattern in open_]), tuple(kind for kind, _ in open_)


@cache
def _makers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a maker's name, and what stands behind it."""
    name = r"[A-Z][\w&'’+.-]*"
    before = any_of(words("makers", "before"))
    parts = "|".join(words("makers", "parts"))
    return re.compile(rf"(?:{before}) (?:{name} ){{0,2}}\Z"), re.compile(
        rf"(?:[ -]{name}){{0,2}}[ -](?:{parts})(?:s|es)?\b"
    )


@cache
def _neutral() -> tuple[frozenset[str], re.Pattern[str]]:
    """Latin words that are no names; and what an open place can hold without claiming anything."""
    raw = rules()["neutral"]
    soft = sorted(map(fold, raw["soft"]), key=len, reverse=True)
    words = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in soft]
    common = {word.capitalize() for word in languages.words("en")}
    return frozenset(raw["latin"]) | common, re.compile("|".join(words))


@lru_cache(maxsize=4096)
def consumable(category: str, title: str) -> bool:
    """Whether a thing with this category and title is eaten, drunk or put on the skin; True where nobody says."""
    about = fold(f"{category} {title}").strip()
    if fold(category).strip().rstrip("s").endswith(words("consumable", "not")):
        return False
    return not about or any(word in about for word in rules()["consumable"]["words"])


def names(text: str, language: str, lexicon: Lexicon, claims: list[Claim]) -> list[Claim]:
    """Latin names, and what fills open places, where no claim was found yet."""
    taken = _merged([(claim.start, claim.end) for claim in claims])
    found = []
    patterns, kinds = _open()
    for match in patterns.find(text):
        start, end = match.slot or (match.start, match.end)
        if not touches(start, end, taken) and (claim := _filling(text, (start, end), kinds[match.pattern])):
            found.append(claim)
    for date in _DATE.finditer(text):
        found.append(Claim(date.start(), date.end(), "date", words=fold(date[0])))
    taken = _merged([*taken, *((claim.start, claim.end) for claim in found)])
    neutral = _neutral()[0]
    for word in _LATIN.finditer(text):
        said = word[0]
        if len(said) < 2 or not _UPPER.search(said) or said in neutral or touches(word.start(), word.end(), taken):
            continue
        if language == "en":
            maker, part = _makers()
            by = maker.search(text[max(word.start() - 30, 0) : word.start()]) is not None
            if not said[0].isupper() or (not by and _in_heading(text, word.start())):
                continue
            if said.isupper() and len(said) > 4 and said.isalpha():
                continue  # shouted
            if not (by or part.match(text, word.end())):
                continue  # Denver, Uncle Pete: a name is claimed where something is by it or a part is of it
        folded = fold(said)
        if folded in lexicon.by_word:
            continue
        found.append(Claim(word.start(), word.end(), "brand", words=folded))
    return _apart(found)


def _in_heading(text: str, at: int) -> bool:
    """Whether a sentence begins here, or all its words up to here are capitalised: Easy To Clean."""
    begin = max(
        (found.end() for found in _SENTENCE_END.finditer(text, max(at - 60, 0), at)), default=0 if at <= 60 else -1
    )
    if begin < 0:
        return False
    words = text[begin:at].split()
    return all(not word[0].islower() or word in _SMALL for word in words)


def _filling(text: str, slot: tuple[int, int], kind: str) -> Claim | None:
    """What an open place claims, without the words that say nothing."""
    start, end = slot
    if _OWNERS.match(text, start):
        return None
    if cut := _CUT.search(text, start + 1, end):
        end = cut.start()
    said = fold(text[start:end])
    rest = _neutral()[1].sub(lambda match: " " * len(match[0]), said)
    if not any(char.isalnum() for char in rest):
        return None
    begin = len(rest) - len(rest.lstrip())
    stop = len(rest.rstrip())
    return Claim(start + begin, start + stop, kind, words=said[begin:stop])


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _apart(claims: list[Claim]) -> list[Claim]:
    """Claims that do not overlap, the first ones first."""
    kept: list[Claim] = []
    for claim in sorted(claims):
        if not kept or claim.start >= kept[-1].end:
            kept.append(claim)
    return kept
