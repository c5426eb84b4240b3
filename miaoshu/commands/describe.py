"""`miaoshu describe CATALOG`: a text for every product."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys

from miaoshu import plugins
from miaoshu.commands import _options, _show
from miaoshu.records import Job

DEFAULT_ENGINE = "template"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalog", metavar="CATALOG", help="a file of any format that `miaoshu formats` lists")
    parser.add_argument(
        "--out", metavar="FILE", default="", help=".jsonl, .csv, .xlsx, .parquet or the catalog's own"
    )
    _options.reading_options(parser)
    _options.style_options(parser)
    group = parser.add_argument_group("the run")
    group.add_argument("--runner", help="where it runs (see `miaoshu runners`)")
    group.add_argument("--address", default="", help="of a cluster, for runners that have one")
    group.add_argument("--limit", type=_options.count, default=0, metavar="N", help="only the first N products")
    group.add_argument("--store", metavar="URL", help="where texts are kept (default: ./miaoshu.db)")
    group.add_argument("--restart", action="store_true", help="forget the texts of this run and begin anew")
    group.add_argument("--only-missing", action="store_true", help="leave products alone that have a description")
    group.add_argument(
        "--max-tokens-total", type=_options.count, default=0, metavar="N", help="stop before more are spent"
    )
    group.add_argument("--max-cost", type=_options.amount, default=0.0, metavar="X", help="stop before more is spent")
    group.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def run(options: argparse.Namespace) -> int:
    settings = _options.load(options)
    job = Job(
        catalog=options.catalog,
        out=options.out,
        task=options.task,
        engine=options.engine or settings.run.get("engine", DEFAULT_ENGINE),
        runner=options.runner or settings.run.get("runner", "local"),
        address=options.address,
        reading=settings.reading,
        style=settings.style,
        sampling=settings.sampling,
        attempts=options.attempts or settings.run.get("attempts", 3),
        limit=options.limit,
        only_missing=options.only_missing,
        restart=options.restart,
        store=options.store or settings.run.get("store", ""),
        max_tokens=options.max_tokens_total,
        max_cost=options.max_cost,
        trust_remote_code=options.trust_remote_code,
    )
    plugins.find("tasks", job.task)
    if options.dry_run:
        from miaoshu.preview import preview

        _show.plan(preview(job), options.json)
        return 0
    runner = plugins.find("runners", job.runner)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill PID` stops a run as Ctrl-C does
    with _show.progress() as progress:
        summary = runner.run(job, sink=_show.texts(options.json), progress=progress)
    _show.summary(summary, options.json)
    if summary.stopped:
        again = shlex.join(["miaoshu", *(a for a in sys.argv[1:] if a != "--restart")])
        higher = ", with a higher ceiling" if summary.stopped.startswith("--max") else ""
        print(f"Nothing is lost. To go on{higher}: {again}", file=sys.stderr)
        return 3
    return 1 if summary.counts.get("failed") else 0
