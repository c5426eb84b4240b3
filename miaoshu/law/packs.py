"""Law packs as they are written: `rules/law/<pack>.toml` and files of a shop in the same format.

[pack]      name, language, market, title, source, notes (what the law asks beyond words), fine (never a finding)
[lists]     named lists of words for patterns
[goods.X]   what tells that a product is X: `words` in its category or title, `not`, `facts` ("name：value")
[[rule]]    id, article, says, advice, patterns; and where needed fine (patterns: a match that meets one is
            excused), unless_fact (patterns: excused where a published fact matches), goods / not_goods (classes),
            severity ("block" or "note"), swap (words -> lawful words, or a list of words to drop)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, NoReturn

from miaoshu import patterns
from miaoshu.errors import UserError

_PACK = {"name", "language", "market", "title", "source", "notes", "fine"}
_RULE: dict[str, type] = {
    "id": str,
    "article": str,
    "says": str,
    "advice": str,
    "patterns": list,
    "fine": list,
    "unless_fact": list,
    "goods": list,
    "not_goods": list,
    "severity": str,
    "swap": object,
}
_NEEDED = ("id", "article", "says", "advice", "patterns")
_PATTERNS = ("patterns", "fine", "unless_fact")
_GOODS = {"words", "not", "facts"}
_FOLDER = files("miaoshu").joinpath("rules/law")
_HEAD = re.compile(r'^language\s*=\s*"(\w+)"', re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*\Z")


class Rule(NamedTuple):
    id: str
    article: str
    says: str  # what it catches, in words for a merchant; follows the words found in a message
    advice: str
    patterns: tuple[str, ...]
    fine: tuple[str, ...] = ()
    unless_fact: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    not_goods: tuple[str, ...] = ()
    severity: str = "block"
    swap: tuple[tuple[str, str], ...] = ()  # longest words first


class Goods(NamedTuple):
    words: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Pack(NamedTuple):
    name: str
    language: str
    market: str  # "" for any
    title: str
    source: str
    notes: tuple[str, ...]
    fine: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]
    goods: dict[str, Goods]
    rules: tuple[Rule, ...]


def built_in(language: str = "") -> tuple[Pack, ...]:
    """The packs that come with the package, in alphabetical order; those of one language if it is given."""
    return tuple(_built_in(name) for name, of in _languages() if language in ("", of))


@cache
def _languages() -> tuple[tuple[str, str], ...]:
    """The files of the packs and their languages, without reading all of each file."""
    found = []
    for file in sorted(_FOLDER.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            head = _HEAD.search(file.read_text("utf-8"))
            found.append((file.name, head[1] if head else ""))
    return tuple(found)


@cache
def _built_in(name: str) -> Pack:
    return read(f"rules/law/{name}", _FOLDER.joinpath(name).read_text("utf-8"), alone=True)


@lru_cache(maxsize=64)
def read(path: str, text: str, alone: bool = False) -> Pack:
    """A pack from the text of its file. Raises UserError: file, line, rule id and what is wrong.

    Its rules may name goods of the packs that come with the package, if it does not stand alone.
    """
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = where[1] if where else text.count("\n") + 1
        problem = str(error).removesuffix(where[0] if where else "").strip()
        raise UserError(f"{path}:{line}: {problem}", f"Mend line {line}: {path} has to be TOML") from None
    wrong = _Wrong(path, text)
    for table in raw.keys() - {"pack", "lists", "goods", "rule"}:
        wrong(f"unknown table [{table}]", "A rule file has [pack], [lists], [goods.NAME] and [[rule]]", table)
    head: dict[str, Any] = raw.get("pack", {})
    if not (isinstance(head, dict) and head):
        wrong("there is no [pack]", 'Begin the file with [pack], name = "my-shop" and language = "zh"')
    for key, value in head.items():
        kind = list if key in ("notes", "fine") else str
        if key not in _PACK:
            wrong(f"unknown key {key!r} in [pack]", f"Choose from: {', '.join(sorted(_PACK))}", key)
        if not _is(value, kind):
            wrong(f"{key} in [pack] is a {'list of strings' if kind is list else 'string'}", "Mend the value", key)
    for key, example in (("name", "my-shop"), ("language", "zh")):
        if not head.get(key):
            wrong(f"[pack] has no {key}", f'Write {key} = "{example}" below [pack]', "pack")
    if not _ID.match(head["name"]):
        wrong(f"the pack's name {head['name']!r} holds more than a-z, 0-9 and -", 'Write: name = "my-shop"', "name")
    language = head["language"]
    lists = _lists(raw.get("lists", {}), wrong)
    goods = _goods(raw.get("goods", {}), wrong)
    for pattern in head.get("fine", ()):
        wrong.pattern(pattern, lists)
    rules = raw.get("rule", [])
    if not (isinstance(rules, list) and all(isinstance(rule, dict) for rule in rules)):
        wrong("rules are written as [[rule]]", "Put two brackets around: [[rule]]", "rule")
    known = {*goods, *(name for pack in (() if alone else built_in(language)) for name in pack.goods)}
    made: dict[str, Rule] = {}
    for number, rule in enumerate(rules):
        wrong.enter(number, str(rule.get("id", f"number {number + 1}")))
        one = _rule(rule, lists, known, wrong)
        if one.id in made:
            wrong("there is another rule with this id", "Give each rule an id of its own", "id")
        made[one.id] = one
    return Pack(
        head["name"],
        head["language"],
        head.get("market", ""),
        head.get("title", head["name"]),
        head.get("source", ""),
        tuple(head.get("notes", ())),
        tuple(head.get("fine", ())),
        lists,
        goods,
        tuple(made.values()),
    )


class _Wrong:
    """Raises what is wrong with a file, with the line where it stands."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.rule = path, ""
        self.lines = text.split("\n")
        self.heads = [at for at, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
        self.start, self.end = 0, len(self.lines)

    def enter(self, number: int, rule: str) -> None:
        """From here on it is about this rule."""
        self.rule = rule
        if number < len(self.heads):
            self.start = self.heads[number]
            self.end = self.heads[number + 1] if number + 1 < len(self.heads) else len(self.lines)

    def __call__(self, problem: str, hint: str, key: str = "", words: str = "") -> NoReturn:
        block = range(self.start, self.end)
        named = (at for at in block if key and re.match(rf"\s*\[*\s*[\w.]*\b{re.escape(key)}\b", self.lines[at]))
        spelled = (at for at in block if words and words in self.lines[at])
        line = next(spelled, next(named, self.start)) + 1
        rule = f"rule {self.rule}: " if self.rule else ""
        raise UserError(f"{self.path}:{line}: {rule}{problem}", hint)

    def pattern(self, pattern: str, lists: Mapping[str, tuple[str, ...]]) -> None:
        try:
            patterns.parse(pattern, lists)
        except patterns.PatternError as error:
            self(f"the pattern {pattern!r}: {error}", "The README explains patterns: Law packs", words=pattern)


def _is(value: Any, kind: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, kind)


def _lists(raw: Any, wrong: _Wrong) -> dict[str, tuple[str, ...]]:
    if not isinstance(raw, dict):
        wrong("lists is a table", "Write [lists] on a line of its own", "lists")
    for name, words in raw.items():
        if not (_is(words, list) and words):
            wrong(f"the list {name} is a list of strings", f'Write: {name} = ["word", "another"]', name)
    return {name: tuple(words) for name, words in raw.items()}


def _goods(raw: Any, wrong: _Wrong) -> dict[str, Goods]:
    if not (isinstance(raw, dict) and all(isinstance(entry, dict) for entry in raw.values())):
        wrong("goods are tables", "Write [goods.NAME] on a line of its own", "goods")
    for name, entry in raw.items():
        for key, words in entry.items():
            if key not in _GOODS or not _is(words, list):
                wrong(f"{key} in [goods.{name}] is not one of its lists", "Choose from: words, not, facts", name)
            for pattern in words:
                wrong.pattern(pattern, {})
    return {
        name: Goods(*(tuple(entry.get(key, ())) for key in ("words", "not", "facts"))) for name, entry in raw.items()
    }


def _rule(raw: dict[str, Any], lists: Mapping[str, tuple[str, ...]], goods: Iterable[str], wrong: _Wrong) -> Rule:
    for key, value in raw.items():
        if key not in _RULE:
            wrong(f"unknown key {key!r}", f"Choose from: {', '.join(_RULE)}", key)
        if not _is(value, _RULE[key]):
            wrong(f"{key} is {'a string' if _RULE[key] is str else 'a list of strings'}", f"Mend {key}", key)
    for key in _NEEDED:
        if not raw.get(key):
            wrong(f"it has no {key}", f"Write {key} = … below [[rule]]")
    if not _ID.match(raw["id"]):
        wrong("an id holds a-z, 0-9, - and _ only", 'Write: id = "absolute-terms"', "id")
    for key in _PATTERNS:
        for pattern in raw.get(key, ()):
            wrong.pattern(pattern, lists)
    if raw.get("severity", "block") not in ("block", "note"):
        wrong(f"there is no severity {raw['severity']!r}", 'Write: severity = "block", or "note"', "severity")
    for key in ("goods", "not_goods"):
        for name in raw.get(key, ()):
            if name not in goods:
                wrong(f"there are no goods {name!r}", f"Write [goods.{name}], or: {', '.join(sorted(goods))}", key)
    swap = raw.get("swap", {})
    if _is(swap, list):
        swap = dict.fromkeys(swap, "")
    if not (isinstance(swap, dict) and all(old and isinstance(new, str) for old, new in swap.items())):
        wrong("swap says which words stand for which", 'Write: swap = { "best" = "good" }', "swap")
    fields: dict[str, Any] = {key: raw[key] for key in _RULE if key in raw and _RULE[key] is str}
    fields |= {key: tuple(raw.get(key, ())) for key in _RULE if _RULE[key] is list}
    return Rule(**fields, swap=tuple(sorted(swap.items(), key=lambda pair: -len(pair[0]))))
