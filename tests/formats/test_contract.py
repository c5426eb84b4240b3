"""What every format promises: all rows in order, and a file that comes back with its rows and the texts."""

import html
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from miaoshu import catalog, plugins
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading

READING = Reading()
FORMATS = plugins.names("formats")
ANY_INPUT = ("jsonl", "csv", "xlsx", "parquet")
TEXT = "Warm & light <b>vest</b>, 保暖轻便 {n}."

HEADER = ["id", "title", "material", "colour"]
ROWS = [
    ["007", "Vest", "wool", "red"],
    ["008", "保温杯", "不锈钢", "-5"],
    ["009", "Jug, big", 'a "b"', "blue"],
]


def text_table(path, header, rows, separator=","):
    tables.write_text_table(path, tables.Dialect(separator=separator), header, rows)


def shopify(path):
    header = ["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name"]
    header += ["Option1 Value", "Variant SKU", "Variant Price", "Image Src"]
    vest = [
        "vest",
        "Vest",
        "<p>Old.</p>",
        "Acme",
        "Clothing",
        "warm, light",
        "TRUE",
        "Size",
        "S",
        "V-S",
        "9.90",
        "",
    ]
    variant = ["vest", "", "", "", "", "", "", "", "M", "V-M", "9.90", "https://example.com/1.jpg"]
    cup = ["cup", "Cup", "", "Acme", "Kitchen", "steel", "TRUE", "Title", "Default Title", "C", "5", ""]
    text_table(path, header, [vest, variant, cup])


def woocommerce(path):
    header = [
        "ID",
        "Type",
        "SKU",
        "Name",
        "Published",
        "Short description",
        "Description",
        "Categories",
        "Images",
    ]
    header += [
        "Parent",
        "Attribute 1 name",
        "Attribute 1 value(s)",
        "Attribute 1 visible",
        "Attribute 1 global",
    ]
    vest = ["10", "variable", "V", "Vest", "1", "", "Old.", "Clothing", "", "", "Size", "S, M", "1", "1"]
    child = ["11", "variation", "V-S", "Vest - S", "1", "", "", "", "", "id:10", "Size", "S", "", "1"]
    cup = ["12", "simple", "C", "Cup", "1", "", "", "Kitchen", "", "", "Material", "steel", "1", "1"]
    text_table(path, header, [vest, child, cup])


def magento(path):
    header = [
        "sku",
        "store_view_code",
        "attribute_set_code",
        "product_type",
        "categories",
        "product_websites",
        "name",
    ]
    header += ["description", "short_description", "price", "url_key", "visibility", "additional_attributes"]
    vest = ["V", "", "Top", "simple", "Default Category/Women", "base", "Vest", "Old.", "", "9", "vest"]
    cup = ["C", "", "Gear", "simple", "Default Category/Gear", "base", "Cup", "", "", "5", "cup"]
    rows = [
        [*vest, "Catalog, Search", "material=Wool,color=Red"],
        [*cup, "Catalog, Search", "material=Steel"],
    ]
    text_table(path, header, rows)


def google(path):
    items = "".join(
        f"<item><g:id>{id}</g:id><g:title>{title}</g:title><link>https://example.com/{id}</link>"
        f"<g:image_link>https://example.com/{id}.jpg</g:image_link><g:material>wool</g:material></item>"
        for id, title in (("1", "Vest"), ("2", "保温杯"))
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">'
        f"<channel><title>Shop</title>{items}</channel></rss>",
        "utf-8",
    )


def xlsx(path):
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    book.save(path)


def jsonl(path):
    path.write_text("\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS))


def parquet(path):
    pq.write_table(pa.table([list(column) for column in zip(*ROWS, strict=True)], HEADER), path)


SAMPLES = {
    "csv": lambda path: text_table(path, HEADER, ROWS),
    "google": google,
    "jsonl": jsonl,
    "magento": magento,
    "parquet": parquet,
    "shopify": shopify,
    "woocommerce": woocommerce,
    "xlsx": xlsx,
}


def sample(name: str, folder: Path) -> Path:
    """A small file of this format, under a name that gives nothing away."""
    path = folder / "catalog"
    SAMPLES[name](path)
    return path


def described(layout, module):
    for number, item in enumerate(module.read(layout)):
        if isinstance(item, Product):
            made = Description(item.id, TEXT.format(n=number), "accepted", "en", engine="template", line=item.line)
        else:
            made = Description(None, "", "failed", error=item.reason, line=item.line) if item.broken else None
        yield item, made


def rows_of(item):
    return item.rows if isinstance(item, Product) else (item.row,)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_its_interface_and_a_sample(name):
    module = plugins.find("formats", name)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in module.SUFFIXES)
    assert isinstance(module.PRIORITY, int)
    assert plugins.first_line(module)
    assert name in SAMPLES, "write a small file of this format in SAMPLES"


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_recognised_by_its_content_alone(tmp_path, name):
    assert catalog.recognise(sample(name, tmp_path), READING) is plugins.find("formats", name)


@pytest.mark.parametrize("name", FORMATS)
def test_rows_come_in_order_and_ids_are_those_of_the_products(tmp_path, name):
    module = plugins.find("formats", name)
    layout = module.layout(sample(name, tmp_path), READING)
    items = list(module.read(layout))
    products = [item for item in items if isinstance(item, Product)]
    assert len(products) >= 2
    assert [item.line for item in items] == sorted(item.line for item in items)
    assert list(module.ids(layout)) == [p.id if p.named else None for p in products]
    assert all(p.title and p.facts for p in products)
    assert list(module.read(layout)) == items
    assert layout.format == name
    assert len(layout.columns) == len(layout.header)
    for item in items:
        for row in rows_of(item):
            cells = layout.cells(row)
            assert len(cells) == len(layout.header)
            assert all(isinstance(cell, str) for cell in cells)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "jsonl"])
def test_its_own_file_comes_back_with_rows_and_texts(tmp_path, name):
    module = plugins.find("formats", name)
    layout = module.layout(sample(name, tmp_path), READING)
    before = list(described(layout, module))
    out = tmp_path / f"out{module.SUFFIXES[0]}"
    module.write(before, out, layout)
    assert catalog.recognise(out, READING) is module
    again = module.layout(out, READING)
    after = list(module.read(again))
    assert [item.id for item in after if isinstance(item, Product)] == [
        item.id for item, _ in before if isinstance(item, Product)
    ]
    old = [(row, made if not n else None) for item, made in before for n, row in enumerate(rows_of(item))]
    new = [row for item in after for row in rows_of(item)]
    for (row, made), written in zip(old, new, strict=True):
        cells = dict(zip(again.header, map(html.unescape, again.cells(written)), strict=True))
        if made is not None:
            assert any(made.text in html.unescape(cell) for cell in cells.values())
        kept = zip(layout.header, layout.cells(row), strict=True)
        changed = [name for name, cell in kept if cells[name] != html.unescape(cell)]
        assert len(changed) <= (made is not None), changed


@pytest.mark.parametrize("out", [name for name in ANY_INPUT if name in FORMATS])
@pytest.mark.parametrize("name", FORMATS)
def test_any_catalog_can_be_written_to_a_general_format(tmp_path, name, out):
    module, writer = plugins.find("formats", name), plugins.find("formats", out)
    layout = module.layout(sample(name, tmp_path), READING)
    results = list(described(layout, module))
    path = tmp_path / f"out{writer.SUFFIXES[0]}"
    writer.write(results, path, layout)
    texts = [made.text for item, made in results if made]
    if out == "jsonl":
        objects = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert [obj["text"] for obj in objects] == texts
        assert [obj["id"] for obj in objects] == [item.id for item, made in results if made]
        return
    again = writer.layout(path, READING)
    assert again.header[: len(layout.header)] == layout.header
    assert again.header[len(layout.header)] == "miaoshu_description"
    rows = [again.cells(row) for item in writer.read(again) for row in rows_of(item)]
    width = len(layout.header)
    assert [tuple(cells[:width]) for cells in rows] == [
        tuple(layout.cells(row)) for item, _ in results for row in rows_of(item)
    ]
    assert [cells[width] for cells in rows if cells[width]] == texts
