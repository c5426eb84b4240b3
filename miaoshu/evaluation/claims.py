"""How well the checks find what is false or unlawful in labelled texts: recall by kind, false positives, precision.

A labelled text is an object on a line: `id`, `category`, `facts` (name -> value or list of values), `text` in which
each false or unlawful span stands in marks: `续航[[50小时|duration]]`. With `pack` it is about one
pack of law alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from miaoshu import languages
from miaoshu.errors import UserError
from miaoshu.records import Fact, Finding, Product, Style
from miaoshu.tasks import description
from miaoshu.writing import run_checks

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([a-z]+)\]\]")
SHORT = 25  # characters: a finding of up to so many counts however short the span is


class Labelled(NamedTuple):
    """A text with the spans (start, end, kind) in it that a check has to find; none where it is clean."""

    id: str
    product: Product
    text: str
    gold: tuple[tuple[int, int, str], ...]
    pack: str  # the pack of law that it is about; "": the claims


@dataclass(slots=True)
class Score:
    """What came of a set of labelled texts."""

    texts: int = 0
    clean: int = 0  # texts without a gold span
    flagged: int = 0  # clean texts with a blocking finding
    findings: int = 0  # blocking findings
    right: int = 0  # of them, those on a gold span
    planted: Counter[str] = field(default_factory=Counter)  # gold spans by kind
    found: Counter[str] = field(default_factory=Counter)  # by any finding
    blocked: Counter[str] = field(default_factory=Counter)  # by one that blocks

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / max(sum(self.planted.values()), 1)

    @property
    def blocking_recall(self) -> float:
        return sum(self.blocked.values()) / max(sum(self.planted.values()), 1)

    @property
    def false_positives(self) -> float:
        """Share of clean texts with a blocking finding."""
        return self.flagged / max(self.clean, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.findings, 1)


class Miss(NamedTuple):
    """A gold span that nothing found, or a finding where nothing is wrong (`kind` "")."""

    item: Labelled
    start: int
    end: int
    kind: str
    finding: Finding | None


def labelled(paths: Iterable[Path]) -> Iterator[Labelled]:
    """The labelled texts of files. Raises UserError with file and line for one that cannot be read."""
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield _labelled(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise UserError(
                        f"{path}:{number}: no labelled text: {error!r}", "See tests/benchmarks/claims/README.md"
                    ) from None


def _labelled(row: dict[str, Any]) -> Labelled:
    text, gold = unmark(row["text"])
    language = "zh" if languages.detect(text) == "zh" else "en"
    facts = [
        Fact(name, str(one))
        for name, value in row["facts"].items()
        for one in (value if isinstance(value, list) else [value])
    ]
    product = Product(row["id"], row.get("title", ""), row.get("category", ""), language, tuple(facts))
    return Labelled(row["id"], product, text, gold, row.get("pack", ""))


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text without its marks, and the marked spans in code points of it."""
    pieces, spans, at, size = [], [], 0, 0
    for mark in _MARK.finditer(marked):
        pieces += [marked[at : mark.start()], mark[1]]
        size += mark.start() - at
        spans.append((size, size + len(mark[1]), mark[2]))
        size += len(mark[1])
        at = mark.end()
    return "".join((*pieces, marked[at:])), tuple(spans)


def score(items: Iterable[Labelled]) -> tuple[Score, list[Miss]]:
    """Run the checks over labelled texts. A text about a pack of law is judged by that pack alone."""
    made, misses = Score(), []
    for item in items:
        findings = _findings(item)
        blocking = [finding for finding in findings if finding.severity == "block"]
        made.texts += 1
        made.findings += len(blocking)
        made.planted.update(kind for _, _, kind in item.gold)
        if not item.gold:
            made.clean += 1
            made.flagged += bool(blocking)
        hit = {span for finding in findings for span in item.gold if _counts(finding, span)}
        made.blocked.update(span[2] for span in item.gold if any(_counts(finding, span) for finding in blocking))
        for finding in blocking:
            made.right += any(_counts(finding, span) for span in item.gold)
            if not any(span[0] < finding.end and finding.start < span[1] for span in item.gold):
                misses.append(Miss(item, finding.start, finding.end, "", finding))
        made.found.update(kind for _, _, kind in hit)
        misses += [Miss(item, *span, None) for span in item.gold if span not in hit]
    return made, misses


def _findings(item: Labelled) -> list[Finding]:
    market = {"adlaw-cn": "cn", "claims-us": "us", "claims-eu": "eu"}.get(item.pack, "")
    rules = (item.pack,) if item.pack else ()
    brief = description.brief(item.product, Style(language=item.product.language, market=market, rules=rules))
    brief = replace(brief, must=(), length=None)  # what a text tells is its writer's choice
    return run_checks(brief, item.text, ("adlaw",) if item.pack else description.CHECKS)


def _counts(finding: Finding, span: tuple[int, int, str]) -> bool:
    """A finding counts when it overlaps the span and is at most twice as long, or under 25 characters."""
    start, end, _ = span
    size = finding.end - finding.start
    return finding.start < end and start < finding.end and (size <= 2 * (end - start) or size < SHORT)
