"""`miaoshu evaluate claims`: how well the checks do on labelled texts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import orjson

from miaoshu.errors import UserError
from miaoshu.evaluation import claims

FOLDER = Path("tests/benchmarks/claims")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("claims",), help="claims: labelled texts with planted errors")
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=f"labelled texts, one a line; else the two halves in {FOLDER}",
    )
    parser.add_argument("--misses", action="store_true", help="show what was missed and what was found wrongly")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(options: argparse.Namespace) -> int:
    halves = {"": options.files}
    if not options.files:
        halves = {half: sorted((FOLDER / half).glob("*.jsonl")) for half in ("dev", "locked")}
        if not all(halves.values()):
            raise UserError(
                f"{FOLDER} is not there", "Name the files with labelled texts, or run it in the repository"
            )
    for path in options.files:
        if not path.is_file():
            raise UserError(f"{path}: no such file", "Name a file with labelled texts, one a line")
    rows = []
    for half, files in halves.items():
        sets: dict[str, list[claims.Labelled]] = {}
        for item in claims.labelled(files):
            sets.setdefault(item.pack or item.product.language, []).append(item)
        for name, items in sets.items():
            made, misses = claims.score(items)
            rows.append(_row(half, name, made))
            if options.misses and half != "locked":
                _show(misses)
    if options.json:
        sys.stdout.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        _table(rows)
    return 0


def _row(half: str, name: str, made: claims.Score) -> dict[str, object]:
    return {
        "half": half,
        "set": name,
        "texts": made.texts,
        "planted": sum(made.planted.values()),
        "recall": round(made.recall, 4),
        "blocking_recall": round(made.blocking_recall, 4),
        "false_positives": round(made.false_positives, 4),
        "precision": round(made.precision, 4),
        "by_kind": {kind: [made.found[kind], planted] for kind, planted in sorted(made.planted.items())},
    }


def _table(rows: list[dict[str, object]]) -> None:
    heads = ("texts", 6), ("planted", 9), ("found", 8), ("blocked", 9), ("clean flagged", 15), ("precision", 11)
    print(f"{'half':<8}{'set':<12}" + "".join(f"{head:>{width}}" for head, width in heads))
    for row in rows:
        print(
            f"{row['half']:<8}{row['set']:<12}{row['texts']:>6}{row['planted']:>9}{row['recall']:>8.1%}"
            f"{row['blocking_recall']:>9.1%}{row['false_positives']:>15.1%}{row['precision']:>11.1%}"
        )
    for row in rows:
        kinds = row["by_kind"]
        assert isinstance(kinds, dict)
        print(f"\n{row['half']} {row['set']}: found of planted, by kind".lstrip())
        print("  " + "  ".join(f"{kind} {found}/{planted}" for kind, (found, planted) in kinds.items()))


def _show(misses: list[claims.Miss]) -> None:
    for item, start, end, kind, finding in misses:
        text = f"{item.text[:start]}[[{item.text[start:end]}]]{item.text[end:]}"
        if finding is None:
            print(f"missed {kind:<14}{item.id}: {text}")
        else:
            print(f"wrong  {finding.rule:<14}{item.id}: {text}\n       {finding.message}")
