"""The whole job: products go in, checked descriptions come out. The file to read first.

    brief -> draft -> checks -> accepted | revise and draft again | the plain text

Nothing here knows where products come from or where texts go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import islice
from typing import Any

from miaoshu import claims, facts, plugins
from miaoshu.mending import mend
from miaoshu.records import (
    Brief,
    Description,
    Draft,
    Engine,
    Evidence,
    Finding,
    Job,
    Product,
    Sampling,
    Style,
    Unused,
)


def load_engine(spec: str, **options: Any) -> Engine:
    """The engine of a string such as "template" or "transformers:NAME?dtype=bf16"."""
    name, _, target = spec.partition(":")
    engine: Engine = plugins.find("engines", name).load(target, **options)
    return engine


def ignored(engine: Engine, style: Style, sampling: Sampling) -> list[str]:
    """A line for each thing that was asked for and makes no difference to this engine."""
    asked = {**asdict(style), **asdict(sampling)}
    usual = {**asdict(Style()), **asdict(Sampling())}
    return [
        f"the engine {engine.spec} writes the same text whatever the {name}"
        for name in engine.ignores
        if asked[name] != usual[name]
    ]


def describe(
    products: Iterable[Product],
    engine: Engine | str = "template",
    *,
    task: str = "description",
    style: Style = Style(),  # noqa: B008 (frozen)
    sampling: Sampling = Sampling(),  # noqa: B008 (frozen)
    attempts: int = 3,
) -> Iterator[Description]:
    """One description for each product, lazily, in order."""
    engine = load_engine(engine) if isinstance(engine, str) else engine
    products = iter(products)
    while batch := list(islice(products, engine.batch_size)):
        yield from describe_batch(batch, engine, task=task, style=style, sampling=sampling, attempts=attempts)


def describe_batch(
    products: Sequence[Product], engine: Engine, *, task: str, style: Style, sampling: Sampling, attempts: int
) -> list[Description]:
    """Draft all, check all, redo only what failed; what still fails gets its plain text."""
    module = plugins.find("tasks", task)
    briefs: list[Brief] = [module.brief(product, style) for product in products]
    made: list[Description | None] = [None] * len(briefs)
    spent: list[tuple[int, float]] = [(0, 0.0)] * len(briefs)
    open_ = list(range(len(briefs)))
    for attempt in range(1, max(attempts, 1) + 1):
        drafts = engine.generate([briefs[n] for n in open_], sampling)
        failed = []
        for n, draft in zip(open_, drafts, strict=True):
            spent[n] = (spent[n][0] + draft.tokens, spent[n][1] + draft.cost)
            findings = run_checks(briefs[n], draft, module.CHECKS)
            if any(f.severity == "block" for f in findings):
                again = module.revise(briefs[n], draft, findings)
                # An engine without dice writes the same text for the same brief: asking again needs a new brief.
                if attempt < attempts and again.plain is not draft:
                    failed.append(n)
                    briefs[n] = again
                else:
                    made[n] = _fallback(again, draft, module.CHECKS, engine, attempt, spent[n])
            else:
                status = "accepted" if attempt == 1 else "revised"
                made[n] = _description(briefs[n], draft, status, findings, engine, attempt, spent[n])
        open_ = failed
        if not open_:
            break
    return [description for description in made if description is not None]


def run_checks(brief: Brief, draft: Draft | str, checks: Sequence[str]) -> list[Finding]:
    """All that the named checks find in a text, in their order. A draft without a text is a finding itself."""
    if isinstance(draft, Draft):
        if draft.error:
            return [Finding("engine", "error", draft.error)]
        draft = draft.text
    return [finding for name in checks for finding in _check(name)(brief, draft)]


@cache
def _check(name: str) -> Any:
    return plugins.find("checks", name).check


def _fallback(
    brief: Brief, draft: Draft, checks: Sequence[str], engine: Engine, attempts: int, spent: tuple[int, float]
) -> Description:
    """The draft without what is wrong in it, or else the plain text; or a failure that says why.

    What was wrong is told in notes.
    """
    wrong = brief.wrong
    notes = [replace(f, severity="note", start=0, end=0) for f in wrong]  # their spans are those of the draft
    mended = mend(draft.text, lambda text: run_checks(brief, text, checks)) if draft.text else ""
    if mended and mended != draft.text:
        findings = run_checks(brief, mended, checks)
        kept = replace(draft, text=mended, evidence=(), logprobs=())
        return _description(brief, kept, "revised", [*findings, *notes], engine, attempts, spent)
    findings = run_checks(brief, brief.plain, checks)
    blocks = [f for f in findings if f.severity == "block"]
    if blocks:
        failed = replace(brief.plain, text="", evidence=())
        made = _description(brief, failed, "failed", findings, engine, attempts, spent)
        return replace(made, error="; ".join(dict.fromkeys(f.message for f in blocks)))
    return _description(brief, brief.plain, "fallback", [*findings, *notes], engine, attempts, spent)


def _description(
    brief: Brief,
    draft: Draft,
    status: str,
    findings: Sequence[Finding],
    engine: Engine,
    attempts: int,
    spent: tuple[int, float],
) -> Description:
    return Description(
        brief.product.id,
        draft.text,
        status,
        language=brief.language,
        task=brief.task,
        engine=engine.spec,
        evidence=_evidence(brief, draft),
        findings=(*brief.notes, *findings),
        attempts=attempts,
        tokens=spent[0],
        cost=spent[1],
        line=brief.product.line,
    )


def _evidence(brief: Brief, draft: Draft) -> tuple[Evidence, ...]:
    """What the engine marked, and what the checks proved besides: every hard claim of an accepted text is in it."""
    marked = sorted(draft.evidence, key=lambda evidence: evidence.start)
    spans = tuple((evidence.start, evidence.end) for evidence in marked)
    proved = (e for e in claims.evidence(brief, draft.text) if not facts.inside(e.start, e.end, spans))
    return tuple(sorted((*marked, *proved), key=lambda evidence: (evidence.start, evidence.end)))


def unused(row: Unused) -> Description:
    """What the output says of a broken row."""
    return Description(None, "", "failed", error=row.reason, line=row.line)


def settings_key(job: Job, engine: Engine) -> bytes:
    """16 bytes that stand for everything but the product that a text depends on."""
    parts = (
        *(rules_version(), job.task, engine.spec, engine.fingerprint),
        *(job.style, job.sampling, job.attempts, job.reading.columns),
    )
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def text_key(product: Product, settings: bytes) -> bytes:
    """16 bytes that identify a text: the product's content and all that it is written with."""
    parts = [
        product.id if product.named else "",
        product.title,
        product.category,
        product.language,
        product.text,
    ]
    parts += product.keywords
    for fact in product.facts:
        parts += ("\x1e" if fact.publish else "\x1d", fact.name, fact.value)
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16, key=settings).digest()


@cache
def rules_version() -> str:
    """Changes with any file of rules/: the same text could be judged differently."""
    digest = blake2b(digest_size=8)
    for path in sorted(files("miaoshu").joinpath("rules").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
