"""The form of a text: language, length, banned words, leftover markup, repeated phrases, not empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from miaoshu import facts, languages
from miaoshu.records import Brief, Finding

Spans = tuple[tuple[int, int], ...]

RULES = {
    "empty": "there is no text",
    "language": "words of another language",
    "length": "shorter or longer than asked for",
    "banned": "a word that the shop does not want",
    "markup": "leftover markup",
    "repeat": "a sentence or phrase said twice",
}

_SAYS = {
    "empty": {"zh": "文案是空的", "en": "the text is empty"},
    "language": {"zh": "“{0}”不是中文", "en": "“{0}” is not English"},
    "short": {"zh": "全文{0}字，少于{1}字", "en": "the text has {0} words, at least {1} were asked for"},
    "long": {"zh": "全文{0}字，多于{1}字", "en": "the text has {0} words, at most {1} were asked for"},
    "banned": {"zh": "“{0}”是禁用词", "en": "“{0}” is a banned word"},
    "markup": {"zh": "“{0}”是残留的标记", "en": "“{0}” is leftover markup"},
    "repeat": {"zh": "“{0}”重复出现", "en": "“{0}” is said twice"},
}
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_OTHER = "Ѐ-ӿԱ-ࣿऀ-๿ぁ-ヿ가-힯"  # scripts of neither language
_FOREIGN = {
    "zh": re.compile(rf"[A-Za-z]{{1,40}}(?:[ ,;:'’&\-]{{1,3}}[A-Za-z]{{1,40}}){{4,}}|[{_OTHER}]{{2,}}"),
    "en": re.compile(rf"[{_HAN}]+|[{_OTHER}]{{2,}}"),
}
_HANS = re.compile(f"[{_HAN}]")
_LATIN = re.compile("[A-Za-z]{2,}")
_ENGLISH = 4  # so many English words in a row, not copied, are no longer a name in a Chinese text
_MARK = re.compile(r"[<&*#`{\[\\_]")
_MARKUP = re.compile(
    r"</?[A-Za-z|!][^<>\n]{0,200}>"
    r"|&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});"
    r"|\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__|```|^[ \t]{0,3}#{1,6}[ \t]"
    r"|\{\{?[^{}\n]{0,200}\}?\}|\{\s{0,5}\"|\[[A-Za-z_㐀-鿿][\w \-.:]{0,40}\]|\\(?:[nrt]|u[0-9a-fA-F]{4})",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[^。！？!?.\n]+(?:\.(?=\d)[^。！？!?.\n]+)*")
_RUN = re.compile(f"[{_HAN}]{{8,}}")
_WORD = re.compile(r"[A-Za-z]+(?:['’\-][A-Za-z]+)*")
_GRAM = {"zh": 8, "en": 6}  # so many characters or words said twice are a repetition


def check(brief: Brief, text: str) -> list[Finding]:
    if not text.strip():
        return [Finding("form", "empty", _SAYS["empty"][brief.language])]
    spans = facts.copied_spans(brief, text)
    found = [*_language(brief.language, text, spans), *_length(brief, text)]
    if brief.style.banned:
        found += _banned(brief, text, spans)
    if _MARK.search(text):
        found += _markup(brief.language, text, spans)
    found += _repeats(brief, text, spans)
    return found


def _finding(rule: str, language: str, text: str, start: int, end: int, severity: str = "block") -> Finding:
    words = facts.shown(text[start : min(end, start + 200)])
    return Finding("form", rule, _SAYS[rule][language].format(words), start, end, severity=severity)


def _gaps(text: str, spans: Spans) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in spans:
        if start > at:
            yield at, start
        at = end
    if at < len(text):
        yield at, len(text)


def _language(language: str, text: str, spans: Spans) -> list[Finding]:
    """Words of another language that the merchant did not write."""
    found = []
    if language == "en" and text.isascii():
        return []
    for match in _FOREIGN[language].finditer(text):
        rest = facts.outside(text, match.start(), match.end(), spans)
        if rest and not (rest.isascii() and len(_LATIN.findall(rest)) < _ENGLISH):
            found.append(_finding("language", language, text, match.start(), match.end()))
    if language == "zh" and not found and not _HANS.search(text):
        words = list(_LATIN.finditer(text))
        if sum(not facts.inside(word.start(), word.end(), spans) for word in words) > 1:
            found.append(_finding("language", language, text, words[0].start(), words[-1].end()))
    return found


def _length(brief: Brief, text: str) -> list[Finding]:
    if brief.length is None:
        return []
    least, most = brief.length
    size = languages.measure(text, brief.language)
    if least <= size <= most:
        return []
    says, limit = ("short", least) if size < least else ("long", most)
    return [Finding("form", "length", _SAYS[says][brief.language].format(size, limit), 0, len(text))]


def _banned(brief: Brief, text: str, spans: Spans) -> list[Finding]:
    """Banned words; where the merchant's own words hold one, that is only noted."""
    found = []
    for pattern in _patterns(brief.style.banned):
        for match in pattern.finditer(text):
            own = facts.inside(match.start(), match.end(), spans)
            severity = "note" if own else "block"
            found.append(_finding("banned", brief.language, text, match.start(), match.end(), severity))
    return sorted(found, key=lambda finding: finding.start)


@lru_cache(maxsize=256)
def _patterns(banned: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for word in dict.fromkeys(filter(None, banned)):
        left = "(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        right = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        patterns.append(re.compile(left + re.escape(word) + right, re.IGNORECASE))
    return tuple(patterns)


def _markup(language: str, text: str, spans: Spans) -> list[Finding]:
    """Markup that the merchant's words do not open: a template has none of the opening characters."""
    return [
        _finding("markup", language, text, match.start(), match.end())
        for match in _MARKUP.finditer(text)
        if not facts.inside(match.start(), match.start() + 1, spans)
    ]


def _repeats(brief: Brief, text: str, spans: Spans) -> list[Finding]:
    """Sentences and long phrases said twice; of the plain text only the template's own words count."""
    plain = text == brief.plain.text
    seen: dict[object, int] = {}  # phrase -> where it ended first
    again: list[tuple[int, int]] = []
    for start, end in _gaps(text, spans) if plain else ((0, len(text)),):
        for phrase, at, stop in _phrases(brief.language, text, start, end):
            if seen.setdefault(phrase, stop) > at or facts.inside(at, stop, spans):
                continue
            if again and at <= again[-1][1]:
                again[-1] = (again[-1][0], stop)
            else:
                again.append((at, stop))
    if not plain:
        again += [span for span in _sentences(text) if not any(a < span[1] and span[0] < b for a, b in again)]
    return [
        _finding("repeat", brief.language, text, start, end)
        for start, end in again
        if not facts.inside(start, end, spans)
    ]


def _phrases(language: str, text: str, start: int, end: int) -> Iterator[tuple[object, int, int]]:
    """All runs of so many characters or words between two places, with where they stand."""
    size = _GRAM[language]
    if end - start < size:
        return
    if language == "zh":
        for run in _RUN.finditer(text, start, end):
            for at in range(run.start(), run.end() - size + 1):
                yield text[at : at + size], at, at + size
        return
    if text.count(" ", start, end) < size - 1:
        return
    for sentence in _SENTENCE.finditer(text, start, end):
        words = list(_WORD.finditer(text, sentence.start(), sentence.end()))
        said = [word[0].casefold() for word in words]
        for at in range(len(words) - size + 1):
            yield tuple(said[at : at + size]), words[at].start(), words[at + size - 1].end()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences of some length that were there before."""
    seen: set[str] = set()
    for match in _SENTENCE.finditer(text):
        said = match[0].strip().casefold()
        if len(said) >= 4 and (said in seen or seen.add(said)):  # type: ignore[func-returns-value]
            begin = match.end() - len(match[0].lstrip())
            yield begin, match.end()
