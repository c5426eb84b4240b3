"""One catalog as a stream of products: picks the format, maps the columns, reports the rows it cannot use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from miaoshu import plugins
from miaoshu.errors import UserError
from miaoshu.reading import columns, markup, tables
from miaoshu.records import Product, Reading, Unused

SAMPLE = 200  # products that decide on the language of those that give no sign of theirs


class Catalog(NamedTuple):
    """An opened catalog; it can be read as often as one likes."""

    format: ModuleType
    layout: columns.Layout
    language: str  # of products that give no sign of theirs

    def items(self) -> Iterator[Product | Unused]:
        """Every row of the file, in order, in exactly one item."""
        for item in self.format.read(self.layout):
            if isinstance(item, Product) and not item.language and self.language:
                item = replace(item, language=self.language)
            yield item

    def has_text(self, product: Product, task: str) -> bool:
        """Whether the row holds a text already: a description of its own, or one that was written here."""
        cells = self.layout.cells(product.rows[0])
        ours = f"miaoshu_{task}"
        return any(
            c.index < len(cells) and markup.strip(str(cells[c.index] or "")).strip()
            for c in self.layout.columns
            if c.role == "text" or c.header == ours
        )

    def survey(self) -> int:
        """The number of products, found by a quick pass. Raises UserError where an id occurs twice."""
        seen: set[int] = set()
        named = 0
        count = 0
        for id in self.format.ids(self.layout):
            count += 1
            if id:
                named += 1
                seen.add(hash(id))
                if len(seen) < named:
                    raise UserError(
                        f"{self.layout.path}: the id {id!r} occurs more than once{self._id_column()}",
                        "Try another column: --map id=COLUMN, or none: --map id=",
                    )
        return count

    def _id_column(self) -> str:
        index = columns.id_index(self.layout)
        return "" if index is None else f" in column {self.layout.header[index]!r}"


def read_catalog(path: str | Path, reading: Reading = Reading()) -> Catalog:  # noqa: B008 (frozen)
    """Open a catalog of any format that a plug-in recognises.

    Raises UserError for what is no catalog: a missing, empty, binary or protected file, no usable column.
    """
    path = Path(path)
    format = recognise(path, reading)
    layout = format.layout(path, reading)
    votes = Counter(
        item.language for item in islice(format.read(layout), SAMPLE) if isinstance(item, Product) and item.language
    )
    return Catalog(format, layout, votes.most_common(1)[0][0] if votes else "")


def recognise(path: Path, reading: Reading) -> ModuleType:
    """The format plug-in that says it can read this file; the most specific one first."""
    head = tables.head(path, reading.encoding)
    modules = [plugins.find("formats", name) for name in plugins.names("formats")]
    for module in sorted(modules, key=lambda m: -m.PRIORITY):
        if module.recognise(head):
            return module
    raise UserError(f"{path}: this is no catalog that miaoshu can read", "See the formats: miaoshu formats")


def output_format(out: Path, catalog: Catalog) -> ModuleType:
    """The format to write: the catalog's own where the suffix fits, else the one that has the suffix."""
    suffix = out.suffix.lower()
    if suffix in catalog.format.SUFFIXES:
        return catalog.format
    for name in ("jsonl", "csv", "xlsx", "parquet"):
        module = plugins.find("formats", name)
        if suffix in module.SUFFIXES:
            return module
    known = sorted({s for n in plugins.names("formats") for s in plugins.find("formats", n).SUFFIXES})
    if suffix in known:
        raise UserError(
            f"{out}: {suffix} cannot hold the columns of {catalog.layout.path}",
            f"Try: --out {out.with_suffix('.jsonl')}, or another suffix: .csv, .xlsx, .parquet",
        )
    raise UserError(f"{out}: no format is written to {suffix or 'a file without suffix'}", f"Try: {', '.join(known)}")
