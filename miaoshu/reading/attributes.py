"""Strings that hold several facts: `类型#上衣*材质#牛仔布`, `颜色:红色;尺码:L`, `size=S,color=Blue`, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from miaoshu import kinds
from miaoshu.reading import values
from miaoshu.reading.lines import is_name

Pairs = list[tuple[str, str]]

_STAR = re.compile(r"\*(?=[^#*]{1,40}#)")
_EQUALS = re.compile(r"[,;|&\n](?=\s*[^=,;|&\n]{1,60}=)")
_COLON = re.compile(r"[;；|｜\n](?=\s*[^:：;；|｜\n]{1,40}[:：])")
_COMMA = re.compile(r"[,，](?=\s*[^:：,，;\s]{1,20}(?:[ ][^:：,，;\s]{1,20}){0,2}[:：])")
_SPACE = re.compile(r"\s+(?=[㐀-鿿]{2,8}[:：])")
_NUMBERED = re.compile(r"\d+:\d+:(?=[^:]*[^\d:])")  # Taobao: 1627207:28341:颜色分类:黑色


def attributes(text: str) -> Pairs:
    """The (name, value) pairs of an attribute string, in order; [] where the text is no such string."""
    text = "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))
    if len(text) < 3:
        return []
    if '";"' in text and text[0] == text[-1] == '"':  # "Material=Oak";"Drawers=2"
        text = text[1:-1].replace('";"', ";")
    if text[0] in "{[":
        return from_object(values.from_json(text))
    if "#" in text:
        return _pairs(_STAR.split(text), "#", least=1 if "*" in text or _is_short(text) else 2)
    if "=" in text and "://" not in text and (pairs := _pairs(_EQUALS.split(text), "=", least=1)):
        return pairs
    if ":" not in text and "：" not in text:
        return []
    text = _NUMBERED.sub("", text).replace("：", ":")
    several = [
        _pairs(_COLON.split(text), ":", 1),
        _pairs(_COMMA.split(text), ":", 2),
        _pairs(_SPACE.split(text), ":", 2),
    ]
    return max(several, key=len)


def _is_short(text: str) -> bool:
    return len(text) <= 40 and " " not in text


def from_object(item: Any) -> Pairs:
    """Pairs of `{name: value}`, `{name: [values]}` or `[{"name": …, "value": …}]`; no deeper objects."""
    found: Pairs = []
    if isinstance(item, dict):
        if measured := values.measure(item):
            return [("", measured)]
        if "name" in item and ("value" in item or "values" in item or "options" in item):
            name = item["name"]
            item = {name: next(item[key] for key in ("value", "values", "options") if key in item)}
        inner = [str(name) for value in item.values() if _is_group(value) for name in value]
        for name, value in item.items():
            if _is_group(value):  # {"Blade": {"Material": "steel"}}: "Blade Material" where others have one, too
                pairs = from_object({key: one for key, one in value.items() if not _is_group(one)})
                found += [(f"{name} {key}" if inner.count(key) > 1 else key, one) for key, one in pairs]
                continue
            for one in value if isinstance(value, list | tuple) else (value,):
                if isinstance(one, dict):
                    one = values.measure(one) or one.get("value") or one.get("name") or one.get("label") or ""
                if not isinstance(one, dict | list | tuple) and (told := values.plain(one).strip()):
                    found.append((str(name).strip(), told))
    elif isinstance(item, list | tuple):
        for one in item:
            if isinstance(one, dict):
                found += from_object(one)
            elif isinstance(one, list | tuple) and len(one) == 2:
                found += from_object({str(one[0]): one[1]})
            elif isinstance(one, str):
                found += attributes(one) if one[:1] not in "{[" else []
    return [(name, value) for name, value in found if name or value]


def _is_group(value: Any) -> bool:
    """True for an object that holds named values of its own."""
    return isinstance(value, dict) and not _is_value(value)


def _is_value(value: dict[str, Any]) -> bool:
    """True for an object that is one value: a measure, or something with a name or a label."""
    return bool(values.measure(value)) or not value.keys().isdisjoint(("value", "name", "label"))


def _has_position(value: str) -> bool:
    """True where a value ends in its place in a list, as PrestaShop writes it: Material:Oak:1."""
    rest, sign, place = value.rpartition(":")
    return bool(sign) and place.isdecimal() and len(place) <= 3 and not rest.isdecimal() and rest != ""


def _pairs(parts: Iterable[str], sign: str, least: int) -> Pairs:
    """All parts as pairs, or [] where one of them is none or they are too few to be sure."""
    found: Pairs = []
    for part in parts:
        part = part.strip(" \t\n\xa0").rstrip(";；,，| \t\n\xa0")
        if not part:
            continue
        name, between, value = part.partition(sign)
        name, value = name.strip(), value.strip()
        if not between or not is_name(name) or value.startswith("//"):
            return []
        if name[-1].isdigit() and value[:1].isdigit():  # a time, a ratio
            return []
        if value:
            found.append((name, value))
    if sign == ":" and found and all(_has_position(value) for _, value in found):
        found = [(name, value.rpartition(":")[0]) for name, value in found]
    if sign == ":" and len(found) == 1 and kinds.of(found[0][0]) is None:
        return []
    return found if len(found) >= least else []
