"""Facts that only answer a question: 防水: 是, 是否可折叠: 否, 有无滚轮: 有."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from miaoshu.wording import Item, Told
from miaoshu.wording.zh_patterns import DATA, LABELS, QUESTIONS, value_of

_RULES: dict[str, list[str]] = DATA["answers"]
_BEFORE, _ABLE = frozenset(_RULES["before"]), frozenset(_RULES["able"])
_PREDICATES, _NAMES = tuple(_RULES["predicates"]), tuple(_RULES["names"])
_SUPPORTED, _SUPPORTED_ENDS = tuple(_RULES["supported"]), tuple(_RULES["supported_ends"])
_PARTS, _NO_PARTS = tuple(_RULES["parts"]), (*_RULES["no_parts"], *_NAMES)
_GUARDS, _QUALITIES = tuple(_RULES["guards"]), tuple(_RULES["qualities"])
_NEGATIVE = ("无", "不", "没", "非", "未", "免")


class Answer(NamedTuple):
    """`verb`, what it is said of, `tail`: answers of one verb can share it."""

    verb: str
    told: Told
    tail: str = ""


def asks(item: Item) -> bool:
    """Whether the fact could be a question and its answer."""
    values = item.values
    return len(values) == 1 and (item.label[:2] in QUESTIONS or value_of(values[0].words).shape in ("yes", "no"))


@lru_cache(maxsize=16_384)
def answer_of(item: Item) -> Answer | None:
    """What a fact of one value says where the value is an answer; None where it says more."""
    told, label = item.values[0], LABELS.get(item.label, item.label)
    question = label[:2] if label[:2] in QUESTIONS and len(label) > 2 else ""
    stem = label[2:].removeprefix("为") if question else label
    shape = value_of(told.words).shape
    if shape not in ("yes", "no"):
        # 是否可伸缩: 可伸缩. The value is an answer that says all.
        whole = question and shape == "word" and len(told.words) < 9 and not set(stem).isdisjoint(told.words)
        return Answer("", told) if whole and told.words.isalnum() else None
    yes = shape == "yes"
    if question in ("能否", "可否") and not stem.startswith("可"):
        stem = "可" + stem
    if question == "有无" or (stem.startswith("有") and not stem.startswith(_NAMES)):
        return Answer("有" if yes else "无", told._replace(words=stem.removeprefix("有") or stem))
    verb, words, tail = _said(stem, told.words, yes, question != "")
    return Answer(verb, told._replace(words=words), tail)


def _said(stem: str, answer: str, yes: bool, asked: bool) -> tuple[str, str, str]:
    """The verb, the words and the tail for a question and its answer."""
    negative = stem.startswith(_NEGATIVE)
    if stem.startswith(_PREDICATES) and not stem.startswith(_NAMES):
        if stem.startswith("支持"):
            return ("支持" if yes else "不支持"), stem[2:] or stem, ""
        return "", stem if yes else "不" + stem, ""
    if answer in _BEFORE and not negative:
        return answer, stem, ""
    if answer in _ABLE and not negative:
        return "", ("可" if yes else "不可") + stem, ""
    if "可" in stem[1:-1] and not negative:
        return "", stem if yes else stem.replace("可", "不可", 1), ""
    if stem.endswith(_PARTS) and len(stem) > 1 and not stem.startswith((*_NO_PARTS, *_NEGATIVE)):
        return ("带" if yes else "不带"), stem, ""
    if stem.isascii() or stem.startswith(_SUPPORTED) or stem.endswith(_SUPPORTED_ENDS):
        return ("支持" if yes else "不支持"), stem, ""
    if stem.endswith("认证"):
        return ("通过" if yes else "无"), stem, ""
    if stem.startswith(_GUARDS):
        return "", ("可" if yes else "不") + stem, ""
    if stem.startswith(_QUALITIES):
        return "", stem if yes else "不" + stem, ""
    if negative and yes and answer not in _BEFORE:
        return "", stem, ""
    numeral = yes and not asked and stem[-1].isnumeric()  # nothing may follow that could be read as its unit
    if len(stem) > 8 or not stem.isalnum() or negative or numeral:
        return "", stem, "：" + answer
    if not yes:
        return "", "非" + stem, ""
    return ("", stem, "") if asked else ("具有", stem, "的特点")
