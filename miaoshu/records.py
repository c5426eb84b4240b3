"""Everything that flows through miaoshu, as frozen records without logic.

catalog -> Product -> Brief -> Draft -> Findings -> Description -> store -> file
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the merchant about a product."""

    name: str  # as the merchant wrote it, usually a column header
    value: str  # as the merchant wrote it, without markup
    source: str = ""  # the column or feed path it came from
    publish: bool = True  # False: supports nothing and is never told (cost price, warehouse, …)


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a catalog. A fact with several values is several facts of one name."""

    id: str  # the catalog's own id; the line number where it has none
    title: str = ""
    category: str = ""
    language: str = ""  # "zh", "en" or another ISO 639-1 code; "" where nothing tells
    facts: tuple[Fact, ...] = ()
    keywords: tuple[str, ...] = ()  # facts without a name: 高清显示, "noise cancelling"
    text: str = ""  # existing free text, without markup: it can support a claim, it is no fact
    line: int = 0  # where it begins in the file, counted from 1
    rows: tuple[Any, ...] = ()  # the untouched input rows, in order, so that formats can write back
    named: bool = True  # False: `id` is only the line number


@dataclass(frozen=True, slots=True)
class Unused:
    """A row that becomes no product of its own: broken, or a variant of another product."""

    line: int
    reason: str  # for a merchant to read: "3 cells where the header has 5"
    row: Any = None
    broken: bool = True  # False: a variant row, told with its product


@dataclass(frozen=True, slots=True)
class Style:
    """How a text should be written. `language` is "auto" or an ISO 639-1 code."""

    language: str = "auto"
    voice: str = "plain"
    audience: str = ""
    length: tuple[int, int] | None = None  # least and most: characters in Chinese, words in English
    must_tell: tuple[str, ...] = ()  # names of facts
    banned: tuple[str, ...] = ()
    market: str = ""  # "cn", "us" or "eu": whose law; "" is that of the language
    channel: str = ""
    entails: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # what the shop adds to the lexicon: word -> what it entails
    rules: tuple[str, ...] = ()  # only these checks, packs of law, rules of a pack or kinds of claim; (): all
    packs: tuple[tuple[str, str], ...] = ()  # the shop's own packs of law: (file, its TOML)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`text[start:end]` (code points) tells the fact named `fact`."""

    start: int
    end: int
    fact: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. "block" keeps a text from being published, "note" does not."""

    check: str
    rule: str
    message: str
    start: int = 0
    end: int = 0
    fact: str = ""
    severity: str = "block"
    instead: str | None = None  # what could stand there; "": it can go; None: nobody knows


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine wrote. `error` says why there is no text; it is never raised."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    tokens: int = 0
    logprobs: tuple[tuple[str, float], ...] = ()
    stop: str = ""
    error: str = ""
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Brief:
    """What an engine is told about one product, and what its text must keep to."""

    product: Product
    style: Style
    task: str
    language: str  # of the text: "zh" or "en"
    plain: Draft  # the truthful text made without a model; passes every check
    must: tuple[Fact, ...] = ()  # facts that have to be told; keywords have an empty name
    length: tuple[int, int] | None = None  # the asked length as far as the facts can fill it
    notes: tuple[Finding, ...] = ()  # what the reader of the result should know
    wrong: tuple[Finding, ...] = ()  # what the last draft got wrong; empty on the first attempt


@dataclass(frozen=True, slots=True)
class Description:
    """One text for one product. `status`: accepted, revised, fallback, failed or kept."""

    product_id: str | None
    text: str
    status: str
    language: str = ""
    task: str = "description"
    engine: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    attempts: int = 0
    tokens: int = 0
    cost: float = 0.0
    error: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sampling:
    max_tokens: int = 512
    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 0
    candidates: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How a catalog is to be read, as the user asked for it."""

    columns: tuple[tuple[str, str], ...] = ()  # --map NAME=COLUMN (a header, or a position from 1)
    encoding: str = ""  # "": found out from the content
    withhold: tuple[str, ...] = ()  # further columns never to publish, from miaoshu.toml
    publish: tuple[str, ...] = ()  # columns taken from the list of unpublishable ones


@dataclass(frozen=True, slots=True)
class Job:
    """A whole run, as plain values that can be saved and sent to workers."""

    catalog: str
    out: str = ""
    task: str = "description"
    engine: str = "template"
    runner: str = "local"
    address: str = ""
    reading: Reading = Reading()
    style: Style = Style()
    sampling: Sampling = Sampling()
    attempts: int = 3
    limit: int = 0  # 0: all
    only_missing: bool = False
    restart: bool = False
    store: str = ""
    max_tokens: int = 0  # ceiling for the whole run; 0: none
    max_cost: float = 0.0
    trust_remote_code: bool = False


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


class Engine(Protocol):
    """A way to run a model. One draft for each brief, in order; errors are values."""

    spec: str  # the string it was loaded from, enough to load it again elsewhere
    fingerprint: str  # changes whenever the same brief could get another text
    batch_size: int
    deterministic: bool
    ignores: tuple[str, ...]  # fields of Style and Sampling that make no difference to its texts

    def generate(self, briefs: Sequence[Brief], sampling: Sampling) -> list[Draft]: ...
