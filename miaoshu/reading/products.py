"""The cells of one row, or the values of one object, as a Product."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from miaoshu import kinds, languages
from miaoshu.reading import headers, values
from miaoshu.reading.cells import NONE, READERS, Found, Read
from miaoshu.reading.cells import facts as pair_facts
from miaoshu.reading.lines import phrases
from miaoshu.records import Fact, Product, Reading, Unused

_MARKS = " \n.,;:!?…-–—_*#'\"。，、；：！？·"
NOTHING = "no title, fact, keyword or text"
_KANA = re.compile("[ぁ-ヿ]")
_TOTALS = frozenset(
    (
        "total",
        "totals",
        "sum",
        "subtotal",
        "grand total",
        "合计",
        "总计",
        "小计",
        "總計",
        "合計",
        "итого",
        "всего",
        "summe",
        "gesamt",
    )
)
Make = Callable[[Sequence[object], int, tuple[Any, ...]], Product | Unused]

_SHORT = 200  # characters: longer cells seldom come twice, save in variants of a product, one after another


def _read(read: Read, cell: str, name: str, reading: Reading) -> Found:
    return read(cell, name, reading)


_cached = lru_cache(maxsize=16_384)(_read)
_recent = lru_cache(maxsize=16)(_read)


def maker(columns: Sequence[tuple[int, str, str]], reading: Reading) -> Make:
    """The function that makes products of rows; columns are (position, role, name)."""
    at = {role: index for index, role, _ in reversed(columns) if role in headers.SINGLE}
    id_at, title_at, category_at = at.get("id", -1), at.get("title", -1), at.get("category", -1)
    pairs = _named_in_rows(columns)
    paired = {index for pair in pairs for index in pair}
    readers = [
        (index, READERS[role], name, role) for index, role, name in columns if role in READERS and index not in paired
    ]
    readers.sort(key=lambda reader: reader[3] == "text")  # columns win over what a text says

    def make(cells: Sequence[object], line: int, rows: tuple[Any, ...]) -> Product | Unused:
        width = len(cells)
        facts: list[Fact] = []
        keywords: list[str] = []
        texts: list[str] = []
        language = ""
        for index, read, name, role in readers:
            if index >= width or (cell := cells[index]) is None or cell == "":
                continue
            if type(cell) is str:
                found = (_cached if len(cell) <= _SHORT else _recent)(read, cell, name, reading)
            else:
                found = read(cell, name, reading)
            if found is NONE:
                continue
            if role == "text" and facts and found.facts:
                known = {_subject(fact.name) for fact in facts if fact.publish}
                facts += [fact for fact in found.facts if _subject(fact.name) not in known]
            else:
                facts += found.facts
            keywords += found.keywords
            if found.text and role == "language":
                language = found.text
            elif found.text:
                texts.append(found.text)
        for name_at, value_at in pairs:
            if value_at < width and (name := values.plain(cells[name_at])) and cells[value_at] is not None:
                facts += pair_facts([(name, values.plain(cells[value_at]))], name, reading)
        title = ""
        if 0 <= title_at < width:
            named = cells[title_at]
            title = _title(values.of(named if type(named) is str else values.first(named)))
        if facts:
            facts = list({(fact.name, fact.value): fact for fact in facts if fact.value != title}.values())
        if keywords:
            told = {fact.value for fact in facts if fact.publish}
            keywords = [word for word in dict.fromkeys(keywords) if word != title and word not in told]
        text = "\n".join(dict.fromkeys(texts)) if texts else ""
        if not (keywords or any(fact.publish for fact in facts) or text.strip(_MARKS)):
            if not title.strip(_MARKS):  # "。" says nothing either
                return Unused(line, NOTHING, rows[0] if rows else None)
            if title.casefold().rstrip(" :：") in _TOTALS:
                return Unused(line, "a line of totals, no product", rows[0] if rows else None)
        if not language:
            language = _detect(title, facts, keywords, text)
        category = _category(values.plain(cells[category_at])) if 0 <= category_at < width else ""
        id = values.of(cells[id_at]) if 0 <= id_at < width else ""
        return Product(
            id or str(line),
            title,
            category,
            language,
            tuple(facts),
            tuple(keywords),
            text,
            line,
            rows,
            bool(id),
        )

    return make


_NAME = re.compile(r"(.*\d) ?(?:name|名称?)")
_VALUE = re.compile(r"(.*\d) ?(?:values?(?:\(s\))?|值)")


def _named_in_rows(columns: Sequence[tuple[int, str, str]]) -> list[tuple[int, int]]:
    """The columns of `Option1 Name` and `Option1 Value`: the name of the fact stands in the row itself."""
    plain = [(index, headers.key(name)) for index, role, name in columns if role == "fact"]
    at = {found[1]: index for index, name in plain if (found := _NAME.fullmatch(name))}
    return (
        [(at[found[1]], index) for index, name in plain if (found := _VALUE.fullmatch(name)) and found[1] in at]
        if at
        else []
    )


def _detect(title: str, facts: Sequence[Fact], keywords: Sequence[str], text: str) -> str:
    """The language of a product; Chinese names decide even where brand and model are Latin."""
    told = [fact for fact in facts if fact.publish][:12]
    names = " ".join([fact.name for fact in told])
    if languages.is_han(names) and not (_KANA.search(names) or _KANA.search(title)):
        return "zh"
    found = languages.detect([title, names, *[fact.value for fact in told], *keywords[:12], text[:300]])
    return "zh" if languages.is_han(names) and found != "ja" else found


@lru_cache(maxsize=16_384)
def _subject(name: str) -> str:
    kind = kinds.of(name)
    return kind.id if kind else kinds.normal(name)


def _title(text: str) -> str:
    """A title without the dots that say where a program cut it."""
    kept = text.rstrip(".…。 ")
    cut = text[len(kept) :]
    return kept if "..." in cut or "…" in cut or "。。。" in cut else text


_LEVELS = re.compile(r"\s*(?:>+|»|›|→|》|\\)\s*")


@lru_cache(maxsize=16_384)
def _category(text: str) -> str:
    """The most specific name of the first useful path: "A>B", "Default Category/A/B,…", "A|B"."""
    parsed = values.from_json(text.strip())
    if isinstance(parsed, list):
        text = ">".join(str(one) for one in parsed if isinstance(one, str | int))
    text = values.of(text)
    deep = _LEVELS.search(text) is not None
    slashes = not deep and (text.count("/") >= 2 or text.lower().startswith(("default category/", "root catalog/")))
    commas = deep or slashes or not any(sign in text for sign in "&、")
    for path in re.split(r"(?<!\\)[,;；]" + ("|[|]" if deep or slashes else ""), text) if commas else [text]:
        levels = _LEVELS.split(path) if deep else re.split("/" if slashes else "[|]", path)
        for level in reversed(levels):
            level = level.strip().replace("\\,", ",")
            if (
                level
                and level.lower() not in phrases("not_categories")
                and not level.isdecimal()
                and len(level) <= 60
            ):
                return level
    return ""
