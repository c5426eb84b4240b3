"""The words that claims are made of: what can be claimed, what denies it, what a number is said of.

Data: `rules/lexicon/*.toml` (concepts and their words) and `rules/claims.toml` (words that stand around them).
All words are found in one pass over a text, by one automaton.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import ahocorasick

from miaoshu.claims.words import rules
from miaoshu.patterns import fold

Entailments = tuple[tuple[str, tuple[str, ...]], ...]  # what the shop adds: word -> what it entails
EVERY = frozenset({""})
_COUNTED = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve) "
    r"|[两三四五六七八九十\d]+[层档速个款种条只孔键件粒片支瓶抽页步节]"
)
_MEASURED = re.compile(
    r"\d+(?:\.\d+)? ?(?:g|克|ml|毫升|mm|毫米|cm|厘米|w|瓦|mah|毫安时|小时|l|升|kg|公斤)(?![a-z])(?=.)"
)
_ORIGIN = re.compile("国产|进口|原装|制造|产地|imported|made|domestic")  # other places are where one can go, too


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that can be claimed. `entails` holds it too."""

    id: str
    kind: str
    entails: frozenset[str]
    excludes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Word:
    """What one spelling does in a sentence. A spelling can do several things."""

    concept: str = ""
    weak: bool = False  # claims its concept only in a claiming context
    capital: bool = False  # only where it is written with a capital: a brand, UPS
    denies: str = ""  # 无糖: the concept 糖, which it denies
    roles: list[str] = field(default_factory=list)
    triggers: set[str] = field(default_factory=set)  # kinds that it makes claims of
    voids: set[str] = field(default_factory=set)  # kinds that it makes no claims of, behind it
    voids_before: set[str] = field(default_factory=set)  # and before it
    denial: set[str] = field(default_factory=set)  # "near", "far": denies what follows; "after": what precedes


class Token(NamedTuple):
    start: int
    end: int
    word: Word


class Lexicon(NamedTuple):
    concepts: dict[str, Concept]
    automaton: Any
    behind: dict[str, tuple[str, ...]]  # kind -> what makes a claim of a weak word before it
    role_dimensions: dict[str, frozenset[str]]
    by_word: dict[str, str]  # folded word -> concept

    def tokens(self, folded: str) -> list[Token]:
        """The words of a folded text, from left to right, the longest at each place."""
        found = []
        for last, (size, latin, word) in self.automaton.iter(folded):
            start = last + 1 - size
            if not latin or not _cuts(folded, start, last + 1, latin):
                found.append((start, -size, word))
        found.sort(key=_place)
        tokens, at = [], 0
        for start, minus, word in found:
            if start >= at:
                at = start - minus
                tokens.append(Token(start, at, word))
        return tokens


def _place(found: tuple[int, int, Word]) -> tuple[int, int]:
    return found[:2]


def _cuts(folded: str, start: int, end: int, latin: int) -> bool:
    """Whether a Latin word goes on before or behind this place."""
    before = folded[start - 1] if latin & 1 and start else " "
    if before == "." and folded[start].isdigit() and folded[start - 2 : start - 1].isdigit():
        return True  # 1.316L is no 316L
    # a digit before a letter ends a number: 65wpd
    if before.isascii() and before.isalnum() and not (before.isdigit() and folded[start].isalpha()):
        return True
    return bool(latin & 2 and end < len(folded) and (after := folded[end]).isascii() and after.isalnum())


@lru_cache(maxsize=8)
def lexicon(added: Entailments = ()) -> Lexicon:
    """The lexicon, with what a shop adds to it."""
    words: dict[str, Word] = {}
    entries: dict[str, tuple[str, dict[str, Any]]] = {}
    folder = files("miaoshu").joinpath("rules/lexicon")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            raw = tomllib.loads(path.read_text("utf-8"))
            for plain in raw.get("plain", ()):
                _word(words, plain)
            for group in raw.values():
                if isinstance(group, dict):
                    kind = group.get("kind", raw.get("kind", ""))
                    entries.update((id, (kind, entry)) for id, entry in group.items() if isinstance(entry, dict))
    for id, (kind, entry) in entries.items():
        weak = entry.get("weak", ())
        for spelling in (*weak, id, *entry.get("zh", ()), *entry.get("en", ())):
            for form in _forms(spelling):
                if _MEASURED.match(form) or (kind in ("function", "package", "color") and _COUNTED.match(form)):
                    continue  # how many there are of something is read as a number
                word = _word(words, form)
                if not word.concept:
                    word.concept, word.weak = id, spelling in weak or (kind == "origin" and not _ORIGIN.search(form))
                    word.capital = kind == "brand" or (
                        spelling.isascii() and spelling.isupper() and len(spelling) < 7
                    )
    context = rules()
    for spelling in context["plain"]["words"]:
        words[fold(spelling)] = Word()
    for id, targets in context["entails"].items():
        if id in entries:
            kind, entry = entries[id]
            entries[id] = (kind, {**entry, "is": [*entry.get("is", ()), *targets]})
    _add(words, entries, added)
    _denials(words, {id: kind for id, (kind, _) in entries.items()})
    _context(words, context)
    for spelling in context["ordinary"]["words"]:
        for form in _forms(spelling):
            if (known := words.get(form)) is not None:
                known.weak = True
    ordinary = frozenset(context["ordinary"]["concepts"])
    for word in words.values():
        word.weak = word.weak or word.concept in ordinary
    automaton = ahocorasick.Automaton()
    for form, word in words.items():
        latin = (form[0].isascii() and form[0].isalnum()) + 2 * (form[-1].isascii() and form[-1].isalnum())
        automaton.add_word(form, (len(form), latin, word))
    automaton.make_automaton()
    return Lexicon(
        _concepts(entries),
        automaton,
        {kind: tuple(map(fold, ends)) for kind, ends in context["behind"].items()},
        {role: frozenset(entry["of"]) for role, entry in context["roles"].items()},
        {form: word.concept for form, word in words.items() if word.concept},
    )


def _word(words: dict[str, Word], spelling: str) -> Word:
    return words.setdefault(fold(spelling), Word())


def _forms(spelling: str) -> Iterator[str]:
    """A word and, of an English one, its plural."""
    form = fold(spelling)
    yield form
    if len(form) > 3 and form.isascii() and form[-1].isalpha():
        if form[-1] == "y" and form[-2] not in "aeiou":
            yield form[:-1] + "ies"
        else:
            yield form + ("es" if form.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _add(words: dict[str, Word], entries: dict[str, tuple[str, dict[str, Any]]], added: Entailments) -> None:
    """What a shop says that its own words entail; a word that nobody knew becomes a concept."""
    for spelling, targets in added:
        ids = []
        for name in (spelling, *targets):
            word = _word(words, name)
            if not word.concept:
                word.concept = name
                entries[name] = ("function", {})
            ids.append(word.concept)
        kind, entry = entries[ids[0]]
        entries[ids[0]] = (kind, {**entry, "is": [*entry.get("is", ()), *ids[1:]]})


def _context(words: dict[str, Word], raw: dict[str, Any]) -> None:
    for mode in ("near", "far"):
        for spelling in raw["denial"][mode]:
            _word(words, spelling).denial.add(mode)
    for spelling in raw["denial"]["after"]:
        _word(words, spelling).denial.add("after")
    for entry in raw["void"].values():
        for spelling in entry["words"]:
            word = _word(words, spelling)
            (word.voids_before if entry.get("behind") else word.voids).update(entry["kinds"])
    for entry in raw["trigger"].values():
        for spelling in entry["words"]:
            _word(words, spelling).triggers.update(entry["kinds"])
    for role, entry in raw["roles"].items():
        for spelling in entry["words"]:
            _word(words, spelling).roles.append(role)


def _concepts(entries: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Concept]:
    closed: dict[str, frozenset[str]] = {}

    def entails(id: str, above: tuple[str, ...]) -> frozenset[str]:
        if id not in closed:
            direct = [one for one in entries[id][1].get("is", ()) if one in entries and one not in above]
            found = frozenset({id}).union(*(entails(one, (*above, id)) for one in direct))
            if above:
                return found
            closed[id] = found
        return closed[id]

    return {
        id: Concept(id, kind, entails(id, ()), frozenset(entry.get("not", ())))
        for id, (kind, entry) in entries.items()
    }


_PREFIXES = ("不含", "不添加", "无添加", "零添加", "0添加", "无", "零", "0", "免", "非", "脱", "no ", "zero ", "non ")
_SUFFIXES = (" free", "free")
_ABSENT = frozenset(("absence", "environment", "certificate", "ingredient", "health"))


def _denials(words: dict[str, Word], kinds: dict[str, str]) -> None:
    """无糖, sugar free: words that deny a concept, where there is such a concept."""
    for form, word in words.items():
        if kinds.get(word.concept) in _ABSENT:
            rests = []
            for said in (form, fold(word.concept)):
                rests += [said.removeprefix(prefix) for prefix in _PREFIXES if said.startswith(prefix)]
                rests += [said.removesuffix(suffix) for suffix in _SUFFIXES if said.endswith(suffix)]
            known = (words[rest].concept for rest in rests if rest in words and words[rest].concept != word.concept)
            word.denies = next(filter(None, known), "")
