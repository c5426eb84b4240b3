"""The shortest edit that makes a text pass: another value, a word less, a clause less, a sentence less."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from miaoshu.records import Finding

Check = Callable[[str], list[Finding]]

_SENTENCE = re.compile(r"[^。！？!?\n.]+(?:\.(?=[^\s])[^。！？!?\n.]*)*(?:[。！？!?\n]+|\.|\Z)\s*")
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")
_SPACES = re.compile("  +")
_ITEM = "、"
_MARKS = "，,；;、"
MOST = 40  # findings: a text with more is beyond mending


class Edit(NamedTuple):
    """`text[start:end]` becomes `words`."""

    start: int
    end: int
    words: str


def mend(text: str, check: Check) -> str:
    """The text with the shortest edits after which nothing blocks; the text as it is where none is found.

    `check` gives the findings of a text. An edit is taken when it lessens them and brings no other.
    """
    mended = text
    findings = _blocking(check(text))
    if not findings or len(findings) > MOST:
        return text
    while findings:
        for edit in _edits(mended, findings[0]):
            tried = _SPACES.sub(" ", mended[: edit.start] + edit.words + mended[edit.end :]).strip()
            left = _blocking(check(tried)) if any(map(str.isalnum, tried)) else findings
            if len(left) < len(findings):
                mended, findings = tried, left
                break
        else:
            return text
    return mended


def _blocking(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "block"]


def _edits(text: str, finding: Finding) -> Iterator[Edit]:
    """What could be done about a finding, the least first."""
    start, end = finding.start, finding.end
    if end <= start:
        return
    if finding.instead:
        yield Edit(start, end, finding.instead)
    if finding.instead == "":
        yield _without(text, start, end)
    if item := _item(text, start, end):
        yield item
    sentence = next((m.span() for m in _SENTENCE.finditer(text) if m.start() <= start < m.end()), (0, len(text)))
    clauses = [m.span() for m in _CLAUSE.finditer(text, *sentence)]
    within = [number for number, (a, b) in enumerate(clauses) if a < end and start < b]
    # The first clause says what the sentence is about: the others cannot stand without it.
    if within and within[0] > 0:
        a, b = clauses[within[0]][0], clauses[within[-1]][1]
        yield Edit(a - 1, b, "") if b >= len(text) or text[b] not in _MARKS else Edit(a, b + 1, "")
    elif within and len(clauses) > len(within):
        yield Edit(clauses[0][0], clauses[len(within)][0], "")
    yield Edit(*sentence, "")


def _without(text: str, start: int, end: int) -> Edit:
    """A word less, and of two spaces one."""
    if text[start - 1 : start] == " " and text[end : end + 1] in (" ", ".", ",", ""):
        return Edit(start - 1, end, "")
    return Edit(start, end, "")


def _item(text: str, start: int, end: int) -> Edit | None:
    """One thing less in an enumeration: A、X、B."""
    if text[end : end + 1] == _ITEM:
        return Edit(start, end + 1, "")
    if text[start - 1 : start] == _ITEM:
        return Edit(start - 1, end, "")
    return None
