"""A Google Merchant feed in XML as a stream of items, each with the bytes that it is in the file.

The text is spliced into those bytes, so that all else comes back byte for byte: comments, CDATA, spaces. Only
the item at hand is in memory. A DOCTYPE is refused, so there are no entities to expand or to fetch.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import escape
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from miaoshu.errors import UserError

GOOGLE = "http://base.google.com/ns/1.0"
CUSTOM = "http://base.google.com/cns/1.0"
PLAIN = ("", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/")  # RSS and Atom themselves
CHUNK = 1 << 18  # bytes

# Sub-attributes in the order in which a text feed has them.
PARTS = {
    "product_detail": ("section_name", "attribute_name", "attribute_value"),
    "structured_title": ("digital_source_type", "content"),
    "structured_description": ("digital_source_type", "content"),
}
LISTS = ("product_highlight",)
DESCRIPTIONS = ("description", "structured_description")

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0
_SIGNS = re.compile(r'[:,"]')


class Item(NamedTuple):
    """One item of a feed. The last one of a file has no `raw`: only what stands after all items."""

    line: int
    before: bytes  # what stands between the item before it and this one; in UTF-8, like `raw`
    raw: bytes
    cells: dict[str, str]  # by attribute, spelled as in a text feed
    spans: tuple[tuple[int, int], ...]  # where in `raw` the descriptions are
    prefix: str | None  # of Google's elements: "g:"; None where none is declared


def encoding_of(path: Path, start: bytes, asked: str) -> str:
    """The encoding of a file that begins with `start`: as the user says, by BOM, as declared, or UTF-8."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = "utf-16"
    elif b"\x00" in start[:4]:
        found = "utf-16-be" if start[:1] == b"\x00" else "utf-16-le"
    elif start.startswith(codecs.BOM_UTF8):
        found = "utf-8-sig"
    else:
        declared = _DECLARED.search(start)
        found = declared[1].decode() if declared else "utf-8"
        found = "utf-8" if found.lower().startswith(("utf-16", "utf16", "ucs")) else found  # its own words are ASCII
    try:
        return codecs.lookup(asked or found).name
    except LookupError:
        raise UserError(f"{path}: unknown encoding {found!r}", "Try: --encoding utf-8, or gbk, utf-16") from None


def quoted(part: str) -> str:
    """A value or sub-attribute inside a cell of a text feed, quoted as Google does where it holds a sign."""
    return '"' + part.replace('"', '""') + '"' if _SIGNS.search(part) else part


def items(path: Path, encoding: str) -> Iterator[Item]:
    """All items of a feed. Raises UserError for broken XML, and for a DOCTYPE."""
    parser = ParserCreate("utf-8", " ")
    parser.buffer_text = True
    chunks = _chunks(path, encoding)
    first = next(chunks)
    # Shops put blank lines and BOMs before the declaration, where XML does not allow them.
    body = first.lstrip(b" \t\r\n\xef\xbb\xbf")
    buffer = bytearray(first[: len(first) - len(body)])  # what the items are cut out of
    lines = buffer.count(b"\n")
    base = mark = -len(buffer)  # offsets, as expat counts: of the buffer, of the end of the last item
    depth = inside = begun = at = line = part = 0
    field = ""
    text: list[str] = []
    parts: list[tuple[str, str]] = []
    own: dict[str, list[str]] = {}  # Google's elements, by name
    other: dict[str, list[str]] = {}
    spans: list[tuple[int, int]] = []
    declared: list[tuple[str | None, str]] = []
    done: list[Item] = []

    def start(tag: str, _: object) -> None:
        nonlocal depth, inside, begun, at, line, field, part
        depth += 1
        if not inside:
            if tag.rpartition(" ")[2] in ("item", "entry"):
                inside, begun, line = depth, parser.CurrentByteIndex, parser.CurrentLineNumber + lines
                own.clear()
                other.clear()
                spans.clear()
        elif depth == inside + 1:
            field, at = tag, parser.CurrentByteIndex
            text.clear()
            parts.clear()
        elif depth == inside + 2:
            part = len(text)

    def end(tag: str) -> None:
        nonlocal depth, inside, mark
        if inside:
            if depth == inside + 2:
                parts.append((tag.rpartition(" ")[2], "".join(text[part:]).strip()))
            elif depth == inside + 1:
                uri, _, name = field.rpartition(" ")
                if uri == CUSTOM:
                    name = f"c:{name}"
                elif uri != GOOGLE and uri not in PLAIN:
                    name = f"{{{uri}}}{name}"
                elif uri == PLAIN[1] and name == "summary":
                    name = "description"
                (own if uri == GOOGLE else other).setdefault(name, []).append(_cell(name, text, parts))
                if name in DESCRIPTIONS:
                    spans.append((at - begun, closed(empty=not text and not parts) - begun))
            elif depth == inside:
                stop = closed(empty=not own and not other)
                # <g:title> counts where there is a <title> as well.
                cells = {name: ",".join(filter(None, found)) for name, found in (own | other | own).items()}
                before, raw = (
                    bytes(buffer[mark - base : begun - base]),
                    bytes(buffer[begun - base : stop - base]),
                )
                done.append(Item(line, before, raw, cells, tuple(spans), prefix()))
                mark, inside = stop, 0
        depth -= 1

    def closed(empty: bool) -> int:
        """Where the element ends at hand: expat tells where its end tag begins, if it has one."""
        here = parser.CurrentByteIndex
        if empty and buffer[here - base - 2 : here - base] == b"/>":
            return here
        return base + buffer.index(b">", here - base) + 1

    def prefix() -> str | None:
        return next((f"{name}:" if name else "" for name, uri in reversed(declared) if uri == GOOGLE), None)

    def refuse(*_: object) -> None:
        raise UserError(
            f"{path}: line {parser.CurrentLineNumber + lines}: a DOCTYPE is refused: it can hold a bomb",
            "Take the <!DOCTYPE …> out of the file: a Merchant feed needs none",
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartNamespaceDeclHandler = lambda name, uri: declared.append((name, uri))
    parser.EndNamespaceDeclHandler = lambda _: declared.pop()
    parser.StartDoctypeDeclHandler = refuse
    for chunk in chain((body,), chunks):
        buffer += chunk
        try:
            parser.Parse(chunk, not chunk)
        except ExpatError as error:
            raise UserError(
                f"{path}: line {error.lineno + lines}: broken XML: {ErrorString(error.code)}",
                "Export the feed again, or mend that line",
            ) from None
        yield from done
        done.clear()
        del buffer[: mark - base]
        base = mark
    yield Item(0, bytes(buffer), b"", {}, (), None)


def spliced(item: Item, text: str, source: str) -> bytes:
    """The item with the text as its structured description, in place of all descriptions that it has."""
    raw = item.raw
    where = item.spans[0][0] if item.spans else raw.rindex(b"</")
    line, _, indent = raw[:where].rpartition(b"\n")
    gap = b"\n" + indent if line and not indent.strip() else b""
    step = b"  " if gap else b""
    if not item.spans and gap:
        gap += step
    g = item.prefix if item.prefix is not None else "g:"
    xmlns = "" if item.prefix is not None else f' xmlns:g="{GOOGLE}"'
    clean = escape(_FORBIDDEN.sub("", text), quote=False).replace("\r", "&#13;")
    inner = (gap + step).decode()
    made = (
        f"<{g}structured_description{xmlns}>"
        f"{inner}<{g}digital_source_type>{source}</{g}digital_source_type>"
        f"{inner}<{g}content>{clean}</{g}content>{gap.decode()}</{g}structured_description>"
    ).encode()
    if not item.spans:
        inner_end = len(raw[:where].rstrip())
        return raw[:inner_end] + gap + made + raw[inner_end:]
    pieces = [raw[:where], made]
    for (_, end), (start, _) in zip(item.spans, [*item.spans[1:], (len(raw), 0)], strict=True):
        kept = raw[end:start]
        pieces.append(kept if start == len(raw) else kept.rstrip())
    return b"".join(pieces)


def _cell(name: str, text: list[str], parts: list[tuple[str, str]]) -> str:
    if not parts:
        whole = "".join(text).strip()
        return quoted(whole) if name in LISTS else whole
    if name in DESCRIPTIONS[:1]:
        return "".join(text).strip()  # markup that nobody escaped
    if name in PARTS:
        by_name = dict(parts)
        return ":".join(quoted(by_name.get(sub, "")) for sub in PARTS[name])
    return ":".join(quoted(value) for _, value in parts)


def _chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file in UTF-8, piece by piece; an empty piece is the end."""
    with path.open("rb") as file:
        if encoding in ("utf-8", "utf-8-sig"):
            while chunk := file.read(CHUNK):
                yield chunk
        else:
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                while chunk := file.read(CHUNK):
                    if text := decoder.decode(chunk):
                        yield text.encode()
                if text := decoder.decode(b"", True):
                    yield text.encode()
            except UnicodeDecodeError as error:
                raise UserError(
                    f"{path}: the text is not {encoding}: {error.reason}", "Try: --encoding gbk"
                ) from None
    yield b""
