"""Google Merchant feed: XML (RSS 2.0 and Atom) and text (TSV).

https://support.google.com/merchants/answer/7052112. A text goes into `structured_description`
(https://support.google.com/merchants/answer/6324468), which says whether a model wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from miaoshu.errors import UserError
from miaoshu.formats import _google_xml, _shops
from miaoshu.formats._google_xml import PARTS, Item, quoted
from miaoshu.reading import columns, headers, tables, values
from miaoshu.reading.columns import Layout
from miaoshu.records import Description, Product, Reading, Unused

SUFFIXES = (".xml", ".tsv", ".txt")
PRIORITY = 10

_XML = re.compile(r"\s*<(?:\?xml|rss|feed|!DOCTYPE (?:rss|feed))[\s>]")
_REQUIRED = {"id", "title", "link"}
_SIGNS = {"image_link", "availability", "g:image_link", "google_product_category", "additional_image_link"}
_TEXT = "structured_description"
_READ = ("structured_title", _TEXT, "product_detail", "product_highlight")
_ROLES = {
    **{"id": "id", "title": "title", "description": "text", "item_group_id": "group"},
    **{"product_type": "category", "google_product_category": ""},
    **dict.fromkeys(("brand", "color", "material", "pattern", "size", "gender", "age_group"), "fact"),
    **dict.fromkeys(("product_length", "product_width", "product_height", "product_weight"), "fact"),
    **dict.fromkeys(_READ, ""),
    # What Google sells by, ships by and advertises by.
    **dict.fromkeys(("condition", "adult", "multipack", "is_bundle", "size_type", "size_system"), ""),
    **dict.fromkeys(("certification", "energy_efficiency_class", "min_energy_efficiency_class"), ""),
    **dict.fromkeys(("max_energy_efficiency_class", "unit_pricing_measure", "unit_pricing_base_measure"), ""),
    **dict.fromkeys(("link", "mobile_link", "canonical_link", "ads_redirect", "virtual_model_link"), ""),
    **dict.fromkeys(("pause", "disclosure_date", "return_policy_label", "minimum_order_value"), ""),
    **dict.fromkeys(("transit_time_label", "min_handling_time", "max_handling_time", "ships_from_country"), ""),
    **dict.fromkeys(("shipping_weight", "shipping_length", "shipping_width", "shipping_height", "shipping"), ""),
    **dict.fromkeys(("shipping_label", "tax", "tax_category", "installment", "subscription_cost"), ""),
    **dict.fromkeys(("loyalty_points", "loyalty_program", "excluded_destination", "included_destination"), ""),
    **dict.fromkeys(("shopping_ads_excluded_country", "external_seller_id", "lifestyle_image_link"), ""),
    **dict.fromkeys(("expiration_date", "availability_date", "identifier_exists", "short_title"), ""),
    **dict.fromkeys(("updated", "published", "pubdate", "guid", "author"), ""),
}
_PART = re.compile(r'\s*(?:"((?:[^"]+|"")*+)"(?=\s*(?:[:,]|$))|([^:,]*))\s*([:,]?)')


class Feed(NamedTuple):
    """`details` of a layout."""

    table: tables.TextTable | None  # None: XML
    encoding: str
    tail: bytes  # what stands after the last item of an XML file
    places: dict[str, int]  # attribute -> column
    subs: dict[str, tuple[str, ...]]  # attribute -> its sub-attributes, in the order of the cells


def recognise(head: tables.Head) -> bool:
    """Any XML, to say what is wrong with it where it is no feed; or tabs and Google's names."""
    if _XML.match(head.text[:1000]):
        return True
    if head.delimiter != "\t" or head.suffix == ".csv":  # other channels take the same names in a CSV
        return False
    names = {_attribute(name) for name in head.first_cells}
    return names >= _REQUIRED and not names.isdisjoint(_SIGNS)


def layout(path: Path, reading: Reading) -> Layout:
    head = tables.head(path, reading.encoding)
    table = None
    encoding, tail = "", b""
    if _XML.match(head.text[:1000]):
        encoding = _google_xml.encoding_of(path, head.data, reading.encoding)
        names: dict[str, None] = {}
        for item in _google_xml.items(path, encoding):  # the whole file: broken XML shows before any work is done
            names |= dict.fromkeys(item.cells)
            tail = item.before
        if not names:
            raise UserError(f"{path}: this XML holds no <item> or <entry>", "Export it as a Google Merchant feed")
        header = tuple(names)
        to_cells: Callable[[Any], Sequence[str]] = partial(_cells, header)
    else:
        table = tables.open_table(path, reading, named=True)
        header, to_cells = table.header, _shops.cells
    attributes = [_attribute(name) for name in header]
    places = {name: at for at, name in reversed(list(enumerate(attributes)))}
    roles = {}
    for name, attribute in zip(header, attributes, strict=True):
        known = attribute in _ROLES and not (_ROLES[attribute] == "" and headers.chosen(name, reading))
        if (known and headers.internal(attribute, reading, header=True) is None) or attribute in (
            "id",
            "item_group_id",
        ):
            roles[name] = _ROLES[attribute]
        elif name.startswith("{"):  # an element of another vocabulary
            roles[name] = ""
    if "product_type" not in places and "google_product_category" in places:
        roles[header[places["google_product_category"]]] = "category"
    feed = Feed(table, encoding, tail, places, {_attribute(name): _subs(name) for name in header})
    planned = tuple(
        replace(c, why="read by its parts" if attributes[c.index] in _READ else "between the shop and Google")
        if not c.role and c.why == "left out"
        else c
        for c in columns.plan(header, reading, roles)
    )
    return Layout("google", path, header, planned, reading, to_cells, details=feed)


def ids(layout: Layout) -> Iterator[str | None]:
    at = columns.id_index(layout)
    for _, row, reason in _rows(layout):
        if not reason:
            yield (values.of(layout.cells(row)[at]) or None) if at is not None else None


def read(layout: Layout) -> Iterator[Product | Unused]:
    """Items of one `item_group_id` are variants with ids and texts of their own: each is a product."""
    feed: Feed = layout.details
    title, text, category = (feed.places.get(n, -1) for n in ("title", "description", "product_type"))
    taxonomy = feed.places.get("google_product_category", -1)
    extra = (("product_detail", "facts"), ("product_highlight", "keywords"), ("highlights", "text"))
    make = _shops.builder(layout, *extra)
    for line, row, reason in _rows(layout):
        if reason:
            yield Unused(line, reason, row)
            continue
        cells = list(layout.cells(row))
        if category >= 0 and taxonomy >= 0 and not cells[category]:
            cells[category] = cells[taxonomy]
        if title >= 0 and not cells[title]:
            cells[title] = _content(cells, feed, "structured_title")
        source = _content(cells, feed, _TEXT) if text < 0 or not cells[text] else ""
        facts: dict[str, list[str]] = {}
        for detail in _values(cells, feed, "product_detail"):
            if detail.get("attribute_name") and (value := detail.get("attribute_value")):
                facts.setdefault(detail["attribute_name"], []).append(value)
        told = [":".join(one.values()) for one in _values(cells, feed, "product_highlight")]
        short = [one for one in told if len(one) <= 60]
        source = "\n".join(filter(None, (source, *(one for one in told if len(one) > 60))))
        yield make([*cells, facts, short, source], line, (row,))


def write(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    if path.suffix.lower() != ".xml":
        _write_text(results, path, layout)
    elif layout.details.table is None:
        _write_xml(results, path, layout)
    else:
        raise UserError(
            f"{path}: a text feed is not turned into XML",
            f"Try: --out {layout.path.stem}-described.tsv, or .jsonl, .csv",
        )


def source_of(description: Description) -> str:
    """Google's `digital_source_type`. No model wrote the texts of the template engine, nor the fallbacks."""
    templated = description.engine.partition(":")[0] == "template" or description.status == "fallback"
    return "default" if templated else "trained_algorithmic_media"


def _write_xml(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    feed: Feed = layout.details
    plain = feed.encoding in ("utf-8", "utf-8-sig")

    def encode(piece: bytes, first: bool = False) -> bytes:
        if plain:
            return piece
        text = piece.decode()
        marked = feed.encoding if first or feed.encoding != "utf-16" else "utf-16-le"
        return text.encode(marked, "xmlcharrefreplace")

    with path.open("wb") as file:
        first = True
        for item, description in results:
            row: Item = item.rows[0] if isinstance(item, Product) else item.row
            file.write(encode(row.before, first))
            first = False
            # Google prefers a plain description where an item has both: it has to go.
            raw = row.raw
            if description and (text := _shops.publishable_text(description)):
                raw = _google_xml.spliced(row, text, source_of(description))
            file.write(encode(raw))
        file.write(encode(feed.tail))


def _write_text(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    feed: Feed = layout.details
    at = feed.places.get(_TEXT, -1)
    plain = feed.places.get("description", -1)
    header = list(layout.header)
    if at < 0:
        header.append(f"{_TEXT}({':'.join(PARTS[_TEXT])})")
    subs = feed.subs.get(_TEXT) or PARTS[_TEXT]

    def rows() -> Iterator[Sequence[str]]:
        for item, description in results:
            for row in item.rows if isinstance(item, Product) else (item.row,):
                cells = list(layout.cells(row))
                if len(cells) == len(layout.header):
                    cells += [""] * (at < 0)
                    if description and (text := _shops.publishable_text(description)):
                        parts = {"digital_source_type": source_of(description), "content": text}
                        cells[at] = ":".join(quoted(parts.get(sub, "")) for sub in subs)
                        if plain >= 0:  # Google prefers it where an item has both
                            cells[plain] = ""
                yield cells

    dialect = feed.table.dialect if feed.table else tables.Dialect(separator="\t")
    tables.write_text_table(path, dialect, header, rows(), feed.table.above if feed.table else ())


def _rows(layout: Layout) -> Iterator[tuple[int, Any, str]]:
    feed: Feed = layout.details
    if feed.table is not None:
        yield from tables.rows(feed.table)
        return
    for item in _google_xml.items(layout.path, feed.encoding):
        if item.raw:
            yield item.line, item, ""


def _cells(header: tuple[str, ...], row: Item) -> list[str]:
    return [row.cells.get(name, "") for name in header]


def _attribute(name: str) -> str:
    """The attribute that a header names: "g:image link" and "Image_Link(…)" are image_link."""
    name = name.partition("(")[0].strip().lower().removeprefix("g:")
    return re.sub(r"[\s_]+", "_", name)


def _subs(name: str) -> tuple[str, ...]:
    """The sub-attributes of a header such as `product_detail(attribute_name:attribute_value)`."""
    listed = name.partition("(")[2].rstrip(") ")
    return tuple(sub.strip() for sub in listed.split(":")) if listed else PARTS.get(_attribute(name), ("",))


def _values(cells: Sequence[str], feed: Feed, attribute: str) -> list[dict[str, str]]:
    """The values of a repeated attribute, each by its sub-attributes; the last takes all further colons."""
    at = feed.places.get(attribute, -1)
    if at < 0 or not (cell := cells[at]):
        return []
    found: list[list[str]] = [[]]
    position, sign = 0, ","
    while position < len(cell) or sign:
        match = _PART.match(cell, position)
        assert match is not None  # it matches nothing, too
        found[-1].append(match[2].strip() if match[1] is None else match[1].replace('""', '"'))
        position, sign = match.end(), match[3]
        if sign == ",":
            found.append([])
    subs = feed.subs[attribute]
    last = len(subs) - 1
    found = [[""] * (len(subs) - len(parts)) + parts for parts in found]  # the first ones may be left out
    return [dict(zip(subs, [*parts[:last], ":".join(parts[last:])], strict=False)) for parts in found if any(parts)]


def _content(cells: Sequence[str], feed: Feed, attribute: str) -> str:
    """The text of a structured title or description."""
    at = feed.places.get(attribute, -1)
    if at < 0 or not cells[at]:
        return ""
    parts = _values(cells, feed, attribute)
    if len(parts) == 1:
        return parts[0].get("content", "")
    return cells[at].partition(":")[2]  # with commas that nobody quoted
