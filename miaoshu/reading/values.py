"""Cells as text: cleaned, split into several values, and judged by their shape."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from miaoshu.reading import markup
from miaoshu.reading.lines import phrases

# What Excel shows where a formula went wrong is no value either.
EMPTY = phrases("empty") | {"#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!"}
LONGEST = 120  # characters of a fact's value; what is longer is prose

# Soft hyphens, zero-width spaces, direction marks, control characters, half a surrogate pair. The joiners are
# spelling in Arabic and Indic scripts and stay there.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|(?<![\u0600-\u0dff\u2600-\U0001faff])[\u200c\u200d]"
)
_SENTENCES = re.compile(r"[。！？!?](?=.)|[^\W\d_]{2}[.](?=\s+[A-ZÀ-ÞА-Я])")
_WEB = re.compile(
    r"(?:https?:|www\.|//|data:|gid:|mailto:|file:)\S+(?:[\s,;|]+(?:https?:|www\.|//|gid:)\S+)*"
    r"|[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}"
    r"|\S+\.(?:jpe?g|png|gif|webp|svg|bmp|avif|tiff?|mp4|mov|pdf|html?|php)(?:[?,;|]\S*)?"
    r"|\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?"
    r"|(?=[a-f]*[0-9])[0-9a-f]{24,}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[./:@]")
_MARKS = re.compile(r"[<&]")


def of(cell: object) -> str:
    """A cell of any type as clean text; "" for empty ones."""
    if type(cell) is str:
        return clean(cell) if len(cell) <= 200 else _clean(cell)
    return clean(plain(cell))


def first(cell: object) -> object:
    """The first value in a list or an object, such as {"en": "Mug", "zh": "杯子"}; anything else as it is."""
    for _ in range(8):
        inner = cell.values() if isinstance(cell, Mapping) else cell if isinstance(cell, list | tuple) else ()
        cell = next((one for one in inner if one), "") if isinstance(cell, Mapping | list | tuple) else cell
    return cell


def plain(cell: object) -> str:
    """A cell of any type as it would stand in a text file; lists and objects as JSON."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell:  # NaN
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, Mapping | list | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell)


def _clean(text: str) -> str:
    for _ in range(8):  # what is invisible can hide a tag, and an entity can hide both
        before = text
        if not text.isprintable():
            text = _INVISIBLE.sub("", text)
        if _MARKS.search(text):
            text = markup.strip(text)
        if text == before:
            break
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    return "" if len(text) < 16 and text.lower() in EMPTY else text


clean = lru_cache(maxsize=16_384)(_clean)


def is_prose(text: str) -> bool:
    """True for what is too long for a fact's value, or has several sentences."""
    return len(text) > LONGEST or _SENTENCES.search(text) is not None


def is_reference(text: str) -> bool:
    """True for web and mail addresses, file names, UUIDs and hashes: for machines, not for buyers."""
    return (len(text) > 23 or _ADDRESS.search(text) is not None) and _WEB.fullmatch(text) is not None


_FLAGS = frozenset(("true", "false", "0", "1", "0.0", "1.0", "t", "f"))
_ANSWERS = frozenset(("yes", "no", "y", "n", "是", "否", "да", "нет", "ja", "nein", "nee", "oui", "non", "sí", "si"))
_COUNTED = re.compile(r"(?:数|数量|个数|次数)$|\b(?:number|count|qty|quantity|pieces|ports|pockets|layers)\b", re.I)
_BOOKKEEPING = re.compile(r"_|^(?:is|has|use|allow|enable|show|can) |[a-z][A-Z]")


def is_flag(name: str, known: bool, value: str) -> bool:
    """True for a switch of the shop's software: "1" or "true" under a name that no buyer uses."""
    if len(value) > 5:
        return False
    low = value.lower()
    if low in _FLAGS:
        return not known and not _COUNTED.search(name)
    return low in _ANSWERS and not known and _BOOKKEEPING.search(name) is not None


# Kinds whose values are lists of single words: a comma there separates two of them.
_LISTS = frozenset(
    (
        "color",
        "size",
        "function",
        "season",
        "occasion",
        "audience",
        "flavor",
        "activity",
        "climate",
        "gender",
        "connectivity",
        "interface",
        "pattern",
        "style",
        "scent",
        "skin",
        "benefit",
    )
)
_COMMA = re.compile(r"[,，、]\s*")
_DIGITS = re.compile(r"\d,\d")
_SLASH = re.compile(r"\s*/\s*")
_BAR = re.compile(r"\s*[|¦｜]\s*")
_SEMICOLON = re.compile(r"\s*[;；]\s*")
_HAN_ONLY = re.compile(r"[㐀-鿿]+")
_SEPARATORS = re.compile(r"[,，、/|¦｜;；]")


def split(text: str, kind: str) -> Sequence[str]:
    """The values in one clean cell: `a|b`, `a;b`; `a, b` and `黑色/白色` where the kind makes that safe."""
    if not _SEPARATORS.search(text):
        return (text,)
    for separator in (_BAR, _SEMICOLON):
        parts = [part for part in separator.split(text) if part]
        if len(parts) > 1 and max(map(len, parts)) <= 60:
            return parts
    if kind not in _LISTS:
        return (text,)
    if _DIGITS.search(text) and not (kind == "size" and len({len(p) for p in text.split(",")}) == 1):
        return (text,)
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) > 1:
        return parts if max(map(len, parts)) <= 24 else (text,)
    parts = _SLASH.split(text)
    if len(parts) > 1 and all(_HAN_ONLY.fullmatch(part) for part in parts):
        return parts
    return (text,)


_UNITS = {
    "centimeters": "cm",
    "millimeters": "mm",
    "meters": "m",
    "inches": "in",
    "feet": "ft",
    "kilograms": "kg",
    "grams": "g",
    "pounds": "lb",
    "ounces": "oz",
    "milliliters": "ml",
    "liters": "l",
}


def from_json(text: str) -> Any:
    """What a cell of JSON holds, or None where it is none."""
    if len(text) < 2 or text[0] + text[-1] not in ("{}", "[]"):
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def measure(item: Mapping[str, Any]) -> str:
    """`{"value": 12.0, "unit": "CENTIMETERS"}`, as Shopify writes measures: "12 cm"; "" for anything else."""
    if item.keys() != {"value", "unit"}:
        return ""
    unit = str(item["unit"])
    return f"{plain(item['value'])} {_UNITS.get(unit.lower(), unit)}"
