"""Text tables: what a file looks like, its rows as cells, and rows as a file again.

A row is never lost: where it cannot be read, its cells come with the reason.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from miaoshu.errors import UserError
from miaoshu.reading import columns, encodings, headers
from miaoshu.records import Reading

csv.field_size_limit(2**31 - 1)

LINES, CHARACTERS = 5_000, 8_000_000  # a record is never longer; beyond that a quote was left open
TOP = 20  # records among which the header is looked for
SEPARATORS = ",;\t|^~\x01"

Record = tuple[int, list[str], str]  # the line it begins in from 1, its cells, why it is broken or ""

_BOM = re.compile(r"\s*\ufeff")
_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_NUMBER = re.compile(r"[+-]\.?\d[\d.,\u00a0\u202f ]*(?:[eE][+-]?\d+)?\s?%?")
_SEP = re.compile(r"sep=([,;|^~\t]|$)\"?(?=[\r\n]|$)", re.IGNORECASE)
_FORMULA = frozenset("=+-@\t\r")


class Dialect(NamedTuple):
    """How the text of a table is written."""

    encoding: str = "utf-8"
    bom: bool = False
    separator: str = ","
    quote: str = '"'  # how a quote in a quoted cell is written: '"' doubled, "\\" escaped; "" where nothing is quoted
    newline: str = "\n"


class TextTable(NamedTuple):
    """A text table that is ready to be read, as often as one likes."""

    path: Path
    dialect: Dialect
    header: tuple[str, ...]  # the names in the file; "1", "2", … where it has none
    named: bool  # there is a header
    above: tuple[tuple[str, ...], ...] = ()  # what stands above it: a title, `sep=;`
    line: int = 1  # of the header, from 1


@dataclass(frozen=True)
class Head:
    """The beginning of a file, for formats to recognise it by. Each is found out when asked for."""

    path: Path
    suffix: str  # lower case: ".csv"
    data: bytes  # the first 256 KB
    asked: str = ""  # the encoding that the user named

    @cached_property
    def encoding(self) -> str:
        """The codec of the whole file; "" for Excel and Parquet."""
        if encodings.is_binary_table(self.data):
            return ""
        if not self.asked:
            return encodings.detect(self.path, self.data)
        name = encodings.named(self.asked)
        if name in ("utf-16", "utf-32"):
            return encodings.detect(self.path, self.data) if encodings.bom(self.data)[0] else f"{name}-le"
        return name

    @cached_property
    def text(self) -> str:
        """The first 256 KB decoded, without a byte order mark; whole lines of a longer file. Never raises."""
        if not self.encoding:
            return ""
        text = self.data.decode(self.encoding, encodings.KEEP)
        if len(self.data) == encodings.SAMPLE:
            text = text[: text.rfind("\n") + 1] or text
        return _BOM.sub("", text, count=1) if _BOM.match(text) else text

    @cached_property
    def dialect(self) -> Dialect:
        """How the text is written; without a separator for Excel and Parquet."""
        if not self.encoding:
            return Dialect("", separator="")
        separator, quote = _sniff(self)
        ends = re.search(r"\S[^\r\n]*(\r\n|\n|\r)", self.text)
        return Dialect(self.encoding, self._marked, separator, quote, ends[1] if ends else "\n")

    @cached_property
    def _marked(self) -> bool:
        return _BOM.match(self.data[:4096].decode(self.encoding, encodings.KEEP)) is not None

    @property
    def delimiter(self) -> str:
        return self.dialect.separator

    @cached_property
    def top(self) -> list[Record]:
        """The first records, down to the one that names the columns, if there is such a one; else the first."""
        if not self.encoding:
            return []
        found = list(islice(records(self.path, self.dialect), TOP))
        return found[: header_at([cells for _, cells, _ in found]) + 1]

    @property
    def first_cells(self) -> tuple[str, ...]:
        """The cells of the header; of the first record that is not blank where there is none."""
        return tuple(self.top[-1][1]) if self.top else ()


def head(path: str | Path, encoding: str = "") -> Head:
    """The beginning of a catalog. Raises UserError for what is none: missing, empty, binary, protected."""
    path = Path(path)
    found = Head(path, path.suffix.lower(), encodings.first_bytes(path), encoding)
    if encoding:
        encodings.named(encoding)
    return found


def open_table(path: str | Path, reading: Reading, named: bool | None = None) -> TextTable:
    """A text table with its header. `named`: whether there is one; None: found out from the first record.

    Raises UserError where there is no header and the user maps no column either.
    """
    found = head(path, reading.encoding)
    first = found.first_cells
    if named is None:
        named = has_header(found.path, first, reading)
    above = tuple(tuple(cells) for _, cells, _ in found.top[:-1])
    line = found.top[-1][0] if found.top else 1
    if named:
        return TextTable(found.path, found.dialect, first, True, above, line)
    widths = Counter(len(cells) for _, cells, _ in islice(records(found.path, found.dialect), 200))
    width = widths.most_common(1)[0][0]
    return TextTable(found.path, found.dialect, tuple(str(n) for n in range(1, width + 1)), False, above, line)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows of a table names its columns: mostly the first; others have titles above it.

    Above the header stands Excel's `sep=;`, a title in a cell or two, or what Amazon puts into its templates.
    """
    begin = 1 if len(rows) > 1 and _SEP.fullmatch("".join(rows[0]).strip('"')) else 0
    known = [_names(row) for row in rows]
    if begin < len(rows) and rows[begin] and rows[begin][0].startswith(("TemplateType=", "settings=")):
        names = [at for at in range(begin + 1, min(begin + 6, len(rows))) if known[at] > 1]
        return names[-1] if names else begin
    wide = 0  # cells of the widest row so far
    for at in range(begin, len(rows)):
        filled = sum(1 for cell in rows[at] if cell.strip())
        if at > begin and known[at] > max(1, known[begin]) and wide * 2 <= filled:
            return at
        wide = max(wide, filled)
    return begin


def _names(row: Sequence[str]) -> int:
    """How many cells of a row are known as headers; 0 where it is no header."""
    return sum(1 for cell in row if cell.strip() and headers.is_known(cell)) if columns.looks_like_header(row) else 0


def has_header(path: Path, first: Sequence[str], reading: Reading) -> bool:
    """Whether the first record names the columns. Raises UserError where neither it nor the user does."""
    asked = [column.strip() for _, column in reading.columns if column.strip()]
    names = {cell.strip() for cell in first}
    if columns.looks_like_header(first) or any(c in names and not c.isdecimal() for c in asked):
        return True
    if not asked:
        cells = ", ".join(f"{n}: {cell.strip()[:40]!r}" for n, cell in enumerate(first[:20], 1))
        raise UserError(
            f"{path} has no header; its first row is {cells}", "Say which column is the title: --map title=N"
        )
    return False


def rows(table: TextTable) -> Iterator[Record]:
    """The records of a table below its header."""
    found = records(table.path, table.dialect, table.header)
    above = table.line if table.named else table.line - 1
    for record in found:
        if record[0] > above:
            yield record
            break
    yield from found


def records(path: Path, dialect: Dialect, header: Sequence[str] = ()) -> Iterator[Record]:
    """All records of a file, the header included, streamed. `header`: how many cells a record has to have.

    A quote that is never closed breaks the line that it is in and no other.
    """
    with path.open(encoding=dialect.encoding, errors=encodings.KEEP, newline="") as file:
        yield from _parse(file, dialect, header)


def _parse(lines: Iterator[str], dialect: Dialect, header: Sequence[str] = ()) -> Iterator[Record]:
    """Records of physical lines."""
    width = len(header)
    least = width - next((n for n, name in enumerate(reversed(header)) if name.strip()), 0)
    backslash = dialect.quote == "\\"
    waiting: deque[str] = deque()  # lines looked at for a record that they are no part of
    taken: list[str] = []  # the lines of the record at hand
    begun = False

    def feed() -> Iterator[str]:
        nonlocal begun
        size = 0
        while True:
            size = size + len(taken[-1]) if taken else 0
            if len(taken) >= LINES or size > CHARACTERS:
                return
            line = waiting.popleft() if waiting else next(lines, "")
            if not line:
                return
            if not begun:
                line = _BOM.sub("", line, count=1) if _BOM.match(line) else line
                begun = bool(line.strip())
            taken.append(line)
            yield _ESCAPED.sub(r'\1""', line) if backslash and "\\" in line else line

    reader = _reader(feed(), dialect)
    at = 1
    while True:
        taken.clear()
        reason = ""
        try:
            cells = next(reader)
            whole = len(cells) == width or not width or len(taken) == 1 or _fit(cells, least, width)
        except StopIteration:
            return
        except csv.Error:
            whole = False
        if not whole:
            waiting.extendleft(reversed(taken[1:]))
            del taken[1:]
            cells, reason = _repair(taken[0], dialect, width)
            reader = _reader(feed(), dialect)
        if len(cells) > 1 or (cells and (cells[0].strip() or '"' in taken[0])):
            if len(cells) != width and width and not _fit(cells, least, width) and not reason:
                reason = f"{len(cells)} cell{'s'[len(cells) == 1 :]} where the header has {width}"
            if any(not line.isascii() and _invalid(line) for line in taken):
                reason = f"invalid bytes for {dialect.encoding.upper()} in this row"
            yield at, cells, reason
        at += len(taken)


def _reader(lines: Iterable[str], dialect: Dialect, strict: bool = True) -> Iterator[list[str]]:
    if not dialect.quote:
        return csv.reader(lines, delimiter=dialect.separator, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=dialect.separator, strict=strict)


def _fit(cells: list[str], least: int, width: int) -> bool:
    """Make a row as wide as the header where only empty cells are too many or missing."""
    if len(cells) > width and not any(cells[width:]):
        del cells[width:]
    elif least <= len(cells) < width:
        cells += [""] * (width - len(cells))
    return len(cells) == width


def _repair(line: str, dialect: Dialect, width: int) -> tuple[list[str], str]:
    """The cells of a line with a quote in the wrong place, such as "5" tube"; why it is broken, or ""."""
    line = line.rstrip("\r\n")
    cells = line.split(dialect.separator)
    try:
        next(_reader([line], dialect))
        return cells, "a quote is opened and never closed"
    except csv.Error as error:
        if "end of data" in str(error):
            return cells, "a quote is opened and never closed"
    if len(cells) == width:
        return [c[1:-1].replace('""', '"') if c[:1] == c[-1:] == '"' and len(c) > 1 else c for c in cells], ""
    return next(_reader([line], dialect, strict=False)), ""


def _invalid(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _sniff(found: Head) -> tuple[str, str]:
    """The separator and the style of quotes that give the most records the cells of the first one."""
    begin = found.text[:4_000]
    if said := _SEP.match(begin.lstrip('\ufeff \t\r\n"')):
        return said[1], '"'
    # Score 1 is a table of one column: its separator is one that does not occur.
    best, score = (next((s for s in SEPARATORS if s not in begin), "\x01"), '"'), 1.0
    for separator in SEPARATORS:
        for quote in ('"', "\\", "") if separator in begin else ():
            if (quote == "\\" and '\\"' not in found.text) or (not quote and not _loose(found.text, separator)):
                continue
            dialect = Dialect(found.encoding, separator=separator, quote=quote)
            counted = _consistency(islice(records(found.path, dialect), 100))
            if counted > score * 1.001:
                best, score = (separator, quote), counted
    return best


def _consistency(found: Iterator[Record]) -> float:
    read = list(found)
    at = header_at([cells for _, cells, _ in read[:TOP]]) if read else 0
    _, first, broken = read[at] if read else (1, [""], "")
    named = len(first) > 1 and columns.looks_like_header(first) and any(map(headers.is_known, first))
    fits = [not reason and _fit(cells, len(first), len(first)) for _, cells, reason in read[at + 1 :]]
    return ((sum(fits) + (not broken)) / (len(fits) + 1)) ** 2 * min(len(first), 10) + 1.5 * named


def _loose(text: str, separator: str) -> bool:
    """Whether cells begin with a quote that does not close them: the file knows no quoted cells."""
    if separator in ",;":
        return False
    begins = len(re.findall(rf'(?:^|{re.escape(separator)})"', text, re.MULTILINE))
    ends = len(re.findall(rf'"(?:$|\r|{re.escape(separator)})', text, re.MULTILINE))
    return ends * 2 < begins


def defuse(cell: str) -> str:
    """The cell, with a leading ' where a spreadsheet would take a text for a formula. Numbers pass."""
    if cell[:1] not in _FORMULA or not cell or _NUMBER.fullmatch(cell) or not cell.strip("-"):
        return cell
    return "'" + cell


def write_text_table(
    path: Path,
    dialect: Dialect,
    header: Sequence[str] | None,
    rows: Iterable[Sequence[str]],
    above: Iterable[Sequence[str]] = (),
) -> None:
    """Write rows as they come, defused, in the dialect given. `header` None: no line of names.

    Where the encoding cannot hold a character of a row, the whole file becomes UTF-8 with a byte order mark.
    """
    lines = _lines(dialect, chain(above, () if header is None else (header,), rows))
    encoding = dialect.encoding
    line = "\ufeff" if dialect.bom else ""
    with path.open("w", encoding=encoding, errors=encodings.KEEP, newline="") as file:
        try:
            file.write(line)
            for line in lines:
                file.write(line)
            return
        except UnicodeEncodeError:
            pass
    whole = path.with_name(f"{path.name}.utf8")
    try:
        with (
            path.open(encoding=encoding, errors=encodings.KEEP, newline="") as old,
            whole.open("w", encoding="utf-8", errors=encodings.KEEP, newline="") as file,
        ):
            file.write("\ufeff")
            while chunk := old.read(1 << 20):
                file.write(chunk)
            file.write(line)
            file.writelines(lines)
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def _lines(dialect: Dialect, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    separator, newline, risky = dialect.separator, dialect.newline, _FORMULA
    special = re.compile(f'[{re.escape(separator)}"\r\n]').search
    breaks = re.compile(f"[{re.escape(separator)}\r\n]+")
    for row in rows:
        cells = [defuse(cell) if cell[:1] in risky else cell for cell in row]
        if not dialect.quote:
            cells = [breaks.sub(" ", cell) for cell in cells]
        elif len(cells) == 1 and not cells[0].strip():
            cells = [f'"{cells[0]}"']  # else it would pass for a blank line
        else:
            cells = ['"' + cell.replace('"', '""') + '"' if special(cell) else cell for cell in cells]
        yield separator.join(cells) + newline
