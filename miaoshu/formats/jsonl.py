"""JSON lines, one object a line; also one JSON array of objects, which is held in memory (up to 32 MB)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from miaoshu.errors import UserError
from miaoshu.formats._textcolumns import Result
from miaoshu.reading import columns, encodings, tables, values
from miaoshu.reading.columns import Layout
from miaoshu.records import Description, Finding, Product, Reading, Unused

SUFFIXES = (".jsonl", ".ndjson")
PRIORITY = 20
LARGEST = 32 << 20  # bytes of a file that is one array

_LISTS = ("products", "items", "goods", "records", "rows", "list", "data")  # {"products": [{…}, …]}
_BEGIN = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_WHOLE = re.compile(rf'\s*(?:\[|\{{[ \t]*\r?\n|\{{\s*"(?:{"|".join(_LISTS)})"\s*:\s*[\[{{])')
_HUGE = re.compile(r"[:\[,]\s*-?\d{19}")  # orjson makes floats of such numbers, and digits are lost
_BREAKS = re.compile(r"[\r\n]+")

Parsed = tuple[int, dict[str, Any] | None, str, Any]  # line from 1, object, why there is none, what stands there


class Source(NamedTuple):
    encoding: str
    whole: bool  # one JSON value, not one a line


def recognise(head: tables.Head) -> bool:
    """The first thing in the text is an object or a list of objects; or the name says so."""
    return bool(_BEGIN.match(head.text)) or (head.suffix in SUFFIXES and "{" in head.text)


def layout(path: Path, reading: Reading) -> Layout:
    """The header holds the keys of all objects in order of appearance, so the whole file is read once."""
    head = tables.head(path, reading.encoding)
    source = Source(head.encoding, bool(_WHOLE.match(head.text)))
    if source.whole and path.stat().st_size > LARGEST:
        raise UserError(f"{path} is one JSON value of more than 32 MB", "Write one object a line: jq -c '.[]'")
    keys: dict[str, None] = {}
    first = ""
    for line, obj, reason, _ in _objects(path, source):
        if obj is not None:
            keys.update(dict.fromkeys(obj))
        first = first or (reason and f"line {line}: {reason}")
    if not keys:
        raise UserError(f"{path} holds no JSON objects" + f" ({first})" * bool(first), "Write one object a line")
    header = tuple(keys)
    reading = columns.by_name(header, reading)

    def cells(row: Any) -> Sequence[str]:
        return [values.plain(row.get(key)) for key in header] if isinstance(row, dict) else [values.plain(row)]

    return Layout("jsonl", path, header, columns.plan(header, reading), reading, cells, details=source)


def ids(layout: Layout) -> Iterator[str | None]:
    """The id of every object."""
    at = columns.id_index(layout)
    key = layout.header[at] if at is not None else ""
    for _, obj, _, _ in _objects(layout.path, layout.details):
        if obj is not None:
            yield values.of(obj.get(key)) or None if at is not None else None


def read(layout: Layout) -> Iterator[Product | Unused]:
    reading = layout.reading
    for line, obj, reason, raw in _objects(layout.path, layout.details):
        if obj is None:
            yield Unused(line, reason, raw)
        else:
            yield columns.product_from_object(obj, reading, line, (obj,))


def write(results: Iterable[Result], path: Path, layout: Layout) -> None:
    """One object for each product and each broken row, in order."""
    with path.open("wb") as file:
        for item, made in results:
            if made is not None:
                file.write(line(item, made))


def line(item: Product | Unused, made: Description) -> bytes:
    """One object of the output. Offsets count code points."""
    obj: dict[str, Any] = {
        "id": made.product_id,
        "title": item.title if isinstance(item, Product) else "",
        "language": made.language,
        "task": made.task,
        "text": made.text or None,
        "status": made.status,
        "engine": made.engine,
        "attempts": made.attempts,
        "tokens": made.tokens,
        "evidence": [{"start": e.start, "end": e.end, "fact": e.fact} for e in made.evidence],
        "findings": [finding(f) for f in made.findings],
        "error": made.error or None,
    }
    if made.product_id is None:
        obj["row"] = item.line
    try:
        return orjson.dumps(obj, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # half a surrogate pair
        text = json.dumps(obj, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace") + b"\n"


def finding(found: Finding) -> dict[str, Any]:
    """A finding as an object."""
    return {
        "check": found.check,
        "rule": found.rule,
        "message": found.message,
        "start": found.start,
        "end": found.end,
        "fact": found.fact,
        "severity": found.severity,
    }


def _objects(path: Path, source: Source) -> Iterator[Parsed]:
    if source.whole:
        yield from _elements(path, source)
        return
    lines = _utf8(path, source.encoding)
    for number, line in enumerate(lines, 1):
        if number == 1 or line.startswith(b"\xef\xbb\xbf"):
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            obj = orjson.loads(line)
        except orjson.JSONDecodeError:
            obj = None
        if type(obj) is dict and not any(type(v) is float and abs(v) >= 1e18 for v in obj.values()):
            yield number, obj, "", obj
        else:
            yield _slowly(number, line, source.encoding)


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    if encoding in ("utf-8", "ascii"):
        with path.open("rb") as file:
            yield from file
    else:
        with path.open(encoding=encoding, errors=encodings.KEEP, newline="\n") as text:
            for line in text:
                yield line.encode("utf-8", "surrogatepass")


def _slowly(number: int, line: bytes, encoding: str) -> Parsed:
    """What orjson does not take: huge numbers, half surrogate pairs, NaN; or why it is no object."""
    try:
        text = line.decode().strip()
    except UnicodeDecodeError:
        reason = f"invalid bytes for {encoding.upper()} in this row"
        return number, None, reason, line.decode("utf-8", "replace").strip()
    try:
        obj = json.loads(text, parse_int=_integer, strict=False)
        if "\\ud" in text.lower():
            obj = json.loads(json.dumps(obj, ensure_ascii=False).encode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        return number, None, f"no JSON: {error.msg} at character {error.colno}", text
    except (ValueError, RecursionError) as error:
        return number, None, f"no JSON: {error}", text
    if not isinstance(obj, dict):
        return number, None, "no JSON object", text
    return number, obj, "", obj


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def _elements(path: Path, source: Source) -> Iterator[Parsed]:
    """The objects of one JSON value; their place in it stands for the line."""
    data = path.read_bytes().decode(source.encoding, encodings.KEEP).lstrip("\ufeff \t\r\n")
    try:
        whole: Any = orjson.loads(data) if not _HUGE.search(data) else None
    except orjson.JSONDecodeError:
        whole = None
    if whole is None:
        try:
            whole = json.loads(data.encode("utf-8", "replace"), parse_int=_integer, strict=False)
        except (ValueError, RecursionError) as error:
            raise UserError(f"{path} is no valid JSON: {error}", "Write one object a line (.jsonl)") from None
    for name in _LISTS * 2:
        if isinstance(whole, dict) and isinstance(whole.get(name), list | dict):
            whole = whole[name]
    for number, obj in enumerate(whole if isinstance(whole, list) else [whole], 1):
        if isinstance(obj, dict):
            yield number, obj, "", obj
        else:
            yield number, None, "no JSON object", values.plain(obj)
