"""Numbers and measures in a text: "12.5 cm", "2×500ml", "10至15厘米", "三挡", "two-year", "USB3.0"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from miaoshu import numerals, units


class Quantity(NamedTuple):
    """From `low` to `high`, in the base unit of `dimension`, `times` over (2×500ml).

    `dimension` is "" for a bare number and "name" for a name with digits in it (USB3.0), whose `name` is it
    without case, spaces and hyphens; of a count `name` is what is counted. "±length" is a tolerance.
    """

    low: float
    high: float
    dimension: str = ""
    name: str = ""
    times: float = 1.0


class Measure(NamedTuple):
    """`text[start:end]` states `quantity`. Its last decimal place is worth `step` base units."""

    start: int
    end: int
    quantity: Quantity
    unit: units.Unit | None = None
    step: float = 0.0


@dataclass(slots=True)
class _Part:
    """One number on its way to a measure."""

    start: int
    end: int
    value: float
    step: float
    unit: units.Unit | None
    negative: bool = False
    separator: str = ""  # what stands between it and the next part


_FULL = re.compile("[０-９Ａ-Ｚａ-ｚ．％／＊＋－～]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _FULL.match(chr(code))}
# Number words by their first letter: trying all of them everywhere takes ten times as long.
_WORDS = "|".join(f"[{word[0]}{word[0].upper()}](?i:{word[1:]})" for word in (*numerals.WORDS, "pure"))
_CANDIDATE = re.compile(
    rf"[\d{''.join(numerals.VULGAR)}{numerals.HAN}纯全]|(?<![A-Za-z])(?=[{numerals.FIRST}pP])(?:{_WORDS})(?![A-Za-z])"
)
_VERSION = re.compile(
    r"\d+(?:\.\d+){2,}|\d+:\d+(?:\.\d+)?(?!\d)|\d{4}([-/])\d{1,2}\1\d{1,2}(?!\d)|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}[日号])?"
)
# The rest of a name: .0 of USB3.0, -XS-Black of MH01-XS-Black.
_TAIL = re.compile(r"[^\W_㐀-鿿]*(?:[.\-_][^\W_㐀-鿿]+)*")
_SEPARATOR = re.compile(r"\s?([-–—~～〜至到*×xX✕/±]|to(?=\s)|by(?=\s)|\+/-|\+)\s?(?=-?\d)")
_RANGES = frozenset("-–—~～〜至到") | {"to"}
_NUMERAL = re.compile(f"[{numerals.HAN}]+")
_ANY = "|".join(numerals.WORDS)
_NUMBER_WORDS = re.compile(rf"(?:{_ANY})(?:(?:[ -]| and )(?:{_ANY})(?![A-Za-z])){{0,6}}", re.IGNORECASE)
_TIMES = frozenset("*×xX✕")
_STOP = re.compile(r"\Z|[，。；、！？\s]\s?(?![A-Za-z\d°])|[,.;:!?)]\s*(?!\d)|[)）\]】」”’]")
_COMPOUND = frozenset(("length", "mass", "time"))
_LARGE = re.compile(r" (hundred|thousand|million|billion)(?![A-Za-z])", re.IGNORECASE)
_AND_A_PART = re.compile(
    r"(?: and |-and-)(a half|a-half|a quarter|three quarters|three-quarters)(?![A-Za-z])", re.IGNORECASE
)
_PARTS = {"a half": 0.5, "a-half": 0.5, "a quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75}
_LISTED = re.compile(r", |、| and |, and |和|/")
_POINT = re.compile(r"点([零〇一二两三四五六七八九]{1,3})")
_BEHIND = re.compile(
    r"(?!一(?![零〇一二三四五六七八九]))([零〇一二三四五六七八九]{1,2})(?![十百千万亿\d])"
)  # 一米八三, 六公斤八
_PERCENT = re.compile(rf"百分之(?:([{numerals.HAN}]+)|(\d+(?:\.\d+)?))")
_PROMISE = re.compile("质保|保修|联保|包换|换新|保质|待机|续航|有效")
# 一款, 一层: nothing is counted
_SOME = frozenset(("piece", "种", "双", "套", "包", "盒", "袋", "瓶", "卷", "次", "人", "口", "层", "色", "代"))


@cache
def _rules() -> tuple[tuple[str, ...], re.Pattern[str], dict[str, str]]:
    """Idioms; what 纯, 全 and "pure" stand before; and the material that each of those words means."""
    raw = tomllib.loads(files("miaoshu").joinpath("rules/numerals.toml").read_text("utf-8"))
    words = {word: name for name, others in raw["materials"].items() for word in (name, *others)}
    longest = sorted(words, key=len, reverse=True)
    return tuple(raw["idioms"]), re.compile(rf"\s?({'|'.join(longest)})(?![a-zA-Z])", re.IGNORECASE), words


def quantities(text: str, known: Sequence[tuple[int, int]] = ()) -> tuple[Measure, ...]:
    """Every number, measure and name with digits of a text, in order; their spans do not overlap.

    What lies inside the `known` spans (sorted, apart) is left out, unless it goes on after them.
    """
    if _FULL.search(text):
        text = text.translate(_NARROW)
    found: list[Measure] = []
    at = span = 0
    while candidate := _CANDIDATE.search(text, at):
        start = candidate.start()
        while span < len(known) and known[span][1] <= start:
            span += 1
        if span < len(known) and known[span][0] <= start and _ends(text, start, known[span][1]):
            at = known[span][1]
            continue
        char = text[start]
        if char in "纯全":
            at = _pure(text, start, start + 1, found)
        elif char in numerals.HAN:
            at = _chinese(text, start, found)
        elif "a" <= char.lower() <= "z":
            read = _pure if char in "pP" else _english
            at = read(text, start, candidate.end(), found)
        else:
            at = _digits(text, start, at, found)
    return tuple(_together(text, found)) if len(found) > 1 else tuple(found)


def _together(text: str, found: list[Measure]) -> list[Measure]:
    """五斤二两, 1小时30分钟, 5 ft 10 in: what is said in a larger and a smaller unit is one measure."""
    for at in range(len(found) - 2, -1, -1):  # 71, 76 and 81 cm: the unit of the last is that of all
        measure, later = found[at], found[at + 1]
        bare = measure.quantity.dimension == "" and measure.quantity.low == measure.quantity.high
        if not (bare and later.unit and _LISTED.fullmatch(text, measure.end, later.start)):
            continue
        if later.quantity.dimension not in ("count", "percent"):
            value = measure.quantity.low * later.unit.factor + later.unit.offset
            quantity = later.quantity._replace(low=value, high=value, times=1.0)
            found[at] = measure._replace(quantity=quantity, unit=later.unit, step=measure.step * later.unit.factor)
    joined = found[:1]
    for measure in found[1:]:
        last = joined[-1]
        one, other = last.quantity, measure.quantity
        if (
            one.dimension == ""
            and measure.unit
            and one.low == one.high
            and other.low == other.high
            and text[last.end : measure.start] == " to "
            and text[last.end - 1].isalpha()
        ):  # six to twelve months
            low = one.low * measure.unit.factor + measure.unit.offset
            joined[-1] = measure._replace(start=last.start, quantity=other._replace(low=low))
        elif (
            last.unit
            and measure.unit
            and one.dimension == other.dimension in _COMPOUND
            and last.unit.factor > measure.unit.factor
            and one.low == one.high
            and other.low == other.high < last.unit.factor
            and text[last.end : measure.start] in ("", " ", " and ")
        ):
            value = one.low + other.low
            joined[-1] = Measure(
                last.start, measure.end, one._replace(low=value, high=value), measure.unit, measure.step
            )
        else:
            joined.append(measure)
    return joined


def _ends(text: str, start: int, at: int) -> bool:
    """Whether what begins with a number at `start` cannot go on behind `at`: 3|年, 5|0, two|-year."""
    last = text[at - 1]
    if units.letter(last) and text[start].isdecimal():
        return not (at < len(text) and (units.letter(text[at]) or text[at].isdecimal() or text[at] == "-"))
    if last.isdecimal() or last in numerals.VULGAR or last in numerals.HAN or units.letter(last):
        return _STOP.match(text, at) is not None
    return True


of_value = lru_cache(maxsize=16_384)(quantities)  # for what comes again and again: values, names


def name_key(name: str) -> str:
    """The form in which names with digits are compared: USB 3.0 = usb3.0 = USB-3.0."""
    return re.sub(r"[\s\-_]+", "", name.translate(_NARROW)).casefold()


def _name(text: str, start: int, end: int, found: list[Measure]) -> int:
    found.append(Measure(start, end, Quantity(0.0, 0.0, "name", name_key(text[start:end]))))
    return end


def _tail(text: str, at: int) -> int:
    found = _TAIL.match(text, at)
    return found.end() if found else at


def _lead(text: str, start: int, floor: int) -> int:
    """Where the letters begin that make a name of the digits at `start`: USB3, Q-508; else `start`."""
    at = start
    while at > floor and units.letter(text[at - 1]):
        at -= 1
    if at == start and start - floor > 1 and text[start - 1] == "-":
        at -= 1
        while at > floor and start - at < 8 and units.letter(text[at - 1]):
            at -= 1
        return at if text[at : start - 1].isupper() else start
    return start if text[at:start] in ("x", "X") else at


def _digits(text: str, start: int, floor: int, found: list[Measure]) -> int:
    """Reads what begins with a digit; `floor` is where the last measure ended. Returns where to go on."""
    if (lead := _lead(text, start, floor)) < start:
        return _name(text, lead, _tail(text, start), found)
    before = text[start - 1] if start > floor else ""
    if before == "第":
        return _name(text, start - 1, numerals.number(text, start)[1], found)
    if version := _VERSION.match(text, start):
        return _name(text, start, _tail(text, version.end()), found)
    negative = before in ("-", "−", "–") and not (
        start > 1 and text[start - 2].isascii() and text[start - 2].isalnum()
    )
    negative = negative or text.startswith("零下", max(start - 2, 0))
    parts: list[_Part] = []
    at = start
    while True:
        part = _part(text, at)
        separator = _SEPARATOR.match(text, part.end)
        if separator is None and part.unit is None and part.end < len(text) and units.letter(text[part.end]):
            _resolve(text, parts, found)
            return _name(text, at, _tail(text, part.end), found)  # 4K, 1080P
        if together := units.IN_ONE.match(text, part.end):
            _resolve(text, parts, found)
            found.append(Measure(at, together.end(), Quantity(0.0, 0.0, "name", f"{part.value:g}in1")))
            return together.end()
        part.negative = negative
        parts.append(part)
        if separator is None:
            _resolve(text, parts, found)
            return part.end
        part.separator = separator[1].lower()
        at = separator.end()
        if negative := text[at] == "-":
            at += 1


def _part(text: str, start: int) -> _Part:
    """The number at `start`, a digit, with the unit that follows it."""
    value, end, step = numerals.number(text, start)
    while end < len(text) and (char := text[end]) in "千万亿百" and units.han_unit(text, end) is None:
        value, end, step = value * numerals.TENS[char], end + 1, step * numerals.TENS[char]
    if large := _LARGE.match(text, end):
        factor = numerals.LARGE[large[1].lower()]
        value, end, step = value * factor, large.end(), step * factor
    unit, unit_end = units.after(text, start, end, value)
    return _Part(start, unit_end, value, step, unit)


def _resolve(text: str, parts: list[_Part], found: list[Measure]) -> None:
    """Makes measures of the numbers of one chain: 10-15 cm, 20*30*40cm, 2×500ml, 12/24V, 500±5 ml."""
    if not parts:
        return
    if len(parts) > 2 and all(part.unit is None and part.separator in ("-", "") for part in parts):
        _name(text, parts[0].start, parts[-1].end, found)  # 2024-01-15, 020-123-4567
        return
    unit = None
    for part in reversed(parts):  # the unit of the last one is that of all that have none
        times = part.separator in _TIMES and unit is not None and unit.dimension not in ("length", "count")
        if part.unit is None and not (times and len(parts) == 2):
            part.unit = unit
        unit = part.unit
        if part.negative and unit and unit.dimension in ("temperature", "degree"):
            part.value = -part.value
            part.start -= 2 if text.startswith("零下", max(part.start - 2, 0)) else 1
    at = 0
    while at < len(parts):
        part = parts[at]
        after = parts[at + 1] if at + 1 < len(parts) else None
        if after and part.separator in _RANGES and part.value < after.value and _alike(part, after):
            found.append(_measure(text, part, after.value, after))
            at += 2
        elif after and len(parts) == 2 and part.separator in _TIMES and (pair := _repeated(text, part, after)):
            found.append(pair)
            at += 2
        else:
            found.append(_measure(text, part, part.value, part))
            if at and parts[at - 1].separator in ("±", "+/-"):
                quantity = found[-1].quantity
                found[-1] = found[-1]._replace(quantity=quantity._replace(dimension="±" + quantity.dimension))
            at += 1


def _alike(one: _Part, other: _Part) -> bool:
    return (one.unit.dimension if one.unit else "") == (other.unit.dimension if other.unit else "")


def _measure(text: str, part: _Part, high: float, last: _Part) -> Measure:
    unit, upper = part.unit, last.unit
    if unit is None or upper is None or (unit.name == "year" and 1900 <= part.value <= 2100):
        return Measure(part.start, last.end, Quantity(part.value, high), None, part.step)
    name = unit.name if unit.dimension == "count" else ""
    if unit.name == "%" and part.value == 100:
        name = _material(text, last.end)
    quantity = Quantity(
        part.value * unit.factor + unit.offset, high * upper.factor + upper.offset, unit.dimension, name
    )
    return Measure(part.start, last.end, quantity, unit, max(part.step, last.step) * unit.factor)


def _repeated(text: str, one: _Part, other: _Part) -> Measure | None:
    """2×500ml or 500ml×2瓶 as one measure."""
    if one.unit is None and other.unit and other.unit.dimension not in ("length", "count"):
        times, content = one, other
    elif one.unit and one.unit.dimension != "count" and (other.unit is None or other.unit.dimension == "count"):
        times, content = other, one
    else:
        return None
    whole = _measure(text, content, content.value, content)
    return whole._replace(start=one.start, end=other.end, quantity=whole.quantity._replace(times=times.value))


def _pure(text: str, start: int, end: int, found: list[Measure]) -> int:
    """Reads 纯棉, 全棉 and "pure cotton"."""
    if word := _rules()[1].match(text, end):
        quantity = Quantity(100.0, 100.0, "percent", _material(text, end))
        found.append(Measure(start, word.end(), quantity, units.find("%"), 1.0))
        return word.end()
    return end


def _material(text: str, at: int) -> str:
    _, words, names = _rules()
    word = words.match(text, at)
    return names[word[1].casefold()] if word else ""


def _chinese(text: str, start: int, found: list[Measure]) -> int:
    """Reads what begins with a Chinese numeral: a measure only where a unit follows. Nothing in 一款."""
    numeral = _NUMERAL.match(text, start)
    assert numeral is not None
    run, end = numeral[0], numeral.end()
    before = text[start - 1] if start else ""
    if percent := _PERCENT.match(text, start):
        value = numerals.chinese(percent[1]) if percent[1] else float(percent[2])
        if value is not None:
            found.append(Measure(start, percent.end(), Quantity(value, value, "percent"), units.find("%"), 1.0))
        return percent.end()
    if len(run) > 1 and run[-1] == "两":  # 二两
        run, end = run[:-1], end - 1
    value = numerals.chinese(run)
    if value is None or before in ("每", "几", "数", "上") or text.startswith(_rules()[0], start):
        return numeral.end()
    if before == "第":
        found.append(Measure(start - 1, end, Quantity(0.0, 0.0, "name", f"第{value:g}")))
        return end
    if together := units.IN_ONE.match(text, end):
        found.append(Measure(start, together.end(), Quantity(0.0, 0.0, "name", f"{value:g}in1")))
        return together.end()
    if (point := _POINT.match(text, end)) and units.han_unit(text, point.end()):  # 十三点三寸
        value, end = value + float(f"0.{_decimals(point[1])}"), point.end()
        run = text[start:end]
    if text.startswith("个半", end) and (later := units.han_unit(text, end + 2)) and later[0].dimension != "count":
        run, value, end = "", value + 0.5, end + 2
    unit, stop = units.han_unit(text, end) or (None, end)
    if unit is None or _says_nothing(text, run, unit, start, stop):
        return max(end, stop) if unit else max(numeral.end(), end)
    if stop < len(text) and text[stop] == "半" and unit.dimension != "count":  # 两年半
        value, stop = value + 0.5, stop + 1
    if (
        unit.dimension in ("length", "mass")
        and (behind := _BEHIND.match(text, stop))
        and not _counts(text, behind.end())
    ):
        value, stop = value + float(f"0.{_decimals(behind[1])}"), behind.end()
    sign = -1 if unit.dimension in ("temperature", "degree") and text.startswith("零下", max(start - 2, 0)) else 1
    part = _Part(start, stop, sign * value, 1.0, unit)
    found.append(_measure(text, part, part.value, part))
    return stop


def _decimals(numerals_: str) -> str:
    return "".join(
        str("零一二三四五六七八九".index(char)) for char in numerals_.replace("〇", "零").replace("两", "二")
    )


def _counts(text: str, at: int) -> bool:
    """Whether a unit begins here."""
    return units.han_unit(text, at) is not None


def _says_nothing(text: str, run: str, unit: units.Unit, start: int, stop: int) -> bool:
    if run == "半":
        return unit.dimension in ("count", "money")
    if run != "一":
        return False
    if start == 0 and stop == len(text):  # a value
        return False
    if unit.name in ("g", "in", "尺", "ml"):  # 轻一克
        return stop >= len(text) or text[stop] not in numerals.HAN
    if unit.dimension == "time":
        return not (_PROMISE.search(text, max(start - 4, 0), start) or _PROMISE.search(text, stop, stop + 4))
    return unit.dimension in ("degree", "yarn") or (unit.dimension == "count" and unit.name in _SOME)


def _english(text: str, start: int, end: int, found: list[Measure]) -> int:
    """Reads English number words; "one" and "half" are numbers only before a unit."""
    words = _NUMBER_WORDS.match(text, start)
    assert words is not None
    end = words.end()
    said = words[0].casefold()
    value = numerals.english(said)
    if (rest := _AND_A_PART.match(text, end)) and said != "half":  # two and a half
        value, end = value + _PARTS[rest[1].lower()], rest.end()
    unit, stop = units.after(text, start, end, value)
    if said in ("one", "half"):
        vague = unit is None or unit.dimension == "count" or (unit.dimension == "time" and said == "one")
        if vague and not (unit and unit.name in ("year", "month")):
            return end
    part = _Part(start, stop, value, 1.0, unit)
    found.append(_measure(text, part, value, part))
    return stop
