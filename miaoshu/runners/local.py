"""Runs a job in this process: the catalog streams through the engine into the store and the output file."""

from __future__ import annotations

import gc
import glob
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

import orjson

from miaoshu.catalog import Catalog, output_format, read_catalog
from miaoshu.errors import UserError
from miaoshu.records import Description, Engine, Job, Product, Unused
from miaoshu.store import Entry, Store, open_store
from miaoshu.writing import describe_batch, ignored, load_engine, settings_key, text_key, unused

Result = tuple[Product | Unused, Description | None]


@dataclass(slots=True)
class RunSummary:
    """What became of every row. `products` = the sum of `counts` less the broken rows."""

    total: int = 0  # products that the catalog holds, broken rows aside
    products: int = 0  # products done
    variants: int = 0  # rows told with their product
    counts: dict[str, int] = field(default_factory=dict)  # status -> products and broken rows
    resumed: int = 0  # products whose text was in the store already
    tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    problems: list[tuple[int, str | None, str]] = field(default_factory=list)  # line, id, reason: the first ones
    notes: list[str] = field(default_factory=list)  # what the user should know of the catalog and the settings
    stopped: str = ""  # why the run ended early: "interrupted", or the ceiling that it would have passed
    out: str = ""


PROBLEMS = 20  # so many are listed in the summary; the output holds them all


class Stopped(Exception):
    """A ceiling would be passed by the next batch."""


def run(
    job: Job,
    sink: Callable[[Iterable[Result]], None] | None = None,
    progress: Callable[[RunSummary], None] | None = None,
) -> RunSummary:
    """Describe a whole catalog. Killed at any moment and run again, it writes what one unbroken run writes.

    `sink` takes the results where `job.out` is empty. Raises UserError before anything is written.
    """
    if job.address:
        raise UserError("the local runner has no address", "Leave --address out, or choose another --runner")
    catalog = read_catalog(job.catalog, job.reading)
    writer = _writer(job, catalog) if job.out else sink or _drain
    engine = load_engine(job.engine, trust_remote_code=job.trust_remote_code)
    notes = [*catalog.layout.notes, *ignored(engine, job.style, job.sampling)]
    summary = RunSummary(total=catalog.survey(), out=job.out, notes=notes)
    if job.limit:
        summary.total = min(summary.total, job.limit)
    settings = settings_key(job, engine)
    begun = time.monotonic()
    with _seldom_collecting(), open_store(job.store) as store:
        path = str(Path(job.catalog).resolve())
        key = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=16, key=settings).digest()
        run_id = store.start(key, orjson.dumps(asdict(job)).decode(), job.restart)
        state = "interrupted"
        try:
            writer(_results(job, catalog, engine, store, run_id, settings, summary, progress))
            state = "done"
        except (KeyboardInterrupt, Stopped) as stop:
            state = "stopped" if isinstance(stop, Stopped) else "interrupted"
            summary.stopped = str(stop) or "interrupted"
        finally:
            summary.seconds = time.monotonic() - begun
            length = sum(summary.counts.values()) if state == "done" and not job.limit else None
            store.finish(run_id, state, length)
    return summary


def _results(
    job: Job,
    catalog: Catalog,
    engine: Engine,
    store: Store,
    run_id: int,
    settings: bytes,
    summary: RunSummary,
    progress: Callable[[RunSummary], None] | None,
) -> Iterator[Result]:
    """Batches of the catalog with their descriptions, each saved before it is handed on."""
    seq = 0
    spent = (0, 0.0)  # of the dearest batch so far: what the next one may cost
    for batch in _batches(catalog.items(), engine.batch_size, job.limit):
        products = [item for item in batch if isinstance(item, Product)]
        open_ = [p for p in products if not (job.only_missing and p.text)]
        keys = {id(p): text_key(p, settings) for p in open_}
        known = store.known(list(dict.fromkeys(keys.values())))
        todo = list({keys[id(p)]: p for p in open_ if keys[id(p)] not in known}.values())
        if todo:
            _stay_below(job, summary, spent)
        made = describe_batch(
            todo, engine, task=job.task, style=job.style, sampling=job.sampling, attempts=job.attempts
        )
        new = {keys[id(p)]: description for p, description in zip(todo, made, strict=True)}
        tokens, cost = sum(d.tokens for d in made), sum(d.cost for d in made)
        spent = max(spent[0], tokens), max(spent[1], cost)
        summary.tokens += tokens
        summary.cost += cost

        entries: list[Entry] = []
        results: list[Result] = []
        for item in batch:
            key: bytes | None = None
            if isinstance(item, Unused):
                if not item.broken:
                    summary.variants += 1
                    results.append((item, None))
                    continue
                described = unused(item)
            elif id(item) not in keys:
                described = Description(item.id, "", "kept", item.language, job.task, line=item.line)
            else:
                key = keys[id(item)]
                summary.resumed += key in known
                described = new.get(key) or known[key]
                if described.line != item.line:  # stored, or written for another product of the same content
                    described = replace(described, product_id=item.id, line=item.line)
            keep = described.status not in ("failed", "kept")
            entries.append(Entry(seq, item.line, key if keep else None, described, keep and key in new))
            results.append((item, described))
            _count(summary, item, described)
            seq += 1
        store.save(run_id, entries)
        if progress:
            progress(summary)
        yield from results


def _count(summary: RunSummary, item: Product | Unused, made: Description) -> None:
    summary.products += isinstance(item, Product)
    summary.counts[made.status] = summary.counts.get(made.status, 0) + 1
    if made.status == "failed" and len(summary.problems) < PROBLEMS:
        summary.problems.append((item.line, made.product_id, made.error))


def _stay_below(job: Job, summary: RunSummary, spent: tuple[int, float]) -> None:
    if job.max_tokens and summary.tokens + spent[0] > job.max_tokens:
        raise Stopped(f"--max-tokens-total {job.max_tokens}: {summary.tokens} spent")
    if job.max_cost and summary.cost + spent[1] > job.max_cost:
        raise Stopped(f"--max-cost {job.max_cost}: {summary.cost:.4f} spent")


def _batches(items: Iterable[Product | Unused], size: int, limit: int) -> Iterator[list[Product | Unused]]:
    """Lists of at most `size` products with the rows between them; `limit` products in all (0: no limit)."""
    batch: list[Product | Unused] = []
    count = taken = 0
    for item in items:
        if isinstance(item, Product):
            if limit and taken == limit:
                break
            taken += 1
            count += 1
        batch.append(item)
        if count == size or len(batch) >= 8 * size:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _writer(job: Job, catalog: Catalog) -> Callable[[Iterable[Result]], None]:
    """Writes the output beside its place and moves it there when it is whole."""
    out = Path(job.out)
    module = output_format(out, catalog)
    if out.exists() and out.samefile(job.catalog):
        raise UserError(f"{out} is the catalog itself", "Write to another file: --out described" + out.suffix)
    part = out.with_name(f".{out.stem}.{os.getpid()}.part{out.suffix}")
    try:
        if out.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        part.touch()
        part.unlink()
        _sweep(out)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}", "Try another place: --out FILE") from None

    def write(results: Iterable[Result]) -> None:
        try:
            module.write(results, part, catalog.layout)
            os.replace(part, out)
        finally:
            part.unlink(missing_ok=True)

    return write


def _sweep(out: Path) -> None:
    """Remove what killed runs left beside an output; a run that is alive keeps its own."""
    for left in out.parent.glob(f".{glob.escape(out.stem)}.*.part{glob.escape(out.suffix)}"):
        owner = left.name[len(out.stem) + 2 :].partition(".")[0]
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (ValueError, PermissionError):
            continue


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage cycles seldom: a batch makes a hundred thousand small records and no cycle among them.

    Measured: 20 to 25 % of the whole run's time at Python's own threshold of 700.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _drain(results: Iterable[Result]) -> None:
    for _ in results:
        pass


def interrupt_on_terminate() -> None:
    """Let `kill PID` end a run as Ctrl-C does: resumable, with a word on how to go on."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
