"""Numbers as they are written: 1,299 and 1½, 一百二十, "twenty-five"."""

from __future__ import annotations

import re
from math import gcd

from miaoshu import units

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
HAN = "".join(_DIGITS) + "".join(TENS) + "半"

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TIES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {
    **dict(zip(_ONES + _TEENS, range(1, 20), strict=True)),
    **dict(zip(_TIES, range(20, 100, 10), strict=True)),
}
LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
WORDS = tuple(sorted((*_SMALL, *LARGE, "half"), key=len, reverse=True))
FIRST = "".join(sorted({letter for word in WORDS for letter in (word[0], word[0].upper())}))

VULGAR = dict(zip("½⅓⅔¼¾⅕⅛⅜⅝⅞", (1 / 2, 1 / 3, 2 / 3, 1 / 4, 3 / 4, 1 / 5, 1 / 8, 3 / 8, 5 / 8, 7 / 8), strict=True))
_NUMBER = re.compile(
    r"(?P<eu>\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d))"
    r"|(?P<us>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?![\d]))"
    r"|\d+(?:\.\d+)?"
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")
_COMMA = re.compile(r"\d+,\d{1,2}(?![\d,])")
_FRACTION = re.compile(r"(?:(\d{1,4})[ -])?(\d{1,3})/(\d{1,3})(?![\d/.])")
_SIMPLE = re.compile(rf"\d+(?:\.\d+)?(?![\d.,/{''.join(VULGAR)}]|[ \-\u00a0\u2009\u202f]\d)")
_DENOMINATORS = {2, 3, 4, 5, 6, 8, 10, 16, 32, 64}


def chinese(numeral: str) -> float | None:
    """一百二十 = 一二〇 = 120, 两万五 = 25000, 半 = 0.5; None where it is no number."""
    if numeral == "半":
        return 0.5
    if len(numeral) > 20:
        return None
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        # 三四十 and 七八个 are vague; from three digits on they are read one by one: 二〇二六.
        return float("".join(str(_DIGITS[char]) for char in numeral)) if len(numeral) > 2 else None
    total = section = 0.0  # of the whole numeral; of what stands before the next 万 or 亿
    digit: int | None = None
    last, limit, large = 0, 10_000, 10**12  # the place named last, and what the next ones lie below
    for char in numeral:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in ("万", "亿") and TENS[char] < large:
            section += digit or 0
            if not section:
                return None
            total = (total + section) * TENS[char] if char == "亿" else total + section * TENS[char]
            section, digit, large = 0.0, None, TENS[char]
            last, limit = TENS[char], 10_000
        elif char in TENS and TENS[char] < limit and (digit or char == "十"):
            section += (1 if digit is None else digit) * TENS[char]
            digit, last, limit = None, TENS[char], TENS[char]
        else:
            return None
    # 两万五 is 25000, 一百二 is 120.
    return total + section + (digit or 0) * (last / 10 if last >= 100 else 1)


def english(words: str) -> float:
    """The number of English number words: "two hundred and ten" = 210. Raises KeyError for other words."""
    total, section = 0.0, 0.0
    for word in re.split(r"[ -]+(?:and )?", words.casefold()):
        if word == "half":
            section += 0.5
        elif word in _SMALL:
            section += _SMALL[word]
        elif LARGE[word] < 1_000:
            section = (section or 1) * LARGE[word]
        else:
            total += (section or 1) * LARGE[word]
            section = 0.0
    return total + section


def number(text: str, start: int) -> tuple[float, int, float]:
    """Value, end and the worth of the last decimal place of the number at `start`."""
    if vulgar := VULGAR.get(text[start]):
        return vulgar, start + 1, 0.0
    if simple := _SIMPLE.match(text, start):
        digits = simple[0]
        point = digits.find(".")
        return float(digits), simple.end(), 10.0 ** (point + 1 - len(digits)) if point >= 0 else 1.0
    if (found := _FRACTION.match(text, start)) and _is_fraction(float(found[2]), float(found[3])):
        return float(found[1] or 0) + float(found[2]) / float(found[3]), found.end(), 0.0
    number = _NUMBER.match(text, start)
    assert number is not None
    digits, end = number[0], number.end()
    if number["eu"]:
        digits = digits.replace(".", "").replace(",", ".")
    elif number["us"]:
        digits = re.sub(r"[^\d.]", "", digits)
    elif (comma := _COMMA.match(text, start)) and units.after(text, start, comma.end())[0]:
        digits, end = comma[0].replace(",", "."), comma.end()  # 1,5 l
    elif (spaced := _SPACED.match(text, start)) and (start == 0 or text[start - 1] in ":：(（¥$€"):
        digits, end = spaced[0].replace(" ", ""), spaced.end()
    if end < len(text) and (vulgar := VULGAR.get(text[end])):
        return float(digits) + vulgar, end + 1, 0.0
    point = digits.find(".")
    return float(digits), end, 10.0 ** (point + 1 - len(digits)) if point >= 0 else 1.0


def _is_fraction(over: float, under: float) -> bool:
    """4/8GB and 12/24V are two sizes each, 3/4" is one."""
    return over < under and under in _DENOMINATORS and gcd(int(over), int(under)) == 1
