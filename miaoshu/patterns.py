"""Sets of phrases in a small pattern language, found in one pass over a text.

    最(好|优秀)(的)?   words, alternatives; `?` behind a bracket makes it optional
    [place]第一        one of the words of a list
    保修#年            a number: digits with , . and %, or Chinese numerals
    比…好              a gap: up to 6 characters of a clause, up to 4 words where the pattern is Latin
    不含<>             a slot, captured: up to 12 characters of a clause, up to 5 words where the pattern is Latin

Case, width, hyphens and curly apostrophes make no difference, and Latin words match whole words only. Everything
else stands for itself. All quantifiers are bounded and a place is looked at only where a pattern begins, so the work
grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import ahocorasick

HEADS = 400  # spellings of one pattern's beginning that go into the automaton
GAPS = 3  # gaps and slots in one pattern: each multiplies what is tried at a place
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_NARROW = {
    **{chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("\u3000\u00a0\u2009\u202f-\u2010\u2011\uff0d", " "),
    **dict.fromkeys("’‘ʼ", "'"),
}
_WIDE = re.compile("[\uff01-\uff5e\u3000\u00a0\u2009\u202f\\-\u2010\u2011’‘ʼ]")
_UNSEEN = re.compile("[\t\u200b-\u200d\u2060\ufeff\u00ad]")
_LOOSE = re.compile("[ \t]*(?:  |\t)[ \t]*|[\u200b-\u200d\u2060\ufeff\u00ad]")
_LATIN = "a-z0-9à-öø-ɏ"
_WHOLE = f"(?!(?<=[{_LATIN}])[{_LATIN}])"  # no cut through a Latin word or a number
_NUMBER = (
    r"(?:\d{1,12}(?:[.,]\d{1,6}){0,3}(?: ?%|[十百千万亿]{1,2})?(?!\d)"
    r"|(?:百分之)?[零〇一二两三四五六七八九十百千万亿半]{1,12})"
)
_CLAUSE = r"[^,。!?;\n]"
_WORD = r"(?:[^\s,;:.!?()。]|[.,](?=\d)){1,40}"
_WORDS = f"{_WHOLE}(?: ?{_WORD}(?![^ ])){{0,4}} ?{_WHOLE}"
_TOKEN = re.compile(r"\)\??|\[[^\[\]]*\]\??|<>|[(|#…]|\]|[^()\[\]|#…<]+|<")


class PatternError(ValueError):
    """What is wrong with a pattern, in one line."""


class Match(NamedTuple):
    """`pattern` counts from 0; `start`, `end` and `slot` are code points of the text as it was given."""

    pattern: int
    start: int
    end: int
    slot: tuple[int, int] | None


class _Choice(NamedTuple):
    """A part of a pattern with several spellings, each a sequence of parts."""

    ways: tuple[tuple[_Part, ...], ...]
    optional: bool


_Part = str | _Choice  # a string is a literal, or one of the signs # … <>
_SIGNS = ("#", "…", "<>")


def fold(text: str) -> str:
    """The form in which texts are compared, of the same length: lower case, narrow, no hyphens, ' for ’."""
    if text.isascii():
        return text.lower().replace("-", " ")
    lower = text.lower()
    if len(lower) != len(text):  # İ is two characters in lower case
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _WIDE.sub(lambda wide: _NARROW[wide[0]], lower)


def _plain(words: str) -> str:
    return " ".join(re.split(" +", fold(words)))


def parse(pattern: str, lists: Mapping[str, Sequence[str]] = {}) -> tuple[_Part, ...]:
    """The parts of a pattern. Raises PatternError."""
    pattern = pattern.strip()
    if not pattern:
        raise PatternError("an empty pattern")
    open_: list[list[list[_Part]]] = [[[]]]  # for each bracket that is open: its ways so far
    for token in _TOKEN.findall(pattern):
        ways = open_[-1]
        if token == "(":
            open_.append([[]])
        elif token == "|" and len(open_) > 1:
            ways.append([])
        elif token == "|":
            raise PatternError("| stands outside of brackets")
        elif token[0] == ")":
            if len(open_) == 1:
                raise PatternError("a ) closes no (")
            if not all(ways):
                raise PatternError("an empty alternative: write (a|b)? for something that may be missing")
            open_.pop()
            open_[-1][-1].append(_Choice(tuple(tuple(way) for way in ways), token == ")?"))
        elif token[0] == "[":
            name = token.rstrip("?")[1:-1]
            if not lists.get(name):
                raise PatternError(
                    f"there is no list [{name}]" if name not in lists else f"the list [{name}] is empty"
                )
            if not all(word.strip() for word in lists[name]):
                raise PatternError(f"the list [{name}] holds an empty word")
            ways[-1].append(_Choice(tuple((word.strip(),) for word in lists[name]), token.endswith("?")))
        elif token == "]":
            raise PatternError("a ] closes no [")
        else:
            ways[-1].append(token)
    if len(open_) > 1:
        raise PatternError("a ( is not closed")
    if pattern.count("[") > pattern.count("]"):
        raise PatternError("a [ is not closed")
    parts = tuple(open_[0][0])
    _check(parts)
    return parts


def _check(parts: tuple[_Part, ...]) -> None:
    signs = list(_signs(parts))
    if signs.count("<>") > 1:
        raise PatternError("more than one slot <>")
    if signs.count("…") + signs.count("<>") > GAPS:
        raise PatternError(f"more than {GAPS} gaps and slots")
    _check_begin(parts)


def _signs(parts: Sequence[_Part]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if isinstance(part, _Choice):
            for way in part.ways:
                found += _signs(way)
        elif part in _SIGNS:
            found.append(part)
    return found


def _check_begin(parts: Sequence[_Part]) -> None:
    first = parts[0]
    if isinstance(first, _Choice):
        if first.optional:
            raise PatternError("it begins with an optional part")
        for way in first.ways:
            _check_begin(way)
    elif first in _SIGNS:
        what = {"#": "number #", "…": "gap …", "<>": "slot <>"}[first]
        raise PatternError(f"it begins with a {what}; it has to begin with a word")
    elif fold(first[0]) == " ":
        raise PatternError("it begins with a space")


def literals(pattern: str, lists: Mapping[str, Sequence[str]] = {}, most: int = 500) -> list[str]:
    """All spellings of a pattern as they are written in it; none where it has a gap, number or slot, or too many."""
    parts = parse(pattern, lists)
    if _signs(parts):
        return []
    found, whole = _spellings(parts, most)
    return list(dict.fromkeys(found)) if whole else []


def words_of(parts: Sequence[_Part]) -> list[str]:
    """All words that stand in a pattern, spelled out as far as gaps, numbers and slots leave them whole."""
    whole, run = [], list[_Part]()
    for part in (*parts, "…"):
        if part not in _SIGNS and not (isinstance(part, _Choice) and _signs([part])):
            run.append(part)
            continue
        if run:
            whole += _spellings(run, 500)[0]
            run = []
        if isinstance(part, _Choice):
            whole += [word for way in part.ways for word in words_of(way)]
    return list(dict.fromkeys(fold(word) for word in whole))


def _spellings(parts: Sequence[_Part], most: int) -> tuple[list[str], bool]:
    """The spellings of the beginning of these parts, as far as they are at most so many; whether that is all."""
    found = [""]
    for part in parts:
        if isinstance(part, _Choice):
            ways = [_spellings(way, most) for way in part.ways]
            more = [word for words, _ in ways for word in words] + [""] * part.optional
            if len(found) * len(more) > most:
                return found, False
            found = [a + b for a, b in product(found, more)]
            if not all(whole for _, whole in ways):
                return found, False
        elif part in _SIGNS:
            return found, False
        else:
            found = [word + part for word in found]
    return found, True


def _heads(parts: tuple[_Part, ...]) -> set[str]:
    """What a match can begin with; none is the beginning of another, so each place is tried once."""
    found, _ = _spellings(parts, HEADS)
    if "" in found:  # a list of more words than that
        assert isinstance(parts[0], _Choice)
        found = [head for way in parts[0].ways for head in _heads(way)]
    heads: set[str] = set()
    for head in sorted({_plain(word).rstrip() for word in found}, key=len):
        if not any(head[:size] in heads for size in range(1, len(head))):
            heads.add(head)
    return heads


def _expression(parts: Sequence[_Part], han: bool) -> str:
    made = []
    for part in parts:
        if isinstance(part, _Choice):
            longest = sorted(part.ways, key=lambda way: len("".join(_texts(way))), reverse=True)
            ways = dict.fromkeys(_expression(way, han) for way in longest)
            made.append(f"(?:{'|'.join(ways)}){'?' if part.optional else ''}")
        elif part == "#":
            made.append(_NUMBER)
        elif part == "…":
            made.append(f"{_WHOLE}{_CLAUSE}{{0,6}}{_WHOLE}" if han else _WORDS)
        elif part == "<>":
            words = f"{_CLAUSE}{{1,12}}" if han else f"{_WORD}(?: {_WORD}){{0,4}}"
            made.append(f"{_WHOLE}({words}){_WHOLE}")
        else:
            made.append(re.escape(_plain(part)))
    return "".join(made)


def _compile(parts: tuple[_Part, ...]) -> re.Pattern[str]:
    han = _HAN.search("".join(_texts(parts))) is not None
    if not han:
        parts = tuple(_beside_gaps(parts))
    return re.compile(_WHOLE + _expression(parts, han) + _WHOLE)


def _texts(parts: Sequence[_Part]) -> list[str]:
    return [
        text
        for part in parts
        for text in ([part] if isinstance(part, str) else [t for way in part.ways for t in _texts(way)])
        if text != "…"
    ]


def _beside_gaps(parts: Sequence[_Part]) -> list[_Part]:
    """Without the spaces beside a gap of words, which are part of the gap."""
    made: list[_Part] = []
    for at, part in enumerate(parts):
        if isinstance(part, str) and part not in _SIGNS:
            part = part.lstrip() if at and parts[at - 1] == "…" else part
            part = part.rstrip() if at + 1 < len(parts) and parts[at + 1] == "…" else part
        elif isinstance(part, _Choice):
            part = _Choice(tuple(tuple(_beside_gaps(way)) for way in part.ways), part.optional)
        if part:
            made.append(part)
    return made


class Patterns:
    """Patterns that are looked for together. Raises PatternError."""

    def __init__(self, patterns: Sequence[str], lists: Mapping[str, Sequence[str]] = {}) -> None:
        heads: dict[str, list[int]] = {}
        self._parts = [parse(pattern, lists) for pattern in patterns]
        self._matchers: list[Callable[[str, int], re.Match[str] | None] | None] = [None] * len(patterns)
        for number, parts in enumerate(self._parts):
            for head in _heads(parts):
                heads.setdefault(head, []).append(number)
        self._automaton = ahocorasick.Automaton()
        for head, numbers in heads.items():
            self._automaton.add_word(head, (len(head) - 1, tuple(numbers)))
        self._automaton.make_automaton()
        self._any = bool(heads)

    def expression(self, number: int) -> re.Pattern[str]:
        """What is tried where the beginning of a pattern stands."""
        return _compile(self._parts[number])

    def find(self, text: str) -> list[Match]:
        """All matches in order of start; of one pattern and start the longest way that is tried first."""
        if not self._any:
            return []
        folded, places = _tight(fold(text))
        found = []
        for end, (size, numbers) in self._automaton.iter(folded):
            for number in numbers:
                match = self._matchers[number]
                if match is None:  # most patterns are never needed
                    match = self._matchers[number] = self.expression(number).match
                if hit := match(folded, end - size):
                    slot = hit.span(1) if hit.re.groups and hit.start(1) >= 0 else None
                    found.append(Match(number, hit.start(), hit.end(), slot))
        if places is not None:
            found = [_as_given(match, places) for match in found]
        found.sort(key=lambda match: (match.start, match.pattern))
        return found


def _tight(folded: str) -> tuple[str, list[int] | None]:
    """A folded text with single spaces and without invisible characters, and where each of its characters stood."""
    if "  " not in folded and _UNSEEN.search(folded) is None:
        return folded, None
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for loose in _LOOSE.finditer(folded):
        kept.append(folded[at : loose.start()])
        places += range(at, loose.start())
        if loose[0][0] in " \t":
            kept.append(" ")
            places.append(loose.start())
        at = loose.end()
    kept.append(folded[at:])
    return "".join(kept), [*places, *range(at, len(folded))]


def _as_given(match: Match, places: list[int]) -> Match:
    slot = match.slot and (places[match.slot[0]], places[match.slot[1] - 1] + 1)
    return Match(match.pattern, places[match.start], places[match.end - 1] + 1, slot)
