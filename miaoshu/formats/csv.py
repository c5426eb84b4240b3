"""CSV, TSV and other text tables: any columns, any separator, UTF-8, UTF-16, GBK and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from miaoshu.formats import _textcolumns as textcolumns
from miaoshu.formats._textcolumns import Result
from miaoshu.reading import columns, tables
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".csv", ".tsv", ".txt")
PRIORITY = 0


def recognise(head: tables.Head) -> bool:
    """Any text but a marked-up one."""
    return bool(head.encoding) and not head.text.lstrip().startswith("<")


def layout(path: Path, reading: Reading) -> Layout:
    table = tables.open_table(path, reading)
    planned = columns.plan(table.header, reading)
    notes = () if table.named else ("no header: columns are counted from 1",)
    if table.named and table.above:
        notes = (f"the header is in line {table.line}",)
    return Layout("csv", table.path, table.header, planned, reading, _cells, notes, table)


def _cells(row: list[str]) -> list[str]:
    return row


def ids(layout: Layout) -> Iterator[str | None]:
    """The id of every row that is not broken."""
    at = columns.id_index(layout)
    parent_of = columns.variants(layout)
    for _, cells, reason in tables.rows(layout.details):
        if not reason and not parent_of(cells):
            yield cells[at].strip() or None if at is not None else None


def read(layout: Layout) -> Iterator[Product | Unused]:
    make = columns.builder(layout)
    parent_of = columns.variants(layout)
    for line, cells, reason in tables.rows(layout.details):
        if reason:
            yield Unused(line, reason, cells)
        elif parent := parent_of(cells):
            yield Unused(line, f"variant of {parent}", cells, broken=False)
        else:
            yield make(cells, line, (cells,))


def write(results: Iterable[Result], path: Path, layout: Layout) -> None:
    """The input's columns and the text columns behind them; a `.tsv` file is separated by tabs."""
    task, results = textcolumns.task_of(results)
    table = layout.details if isinstance(layout.details, tables.TextTable) else None
    named = table is None or table.named
    header, place = textcolumns.placer(layout.header, task, named)
    rows = _rows(results, layout, place)
    above = table.above if table else ()
    tables.write_text_table(path, _dialect(table, path), header if named else None, rows, above)


def _rows(results: Iterable[Result], layout: Layout, place: textcolumns.Place) -> Iterator[list[str]]:
    to_cells = layout.cells
    for item, made in results:
        texts = textcolumns.cells(made)
        for row in textcolumns.raw_rows(item):
            yield place(to_cells(row), texts)
            texts = textcolumns.EMPTY


def _dialect(table: tables.TextTable | None, path: Path) -> tables.Dialect:
    suffix = path.suffix.lower()
    if table is None:  # Excel takes a CSV without the mark for one in the machine's own encoding
        return tables.Dialect(bom=True, separator="\t" if suffix == ".tsv" else ",", newline="\r\n")
    if suffix == ".tsv":
        return table.dialect._replace(separator="\t")
    if table.path.suffix.lower() == ".tsv" and suffix == ".csv":
        return table.dialect._replace(separator=",", quote='"')
    return table.dialect
