"""Texts by anyone, against the facts of their products: what `miaoshu check` does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import NamedTuple

from miaoshu import languages, law, plugins
from miaoshu.catalog import Catalog
from miaoshu.errors import UserError
from miaoshu.mending import mend
from miaoshu.records import Brief, Finding, Product, Style, Unused
from miaoshu.writing import run_checks


class Checked(NamedTuple):
    item: Product | Unused
    text: str
    findings: list[Finding]
    fixed: str | None  # the text with the shortest edits that make it pass; None where it was not asked for


def check_texts(
    catalog: Catalog, style: Style, *, task: str, rules: Sequence[str] = (), fix: bool = False
) -> Iterator[Checked]:
    """Check the text of each product against its facts. A broken row has a finding that says so.

    JSON lines hold plain text, and spans count in it as it was given; in a catalog of another format the
    description can be HTML, and spans count in the text that it shows.
    """
    module = plugins.find("tasks", task)
    checks = choose(module.CHECKS, rules, style)
    style = replace(style, rules=tuple(rules))
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
        yield Checked(item, text, findings, _mended(brief, text, checks) if fix else None)


def _law_name(name: str, style: Style) -> None:
    """Raises UserError for a name that is neither a check nor a pack or rule of law."""
    known = [*plugins.names("checks"), *(pack.name for pack in law.known(style.packs))]
    near = difflib.get_close_matches(name, known, n=1)
    if "/" not in name and name not in known and near:
        raise UserError(f"there is no check or pack of rules named {name!r}", f"Did you mean {near[0]!r}?")
    law.check_names([name], style.packs)


def _mended(brief: Brief, text: str, checks: Sequence[str]) -> str:
    return mend(text, lambda tried: run_checks(brief, tried, checks))


def choose(checks: Sequence[str], rules: Sequence[str], style: Style) -> Sequence[str]:
    """The checks that the user wants: all, or those of --rules (checks, packs of law and rules, kinds of claims)."""
    wanted = set()
    for name in rules:
        check, _, rule = name.partition("/")
        if check in plugins.names("checks"):
            if check not in checks:
                raise UserError(f"the check {check!r} is not one of this task", f"Choose from: {', '.join(checks)}")
            if check == "adlaw" and rule:
                law.check_names([rule], style.packs)
            elif rule and rule not in plugins.find("checks", check).RULES:
                raise UserError(f"the check {check!r} has no rule {rule!r}", "miaoshu checks --list-rules lists them")
            wanted.add(check)
        else:
            _law_name(name, style)
            wanted.add("adlaw")
    return [name for name in checks if not rules or name in wanted]
