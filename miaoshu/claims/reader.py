"""Words to claims: what a text says of its product that a shopper could verify.

The same reader reads the facts, so what they state and what a text claims are compared as the same things.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from miaoshu.claims.lexicon import EVERY, Lexicon, Token
from miaoshu.claims.words import rules, words
from miaoshu.facts import inside
from miaoshu.measures import Measure, quantities
from miaoshu.patterns import fold


class Claim(NamedTuple):
    """`text[start:end]` claims a concept (or, with `denied`, its absence), a measure, or a name."""

    start: int
    end: int
    kind: str  # "material", "duration", …: the rule of a finding
    concept: str = ""
    denied: bool = False
    measure: Measure | None = None
    role: str = ""  # what a measure is said of: "width"; of a percentage the concept: 95%棉
    words: str = ""  # folded: what a name, or what fills an open place, is
    sure: bool = True  # False: it may be talk; a finding about it is a note


_BREAK = re.compile(r"[，。！？!?；;\n：:【】·◆•]|,|\.(?!\d)|(?<= )[-–—](?= )|—")
_HAN = re.compile(r"[㐀-鿿]")
_NEAR = 3  # characters, or as many words
_FAR = 8
_CLAUSE = 16
_KINDS = {
    "time": "duration", "money": "price", "count": "count", "name": "model", "": "count", "±": "number",
}  # fmt: skip
_UNSURE = frozenset(("function", "ingredient"))  # kinds whose words often stand in talk
_SERVICE = frozenset(("warranty", "returns", "delivery"))
_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|o'clock)", re.IGNORECASE)
_MOVES = re.compile("[跑走骑爬游开]了?\\Z")  # 跑十公里
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年|年?[春夏秋冬新早]|\b)")
_PRICE = re.compile(r"\s?折|\s?% ?off|\s?% ?discount|元|块钱")


@cache
def _skip() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Characters and words that may stand between a number and its role, and that join enumerations."""
    skip, links = rules()["skip"], rules()["links"]
    return frozenset(skip["zh"]), frozenset(skip["en"]), frozenset(links["zh"]), frozenset(links["en"])


def read(text: str, lexicon: Lexicon, *, given: bool = False, consumable: bool = True) -> list[Claim]:
    """The claims of a text, in order. `given`: the merchant's own words, where every word counts.

    `consumable`: whether the thing is eaten or put on the skin; elsewhere 柠檬 and 牛奶 are what it is used for.
    """
    folded = fold(text)
    measures = quantities(text)
    counted_ = tuple((measure.start, measure.end) for measure in measures)
    tokens = [t for t in lexicon.tokens(folded) if t.end - t.start > 1 or not inside(t.start, t.end, counted_)]
    claims = _concepts(text, folded, tokens, lexicon, given, consumable)
    claims += _measures(text, folded, tokens, lexicon, given, measures)
    claims.sort()
    return claims


def _concepts(
    text: str, folded: str, tokens: list[Token], lexicon: Lexicon, given: bool, consumable: bool
) -> list[Claim]:
    claims: list[Claim] = []
    denial = void = trigger = last = None  # tokens that act on what follows; the concept before
    for at, token in enumerate(tokens):
        word = token.word
        if word.concept:
            concept = lexicon.concepts[word.concept]
            kind = concept.kind
            if (kind == "goods" and not given) or folded[max(token.start - 1, 0) : token.start] == "仿":
                continue  # 小红帽 is no colour, 仿真丝 no silk
            if word.capital and not given and text[token.start : token.end].islower():
                continue  # an apple, "it may outlast the wallpaper"
            joined = last is not None and _joins(folded, last[0].end, token.start)
            begin = token.start
            if joined and last is not None and not (word.denies or kind == "absence"):
                status, stated = last[1], last[2] and last[3] == kind and last[0].end < token.start
            else:
                status = "denied" if denial and _reaches(folded, denial, token) else ""
                begin = denial.start if status and denial else token.start
                if not status and not given and void and _applies(void.word.voids, kind):
                    status = "void" if _gap(folded, void.end, token.start) <= _CLAUSE else ""
                if not status and not given and _void_behind(folded, tokens, at, kind):
                    status = "void"
                stated = False
            if not status and _denied_after(folded, tokens, at):
                status = "denied"
            needed = "held" if kind == "ingredient" and not consumable else kind
            strong = given or not (word.weak or needed != kind)
            backed = trigger is not None and _applies(trigger.word.triggers, needed)
            backed = backed and trigger is not None and _gap(folded, trigger.end, token.start) <= _FAR
            backed = backed or bool(joined and stated)
            backed = backed or _stands_behind(folded, token.end, lexicon.behind.get(kind, ()))
            backed = backed or (kind == "origin" and _before_material(folded, tokens, at, lexicon))
            strong = strong or backed or status == "denied"
            sure = given or backed or kind not in _UNSURE or concept.id in _sure()
            last = (token, status, strong, kind)
            if strong and status != "void":
                denied = status == "denied"
                said = folded[token.start : token.end]
                if word.denies and not denied:
                    claims.append(Claim(token.start, token.end, "absence", word.denies, True, words=said))
                else:
                    kind = "absence" if denied else kind
                    claims.append(Claim(begin, token.end, kind, concept.id, denied, words=said, sure=sure or denied))
        if "near" in word.denial or "far" in word.denial:
            denial = token
        if word.voids:
            void = token
        if word.triggers:
            trigger = token
            if not word.voids and (token.end - token.start > 4 or _HAN.match(folded, token.start)):
                void = None
    return claims


@cache
def _sure() -> frozenset[str]:
    return frozenset(words("sure", "functions"))


def _applies(kinds: set[str], kind: str) -> bool:
    return kind in kinds or bool(EVERY & kinds)


def _gap(folded: str, start: int, end: int) -> int:
    """Characters (Chinese) or words between two places; a large number across the end of a clause."""
    between = folded[start:end] if end - start < 80 else "."
    if _BREAK.search(between):
        return 99
    return len(between) if _HAN.search(between) else len(between.split())


def _reaches(folded: str, denial: Token, token: Token) -> bool:
    gap = _gap(folded, denial.end, token.start)
    if "far" in denial.word.denial:
        return gap <= _NEAR
    return gap <= (1 if folded[denial.start].isascii() and folded[denial.start].isalpha() else 0)


def _stands_behind(folded: str, end: int, words: tuple[str, ...]) -> bool:
    return folded.startswith(words, end) or (folded.startswith(" ", end) and folded.startswith(words, end + 1))


def _joins(folded: str, start: int, end: int) -> bool:
    """Whether what stands between two things makes an enumeration of them: 、和, ", and"."""
    between = folded[start:end] if end - start <= 12 else "."
    if not between.strip():
        return True
    _, _, zh, en = _skip()
    if _HAN.match(folded, end) or (start and _HAN.match(folded, start - 1)):
        return all(char in zh for char in between)
    return between.isascii() and all(word in en for word in between.replace(",", " ").replace("/", " ").split())


def _denied_after(folded: str, tokens: list[Token], at: int) -> bool:
    """酒精0添加; 至于降噪，它没有."""
    for later in tokens[at + 1 : at + 3]:
        if "after" in later.word.denial:
            between = folded[tokens[at].end : later.start]
            if folded[later.start : later.end] in ("没有", "不支持"):  # 至于降噪，它没有; but not 不锈钢没有异味
                return between.strip(" ,") in ("它", "它就", "它是")
            return len(between) <= 3 and between.strip(" ,") in ("", "它", "就", "是", "功能", "也", "则")
    return False


def _void_behind(folded: str, tokens: list[Token], at: int, kind: str) -> bool:
    """衬衫领、圆领毛衣都衬得起来: what it is worn with."""
    return any(
        kind in later.word.voids_before and _gap(folded, tokens[at].end, later.start) <= _CLAUSE
        for later in tokens[at + 1 : at + 4]
        if later.word.voids_before
    )


def _before_material(folded: str, tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """意大利牛皮, Italian leather: a place right before what comes from there."""
    if at + 1 >= len(tokens) or not (id := tokens[at + 1].word.concept):
        return False
    near = tokens[at + 1].start - tokens[at].end <= 1
    return near and lexicon.concepts[id].kind in ("material", "ingredient", "origin")


def _measures(
    text: str, folded: str, tokens: list[Token], lexicon: Lexicon, given: bool, found: tuple[Measure, ...]
) -> list[Claim]:
    taken = tuple((t.start, t.end) for t in tokens if t.word.concept or t.word.denial or _is_plain(t))
    measures = [m for m in found if not inside(m.start, m.end, taken) and not _is_bullet(text, m)]
    if not measures:
        return []
    claims = []
    used: set[int] = set()  # the tokens that a number has as its role
    first = 0
    for measure in measures:
        while first < len(tokens) and tokens[first].end <= measure.start - 24:
            first += 1
        near = []
        for at in range(first, len(tokens)):
            if tokens[at].start > measure.end + 40:
                break
            near.append(at)
        percent = measure.quantity.dimension == "percent"
        role = _role(folded, measure, tokens, near, used, lexicon, percent)
        of = next((tokens[at] for at in near if tokens[at].end == measure.start and tokens[at].word.concept), None)
        if given or role or of or not _says_nothing(text, folded, measure):
            kind = _kind(text, measure, role)
            # 持续, "for up to": it is said of the thing, and of nothing in particular.
            role = "" if role == "lasting" else role
            sure = bool(role) or _is_sure(text, folded, measure)
            claims.append(Claim(measure.start, measure.end, kind, measure=measure, role=role, sure=sure))
    return claims


_ITEM = re.compile(r"(?:\A|[\n。；;！!：:])\s{0,3}\Z")


def _is_bullet(text: str, measure: Measure) -> bool:
    """The number of an item in a list: 1. 2、 3)"""
    if (
        measure.quantity.dimension
        or measure.end - measure.start > 2
        or text[measure.end : measure.end + 1] not in (".", "、", ")", "）", "．")
    ):
        return False
    return _ITEM.search(text[max(measure.start - 5, 0) : measure.start]) is not None


def _says_nothing(text: str, folded: str, measure: Measure) -> bool:
    """Numbers that are part of the talk: 两个人, 第一次, 睡前的三分钟, four seasons."""
    quantity, end = measure.quantity, measure.end
    if quantity.dimension == "name" and text[measure.start] == "第":
        return not folded.startswith(words("counted", "ordinal"), end)
    spelled = not any(char.isdecimal() for char in text[measure.start : measure.end])
    if spelled and _MOVES.search(text[max(measure.start - 3, 0) : measure.start]):
        return True
    if quantity.dimension == "percent":
        return spelled
    if _CLOCK.match(text, end):
        return True
    if quantity.dimension == "time":
        month = text[measure.end - 1] == "月" and text[measure.end - 2 : measure.end - 1] != "个"
        return spelled or month
    if quantity.dimension not in ("count", ""):
        return False
    if spelled and (_is_soft(folded, end) or (not _HAN.match(text, end) and _is_soft(folded, end + 1))):
        return True
    said = text[measure.start : measure.end]
    if said.endswith(words("counted", "soft")):
        return spelled
    if said.isascii():  # two mugs of tea is talk; of two pockets the facts speak: `judge` looks
        return False
    nounless = end >= len(text) or _BREAK.match(folded, end) is not None or not _HAN.match(text, end)
    return spelled and nounless and said[-1] in "个只种样人口位"


def _is_plain(token: Token) -> bool:
    word = token.word
    return not (word.concept or word.roles or word.triggers or word.voids or word.denial)


def _role(
    folded: str,
    measure: Measure,
    tokens: list[Token],
    near: list[int],
    used: set[int],
    lexicon: Lexicon,
    percent: bool,
) -> str:
    """What a number is said of: the word right before it, or else right behind it."""
    dimension = measure.quantity.dimension.removeprefix("±")
    if dimension == "time" and folded[measure.end - 1] == "岁":
        return "age"
    before = [at for at in near if tokens[at].end <= measure.start]
    after = [at for at in near if tokens[at].start >= measure.end]
    sides = ((reversed(before), True), (iter(after), False))
    for order, ahead in sides:
        for at in order:
            token = tokens[at]
            between = folded[token.end : measure.start] if ahead else folded[measure.end : token.start]
            if not _skips(between, ahead):
                break
            if at in used:
                break
            found = _names(token, dimension, lexicon, percent)
            if found:
                used.add(at)
                if ahead and token.end - token.start == 1 and at and at - 1 in near:
                    longer = tokens[at - 1]  # 防水台垫高7厘米 is said of the 防水台
                    if token.start - longer.end <= 1 and (other := _names(longer, dimension, lexicon, percent)):
                        return other
                return found
            if token.word.concept and not percent:
                break
    return ""


def _names(token: Token, dimension: str, lexicon: Lexicon, percent: bool) -> str:
    word = token.word
    if percent:
        if word.concept and lexicon.concepts[word.concept].kind in ("material", "ingredient"):
            return word.concept
        return ""
    for role in word.roles:
        if dimension in lexicon.role_dimensions[role]:
            return role
    return ""


def _skips(between: str, ahead: bool) -> bool:
    if len(between) > 30:
        return False
    if not between.strip(" "):
        return True
    zh, en, _, _ = _skip()
    if _HAN.search(between) or not between.isascii():
        if ahead:
            return len(between) <= 8 and all(char in zh or char == " " for char in between)
        return len(between) <= 4 and not _BREAK.search(between) and "、" not in between
    if (
        _BREAK.search(between.replace(":", "") if ahead else between)
        or "/" in between
        or (not ahead and ")" in between)
    ):
        return False
    words = between.split()
    if ahead:
        return all(word.strip("():~≈") in en or not word.strip("():~≈") for word in words)
    return len(words) <= 3 and (len(words) <= 1 or words[0] in en or words[-1] in en)


def _is_sure(text: str, folded: str, measure: Measure) -> bool:
    """Whether this number is said of the thing: 三层, 四种颜色, 3 pockets; a spelled 两个 can be talk."""
    said = text[measure.start : measure.end]
    if any(char.isdecimal() for char in said) or measure.quantity.dimension == "name":
        return True
    if measure.quantity.dimension not in ("", "count"):
        return False
    lists = words("counted", "lists")
    if (
        folded.startswith(lists, measure.end - 1)
        or folded.startswith(lists, measure.end)
        or folded.startswith(lists, measure.end + 1)
    ):
        return True
    return not said.isascii() and said[-1] not in words("counted", "counters")


def _is_soft(folded: str, at: int) -> bool:
    """Whether what is counted here is the buyer's own: 人, 条街; a single character only as a whole word."""
    for word in words("counted", "soft"):
        if folded.startswith(word, at):
            after = folded[at + len(word) : at + len(word) + 1]
            if len(word) > 1 or not _HAN.match(after) or after in "的了着里内外后前都就也和地":
                return True
    return False


def _kind(text: str, measure: Measure, role: str) -> str:
    dimension = measure.quantity.dimension
    if _PRICE.match(text, measure.end) or (dimension == "percent" and _PRICE.match(text, measure.end - 1)):
        return "price"
    if measure.start and text[measure.start - 1] in "$€£¥￥":
        return "price"
    if role in _SERVICE:
        return "warranty"
    if dimension == "" and _YEAR.match(text, measure.start):
        return "date"
    if dimension == "percent" and role:
        return "material"
    return _KINDS.get(dimension, "number")
