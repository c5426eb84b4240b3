"""Runs a job in this process: the catalog streams through the engine into the store and the output file."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from hashlib import blake2b
from pathlib import Path

from miaoshu import output
from miaoshu.catalog import Catalog, output_format, read_catalog
from miaoshu.errors import UserError
from miaoshu.records import Description, Engine, Job, Product, RunSummary, Unused
from miaoshu.store import Entry, Store, open_store, store_path
from miaoshu.writing import describe_batch, ignored, load_engine, settings_key, text_key, unused

Result = tuple[Product | Unused, Description | None]


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
    out = Path(job.out)
    if job.out:
        part = output.claim(out, Path(job.catalog), store_path(job.store))
        writer = output_format(out, catalog).write
    engine = load_engine(job.engine, trust_remote_code=job.trust_remote_code)
    notes = [*catalog.layout.notes, *ignored(engine, job.style, job.sampling)]
    summary = RunSummary(total=catalog.survey(), out=job.out, notes=notes)
    if job.limit:
        summary.total = min(summary.total, job.limit)
    begun = time.monotonic()
    with _seldom_collecting(), open_store(job.store) as store:
        current = _Run(job, catalog, engine, store, summary, progress or (lambda _: None))
        state = "interrupted"
        try:
            if job.out:
                with output.moved_when_whole(part, out):
                    writer(current.results(), part, catalog.layout)
            else:
                (sink or _drain)(current.results())
            state = "done"
        except (KeyboardInterrupt, Stopped) as stop:
            state = "stopped" if isinstance(stop, Stopped) else "interrupted"
            summary.stopped = str(stop) or "interrupted"
        except BrokenPipeError:
            raise  # nobody reads on: no fault, and nothing to say
        except OSError as error:  # a full disk, for one
            summary.stopped = f"{job.out or 'the output'} cannot be written: {error.strerror}"
        finally:
            summary.seconds = time.monotonic() - begun
            length = sum(summary.counts.values()) if state == "done" and not job.limit else None
            store.finish(current.id, state, length)
    return summary


class _Run:
    """One pass over the catalog; what is counted on the way."""

    def __init__(
        self,
        job: Job,
        catalog: Catalog,
        engine: Engine,
        store: Store,
        summary: RunSummary,
        progress: Callable[[RunSummary], None],
    ) -> None:
        self.job, self.catalog, self.engine, self.store = job, catalog, engine, store
        self.summary, self.progress = summary, progress
        self.settings = settings_key(job, engine)
        path = str(Path(job.catalog).resolve()).encode("utf-8", "surrogateescape")
        key = blake2b(path, digest_size=16, key=self.settings).digest()
        self.id = store.start(key, json.dumps(asdict(job)), job.restart)
        self.spent = store.spent(self.id)  # by the runs that this one goes on with too: tokens, cost
        self.ceiling = bool(job.max_tokens or job.max_cost)
        self.dearest = store.dearest(self.id) if self.ceiling else (0.0, 0.0)  # tokens and cost of one text

    def results(self) -> Iterator[Result]:
        """The catalog's rows with their descriptions, each batch saved before it is handed on."""
        job, summary = self.job, self.summary
        seq = 0
        for batch in _batches(self.catalog.items(), self.engine.batch_size, job.limit, 1 if self.ceiling else 0):
            products = [item for item in batch if isinstance(item, Product)]
            open_ = [p for p in products if not (job.only_missing and self.catalog.has_text(p, job.task))]
            keys = {id(p): text_key(p, self.settings) for p in open_}
            known = self.store.known(list(dict.fromkeys(keys.values())))
            todo = list({keys[id(p)]: p for p in open_ if keys[id(p)] not in known}.values())
            made = self._written(todo)
            new = {keys[id(p)]: description for p, description in zip(todo, made, strict=True)}

            entries: list[Entry] = []
            results: list[Result] = []
            for item in batch:
                if isinstance(item, Unused) and not item.broken:
                    summary.variants += 1
                    results.append((item, None))
                    continue
                key = keys.get(id(item))
                if isinstance(item, Unused):
                    described = unused(item)
                elif key is None:
                    described = Description(item.id, "", "kept", item.language, job.task, line=item.line)
                else:
                    summary.resumed += key in known
                    described = new.get(key) or known[key]
                    if described.line != item.line:  # stored, or written for another product of the same content
                        described = replace(described, product_id=item.id, line=item.line)
                keep = described.status not in ("failed", "kept")
                entries.append(Entry(seq, item.line, key if keep else None, described, keep and key in new))
                results.append((item, described))
                _count(summary, item, described)
                seq += 1
            self.store.save(self.id, entries, sum(d.tokens for d in made), sum(d.cost for d in made))
            self.progress(summary)
            yield from results

    def _written(self, todo: list[Product]) -> list[Description]:
        """New texts. Raises Stopped where they would pass a ceiling, judged by the dearest one so far."""
        if not todo:
            return []
        job, summary, count = self.job, self.summary, len(todo)
        tokens, cost = self.spent
        if job.max_tokens and tokens + self.dearest[0] * count > job.max_tokens:
            raise Stopped(f"--max-tokens-total {job.max_tokens}: {tokens:,.0f} spent")
        if job.max_cost and cost + self.dearest[1] * count > job.max_cost:
            raise Stopped(f"--max-cost {job.max_cost}: {cost:.4f} spent")
        made = describe_batch(
            todo, self.engine, task=job.task, style=job.style, sampling=job.sampling, attempts=job.attempts
        )
        new_tokens, new_cost = sum(d.tokens for d in made), sum(d.cost for d in made)
        self.spent = tokens + new_tokens, cost + new_cost
        self.dearest = max(self.dearest[0], *(d.tokens for d in made)), max(self.dearest[1], *(d.cost for d in made))
        summary.tokens += new_tokens
        summary.cost += new_cost
        return made


def _count(summary: RunSummary, item: Product | Unused, made: Description) -> None:
    summary.products += isinstance(item, Product)
    summary.counts[made.status] = summary.counts.get(made.status, 0) + 1
    if made.status == "failed" and len(summary.problems) < PROBLEMS:
        summary.problems.append((item.line, made.product_id, made.error))


def _batches(
    items: Iterable[Product | Unused], size: int, limit: int, first: int
) -> Iterator[list[Product | Unused]]:
    """Lists of at most `size` products with the rows between them; `limit` products in all (0: no limit).

    `first`: the size of the first list, where it shall show what a text costs (0: as the others).
    """
    batch: list[Product | Unused] = []
    full = first or size
    count = taken = 0
    for item in items:
        if isinstance(item, Product):
            if limit and taken == limit:
                break
            taken += 1
            count += 1
        batch.append(item)
        if count == full or len(batch) >= 8 * size:
            yield batch
            batch, count, full = [], 0, size
    if batch:
        yield batch


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
