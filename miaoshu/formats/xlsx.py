"""Excel workbooks (.xlsx): the first visible sheet that holds anything."""

from __future__ import annotations

import re
import shutil
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from miaoshu.errors import UserError
from miaoshu.formats import _textcolumns as textcolumns
from miaoshu.formats._textcolumns import Result
from miaoshu.reading import columns, tables, values
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".xlsx",)
PRIORITY = 10
ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767  # what Excel holds

# What openpyxl raises where a part of the archive is missing, cut off or no sheet at all.
_BROKEN = (KeyError, EOFError, ValueError, TypeError, AttributeError, IndexError, zlib.error)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN = re.compile(r'(?:#,##)?(0+)(?:\.0+)?(%?)(?:\\?\s*"([^"]*)")?')


class Formatted(NamedTuple):
    """A number or date that is shown in a format of its own."""

    value: Any
    format: str


class Sheet(NamedTuple):
    name: str
    named: bool  # there is a header
    line: int = 1  # of the header, or of the first row
    above: tuple[tuple[Any, ...], ...] = ()  # the rows above the header


def recognise(head: tables.Head) -> bool:
    return head.data.startswith(b"PK\x03\x04")


def layout(path: Path, reading: Reading) -> Layout:
    tables.head(path)
    name, first = _first(path)
    top = list(islice(_rows(path, name), tables.TOP))
    at = tables.header_at([[text(cell) for cell in row] for _, row in top])
    line, row = top[at]
    while row and row[-1] is None:
        row.pop()
    texts = [text(cell) for cell in row]
    named = tables.has_header(path, texts, reading)
    header = tuple(texts) if named else tuple(str(n) for n in range(1, len(texts) + 1))
    planned = columns.plan(header, reading)
    made = Layout(
        "xlsx",
        path,
        header,
        planned,
        reading,
        _cells,
        details=Sheet(name, named, line, tuple(tuple(row) for _, row in top[:at])),
    )
    notes = [] if first else [f"read: sheet {name!r}"]
    if at:
        notes.append(f"the header is in row {line}")
    id_at = columns.id_index(made)
    if id_at is not None and any(_is_bare(row, id_at) for _, row, _ in islice(_records(made), 50)):
        notes.append(f"column {header[id_at]!r} holds numbers: leading zeros may be lost")
    return Layout("xlsx", path, header, planned, reading, _cells, tuple(notes), made.details)


def ids(layout: Layout) -> Iterator[str | None]:
    """The id of every row that is not broken."""
    at = columns.id_index(layout)
    parent_of = columns.variants(layout)
    for _, row, reason in _records(layout):
        if not reason and not parent_of(_cells(row)):
            yield text(row[at]).strip() or None if at is not None else None


def read(layout: Layout) -> Iterator[Product | Unused]:
    make = columns.builder(layout)
    parent_of = columns.variants(layout)
    for line, row, reason in _records(layout):
        cells = _cells(row)
        if reason:
            yield Unused(line, reason, row)
        elif parent := parent_of(cells):
            yield Unused(line, f"variant of {parent}", row, broken=False)
        else:
            yield make(cells, line, (row,))


def write(results: Iterable[Result], path: Path, layout: Layout) -> None:
    """The input's columns and the text columns behind them; values of an Excel file keep types and formats.

    Raises UserError where a sheet cannot hold the rows, the columns or a cell.
    """
    from openpyxl import Workbook

    task, results = textcolumns.task_of(results)
    own = isinstance(layout.details, Sheet)
    named = not own or layout.details.named
    header, place = textcolumns.placer(layout.header, task, named)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(layout.details.name if own else "products")
    try:
        for number, row in enumerate(_placed(results, layout, place, header if named else None, own), 1):
            if number > ROWS or len(row) > COLUMNS:
                held, what = (ROWS, "rows") if number > ROWS else (COLUMNS, "columns")
                raise UserError(f"a sheet holds at most {held:,} {what}", "Write another format: --out FILE.csv")
            sheet.append([_cell(value, sheet, number) for value in row])
    except BaseException:
        sheet.close()
        raise
    _save(book, path)


class _Archive(ZipFile):
    """A zip archive in which nothing depends on the time of writing: the same rows give the same bytes."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        super().writestr(_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        with open(filename, "rb") as source, self.open(_entry(arcname), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _save(book: Any, path: Path) -> None:
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    with _Archive(path, "w") as archive:
        ExcelWriter(book, archive).save()


def _placed(
    results: Iterable[Result],
    layout: Layout,
    place: textcolumns.Place,
    header: Sequence[str] | None,
    own: bool,
) -> Iterator[Sequence[Any]]:
    if own:
        yield from layout.details.above
    if header is not None:
        yield header
    for item, made in results:
        texts = textcolumns.cells(made)
        for row in textcolumns.raw_rows(item):
            yield place(row if own else layout.cells(row), texts)
            texts = textcolumns.EMPTY


def _cell(value: Any, sheet: Any, row: int) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, Formatted):
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, value.value)
        cell.number_format = value.format
        return cell
    if isinstance(value, str):
        if not value.isprintable():
            value = _ILLEGAL.sub("", value)
        value = tables.defuse(value)
        if len(value) > CHARACTERS:
            raise UserError(
                f"row {row} has a cell of {len(value):,} characters; Excel holds {CHARACTERS:,}",
                "Write another format: --out FILE.csv",
            )
    return value


def text(cell: Any) -> str:
    """A cell as Excel shows it where its format has zeros, a percentage or a unit; else its plain value."""
    if type(cell) is not Formatted:
        return values.plain(cell)
    zeros, percent, unit = _shown(cell.format)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and zeros:
        value = round(cell.value * 100, 10) if percent else cell.value
        sign = "-" * (value < 0)
        return f"{sign}{values.plain(abs(value)).zfill(zeros)}{percent}{unit}"
    return values.plain(cell.value)


@lru_cache(maxsize=1_024)
def _shown(format: str) -> tuple[int, str, str]:
    """How many digits at least, "%" or "", and the unit that a number format adds."""
    found = _SHOWN.fullmatch(format)
    return (len(found[1]), found[2], found[3] or "") if found else (0, "", "")


def _is_bare(row: Sequence[Any], at: int) -> bool:
    return isinstance(row[at], int | float)


def _cells(row: Sequence[Any]) -> list[str]:
    return [text(cell) for cell in row]


def _records(layout: Layout) -> Iterator[tuple[int, list[Any], str]]:
    """Line, cells, and why the row is broken, for every row below the header that is not blank."""
    width = len(layout.header)
    above = layout.details.line if layout.details.named else layout.details.line - 1
    for line, row in _rows(layout.path, layout.details.name):
        if line <= above:
            continue
        while len(row) > width and row[-1] is None:
            row.pop()
        reason = f"{len(row)} cells where the header has {width}" if len(row) > width else ""
        yield line, row + [None] * (width - len(row)), reason


def _first(path: Path) -> tuple[str, bool]:
    """The name of the first visible sheet that has cells, and whether it is the first of all."""
    with _open(path) as book:
        sheets = [(n, sheet) for n, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
        for number, sheet in sheets:
            if next(_filled(sheet), None):
                return sheet.title, number == 0
    raise UserError(f"{path} has no sheet with cells", "Fill its first sheet, with names in the first row")


def _rows(path: Path, name: str) -> Iterator[tuple[int, list[Any]]]:
    with _open(path) as book:
        yield from _filled(book[name])


def _filled(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Row numbers and cells of the rows that are not blank."""
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(), 1):
        row = [_value(cell) for cell in cells]
        if any(value is not None and value != "" for value in row):
            yield line, row


def _value(cell: Any) -> Any:
    value = cell.value
    if value is None or type(value) is str or type(value) is bool:
        return value
    format = cell.number_format
    return value if format == "General" else Formatted(value, format)


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    from defusedxml import DefusedXmlException
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    _refuse_bomb(path)
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except (InvalidFileException, BadZipFile, ParseError, DefusedXmlException, *_BROKEN) as error:
        reason = f"{str(error).partition(chr(10))[0] or type(error).__name__}".rstrip(".")
        raise UserError(f"{path} cannot be read: {reason}", "Open it in Excel and save it again as .xlsx") from error


def _refuse_bomb(path: Path) -> None:
    """A part that grows a hundredfold and beyond 100 MB was made to fill the memory; sheets grow tenfold."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except BadZipFile:
        return  # reading it says what is wrong
    if any(part.file_size > 100 << 20 and part.file_size > 100 * max(part.compress_size, 1) for part in parts):
        raise UserError(f"{path} unpacks to far more than an Excel file holds", "Save it as .csv and try that")
