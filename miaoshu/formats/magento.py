"""Magento 2 (Adobe Commerce) product CSV.

https://experienceleague.adobe.com/docs/commerce-admin/systems/data-transfer/data-attributes-product.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from miaoshu import kinds
from miaoshu.formats import _shops
from miaoshu.reading import headers, tables
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".csv", ".tsv")
PRIORITY = 10

_SIGNS = {
    *(
        "product type",
        "attribute set code",
        "product websites",
        "additional attributes",
        "configurable variations",
    ),
    *("store view code", "visibility", "url key", "product online", "tax class name"),
}
_ROLES = {
    "name": "title",
    "description": "text",
    "short description": "text",
    "categories": "category",
    "sku": "id",
}
_LEFT_OUT = {
    *(
        "additional attributes",
        "configurable variations",
        "configurable variation labels",
        "attribute set code",
    ),
    *("product type", "store view code", "weight"),  # the weight of the parcel
}
# A quoted pair, a quoted value, or all up to the next pair: values may hold commas.
_PAIR = re.compile(
    r'\s*(?:"(?P<a>\w+)=(?P<b>(?:[^"]+|"")*+)"|(?P<c>\w+)="(?P<d>(?:[^"]+|"")*+)"|(?P<e>\w+)=(?P<f>.*?))'
    r'(?=,\s*"?\w+=|$)',
    re.DOTALL,
)
_COMMA = re.compile(r",(?=\s*\w+=)")
_SLASH = re.compile(r"(?<!\\)/")
_ANSWERS = {"yes", "no", "0", "1"}
_SETTINGS = {"has_options", "required_options"}
# Below these a shop gathers products for a while; they do not say what a product is.
_GATHERED = re.compile(
    "collections?|promotions?|sales?|what's new|new|new arrivals|specials?|deals?|outlet|gifts?|clearance",
    re.IGNORECASE,
)


class Places(NamedTuple):
    sku: int
    view: int
    type: int
    body: int
    categories: int
    attributes: int
    variations: int
    labels: int
    parents: dict[int, str]  # hash of the SKU of a variant -> the SKU of its product
    mains: set[int]  # hashes of the SKUs whose texts stand again below, for other store views


def recognise(head: tables.Head) -> bool:
    keys = {headers.key(name) for name in head.first_cells}
    return "sku" in keys and len(keys & _SIGNS) >= 3


def layout(path: Path, reading: Reading) -> Layout:
    table = tables.open_table(path, reading, named=True)
    find = partial(_shops.find, table.header)
    roles = {}
    for name in table.header:
        key = headers.key(name)
        if key in _ROLES or key in _LEFT_OUT:
            roles[name] = _ROLES.get(key, "")
    places = Places(
        find("sku"),
        find("store view code"),
        find("product type"),
        find("description"),
        find("categories"),
        find("additional attributes"),
        find("configurable variations"),
        find("configurable variation labels"),
        {},
        set(),
    )
    _survey(table, places)
    why = dict.fromkeys(range(len(table.header)), "bookkeeping of the shop software")
    why |= {
        places.attributes: "read as attributes of the product",
        find("weight"): "the weight of the parcel",
    }
    why |= dict.fromkeys((places.variations, places.labels), "read as the options of the product")
    return _shops.layout("magento", table, reading, roles, why, places.body, places)


def ids(layout: Layout) -> Iterator[str | None]:
    places: Places = layout.details.places
    id_of = _shops.id_of(layout)
    for _, row, reason in _shops.rows(layout):
        if not reason and not _carried(row, places):
            yield id_of(row)


def read(layout: Layout) -> Iterator[Product | Unused]:
    places: Places = layout.details.places
    make = _shops.builder(layout, ("attributes", "facts"))
    for line, row, reason in _shops.rows(layout):
        if reason:
            yield Unused(line, reason, row)
        elif why := _carried(row, places):
            yield Unused(line, why, row, broken=False)
        else:
            cells: list[object] = [*row, _facts(row, places)]
            if places.categories >= 0:
                cells[places.categories] = _category(row[places.categories])
            yield make(cells, line, (row,))


def write(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    _shops.write(results, path, layout, "description")


def _survey(table: tables.TextTable, places: Places) -> None:
    """A first pass: variants come before the product that claims them, store views after."""
    mains: set[int] = set()
    views: set[int] = set()
    for _, row, reason in tables.rows(table):
        if reason:
            continue
        sku = row[places.sku].strip()
        if places.view >= 0:
            (views if row[places.view].strip() else mains).add(hash(sku))
        if places.variations >= 0 and row[places.variations]:
            for variant in _variations(row[places.variations]):
                if code := variant.get("sku"):
                    places.parents[hash(code)] = sku
    places.mains.update(mains & views)


def _carried(row: list[str], places: Places) -> str:
    """Why a row is told with another one; "" where it stands for itself."""
    sku = row[places.sku].strip()
    key = hash(sku)
    if places.view >= 0 and (view := row[places.view].strip()) and key in places.mains:
        return f"store view {view} of {sku}"
    if key in places.parents and places.parents[key] != sku:
        return f"variant of {places.parents[key]}"
    return ""


def _facts(row: list[str], places: Places) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    if places.attributes >= 0 and row[places.attributes]:
        for name, value in _attributes(row[places.attributes]):
            # Switches such as `new=Yes` steer the shop; a real property has a name that buyers use.
            if name not in _SETTINGS and not (value.lower() in _ANSWERS and kinds.of(name) is None):
                facts[name] = value.split("|")
    if places.variations >= 0 and row[places.variations]:
        labels = dict(_attributes(row[places.labels])) if places.labels >= 0 else {}
        for variant in _variations(row[places.variations]):
            for name, value in variant.items():
                if name != "sku" and value not in (told := facts.setdefault(labels.get(name, name), [])):
                    told.append(value)
    return facts


def _attributes(text: str) -> list[tuple[str, str]]:
    """The pairs of `color=Black,"features=Strap|Pocket, 15 inches",care="Wash, dry"`."""
    found = []
    text = text.strip()
    at = 0
    while pair := _PAIR.match(text, at):
        name = pair["a"] or pair["c"] or pair["e"]
        value = next(v for v in (pair["b"], pair["d"], pair["f"]) if v is not None)
        if value := value.replace('""', '"').strip():
            found.append((name, value))
        at = pair.end() + 1
    return found


def _variations(text: str) -> list[dict[str, str]]:
    """The variants of `sku=A-S,size=S,color=Red|sku=A-M,size=M,color=Red`."""
    return [
        {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in _COMMA.split(one))}
        for one in text.split("|")
    ]


def _category(text: str) -> str:
    """What the product is: the end of the deepest path that is no collection or promotion, or ""."""
    paths = [[level.replace("\\/", "/").strip() for level in _SLASH.split(path)] for path in text.split(",")]
    kept = [path for path in paths if len(path) > 1 and not any(map(_GATHERED.fullmatch, path))]
    return max(kept, key=len)[-1] if kept else ""
