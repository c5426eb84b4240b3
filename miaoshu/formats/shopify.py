"""Shopify product CSV, with the headers of before and after 2025, and as Matrixify writes it.

https://help.shopify.com/en/manual/products/import-export/using-csv
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from miaoshu import kinds
from miaoshu.formats import _shops
from miaoshu.reading import headers, lines, tables
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".csv", ".tsv")
PRIORITY = 10

_SIGNS = {
    *(
        "body (html)",
        "body html",
        "option1 name",
        "variant sku",
        "variant price",
        "vendor",
        "product category",
    ),
    *("published on online store", "variant grams", "product image url", "image src", "inventory tracker"),
}
_CATEGORIES = ("type", "custom product type", "product category", "standard product type")
_NAMED = {"google shopping gender": "Gender", "google shopping age group": "Age group"}
_ROLES = {
    **{"handle": "id", "url handle": "id", "title": "title", "vendor": "fact", "tags": ""},
    **{"body (html)": "text", "body html": "text", "description": "text"},
    **dict.fromkeys(_NAMED, "fact"),
    # The weight of the parcel, and mostly 0; the rest is bookkeeping.
    **dict.fromkeys(("weight value (grams)", "weight unit for display", "template suffix", "command"), ""),
}
# What Shopify calls the option of a product without options. Where a shop has put something else than
# "Default Title" there, it is the product's name again.
_NO_OPTION = frozenset(("title", "titel", "titre", "título", "titolo", "tytuł", "название", "标题", "タイトル"))


class Places(NamedTuple):
    handle: int
    title: int
    body: int
    tags: int
    categories: tuple[int, ...]  # the first that is filled counts
    options: tuple[tuple[int, int], ...]  # name, value
    metafields: tuple[tuple[str, int], ...]  # name as it is compared, column


def recognise(head: tables.Head) -> bool:
    keys = {headers.key(name) for name in head.first_cells}
    return "title" in keys and not keys.isdisjoint(("handle", "url handle")) and not keys.isdisjoint(_SIGNS)


def layout(path: Path, reading: Reading) -> Layout:
    table = tables.open_table(path, reading, named=True)
    keys = [headers.key(name) for name in table.header]
    find = partial(_shops.find, table.header)
    categories = tuple(at for name in _CATEGORIES if (at := find(name)) >= 0)
    options = tuple((find(f"option{n} name"), at) for n in range(1, 10) if (at := find(f"option{n} value")) >= 0)
    places = Places(
        find("handle", "url handle"),
        find("title"),
        find("body (html)", "body html", "description"),
        find("tags"),
        categories,
        options,
        tuple((kinds.normal(n), at) for at, n in enumerate(table.header) if "metafield" in n.lower()),
    )
    roles = {name: _ROLES[key] for name, key in zip(table.header, keys, strict=True) if key in _ROLES}
    roles |= {table.header[at]: "category" if at == categories[0] else "" for at in categories}
    roles |= {table.header[at]: "" for pair in options for at in pair if at >= 0}
    for name, key in zip(table.header, keys, strict=True):
        if key.startswith("google shopping ") and key not in _NAMED:
            roles[name] = "unpublished"
        elif key.startswith("included ") or "shopify--discovery" in name.lower():
            roles[name] = ""  # markets, the shop's own search
        if headers.chosen(name, reading):
            roles.pop(name, None)
    why = {at: "read as the options of the product" for pair in options for at in pair}
    why |= dict.fromkeys(categories, "used where there is no type")
    why |= {places.tags: "labels for the shop's collections"}
    made = _shops.layout("shopify", table, reading, roles, why, places.body, places)
    named = tuple(
        replace(c, header=_NAMED[keys[c.index]]) if c.role == "fact" and keys[c.index] in _NAMED else c
        for c in made.columns
    )
    return replace(made, columns=named)


def ids(layout: Layout) -> Iterator[str | None]:
    id_of = _shops.id_of(layout)
    for group in _groups(layout):
        if isinstance(group, list):
            yield id_of(_main(group, layout.details.places)[1])


def read(layout: Layout) -> Iterator[Product | Unused]:
    places: Places = layout.details.places
    make = _shops.builder(layout, ("options", "facts"), ("tags", "keywords"))
    for group in _groups(layout):
        if isinstance(group, Unused):
            yield group
            continue
        cells: list[object] = list(_main(group, places)[1])
        category = next((cells[at] for at in places.categories if cells[at]), "")
        if places.categories:
            cells[places.categories[0]] = category
        told = _options([row for _, row in group], places.options)
        for name, at in places.metafields:
            if name in told:  # Shopify repeats a linked option as a metafield, in its own spelling
                cells[at] = ""
        facts = dict(told.values())
        tags = str(cells[places.tags]) if places.tags >= 0 else ""
        facts |= _tagged(tags) if ":" in tags else {}
        # Tags are labels for the shop's collections ("Essentials", "fall2016", "Sale"): no buyer should read
        # them. They count only where a title is all that there is besides.
        bare = not facts and not category and (places.body < 0 or not cells[places.body])
        item = make([*cells, facts, tags if bare else ""], group[0][0], tuple(row for _, row in group))
        if isinstance(item, Unused):
            for line, row in group:
                yield replace(item, line=line, row=row)
        else:
            yield item


def write(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    new = headers.key(layout.header[layout.details.places.handle]) == "url handle"
    _shops.write(results, path, layout, "Description" if new else "Body (HTML)")


def _groups(layout: Layout) -> Iterator[list[tuple[int, list[str]]] | Unused]:
    """The rows of each product, and the rows that are in none."""
    places: Places = layout.details.places
    seen: set[int] = set()
    group: list[tuple[int, list[str]]] = []
    handle = ""
    for line, row, reason in _shops.rows(layout):
        if reason:
            if group:
                yield group
            group = []
            yield Unused(line, reason, row)
            continue
        own = row[places.handle].strip()
        if group and (own == handle if own else not row[places.title].strip()):
            group.append((line, row))
            continue
        if group:
            yield group
        group = []
        if own and hash(own) in seen:
            yield Unused(line, f"variant of {own}", row, broken=False)
            continue
        handle = own
        seen.add(hash(own))
        group = [(line, row)]
    if group:
        yield group


def _main(group: list[tuple[int, list[str]]], places: Places) -> tuple[int, list[str]]:
    """The row that tells of the product: the first with a title."""
    return next((entry for entry in islice(group, 50) if entry[1][places.title].strip()), group[0])


def _options(rows: list[list[str]], places: tuple[tuple[int, int], ...]) -> dict[str, tuple[str, list[str]]]:
    """The options of all variants, in order: name as it is compared -> name, values."""
    found: dict[str, tuple[str, list[str]]] = {}
    for name_at, value_at in places:
        # Only the first row of a product has to name its options.
        name = next((row[name_at].strip() for row in rows if row[name_at].strip()), "") if name_at >= 0 else ""
        values = dict.fromkeys(value for row in rows if (value := row[value_at].strip()))
        if name and values and headers.key(name) not in _NO_OPTION:
            found[kinds.normal(name)] = (name, list(values))
    return found


def _tagged(tags: str) -> dict[str, list[str]]:
    """Facts that were put into tags: "Color: Red"."""
    found: dict[str, list[str]] = {}
    for tag in tags.split(","):
        pair = lines.pair(tag.strip())
        if pair and kinds.of(pair[0]):
            found.setdefault(pair[0], []).append(pair[1])
    return found
