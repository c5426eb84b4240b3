"""Parquet files, read and written in batches; every column keeps its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from miaoshu.errors import UserError
from miaoshu.formats import _textcolumns as textcolumns
from miaoshu.formats._textcolumns import Result
from miaoshu.reading import columns, tables, values
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".parquet", ".pq")
PRIORITY = 10
READ, WRITE = 500, 5_000  # rows a batch


class Row(NamedTuple):
    """One row: its cells as text, and where its values are."""

    cells: tuple[str, ...]
    batch: Any  # pyarrow.RecordBatch
    at: int


def recognise(head: tables.Head) -> bool:
    return head.data.startswith(b"PAR1")


def layout(path: Path, reading: Reading) -> Layout:
    with _open(path) as file:
        schema = file.schema_arrow
    header = tuple(schema.names)
    return Layout("parquet", path, header, columns.plan(header, reading), reading, _cells, details=schema)


def _cells(row: Row) -> Sequence[str]:
    return row.cells


def ids(layout: Layout) -> Iterator[str | None]:
    """The id of every row; only its column is read."""
    at = columns.id_index(layout)
    with _open(layout.path) as file:
        if at is None:
            for _ in range(file.metadata.num_rows):
                yield None
            return
        name = layout.header[at]
        only = [name] if layout.header.count(name) == 1 and "." not in name else None
        for batch in _batches(layout.path, file, WRITE, columns=only):
            yield from (cell.strip() or None for cell in _texts(batch.column(0 if only else at)))


def read(layout: Layout) -> Iterator[Product | Unused]:
    make = columns.builder(layout)
    line = 0
    with _open(layout.path) as file:
        for batch in _batches(layout.path, file, READ):
            for at, cells in enumerate(zip(*map(_texts, batch.columns), strict=True)):
                line += 1
                yield make(cells, line, (Row(cells, batch, at),))


def write(results: Iterable[Result], path: Path, layout: Layout) -> None:
    """The input's columns, of their own types where the input is Parquet, else text; and the text columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    task, results = textcolumns.task_of(results)
    own = isinstance(layout.details, pa.Schema)
    names = textcolumns.names(task)
    if own:
        kept = [n for n, field in enumerate(layout.details) if field.name not in names]
        schema = pa.schema([layout.details.field(n) for n in kept], layout.details.metadata)
    else:
        kept = [n for n, name in enumerate(layout.header) if name not in names]
        schema = pa.schema([pa.field(name, pa.string()) for name in _unique([layout.header[n] for n in kept])])
    for name in names:
        schema = schema.append(pa.field(name, pa.string()))
    collect = partial(_own, pa) if own else partial(_texts_only, pa, layout, max(len(layout.header), 1))
    with pq.ParquetWriter(path, schema) as writer:
        rows: list[tuple[Any, tuple[str, ...]]] = []
        for item, made in results:
            texts = textcolumns.cells(made)
            for row in textcolumns.raw_rows(item):
                rows.append((row, texts))
                texts = textcolumns.EMPTY
            if len(rows) >= WRITE:
                writer.write_table(_table(pa, schema, collect(rows, kept), rows))
                rows.clear()
        if rows:
            writer.write_table(_table(pa, schema, collect(rows, kept), rows))


def _table(pa: Any, schema: Any, arrays: list[Any], rows: list[tuple[Any, tuple[str, ...]]]) -> Any:
    texts = [pa.array(map(_valid, column), pa.string()) for column in zip(*(t for _, t in rows), strict=True)]
    return pa.table([*arrays, *texts], schema=schema)


def _own(pa: Any, rows: list[tuple[Row, Any]], kept: list[int]) -> list[Any]:
    """The values as they lie in the batches that were read: runs of neighbours are taken as slices."""
    runs: list[list[Any]] = []
    for row, _ in rows:
        if runs and runs[-1][0] is row.batch and runs[-1][2] == row.at:
            runs[-1][2] += 1
        else:
            runs.append([row.batch, row.at, row.at + 1])
    slices = [batch.slice(begin, end - begin) for batch, begin, end in runs]
    return [pa.chunked_array([part.column(n) for part in slices]) for n in kept]


def _texts_only(pa: Any, layout: Layout, width: int, rows: list[tuple[Any, Any]], kept: list[int]) -> list[Any]:
    """The cells as text; those that a broken row has too many stand in its last one."""
    table = []
    for row, _ in rows:
        cells = [_valid(cell) for cell in layout.cells(row)]
        table.append([*cells[: width - 1], ",".join(cells[width - 1 :])] + [""] * (width - max(len(cells), 1)))
    return [pa.array([cells[n] for cells in table], pa.string()) for n in kept]


def _valid(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _unique(header: Sequence[str]) -> list[str]:
    """The names, those that come again with a number: Parquet has no two columns of one name."""
    seen: dict[str, int] = {}
    found = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def _texts(column: Any) -> list[str]:
    """The values of a column as text."""
    import pyarrow as pa

    try:
        found = column.to_pylist()
    except (ValueError, OverflowError, pa.ArrowException):  # times that Python cannot hold
        found = column.cast(pa.string()).to_pylist()
    if pa.types.is_map(column.type):
        found = [None if pairs is None else dict(pairs) for pairs in found]
    return [value if type(value) is str else values.plain(value) for value in found]


def _open(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> UserError:
    reason = str(error).split("\n", 1)[0]
    return UserError(f"{path} cannot be read: {reason}", "Write or download the file again")


def _batches(path: Path, file: Any, size: int, **options: Any) -> Iterator[Any]:
    import pyarrow as pa

    try:
        yield from file.iter_batches(size, **options)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from None
