"""What the product tables of shop systems have in common: a layout, and the texts in their rows."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from miaoshu.reading import columns, headers, tables, values
from miaoshu.reading.columns import Column, Layout
from miaoshu.records import Description, Product, Reading, Unused

Row = list[str]
Result = tuple[Product | Unused, Description | None]
Make = Callable[[Sequence[object], int, tuple[Any, ...]], Product | Unused]


class Table(NamedTuple):
    """`details` of a layout: the table, the column that takes the text, the columns that the format needs."""

    table: tables.TextTable
    text: int  # -1: the table has none, it gets one
    places: Any


def layout(
    format: str,
    table: tables.TextTable,
    reading: Reading,
    roles: Mapping[str, str],
    why: Mapping[int, str],
    text: int,
    places: Any,
) -> Layout:
    """The layout of a shop's table; `why`: column -> why it is in no role, for the dry run to say.

    Raises UserError where nothing in it describes a product.
    """
    planned = tuple(
        replace(column, why=why[column.index]) if not column.role and column.index in why else column
        for column in columns.plan(table.header, reading, roles)
    )
    return Layout(format, table.path, table.header, planned, reading, cells, details=Table(table, text, places))


def cells(row: Row) -> Sequence[str]:
    return row


def builder(layout: Layout, *extra: tuple[str, str]) -> Make:
    """`columns.builder` for rows with further cells at the end; `extra`: the name and the role of each."""
    at = len(layout.header)
    added = tuple(Column(at + n, name, role) for n, (name, role) in enumerate(extra))
    return columns.builder(replace(layout, columns=(*layout.columns, *added)))


def rows(layout: Layout) -> Iterator[tables.Record]:
    return tables.rows(layout.details.table)


def id_of(layout: Layout) -> Callable[[Row], str | None]:
    at = columns.id_index(layout)
    return lambda row: (values.of(row[at]) or None) if at is not None else None


def find(header: Sequence[str], *names: str) -> int:
    """The first column of one of these names, the first name first; -1 where there is none."""
    keys = [headers.key(name) for name in header]
    return next((keys.index(name) for name in names if name in keys), -1)


def publishable_text(description: Description | None) -> str:
    """The text to write; "" where the old one stays."""
    if description is None or description.status in ("failed", "kept"):
        return ""
    return description.text


def paragraphs(text: str) -> str:
    """The text as HTML, a paragraph a line. Nothing in it is markup."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())


def write(results: Iterable[Result], path: Path, layout: Layout, column: str) -> None:
    """The table as it was, with the texts in place. `column`: the name of theirs where the table has none."""
    table, text, _ = layout.details
    width = len(table.header)
    added = [""] if text < 0 else []
    text = width if text < 0 else text

    def lines() -> Iterator[Row]:
        for item, description in results:
            written = publishable_text(description)
            for n, row in enumerate(item.rows if isinstance(item, Product) else (item.row,)):
                if len(row) == width:
                    row = [*row, *added]
                    if written and not n:
                        row[text] = paragraphs(written)
                yield row

    header = [*table.header, *([column] if added else [])]
    suffix = path.suffix.lower()
    dialect = table.dialect
    if suffix == ".tsv":
        dialect = dialect._replace(separator="\t")
    elif suffix == ".csv" and table.path.suffix.lower() == ".tsv":
        dialect = dialect._replace(separator=",", quote='"')
    tables.write_text_table(path, dialect, header, lines(), table.above)
