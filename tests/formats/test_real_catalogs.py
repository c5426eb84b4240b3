"""Real exports of merchants, where they are at hand: read with no crash, written back as they were."""

import csv
import re
from pathlib import Path

import pytest

from miaoshu.catalog import read_catalog
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading, Unused

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "catalogs"
NO_HEADER = Reading(columns=(("title", "3"), ("id", "")))
# The file, its format, the columns that take the text, its products (None: whatever they are), how to read it.
CATALOGS = [
    ("shopify_bicycles.csv", "shopify", {"Body (HTML)"}, 284, Reading()),
    ("shopify_snowboards.csv", "shopify", {"Body (HTML)"}, 278, Reading()),
    ("woocommerce_wc-product-export.csv", "woocommerce", {"Описание"}, 9, Reading()),
    ("magento2_luma_products.csv", "magento", {"description"}, 147, Reading()),
    ("google_merchant_feed_leather.xml", "google", {"description", "structured_description"}, 11, Reading()),
    ("taobao_jd_export_utf8bom.csv", "csv", set(), None, Reading()),
    ("cn_gov_mall_gbk_noheader.csv", "csv", set(), None, NO_HEADER),
]
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real catalogs in {FOLDER}")


@pytest.fixture(params=CATALOGS, ids=[name for name, *_ in CATALOGS], scope="module")
def case(request):
    name, format, texts, products, reading = request.param
    catalog = read_catalog(FOLDER / name, reading)
    return catalog, list(catalog.items()), format, texts, products


def raw_rows(item):
    return item.rows if isinstance(item, Product) else (item.row,)


def cells_of(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        return [row for row in csv.reader(file) if "".join(row).strip("\ufeff\t ")]


def test_it_is_recognised_and_its_rows_add_up(case):
    catalog, items, format, _, products = case
    assert catalog.layout.format == format
    found = [item for item in items if isinstance(item, Product)]
    assert products is None or len(found) == products
    assert catalog.survey() == len(found) + sum(i.broken for i in items if isinstance(i, Unused)) * (
        format == "google"
    )
    assert all(item.title or item.facts or item.keywords or item.text for item in found)
    rows = [row for item in items for row in raw_rows(item)]
    if format != "google":
        lines = cells_of(catalog.layout.path, tables.head(catalog.layout.path).encoding)
        assert len(rows) == len(lines) - (catalog.layout.header[0] != "1")
    assert [item.line for item in items] == sorted(item.line for item in items)


def test_it_comes_back_with_the_texts_and_all_else_unchanged(case, tmp_path):
    catalog, items, format, texts, _ = case
    text = "Text of this one < that.\nA second line."
    made = [
        (
            item,
            Description(item.id, text, "accepted", engine="template") if isinstance(item, Product) else None,
        )
        for item in items
    ]
    out = tmp_path / f"out{catalog.layout.path.suffix}"
    catalog.format.write(made, out, catalog.layout)
    if format == "google":
        before, after = catalog.layout.path.read_text(), out.read_text()
        kept = re.sub(r"<g:(structured_)?description>.*?</g:(structured_)?description>", "", before, flags=re.S)
        assert re.sub(r"<g:structured_description>.*?</g:structured_description>", "", after, flags=re.S) == kept
        assert after.count("Text of this one &lt; that.") == len(items)
        return
    again = read_catalog(out, Reading(columns=catalog.layout.reading.columns))
    header = catalog.layout.header
    others = [at for at, name in enumerate(header) if name not in texts]
    old = [row for item in items for row in raw_rows(item)]
    new = [row for item in again.items() for row in raw_rows(item)]
    assert len(new) == len(old)
    for before, after in zip(old, new, strict=True):
        assert [after[at] for at in others] == [tables.defuse(before[at]) for at in others]
    if texts:
        at = header.index(*texts)
        first = {row[0] for item in items if isinstance(item, Product) for row in item.rows[:1]}
        html = "<p>Text of this one &lt; that.</p><p>A second line.</p>"
        assert sum(row[at] == html for row in new) == len(first)
