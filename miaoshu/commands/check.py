"""`miaoshu check FILE`: texts by anyone, against their facts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from miaoshu import output
from miaoshu.catalog import read_catalog
from miaoshu.checking import Checked, check_texts
from miaoshu.commands import _options
from miaoshu.formats.jsonl import finding
from miaoshu.records import Product


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="JSON lines with facts and text, or a catalog with descriptions")
    parser.add_argument(
        "--rules",
        default="",
        metavar="NAMES",
        help="only these checks, packs of law and rules, separated by commas (see `miaoshu checks --list-rules`)",
    )
    parser.add_argument(
        "--market", choices=_options.MARKETS, help="where it is sold: whose law the text has to keep to"
    )
    parser.add_argument("--length", metavar="MIN-MAX", help="characters in Chinese, words in English")
    parser.add_argument("--must-tell", metavar="NAME", action="append", help="a fact no text may leave out")
    parser.add_argument("--banned", metavar="WORD", action="append", help="a word no text may hold")
    parser.add_argument("--task", default="description", help="what kind of text it is (see `miaoshu tasks`)")
    parser.add_argument("--fix", action="store_true", help="add the text with the shortest edits that make it pass")
    parser.add_argument("--out", metavar="FILE", type=Path, help="instead of the terminal")
    parser.add_argument("--json", action="store_true", help="the summary in JSON too")
    _options.reading_options(parser)
    _options.settings_option(parser)


def run(options: argparse.Namespace) -> int:
    settings = _options.load(options)
    catalog = read_catalog(options.file, settings.reading)
    rules = [name.strip() for name in options.rules.split(",") if name.strip()]
    part = output.claim(options.out, Path(options.file)) if options.out else None
    checked = check_texts(catalog, settings.style, task=options.task, rules=rules, fix=options.fix)
    if part:
        with output.moved_when_whole(part, options.out), part.open("wb") as out:
            texts, blocked = _write(checked, out)
    else:
        texts, blocked = _write(checked, sys.stdout.buffer)
    counts = {"texts": texts, "blocked": blocked}
    line = orjson.dumps(counts).decode() if options.json else f"{texts:,} texts checked: {blocked:,} blocked"
    print(line, file=sys.stderr)
    return 1 if blocked else 0


def _write(checked: Iterable[Checked], out: BinaryIO) -> tuple[int, int]:
    """A line for each text. Returns how many there were, and how many of them are blocked."""
    texts = blocked = 0
    for item, _, findings, fixed in checked:
        texts += 1
        blocked += any(f.severity == "block" for f in findings)
        row: dict[str, Any] = {"id": item.id if isinstance(item, Product) else None}
        if row["id"] is None:
            row["row"] = item.line
        row["findings"] = [finding(f) for f in findings]
        if fixed is not None:
            row["fixed"] = fixed
        out.write(orjson.dumps(row) + b"\n")
    return texts, blocked
