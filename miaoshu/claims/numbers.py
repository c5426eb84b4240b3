"""Numbers against facts: the same quantity in any unit, said of the same thing."""

from __future__ import annotations

import re
from functools import cache
from math import isclose

from miaoshu import facts
from miaoshu.claims.counts import counts_same, in_one, listed, numbered, same_things
from miaoshu.claims.judged import Judged, judged
from miaoshu.claims.lexicon import Lexicon
from miaoshu.claims.reader import Claim
from miaoshu.claims.sheet import Sheet, Stated, roles_of
from miaoshu.claims.words import any_of, words
from miaoshu.patterns import fold

# What a number can be said of as well, where no fact speaks of exactly that.
_SAME = {
    "net_content": {"weight", "capacity", "serving", "fill"},
    "weight": {"net_content", "serving", "fill", "fabric_weight"},
    "charging": {"power", "output_power"},
    "length": {"cable", "heel"},
    "capacity": {"tank", "dust", "net_content", "wash_capacity", "storage"},
    "power": {"output_power", "charging"},
    "storage": {"capacity", "memory"},
    "thickness": {"height", "depth"},
    "height": {"heel", "sole_height"},
    "wash_capacity": {"capacity"},
    "max_load": {"capacity"},
    "diameter": {"screen_size", "wheel", "width"},
    "width": {"diameter"},
}  # fmt: skip


def prove_number(claim: Claim, text: str, sheet: Sheet, lexicon: Lexicon) -> Judged:
    assert claim.measure is not None
    said = claim.measure
    quantity = said.quantity
    others: list[Stated] = []  # facts with this number, of something else
    if sign := _CURRENCY.search(text[max(claim.start - 2, 0) : claim.start]):
        source = _priced(sign[1], text[claim.start : claim.end], sheet)
        return judged(claim, "supported" if source else "unsupported", source, sheet)
    named = _named_fact(text, claim, sheet)
    for dimension in _dimensions(quantity.dimension):
        for stated in sheet.measures.get(dimension, ()):
            if not facts.supports((stated.measure,), said):
                continue
            if named not in ("", stated.fact) or not _same_thing(claim, stated, text, sheet, lexicon):
                others.append(stated)
                continue
            if (word := _latin_before(text, claim)) and word not in stated.words:
                continue  # USB 3.0 is no 3个LAN口
            return Judged(claim, "supported", stated.fact, sheet.told.get(stated.fact, ""))
    source = (
        listed(claim, text, sheet)
        or numbered(claim, text, sheet)
        or _range(claim, sheet)
        or _about(claim, text, sheet)
        or _unit_apart(claim, text, sheet, lexicon)
        or _rate(claim, text, sheet)
    )
    if source and named in ("", source):
        return judged(claim, "entailed", source, sheet)
    if quantity.dimension == "name":
        if source := _name(text, claim, sheet) or in_one(quantity.name, sheet):
            return judged(claim, "supported", source, sheet)
    elif quantity.dimension == "" and (source := _named_before(text, claim, sheet) or _digits(text, claim, sheet)):
        return judged(claim, "supported", source, sheet)
    elif quantity.dimension == "percent" and _pure(claim, sheet):
        return judged(claim, "entailed", sheet.affirmed.get("纯" + claim.role, ""), sheet)
    if quantity.dimension in ("", "count") and (other := same_things(claim, text, sheet)):
        return Judged(claim, "contradicted", other, sheet.told.get(other, ""))
    if named:
        return Judged(claim, "contradicted", named, sheet.told.get(named, ""))
    if claim.role:
        for stated in sheet.measures.get(quantity.dimension, ()):
            if claim.role in stated.roles:
                return Judged(claim, "contradicted", stated.fact, sheet.told.get(stated.fact, ""))
    if others:
        return Judged(claim, "contradicted", others[0].fact, sheet.told.get(others[0].fact, ""), misplaced=True)
    return Judged(claim, "unsupported")


_CURRENCY = re.compile(r"([$€£¥￥]) ?\Z")


def _priced(sign: str, number: str, sheet: Sheet) -> str:
    """The fact that states this price in this currency."""
    yuan = sign in "¥￥"
    digits = re.escape(number.replace(",", ""))
    signs = f"[{re.escape(sign)}¥￥]" if yuan else re.escape(sign)
    found = re.compile(rf"{signs} ?{digits}(?![\d.])" + (rf"|(?<![\d.]){digits} ?元" if yuan else ""))
    return next((source for source, line in sheet.lines if found.search(line.replace(",", ""))), "")


def _dimensions(dimension: str) -> tuple[str, ...]:
    """The dimensions in which a claim of this one can be stated. A count is also the times of 2×500ml."""
    if dimension in ("", "count"):
        return ("", "count", "volume", "mass", "length", "charge")
    if dimension in ("degree", "temperature"):
        return ("degree", "temperature")
    return (dimension,)


def _same_thing(claim: Claim, stated: Stated, text: str, sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether a number is said of what the fact says it of, as far as both tell."""
    assert claim.measure is not None
    dimension = claim.measure.quantity.dimension
    if claim.role and stated.roles and claim.role not in stated.roles:
        if dimension == "percent":
            ours, theirs = lexicon.concepts[claim.role], lexicon.concepts.get(stated.roles[0])
            return theirs is not None and (claim.role in theirs.entails or stated.roles[0] in ours.entails)
        if any(claim.role in other.roles for other in sheet.measures.get(stated.measure.quantity.dimension, ())):
            return False
        return roles_fit(claim.role, stated.roles)
    if dimension == "count" and stated.measure.quantity.dimension in ("", "count"):
        return counts_same(claim, stated, text, sheet, lexicon)
    return True


def roles_fit(role: str, roles: tuple[str, ...]) -> bool:
    """Whether what is said of one thing can be said of the other: net weight and weight."""
    return not (role and roles) or any(
        role == other or role in _SAME.get(other, ()) or other in _SAME.get(role, ()) for other in roles
    )


_FILLER = "约达可至为是仅只有长高最大多小低到近能足够需要：:的了超过 ≤≥<>=～~"


def _named_fact(text: str, claim: Claim, sheet: Sheet) -> str:
    """The fact whose name stands right before a number: 腰围82cm; "" where none does."""
    before = fold(text[max(claim.start - 24, 0) : claim.start])
    tight = before.rstrip(_FILLER)
    if len(before) - len(tight) > 4:
        return ""
    found = [fact for name, fact in sheet.names if before.endswith(name) or tight.endswith(name)]
    if not found or tight.endswith("=") or _is_plain_name(max(found, key=len)):
        return ""
    return max(found, key=len)


def _is_plain_name(name: str) -> bool:
    """Whether a fact's name says nothing of what its numbers measure: 规格, 尺寸, 功能."""
    return name in words("answers", "vague_names")


@cache
def _rounding() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    below, above, around = (any_of(words("about", name)) for name in ("below", "above", "around"))
    return re.compile(rf"(?:{below}) ?\Z"), re.compile(rf"(?:{above}) ?\Z"), re.compile(rf"(?:{around}) ?\Z")


def _about(claim: Claim, text: str, sheet: Sheet) -> str:
    """不到两斤, about 2 lbs, 十多个小时: near enough to what a fact says, on the side that is named."""
    assert claim.measure is not None
    below, above, around = _rounding()
    value = claim.measure.quantity.low
    before = text[max(claim.start - 16, 0) : claim.start].casefold()
    behind = text[claim.end : claim.end + 2]
    if below.search(before):
        low, high = 0.85 * value, value
    elif above.search(before) or behind[:1] in ("多", "余", "+") or behind == "出头":
        low, high = value, 1.2 * value
    elif around.search(before) or behind in ("左右", "上下"):
        low, high = 0.95 * value, 1.05 * value
    else:
        return _water(claim, behind, sheet)
    for stated in sheet.measures.get(claim.measure.quantity.dimension, ()):
        if not roles_fit(claim.role, stated.roles):
            continue
        if low <= stated.measure.quantity.low <= high:
            return stated.fact
    return _water(claim, behind, sheet)


def _water(claim: Claim, behind: str, sheet: Sheet) -> str:
    """一斤水: as much as half a litre."""
    assert claim.measure is not None
    if claim.measure.quantity.dimension != "mass" or behind[:1] != "水":
        return ""
    value = claim.measure.quantity.low
    return next(
        (s.fact for s in sheet.measures.get("volume", ()) if isclose(s.measure.quantity.low, value, rel_tol=0.1)), ""
    )


def _range(claim: Claim, sheet: Sheet) -> str:
    """34到40码: both ends are values of one fact."""
    assert claim.measure is not None
    low, high = claim.measure.quantity.low, claim.measure.quantity.high
    if low == high:
        return ""
    ends: dict[str, set[float]] = {}
    for dimension in _dimensions(claim.measure.quantity.dimension):
        for stated in sheet.measures.get(dimension, ()):
            ends.setdefault(stated.fact, set()).update((stated.measure.quantity.low, stated.measure.quantity.high))
    return next((fact for fact, values in ends.items() if {low, high} <= values), "")


_OUNCE = 0.0295735295625 / 0.028349523125  # litres of a fluid ounce to a kilogram of ounces
_LINES = re.compile(r"(\d{3,4})[pP]")
_SHORT = re.compile(r"(\d{1,4})([GgTtMm])")


def _unit_apart(claim: Claim, text: str, sheet: Sheet, lexicon: Lexicon) -> str:
    """2420万像素 where the fact is 有效像素: 2420万; 6.5-inch where it is "6.5 in AMOLED"; 59块 where it is 59元."""
    assert claim.measure is not None
    measure = claim.measure
    said = text[claim.start : claim.end]
    if said.endswith("块"):
        for stated in sheet.measures.get("money", ()):
            if stated.measure.quantity.low == measure.quantity.low:
                return stated.fact
    if measure.quantity.dimension == "name" and (lines := _LINES.fullmatch(said)):
        return next((source for source, line in sheet.lines if re.search(rf"(?<!\d){lines[1]}(?!\d)", line)), "")
    if measure.quantity.dimension == "mass" and measure.quantity.low < 1:
        for stated in sheet.measures.get("area_density", ()):
            if isclose(stated.measure.quantity.low, measure.quantity.low * 1000):
                return stated.fact
    if measure.quantity.dimension == "volume":
        for stated in sheet.measures.get("mass", ()):  # a bottle of 8 oz
            ounces = stated.measure.unit and stated.measure.unit.name == "oz"
            if ounces and isclose(stated.measure.quantity.low * _OUNCE, measure.quantity.low, rel_tol=0.03):
                return stated.fact
    if measure.quantity.dimension == "name" and (short := _SHORT.fullmatch(said)):
        for stated in sheet.measures.get("data", ()):
            if stated.measure.quantity.low == float(short[1]) * {"g": 1e9, "t": 1e12, "m": 1e6}[short[2].lower()]:
                return stated.fact
    if measure.unit is None or measure.quantity.dimension in ("", "count"):
        return ""
    value = (measure.quantity.low - measure.unit.offset) / measure.unit.factor
    spelled = {fold(said).lstrip("0123456789., "), measure.unit.name.casefold()}
    for stated in sheet.measures.get("", ()):
        bare = stated.measure.quantity
        if not (isclose(bare.low, value) or isclose(bare.high, value)):
            continue
        roles = [
            role for role in roles_of(stated.fact, ()) if measure.quantity.dimension in lexicon.role_dimensions[role]
        ]
        if claim.role and roles and claim.role not in roles:
            continue
        if roles or any(word and word in stated.words for word in spelled):
            return stated.fact
    return ""


_AN_HOUR = re.compile(r" (?:an|a|per) (hour|minute|second)")
_RATES = {
    "hour": 3600.0,
    "minute": 60.0,
    "second": 1.0,
    "每秒": 1.0,
    "每分钟": 60.0,
    "时速": 3600.0,
    "每小时": 3600.0,
    "一小时": 3600.0,
    "一分钟": 60.0,
    "一秒": 1.0,
}
_PER = re.compile(r"(每秒|每分钟|时速|每小时|一小时|一分钟|一秒)[^，。,;；]{0,6}\Z")


def _rate(claim: Claim, text: str, sheet: Sheet) -> str:
    """每秒1050MB, 时速25公里: a rate whose time stands before it."""
    assert claim.measure is not None
    quantity = claim.measure.quantity
    per = _PER.search(text[max(claim.start - 12, 0) : claim.start]) or _AN_HOUR.match(text, claim.end)
    if per is None or quantity.dimension not in ("length", "data"):
        return ""
    value = quantity.low * (8 if quantity.dimension == "data" else 1) / _RATES[per[1]]
    for stated in sheet.measures.get("speed" if quantity.dimension == "length" else "data_rate", ()):
        if abs(stated.measure.quantity.low - value) <= 1e-6 * value:
            return stated.fact
    return ""


def _digits(text: str, claim: Claim, sheet: Sheet) -> str:
    """A bare number that stands in a fact as it is: one of 370/640/1040ml."""
    said = text[claim.start : claim.end]
    if not any(char.isdecimal() for char in said):
        return ""
    whole = re.compile(rf"(?<![\d.]){re.escape(fold(said).replace(',', ''))}(?!\d|\.\d)")
    return next((source for source, line in sheet.lines if whole.search(line.replace(",", ""))), "")


_WORD_BEFORE = re.compile(r"([A-Za-z]{1,20})[ \-]?\Z")
_NAME_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z][A-Za-z]*[A-Z][A-Za-z]*)[ \-]?\Z")


def _name(text: str, claim: Claim, sheet: Sheet) -> str:
    assert claim.measure is not None
    known = facts.Known((), sheet.text)
    name = claim.measure.quantity.name
    if known.names(name):
        return source_of(name, sheet)
    if len(name) > 3 and (
        source := next((s for s, line in sheet.lines if re.search(rf"(?<![a-z\d]){re.escape(name)}[a-z]", line)), "")
    ):
        return source  # PU3000, where the fact is PU3000mm
    parts = text[claim.start : claim.end].casefold().split("-")
    numbered = [part for part in parts if not part.isalpha()]
    if len(parts) > 1 and all(not part.isdecimal() and known.names(part) for part in numbered):
        return source_of(numbered[0], sheet) if numbered else ""
    return ""


def _latin_before(text: str, claim: Claim) -> str:
    """The name that a bare number goes with: USB 3.0; "" where there is none."""
    assert claim.measure is not None
    if claim.measure.quantity.dimension:
        return ""
    word = _NAME_BEFORE.search(text[max(claim.start - 21, 0) : claim.start])
    return word[1].casefold() if word else ""


def _named_before(text: str, claim: Claim, sheet: Sheet) -> str:
    """USB 3.0: a number that is part of a name."""
    word = _WORD_BEFORE.search(text[max(claim.start - 21, 0) : claim.start])
    name = (word[1] + text[claim.start : claim.end]).casefold() if word else ""
    return source_of(name, sheet) if name and facts.Known((), sheet.text).names(name) else ""


def source_of(name: str, sheet: Sheet) -> str:
    return next((source for source, line in sheet.lines if facts.Known((), line).names(name)), "text")


def _pure(claim: Claim, sheet: Sheet) -> bool:
    assert claim.measure is not None
    return claim.measure.quantity.low == 100 and bool(claim.role) and "纯" + claim.role in sheet.affirmed
