"""How many there are of something: what a number counts, and whether a fact counts the same."""

from __future__ import annotations

import re

from miaoshu.claims.lexicon import Lexicon
from miaoshu.claims.reader import Claim
from miaoshu.claims.sheet import Sheet, Stated
from miaoshu.claims.words import words
from miaoshu.languages import is_han
from miaoshu.patterns import fold

_BEFORE = re.compile(r"[㐀-鿿]{2}\Z")
_OWN = re.compile(r"[a-z]{3,}\Z")
_NOUN = re.compile(r"(?:[ ]?(?:[a-z]+ ){0,2}[a-z]+|[㐀-鿿]{1,4})")
_COMMON = frozenset("的个数量共有只件款大小双可多最高达约为是配带附送装")
_COUNTERS = frozenset("个只件条根把张台片块支粒样座一二两三四五六七八九十")
_GENERIC = re.compile("(?:数量|件数|个数|套件|规格|包装|装量|片数|pieces|quantity|pack)", re.IGNORECASE)
_HAN_DIGITS = dict(zip(range(1, 11), "一二三四五六七八九十", strict=True))


def is_talk(claim: Claim, text: str, sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether a number word is part of the talk: two mugs of tea, 两件事, where no fact speaks of such things."""
    if claim.measure is None or claim.measure.quantity.dimension not in ("", "count"):
        return False
    said = text[claim.start : claim.end]
    if any(char.isdecimal() for char in said):
        return False
    if not said.isascii() and said[-1] not in _COUNTERS:
        return False  # 三层, 五双: the unit says what is counted
    noun = _counted_noun(claim, text)
    if noun.startswith(("fifth", "third", "quarter", "half", "halves", "tenth")):
        return True
    if any(_speaks_of(line, noun) for _, line in sheet.lines):
        return False
    named = any(token.start == 0 and token.word.concept for token in lexicon.tokens(noun)[:1])
    return not named and listed(claim, text, sheet) == ""


def listed(claim: Claim, text: str, sheet: Sheet) -> str:
    """两色, 三个尺码, four attachments: as many as a fact has values."""
    assert claim.measure is not None
    said, count = claim.measure, claim.measure.quantity
    if count.dimension not in ("", "count") or count.low != count.high or count.low not in sheet.listed:
        return ""
    noun = _counted_noun(claim, text)
    listing = [name for name in sheet.listed[int(count.low)] if _speaks_of(fold(name), noun)]
    if listing:
        return listing[0]
    around = fold(text[said.end - 1 : said.end + 12])
    counts = around.startswith(words("counted", "lists")) or around[1:].lstrip().startswith(words("counted", "lists"))
    return sheet.listed[int(count.low)][0] if counts else ""


def numbered(claim: Claim, text: str, sheet: Sheet) -> str:
    """Seven gears, where the fact is Gears: 7-speed hub; 三个踏板, where it is 三踏板."""
    assert claim.measure is not None
    count = claim.measure.quantity
    noun = _counted_noun(claim, text)
    if (
        count.dimension not in ("", "count")
        or count.low != count.high
        or not noun
        or not count.low.is_integer()
        or count.low > 1e9
    ):
        return ""
    digits = re.compile(rf"(?<![\d.]){int(count.low)}(?![\d.])")
    han = _HAN_DIGITS.get(int(count.low), "#")
    for source, line in sheet.lines:
        if _speaks_of(line, noun) and (digits.search(line) or han in line or (count.low == 2 and "双" in line)):
            return source
    return ""


def counts_same(claim: Claim, stated: Stated, text: str, sheet: Sheet, lexicon: Lexicon) -> bool:
    """3个口袋 is no 3个接口: a thing that is counted and that no fact speaks of is another thing."""
    assert claim.measure is not None
    noun = _counted_noun(claim, text)
    counter = text[claim.end - 1 : claim.end]
    if counter not in _COUNTERS and is_han(counter) and counter in stated.words:
        return True  # 5层碳钢架, where the fact is 层数
    if _GENERIC.match(stated.fact) or (is_han(noun) and _heads(noun) & _heads(stated.words)):
        return True  # 九件套, where the fact is 件数: 9件; 六十个内袋, where it is 袋数
    if not noun or _speaks_of(stated.words, noun) or noun.isascii() == is_han(stated.words):
        return True
    if noun.isascii():
        return not any(_speaks_of(line, noun) for source, line in sheet.lines if source != stated.fact)
    if len(noun) < 2:
        return True
    tokens = lexicon.tokens(noun)
    return not (tokens and tokens[0].start == 0 and tokens[0].word.concept)


def _counted_noun(claim: Claim, text: str) -> str:
    """What a number counts, folded: behind it, or the unit itself (seven gears)."""
    assert claim.measure is not None
    unit = claim.measure.unit
    own = _OWN.search(text[claim.start : claim.end].casefold()) if unit and unit.dimension == "count" else None
    if own:
        return own[0].strip()
    noun = _NOUN.match(fold(text[claim.end : claim.end + 40]))
    if noun:
        return noun[0].strip().lstrip("".join(_COMMON))
    before = _BEFORE.search(text[max(claim.start - 4, 0) : claim.start])  # 枕套四只
    return before[0] if before else ""


def _speaks_of(line: str, noun: str) -> bool:
    """Whether a noun, or a good part of it, stands in a folded line."""
    if not noun:
        return False
    if noun.isascii():
        return any(word[:4] in line for word in noun.split()[:3] if len(word) > 2)
    return any(noun[at : at + 2] in line for at in range(len(noun) - 1))


def _heads(words: str) -> set[str]:
    """The last characters of the words in a line, 数 aside: 袋数 60袋 -> 袋."""
    return {part.rstrip("数量个")[-1:] for part in re.findall(r"[㐀-鿿]+", words)} - {""}


def in_one(name: str, sheet: Sheet) -> str:
    """二合一: as many functions as a fact lists."""
    parts = name.removesuffix("in1")
    return sheet.listed.get(int(parts), [""])[0] if name.endswith("in1") and parts.isdecimal() else ""


def same_things(claim: Claim, text: str, sheet: Sheet) -> str:
    """The fact that counts these very things, whatever its number: 口袋数, where the text says 五个口袋."""
    noun = _counted_noun(claim, text)
    if not noun:
        return ""
    for dimension in ("", "count"):
        for stated in sheet.measures.get(dimension, ()):
            if _speaks_of(fold(stated.fact), noun):
                return stated.fact
    return ""
