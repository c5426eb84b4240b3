"""A claim against what is known of its product: concepts, absences and names."""

from __future__ import annotations

import re

from miaoshu.claims.judged import Judged, judged
from miaoshu.claims.lexicon import Lexicon
from miaoshu.claims.numbers import prove_number
from miaoshu.claims.reader import Claim
from miaoshu.claims.sheet import Sheet, says_no
from miaoshu.claims.words import words as words_of
from miaoshu.languages import is_han
from miaoshu.patterns import fold

_HARMFUL = frozenset(("ingredient", "absence", "environment", "health", "material"))  # whose absence is a promise
_ENDINGS = "香味型口风的款色系调"
_PRECISE = frozenset("自无防免不抗双超全可真一二两三四五六七八九十0123456789")  # 自清洁 is more than 清洁


def prove(claim: Claim, text: str, sheet: Sheet, lexicon: Lexicon) -> Judged:
    if claim.measure:
        return prove_number(claim, text, sheet, lexicon)
    if claim.concept:
        return _absence(claim, sheet, lexicon) if claim.denied else _concept(claim, sheet, lexicon)
    return _words(claim, sheet)


def _concept(claim: Claim, sheet: Sheet, lexicon: Lexicon) -> Judged:
    concept = lexicon.concepts[claim.concept]
    denied = next((id for id in concept.entails if id in sheet.denied), "")
    if denied and claim.concept not in sheet.affirmed:
        return judged(claim, "contradicted", sheet.denied[denied], sheet)
    if claim.concept in sheet.affirmed and not (concept.kind == "color" and _other_shade(claim, sheet)):
        fact = sheet.affirmed[claim.concept]
        literally = claim.words in sheet.text
        return judged(claim, "supported" if literally else "entailed", fact, sheet)
    if source := _stands(claim.words, sheet) or _apart(claim, sheet):
        return judged(claim, "supported", source, sheet)
    if source := _both(claim.words, sheet, lexicon):
        return judged(claim, "entailed", source, sheet)
    if source := _fused(claim.words, sheet) or _wholly(claim.words, sheet, lexicon):
        return judged(claim, "entailed", source, sheet)
    excluded = next((id for id in sheet.affirmed if id in concept.excludes), "")
    if excluded:
        return judged(claim, "contradicted", sheet.affirmed[excluded], sheet)
    return judged(claim, "unsupported", sheet.of_kind.get(claim.kind, ""), sheet)


def _other_shade(claim: Claim, sheet: Sheet) -> bool:
    """Whether a shade is another one than the fact's of that colour, as far as both are in one language."""
    words = claim.words.removesuffix("色")
    if words in sheet.text or len(words) < 2 or words == claim.concept.removesuffix("色"):
        return False
    value = fold(sheet.told.get(sheet.affirmed[claim.concept], ""))
    if words.isascii():
        return value.isascii() and " " in words and not any(word in value for word in words.split()[:-1])
    return is_han(value) and not any(char in value for char in words[:-1])


def _absence(claim: Claim, sheet: Sheet, lexicon: Lexicon) -> Judged:
    for id in lexicon.concepts[claim.concept].entails:
        if id in sheet.denied:
            return judged(claim, "supported", sheet.denied[id], sheet)
    if source := _answered(claim.words, False, sheet) or _fused(claim.words, sheet):
        return judged(claim, "supported", source, sheet)
    if any(
        words in sheet.text
        for words in (f"{claim.words} free", f"free of {claim.words}", f"无{claim.words}", f"不含{claim.words}")
    ):
        return judged(claim, "supported", _stands(claim.words, sheet) or "text", sheet)
    if claim.concept in sheet.affirmed:
        return judged(claim, "contradicted", sheet.affirmed[claim.concept], sheet)
    if lexicon.concepts[claim.concept].kind not in _HARMFUL:
        return judged(claim, "supported", "", sheet)  # "no app to install": what is not promised is not missed
    return judged(claim, "unsupported", "", sheet)


def _both(words: str, sheet: Sheet, lexicon: Lexicon) -> str:
    """防水防尘, where the facts give both."""
    for at in range(2, len(words) - 1):
        one, other = lexicon.by_word.get(words[:at], ""), lexicon.by_word.get(words[at:], "")
        if one in sheet.affirmed and other in sheet.affirmed:
            return sheet.affirmed[one]
    return ""


def _fused(words: str, sheet: Sheet) -> str:
    """不含双酚A, paraben free: a word that denies what a fact answers with no."""
    rest = next(
        (words.removeprefix(denial) for denial in words_of("other", "denials") if words.startswith(denial)), ""
    )
    rest = rest or (words.removesuffix("free").strip() if words.endswith("free") else "")
    return _answered(rest, False, sheet) if len(rest) > 1 else ""


def _answered(words: str, yes: bool, sheet: Sheet) -> str:
    """The fact whose name asks for these words and which answers so."""
    stem = words.rstrip("s") if words.isascii() else words
    stem = stem[:7] if stem.isascii() else stem
    return next((fact for name, answer, fact in sheet.answers if answer is yes and stem and stem in name), "")


def _wholly(words: str, sheet: Sheet, lexicon: Lexicon) -> str:
    """纯棉, where a fact has 100% of something that is 棉."""
    rest = next(
        (words.removeprefix(pure) for pure in ("纯", "全", "100%", "pure ", "all ") if words.startswith(pure)), ""
    )
    concept = lexicon.by_word.get(rest.strip(), "")
    if not concept:
        return ""
    for stated in sheet.measures.get("percent", ()):
        role = stated.roles[0] if stated.roles else ""
        known = stated.measure.quantity.low == 100 and role in lexicon.concepts
        if known and concept in lexicon.concepts[role].entails:
            return stated.fact
    return ""


def _words(claim: Claim, sheet: Sheet) -> Judged:
    """A name, or what fills an open place: its words have to stand in the facts."""
    words = claim.words.removesuffix("s") if claim.words.isascii() and len(claim.words) > 3 else claim.words
    if (
        source := _stands(claim.words, sheet)
        or _stands(words, sheet)
        or (claim.kind != "date" and _mostly(claim.words, sheet))
    ):
        return judged(claim, "supported", source, sheet)
    return judged(claim, "unsupported", "", sheet)


def _apart(claim: Claim, sheet: Sheet) -> str:
    """The fact that has all words of a claim, with others between: removable (backpack) straps, 古法 and 足金."""
    if claim.kind == "package" and (source := _mostly(claim.words, sheet)):
        return source
    about = next((line for source, line in sheet.lines if source == "category"), "")
    if claim.words.isascii():
        said = claim.words.removeprefix("built in ")
        words = [re.compile(rf"\b{re.escape(word[:5])}" + r"\b" * (len(word) < 4)) for word in said.split()]
        if len(words) < 2:
            return _stands(said, sheet) if said != claim.words else ""
        for source, line in sheet.lines:
            there = sum(word.search(line) is not None or word.search(about) is not None for word in words)
            loose = len(words) > 2 and claim.kind in ("function", "package")
            if there >= len(words) - loose and any(word.search(line) for word in words):
                return "" if _says_no(source, sheet) else source
        yes = (
            fact
            for name, answer, fact in sheet.answers
            if answer and any(len(w) > 4 and w[:6] in name for w in claim.words.split())
        )
        return next(yes, "") if claim.kind in ("function", "compatibility") else ""
    stem = claim.words.rstrip(_ENDINGS)
    if claim.kind == "color" and len(stem) == 1 and any(f"{stem}{end}" in sheet.text for end in "光色"):
        return next(source for source, line in sheet.lines if f"{stem}光" in line or f"{stem}色" in line)
    if claim.kind in ("compatibility", "package", "warranty", "size"):
        stem = (
            claim.words.rstrip("口嘴线头版款码号")
            .removeprefix("size ")
            .removesuffix(" size")
            .removeprefix("整机")
            .removeprefix("官方")
            .strip()
        )
    if (
        claim.kind in ("ingredient", "color", "compatibility", "package", "warranty", "size")
        and (len(stem) > 1 or claim.kind == "size")
        and len(stem) < len(claim.words)
        and (source := _stands(stem, sheet))
    ):
        return source
    if claim.kind == "function" and len(claim.words) > 2 and not _PRECISE & set(claim.words):
        pairs = [claim.words[at : at + 2] for at in range(len(claim.words) - 1)]
        for source, line in sheet.lines:
            if 2 * sum(pair in line for pair in pairs) >= len(pairs) and not _says_no(source, sheet):
                return source
    if len(claim.words) >= 4:
        for at in range(2, len(claim.words) - 1):
            one, other = claim.words[:at].strip(), claim.words[at:].strip()
            if claim.kind in ("material", "color") and (source := _stands(one, sheet)) and _stands(other, sheet):
                return source
            lines = ((source, f"{line} {about}") for source, line in sheet.lines if one in line or other in line)
            if source := next((source for source, line in lines if one in line and other in line), ""):
                return "" if _says_no(source, sheet) else source
    return ""


def _says_no(fact: str, sheet: Sheet) -> bool:
    return says_no(sheet.told.get(fact, "").casefold())


def _mostly(words: str, sheet: Sheet) -> str:
    """The fact that holds half of what fills an open place: 防雨罩再走."""
    if is_han(words):
        parts = [words[at : at + 2] for at in range(len(words) - 1)]
    else:
        parts = [word[:5] for word in words.split() if len(word) > 2]
        parts = parts if len(words.split()) > 1 else []
    if not parts:
        return ""
    return next((source for source, line in sheet.lines if 2 * sum(part in line for part in parts) >= len(parts)), "")


def _stands(words: str, sheet: Sheet) -> str:
    """The fact in which these words stand as they are, not as an imitation or a denial; or ""."""
    if (len(words) < 2 and not words.isascii()) or words not in sheet.text:
        return ""
    for source, line in sheet.lines:
        at = line.find(words)
        while at >= 0:
            latin = words[0].isascii() and words[0].isalnum()
            inside = latin and at and line[at - 1].isascii() and line[at - 1].isalpha()
            goes_on = (
                words[-1].isascii()
                and words[-1].isalpha()
                and line[at + len(words) : at + len(words) + 1].isascii()
                and line[at + len(words) : at + len(words) + 1].isalpha()
            )
            if not inside and not goes_on and not line[max(at - 10, 0) : at].endswith(words_of("other", "imitation")):
                return source
            at = line.find(words, at + 1)
    return ""
