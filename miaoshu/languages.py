"""Which language a text is in, and how long it is.

Scripts decide where they can; for Latin script, the small words and letters of `rules/words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANS = re.compile(_HAN.pattern + "+")
_ASIDE = re.compile(r"[(\uff08\[【][^()\uff08\uff09\[\]【】]{0,40}[)\uff09\]】]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_LATIN = re.compile(r"[a-zA-ZÀ-ɏḀ-ỿ]")
_WORD = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"\s+")
_SAMPLE = 600  # characters that are looked at

# A script, its usual language, and the languages that letters of their own give away.
_SCRIPTS: tuple[tuple[re.Pattern[str], str, tuple[tuple[str, str], ...]], ...] = tuple(
    (re.compile(f"[{letters}]"), language, others)
    for letters, language, others in (
        (
            r"\u0400-\u04ff",
            "ru",
            (
                ("ыэё", "ru"),
                ("ђјљњћџ", "sr"),
                ("ѓќѕ", "mk"),
                ("іїєґ", "uk"),
                ("ў", "be"),
                ("ъ", "bg"),
                ("йщьюя", "ru"),
            ),
        ),
        (r"\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc", "ar", (("ٹڈڑںے", "ur"), ("پچژگی", "fa"))),
        (r"\u0590-\u05ff", "he", ()),
        (r"\u0370-\u03ff\u1f00-\u1fff", "el", ()),
        (r"\u0e01-\u0e7f", "th", ()),
        (r"\uac00-\ud7af\u1100-\u11ff", "ko", ()),
        (r"\u0900-\u097f", "hi", ()),
        (r"\u0980-\u09ff", "bn", ()),
        (r"\u0b80-\u0bff", "ta", ()),
        (r"\u10a0-\u10ff", "ka", ()),
        (r"\u0530-\u058f", "hy", ()),
        (r"\u1780-\u17ff", "km", ()),
    )
)


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, str], tuple[str, ...]]:
    """Word -> languages, letter -> the language it gives away, and all languages."""
    raw = tomllib.loads(files("miaoshu").joinpath("rules/words.toml").read_text("utf-8"))
    words: dict[str, tuple[str, ...]] = {}
    letters: dict[str, str] = {}
    for language, entry in raw.items():
        for word in entry["words"].split():
            words[word] = (*words.get(word, ()), language)
        letters |= dict.fromkeys(entry.get("letters", ""), language)
    return words, letters, tuple(raw)


@cache
def words(language: str) -> tuple[str, ...]:
    """The small words that give a language of Latin script away."""
    raw = tomllib.loads(files("miaoshu").joinpath("rules/words.toml").read_text("utf-8"))
    return tuple(raw[language]["words"].split())


def detect(texts: Iterable[str] | str) -> str:
    """ISO 639-1 code of the language of the texts taken together; "" where nothing decides."""
    text = texts if isinstance(texts, str) else " ".join(texts)
    text = text[:_SAMPLE]
    if text.isascii():
        return _latin(text)
    han = len(_HAN.findall(text))
    if han:
        if 8 * len(_KANA.findall(text)) > han:
            return "ja"
        if 3 * han > len(text):
            return "zh"
        outside = _ASIDE.sub(" ", text)
        han = len(_HAN.findall(outside))
        words = sum(1 for word in _WORD.findall(_HANS.sub(" ", outside)) if len(word) > 1)
        if han >= 2 and (han >= words or not _latin(outside)):
            return "zh"
    elif _KANA.search(text):
        return "ja"
    latin = len(_LATIN.findall(text))
    for letters, language, others in _SCRIPTS:
        count = len(letters.findall(text))
        if count and (2 * count >= latin or not _latin(text)):
            lower = text.lower()
            code = next((code for marks, code in others if any(mark in lower for mark in marks)), "")
            # Russian hardly does without й, ь, я, ы; Serbian has none of them.
            return code or ("sr" if language == "ru" and count > 12 else language)
    return _latin(text) or ("zh" if han else "")


def _latin(text: str) -> str:
    words, letters, order = _tables()
    score: dict[str, int] = {}
    for word in _WORD.findall(text.lower()):
        if word in words:
            for language in words[word]:
                score[language] = score.get(language, 0) + 1
    if not text.isascii():
        for letter in text.lower():
            if letter in letters:
                language = letters[letter]
                score[language] = score.get(language, 0) + 1
    if not score:
        return ""
    best = max(score.values())
    leaders = [language for language in order if score.get(language) == best]
    if best == 1:  # a single foreign word may be a brand
        return "en" if leaders == ["en"] else ""
    return leaders[0]


def is_han(text: str) -> bool:
    """True where the text holds a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


def measure(text: str, language: str) -> int:
    """The length of a text: characters other than white space in Chinese and Japanese, words elsewhere.

    Each Chinese character in a text of another language counts as a word.
    """
    if language in ("zh", "ja"):
        return len("".join(text.split()))
    if text.isascii():
        return len(text.split())
    rest, han = text, 0
    if _HAN.search(text):
        rest = _HANS.sub(" ", text)
        han = len(_HAN.findall(text))
    return han + sum(1 for word in rest.split() if len(word) > 1 or word.isalnum())
