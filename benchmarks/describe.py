"""How fast `miaoshu describe` is on one core, and how much memory it takes: `python benchmarks/describe.py`.

Runs the command in a process of its own, pinned to one core where the system can do that, on a catalog of
made-up products, and watches it from outside: memory from /proc, finished products from the store. Before and
after, the same core reads the same file with csv and writes it as JSON lines: the reference by which
machines, and moments of a busy machine, can be compared.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from itertools import pairwise, takewhile
from pathlib import Path

import catalog
import machine
import watch

REFERENCE = 200_000  # rows


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="miaoshu-bench-", dir=options.dir) as folder:
        source, out, store = (Path(folder, name) for name in ("catalog.csv", "texts.jsonl", "miaoshu.db"))
        catalog.write(options.products, source, options.language)
        core = machine.core()
        before = _reference(source, core)
        log = Path(folder, "log")
        looks, code = watch.run(_command(source, out, store, options.engine), core, store, log)
        if code or not out.exists():
            print(log.read_text("utf-8", "replace")[-2000:], file=sys.stderr)
            print(f"miaoshu describe ended with exit code {code}", file=sys.stderr)
            return 1
        after = _reference(source, core)
        figures = {
            "products": options.products,
            **_speed(looks, options.products),
            "peak_mb": round(max(look.memory for look in looks) / 1e6, 1),
            "store_mb": round(sum(p.stat().st_size for p in Path(folder).glob("miaoshu.db*")) / 1e6, 1),
            "output_mb": round(out.stat().st_size / 1e6, 1),
            "reference_rows_per_s": round((before + after) / 2),
            "reference_before": round(before),
            "reference_after": round(after),
        }
    figures["ratio"] = round(figures["reference_rows_per_s"] / figures["whole_command_per_cpu_s"], 2)
    what = f"miaoshu describe --engine {options.engine}, {options.language}, checks and store on"
    about = machine.about(what, core)
    _show(about, figures)
    if options.json:
        options.json.write_text(json.dumps({**about, **figures}, indent=2) + "\n", "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--products", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--language", choices=("zh", "en", "mixed"), default="zh")
    parser.add_argument("--engine", default="template")
    parser.add_argument("--dir", type=Path, help="where to work; about 2 kB a product are needed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _command(source: Path, out: Path, store: Path, engine: str) -> list[str]:
    job = ["describe", str(source), "--engine", engine, "--out", str(out), "--store", str(store)]
    return [sys.executable, "-m", "miaoshu", *job]


def _speed(looks: list[watch.Look], products: int) -> dict[str, float]:
    """Products a second: of the whole command, and of each half, from the first one stored."""
    end = looks[-1]
    figures = {
        "seconds": round(end.seconds, 1),
        "cpu_seconds": round(end.cpu, 1),
        "whole_command_per_s": round(products / end.seconds),
        "whole_command_per_cpu_s": round(products / max(end.cpu, 0.01)),
    }
    waiting = list(takewhile(lambda look: look.done == 0, looks))
    seen = [*waiting[-1:], *(look for look in looks if look.done)]
    halves = [_at(seen, products * part / 2) for part in range(3)]
    for name, (a, b) in {"first_half": halves[:2], "second_half": halves[1:]}.items():
        figures[f"{name}_per_s"] = round(products / 2 / max(b[0] - a[0], 0.001))
        figures[f"{name}_per_cpu_s"] = round(products / 2 / max(b[1] - a[1], 0.001))
    return figures


def _at(looks: list[watch.Look], done: float) -> tuple[float, float]:
    """When so many products were done (seconds, processor seconds), in a straight line between two looks."""
    for a, b in pairwise(looks):
        if a.done <= done <= b.done and b.done > a.done:
            share = (done - a.done) / (b.done - a.done)
            return a.seconds + share * (b.seconds - a.seconds), a.cpu + share * (b.cpu - a.cpu)
    return looks[-1].seconds, looks[-1].cpu


def _reference(source: Path, core: int | None) -> float:
    """Rows a processor second for reading the file with csv and writing it as JSON lines."""
    usual = os.sched_getaffinity(0) if core is not None else set()
    if core is not None:
        os.sched_setaffinity(0, {core})
    rows, begun = 0, time.process_time()
    with source.open(encoding="utf-8", newline="") as file, open(os.devnull, "w", encoding="utf-8") as sink:
        for row in csv.DictReader(file):
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
            rows += 1
            if rows == REFERENCE:
                break
    seconds = time.process_time() - begun
    if core is not None:
        os.sched_setaffinity(0, usual)
    return rows / max(seconds, 0.001)


def _show(about: dict[str, str], f: dict[str, float]) -> None:
    print("\n".join(f"{name:<10}{text}" for name, text in about.items()))
    print(f"\n{f['products']:,} products in {f['seconds']:,} s ({f['cpu_seconds']:,} s of processor time)\n")
    print(f"{'products a second':<26}{'by the clock':>16}{'by processor time':>20}")
    for label in ("whole command", "first half", "second half"):
        key = label.replace(" ", "_")
        print(f"{label:<26}{f[f'{key}_per_s']:>16,}{f[f'{key}_per_cpu_s']:>20,}")
    between = f"{f['reference_before']:,} before, {f['reference_after']:,} after"
    print(f"\nreference  {f['reference_rows_per_s']:,} rows a second of processor time ({between})")
    print(f"ratio      a product takes as long as {f['ratio']} rows of the reference")
    print(f"memory     {f['peak_mb']:,} MB at its peak")
    print(f"files      store {f['store_mb']:,} MB, output {f['output_mb']:,} MB")


if __name__ == "__main__":
    sys.exit(main())
