"""What a run would do, without doing it: `--dry-run`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from miaoshu.catalog import output_format, read_catalog
from miaoshu.records import Job, Product
from miaoshu.store import Store, open_existing
from miaoshu.writing import describe_batch, ignored, load_engine, settings_key, text_key

SAMPLE = 40  # products that are really written, to estimate time and tokens
EXAMPLES = 3
LISTED = 20
PAGE = 500

ROLES = {"unpublished": "internal, never told"}


@dataclass(frozen=True, slots=True)
class Plan:
    catalog: str
    format: str
    products: int
    facts: float  # that may be published, per product
    used: tuple[tuple[str, str], ...]  # column, what for
    ignored: tuple[tuple[str, str], ...]  # column, why
    notes: tuple[str, ...]
    broken: int
    unusable: tuple[tuple[int, str], ...]  # line, reason: the first ones
    waiting: int  # products whose text is not in the store yet
    sample: int
    seconds: float
    tokens: float
    examples: tuple[tuple[str, str], ...]  # title, text


def preview(job: Job) -> Plan:
    """Read the whole catalog, write a sample in memory; nothing is stored."""
    catalog = read_catalog(job.catalog, job.reading)
    if job.out:
        output_format(Path(job.out), catalog)
    catalog.survey()
    engine = load_engine(job.engine, trust_remote_code=job.trust_remote_code)
    settings = settings_key(job, engine)
    sample: list[Product] = []
    page: list[bytes] = []
    unusable: list[tuple[int, str]] = []
    products = facts = broken = there = 0
    begun = time.monotonic()
    with open_existing(job.store) as store:
        for item in catalog.items():
            if not isinstance(item, Product):
                broken += item.broken
                if item.broken and len(unusable) < LISTED:
                    unusable.append((item.line, item.reason))
                continue
            if job.limit and products == job.limit:
                break
            products += 1
            facts += len(item.keywords) + sum(fact.publish for fact in item.facts)
            if job.only_missing and catalog.has_text(item, job.task):
                there += 1
                continue
            if len(sample) < SAMPLE:
                sample.append(item)
            page.append(text_key(item, settings))
            if len(page) == PAGE:
                there += _stored(store, page)
                page.clear()
        there += _stored(store, page)
    reading = time.monotonic() - begun
    begun = time.monotonic()
    made = describe_batch(
        sample, engine, task=job.task, style=job.style, sampling=job.sampling, attempts=job.attempts
    )
    each = (time.monotonic() - begun) / max(len(sample), 1)
    waiting = products - there
    columns = catalog.layout.columns
    return Plan(
        catalog=job.catalog,
        format=catalog.layout.format,
        products=products,
        facts=facts / max(products, 1),
        used=tuple((c.header, c.role) for c in columns if c.role and c.role != "unpublished"),
        ignored=tuple((c.header, c.why or ROLES.get(c.role, "")) for c in columns if c.role in ("", "unpublished")),
        notes=(*catalog.layout.notes, *ignored(engine, job.style, job.sampling)),
        broken=broken,
        unusable=tuple(unusable),
        waiting=waiting,
        sample=len(sample),
        seconds=reading + each * waiting,
        tokens=sum(d.tokens for d in made) / max(len(sample), 1) * waiting,
        examples=tuple((p.title, d.text) for p, d in zip(sample[:EXAMPLES], made, strict=False)),
    )


def _stored(store: Store | None, keys: list[bytes]) -> int:
    if store is None:
        return 0
    known = store.known(list(dict.fromkeys(keys)))
    return sum(key in known for key in keys)
