"""Texts by anyone, against the facts of their products: what `miaoshu check` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import NamedTuple

from miaoshu import languages, plugins
from miaoshu.catalog import Catalog
from miaoshu.errors import UserError
from miaoshu.records import Brief, Finding, Product, Style, Unused
from miaoshu.writing import run_checks

SENTENCE = re.compile(r"[^。!?!?\n.]*(?:[。!?!?\n]+|\.(?=\s|$)|\.|$)")


class Checked(NamedTuple):
    item: Product | Unused
    text: str
    findings: list[Finding]
    fixed: str | None  # the text without its wrong sentences, where that passes; None where it was not asked for


def check_texts(
    catalog: Catalog, style: Style, *, task: str, rules: Sequence[str] = (), fix: bool = False
) -> Iterator[Checked]:
    """Check the text of each product against its facts. A broken row has a finding that says so.

    JSON lines hold plain text, and spans count in it as it was given; in a catalog of another format the
    description can be HTML, and spans count in the text that it shows.
    """
    module = plugins.find("tasks", task)
    checks = choose(module.CHECKS, rules)
    if not any(column.role == "text" for column in catalog.layout.columns):
        columns = ", ".join(catalog.layout.header)
        raise UserError(
            f"{catalog.layout.path} has no column of texts to check; the columns are {columns}",
            "Say which one holds them: --map text=COLUMN",
        )
    return _checked(catalog, style, module, checks, fix)


def _checked(
    catalog: Catalog, style: Style, module: ModuleType, checks: Sequence[str], fix: bool
) -> Iterator[Checked]:
    layout = catalog.layout
    own = {column.header: column.index for column in layout.columns if column.role == "text"}
    for item in catalog.items():
        if isinstance(item, Unused):
            if item.broken:
                yield Checked(item, "", [Finding("form", "row", item.reason)], None)
            continue
        text = item.text
        if layout.format == "jsonl" and len(own) == 1:
            (place,) = own.values()
            text = str(layout.cells(item.rows[0])[place])
        # A text is no evidence for itself, nor are the facts that were read in it.
        item = replace(item, text="", facts=tuple(fact for fact in item.facts if fact.source not in own))
        known = item.language if item.language in ("zh", "en") else ""
        language = known or ("zh" if languages.detect(text) == "zh" else "en")
        wanted = replace(style, language=language if style.language == "auto" else style.language)
        brief = module.brief(item, wanted)
        # Which facts a text by somebody else tells is his own choice, save those that the shop insists on.
        brief = replace(brief, must=tuple(f for f in brief.must if f.name in style.must_tell), length=style.length)
        findings = run_checks(brief, text, checks)
        yield Checked(item, text, findings, without_wrong(brief, text, findings, checks) if fix else None)


def choose(checks: Sequence[str], rules: Sequence[str]) -> Sequence[str]:
    """The checks that the user wants: all, or those named by --rules."""
    for name in rules:
        plugins.find("checks", name)
        if name not in checks:
            raise UserError(f"the check {name!r} is not one of this task", f"Choose from: {', '.join(checks)}")
    return [name for name in checks if not rules or name in rules]


def without_wrong(brief: Brief, text: str, findings: Sequence[Finding], checks: Sequence[str]) -> str:
    """The text without the sentences that hold a blocking finding; the text as it is where that does not pass."""
    spans = [(f.start, f.end) for f in findings if f.severity == "block" and f.end > f.start]
    if not spans:
        return text
    kept = [
        match[0]
        for match in SENTENCE.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in spans)
    ]
    shorter = "".join(kept).strip()
    passes = shorter and not any(f.severity == "block" for f in run_checks(brief, shorter, checks))
    return shorter if passes else text
