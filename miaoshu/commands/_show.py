"""What people see: texts on stdout, progress and summaries on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from miaoshu import plugins
from miaoshu.preview import Plan
from miaoshu.records import Description, Product, RunSummary

MARKS = {"accepted": "✓", "revised": "✓", "fallback": "~", "failed": "✗", "kept": "="}


def texts(json: bool) -> Callable[[Iterable[Any]], None]:
    """A sink for results: JSON lines, or text for people."""

    def lines(results: Iterable[Any]) -> None:
        out = plugins.find("formats", "jsonl")
        for item, made in results:
            if made is not None:
                sys.stdout.buffer.write(out.line(item, made))
        sys.stdout.buffer.flush()

    def pages(results: Iterable[Any]) -> None:
        for item, made in results:
            if made is not None:
                title = item.title if isinstance(item, Product) else f"line {item.line}"
                page(title or made.product_id or "", made)

    return lines if json else pages


def page(title: str, made: Description) -> None:
    """One text for a person, with what was found in it."""
    print(f"{MARKS[made.status]} {title}")
    if made.text:
        print(f"  {made.text}")
    if made.error:
        print(f"  {made.status}: {made.error}")
    for finding in made.findings:
        print(f"  - {finding.message}")
    print()


@contextmanager
def progress() -> Iterator[Callable[[RunSummary], None] | None]:
    """A progress line on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, counts="")

        def update(summary: RunSummary) -> None:
            state = bar.tasks[0]
            rate = summary.products / state.elapsed if state.elapsed else 0.0
            counts = ", ".join(f"{count:,} {status}" for status, count in summary.counts.items())
            rows = f"{summary.products:,} of {summary.total:,}, {rate:,.0f}/s"
            bar.update(task, total=summary.total, completed=summary.products, description=rows, counts=counts)

        yield update


def summary(done: RunSummary, json: bool) -> None:
    """What became of every row; the first problems; where the output is."""
    if json:
        fields = {name: getattr(done, name) for name in RunSummary.__slots__}
        print(orjson.dumps(fields).decode(), file=sys.stderr)
        return
    broken = sum(done.counts.values()) - done.products
    rows = f"{done.products:,} products" + (f" and {broken:,} broken rows" if broken else "")
    rows += f" ({done.variants:,} variant rows told with them)" if done.variants else ""
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(done.counts.items()))
    print(f"{rows}: {counts or 'nothing to do'}. {done.seconds:.1f} s", file=sys.stderr)
    if done.resumed:
        print(f"{done.resumed:,} of the texts were in the store already", file=sys.stderr)
    for note in done.notes:
        print(f"note: {note}", file=sys.stderr)
    for line, id, reason in done.problems:
        print(f"  line {line}{f', {id}' if id else ''}: {reason}", file=sys.stderr)
    failed = done.counts.get("failed", 0)
    if failed > len(done.problems):
        print(f"  and {failed - len(done.problems):,} more; the output lists them all", file=sys.stderr)
    if done.stopped:
        print(f"Stopped: {done.stopped}", file=sys.stderr)
    elif done.out:
        print(f"The texts are in {done.out}", file=sys.stderr)


def plan(plan: Plan, json: bool) -> None:
    """What a dry run says."""
    if json:
        print(orjson.dumps(plan, option=orjson.OPT_INDENT_2).decode())
        return
    print(f"{plan.catalog}: {plan.format}, {plan.products:,} products, {plan.facts:.1f} facts each")
    print("columns used:    " + (", ".join(f"{header} ({role})" for header, role in plan.used) or "none"))
    print("columns ignored: " + (", ".join(f"{header} ({why})" for header, why in plan.ignored) or "none"))
    for note in plan.notes:
        print(f"note: {note}")
    if plan.unusable:
        print(f"{plan.broken:,} rows cannot be used, and will be listed in the output:")
        for line, reason in plan.unusable:
            print(f"  line {line}: {reason}")
    print(f"{plan.waiting:,} texts to write, {plan.products - plan.waiting:,} are there already")
    print(f"about {plan.seconds:,.0f} s and {plan.tokens:,.0f} tokens, from a sample of {plan.sample}")
    for title, text in plan.examples:
        print(f"\n{title}\n  {text}")
