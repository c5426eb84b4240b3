"""WooCommerce product CSV, with headers in the language of the site.

https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from miaoshu import kinds
from miaoshu.formats import _shops
from miaoshu.reading import headers, tables
from miaoshu.reading.columns import Layout
from miaoshu.records import Product, Reading, Unused

SUFFIXES = (".csv", ".tsv")
PRIORITY = 10

SAMPLE = 200  # rows that tell which column is which where the header is in a language that we do not know

# The file's own words, the same in every language.
_TYPES = {
    *(
        "simple",
        "variable",
        "variation",
        "grouped",
        "external",
        "virtual",
        "downloadable",
        "bundle",
        "composite",
    ),
    *("subscription", "variable-subscription", "subscription_variation", "booking"),
}
_VISIBILITY = {"visible", "catalog", "search", "hidden"}
_SHORT = {
    *("short description", "короткое описание", "краткое описание", "короткий опис", "кратак опис"),
    *(
        "korte beschrijving",
        "korte omschrijving",
        "kurzbeschreibung",
        "description courte",
        "descripción corta",
    ),
    *(
        "descrição curta",
        "breve descrizione",
        "descrizione breve",
        "krótki opis",
        "krátký popis",
        "kratak opis",
    ),
    *(
        "mô tả ngắn",
        "kısa açıklama",
        "وصف مختصر",
        "وصف قصير",
        "תיאור קצר",
        "简短描述",
        "简短说明",
        "短描述",
        "簡短描述",
        "簡短說明",
        "簡短内容說明",
    ),
}
_PUBLISHED = {
    *("published", "опубликован", "опубліковано", "објављено", "gepubliceerd", "veröffentlicht", "publié"),
    *(
        "publicado",
        "pubblicato",
        "opublikowano",
        "đã xuất bản",
        "yayımlanmış",
        "已发布",
        "已發佈",
        "発行済み",
    ),
}
_PARENT = {
    *(
        "parent",
        "parent product",
        "родительский",
        "батьківський",
        "родитељ",
        "roditelj",
        "hoofd",
        "hoofdproduct",
    ),
    *("bovenliggend", "übergeordnetes produkt", "eltern", "produit parent", "superior", "producto superior"),
    *("principal", "genitore", "ascendente", "nadrzędny", "rodzic", "cha", "ebeveyn"),
    *("父级", "父級", "上级", "上級", "親", "الأصل", "الأب", "матични"),
}
_ATTRIBUTE = re.compile(
    "attribut|атрибут|аттрибут|eigenschap|kenmerk|atribut|属性|屬性|thuộc tính|cech|özellik|nitelik",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_MEASURE = re.compile(r"(.+?)\s*\((kg|g|lbs|oz|m|cm|mm|in|yd|кг|г|м|см|мм)\)")
_COMMA = re.compile(r"(?<!\\),\s*")


class Places(NamedTuple):
    type: int
    id: int
    sku: int
    parent: int
    tags: int
    body: int
    category: int
    attributes: tuple[tuple[int, int], ...]  # name, value
    measures: tuple[tuple[int, str, str], ...]  # column, name, unit
    parents: set[int]  # hashes of the ids and SKUs that variations can belong to


def recognise(head: tables.Head) -> bool:
    header = head.first_cells
    if len(header) < 4:
        return False
    type_at, visibility_at = _by_values(header, _sample(head.path, head.dialect, header))
    keys = {headers.key(name) for name in header}
    signs = (
        visibility_at >= 0,
        headers.key(header[0]) == "id",
        not keys.isdisjoint(_PUBLISHED),
        bool(_attributes(header)),
    )
    return 0 <= type_at < 4 and any(signs)


def layout(path: Path, reading: Reading) -> Layout:
    table = tables.open_table(path, reading, named=True)
    header = table.header
    sample = _sample(table.path, table.dialect, header)
    type_at, visibility_at = _by_values(header, sample)
    roles = dict.fromkeys(header, "")  # left out
    title = _first(header, "title", type_at + 1)
    texts = [at for at, name in enumerate(header) if _role(name) == "text" and at > type_at]
    short = next((at for at in texts if headers.key(header[at]) in _SHORT), -1)
    body = next((at for at in texts if at != short), -1)
    if visibility_at >= 0:  # name, published, featured, visibility, short description, description
        title = visibility_at - 3 if title < 0 <= visibility_at - 3 else title
        if body < 0 and visibility_at + 2 < len(header):
            short, body = visibility_at + 1, visibility_at + 2
    sku = type_at + 1 if type_at + 1 != title else -1
    id_at = next((at for at, name in enumerate(header[:type_at]) if headers.key(name) == "id"), -1)
    if id_at < 0 and type_at == 1 and all(row[0].strip().isdecimal() for row in sample):
        id_at = 0  # "ID" in another script
    attributes = _attributes(header)
    measures = tuple((at, m[1], m[2]) for at, name in enumerate(header) if (m := _MEASURE.fullmatch(name.strip())))
    parent = next((at for at, name in enumerate(header) if headers.key(name) in _PARENT), -1)
    if parent < 0:
        parent = _by_references(sample, type_at, sku)
    for name in header:
        # The columns of an export are the shop's own, facts stand in the attributes. Values of plug-ins
        # ("Meta: slide_template") are told only where their name is that of a kind of fact.
        known = kinds.of(name) is not None and _role(name) is None
        if known or headers.chosen(name, reading) or headers.internal(name, reading, header=True):
            del roles[name]
        elif headers.key(name).startswith(("meta ", "мета ", "méta ")):
            roles[name] = "unpublished"
    category = _first(header, "category", body + 1)
    tags = _first(header, "keywords", body + 1)
    used = id_at if id_at >= 0 and any(row[id_at].strip() for row in sample) else sku
    for at, role in ((used, "id"), (title, "title"), (category, "category"), (short, "text"), (body, "text")):
        if at >= 0:
            roles[header[at]] = role
    own = {type_at, sku, parent, *(at for at, _, _ in measures), *(at for pair in attributes for at in pair)}
    roles |= {header[at]: "" for at in own - {used, -1}}
    parents = _parents(table, type_at, id_at, sku) if parent >= 0 else set()
    places = Places(type_at, id_at, sku, parent, tags, body, category, attributes, measures, parents)
    why = dict.fromkeys(range(len(header)), "bookkeeping of the shop software")
    why |= {at: "read as an attribute of the product" for pair in attributes for at in pair}
    why |= {at: "read with its unit" for at, _, _ in measures}
    why |= {parent: "tells whose variation a row is", tags: "labels for finding products"}
    return _shops.layout("woocommerce", table, reading, roles, why, body, places)


def ids(layout: Layout) -> Iterator[str | None]:
    places: Places = layout.details.places
    id_of = _shops.id_of(layout)
    for _, row, reason in _shops.rows(layout):
        if not reason and not _parent_of(row, places):
            yield id_of(row)


def read(layout: Layout) -> Iterator[Product | Unused]:
    places: Places = layout.details.places
    make = _shops.builder(layout, ("attributes", "facts"), ("tags", "keywords"))
    for line, row, reason in _shops.rows(layout):
        if reason:
            yield Unused(line, reason, row)
        elif parent := _parent_of(row, places):
            yield Unused(line, f"variant of {parent}", row, broken=False)
        else:
            facts = _facts(row, places)
            tags = row[places.tags] if places.tags >= 0 else ""
            # Labels for finding products, not statements: they count only where nothing else is said.
            bare = not facts and not (places.category >= 0 and row[places.category])
            yield make(
                [*row, facts, tags if bare and not (places.body >= 0 and row[places.body]) else ""],
                line,
                (row,),
            )


def write(results: Iterable[_shops.Result], path: Path, layout: Layout) -> None:
    _shops.write(results, path, layout, "Description")


def _facts(row: Sequence[str], places: Places) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    for name_at, value_at in places.attributes:
        if (name := row[name_at].strip()) and (value := row[value_at].strip()):
            parts = _COMMA.split(value) if "," in value else [value]
            facts.setdefault(name, []).extend(part.replace("\\,", ",") for part in parts)
    for at, name, unit in places.measures:
        if (value := row[at].strip()) and value.strip("0.,"):
            facts.setdefault(name, []).append(f"{value} {unit}")
    return facts


def _parent_of(row: Sequence[str], places: Places) -> str:
    """The parent of a variation, "" for what stands for itself or whose parent is not in the file."""
    if places.parent < 0 or "variation" not in row[places.type]:
        return ""
    parent = row[places.parent].strip()
    return parent.removeprefix("id:") if hash(parent) in places.parents else ""


def _parents(table: tables.TextTable, type_at: int, id_at: int, sku: int) -> set[int]:
    found = set()
    for _, row, reason in tables.rows(table):
        if not reason and "variable" in row[type_at]:
            if id_at >= 0 and (id := row[id_at].strip()):
                found.add(hash(f"id:{id}"))
            if sku >= 0 and (code := row[sku].strip()):
                found.add(hash(code))
    return found


def _sample(path: Path, dialect: tables.Dialect, header: Sequence[str]) -> list[list[str]]:
    found = islice(tables.records(path, dialect, header), 1, SAMPLE + 1)
    return [row for _, row, reason in found if not reason]


def _by_values(header: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The columns of the type and of the visibility, by the words in them; -1 where there is none."""

    def first(words: set[str]) -> int:
        for at in range(min(len(header), 12)):
            cells = {word.strip().lower() for row in sample for word in row[at].split(",")} - {""}
            if cells and cells <= words:
                return at
        return -1

    return first(_TYPES), first(_VISIBILITY)


def _by_references(sample: Sequence[Sequence[str]], type_at: int, sku: int) -> int:
    """The column in which variations name their parent, by its values: `id:44` or a SKU of the file."""
    codes = {row[sku].strip() for row in sample if sku >= 0 and "variable" in row[type_at]} - {""}
    variations = [row for row in sample if "variation" in row[type_at]]
    for at in range(sku + 1, len(variations[0]) if variations else 0):
        cells = {row[at].strip() for row in variations}
        if all(re.fullmatch(r"id:\d+", cell) or cell in codes for cell in cells):
            return at
    return -1


def _role(name: str) -> str | None:
    found = headers.role(name)
    return found[0] if found else None


def _first(header: Sequence[str], role: str, begin: int) -> int:
    """The first column from `begin` on whose name stands for the role."""
    return next((at for at, name in enumerate(header) if at >= begin and _role(name) == role), -1)


def _attributes(header: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The name and value columns of `Attribute 1 name`, `… value(s)`, `… visible`, `… global`, in any tongue.

    Neighbours with the same number; four of them, or two that are called attributes (downloads have three).
    """
    found = []
    numbers = [m[0] if len(m := _NUMBER.findall(name)) == 1 else "" for name in header]
    at = 0
    while at < len(header):
        end = at + 1
        while numbers[at] and end < len(header) and numbers[end] == numbers[at]:
            end += 1
        if end - at >= 4 or (end - at >= 2 and _ATTRIBUTE.search(header[at])):
            found.append((at, at + 1))
        at = end
    return tuple(found)
