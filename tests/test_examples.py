"""Every example does what its README says."""

import runpy
from pathlib import Path

import pytest

from miaoshu.catalog import read_catalog
from miaoshu.records import Job, Product, Reading, Unused
from miaoshu.runners.local import run

EXAMPLES = Path(__file__).parent.parent / "examples"
CATALOGS = {  # products, broken rows
    "shop-zh.csv": ("csv", 24, 0),
    "shop-en-shopify.csv": ("shopify", 8, 0),
    "outdoor-woocommerce.csv": ("woocommerce", None, 0),
    "apparel-magento.csv": ("magento", None, 0),
    "feed-google.xml": ("google", 6, 0),
    "products.jsonl": ("jsonl", 6, 0),
    "noheader-gbk.csv": ("csv", 10, 0),
    "broken.csv": ("csv", 7, 5),
}
HEADERLESS = Reading((("id", "1"), ("category", "2"), ("title", "3")))


@pytest.mark.parametrize("name", CATALOGS)
def test_every_catalog_is_described(name, tmp_path):
    format, products, broken = CATALOGS[name]
    reading = HEADERLESS if name == "noheader-gbk.csv" else Reading()
    catalog = read_catalog(EXAMPLES / name, reading)
    items = list(catalog.items())
    assert catalog.layout.format == format
    assert products in (None, sum(isinstance(item, Product) for item in items))
    assert broken == sum(isinstance(item, Unused) and item.broken for item in items)
    out = tmp_path / name
    summary = run(Job(str(EXAMPLES / name), out=str(out), reading=reading, store=str(tmp_path / "s.db")))
    assert set(summary.counts) <= {"accepted", "failed"}
    assert summary.counts.get("failed", 0) == broken
    assert out.stat().st_size > 0


@pytest.mark.parametrize("name", CATALOGS)
def test_nothing_internal_is_told(name):
    reading = HEADERLESS if name == "noheader-gbk.csv" else Reading()
    for item in read_catalog(EXAMPLES / name, reading).items():
        if isinstance(item, Product):
            for fact in item.facts:
                told = fact.publish
                assert not (
                    told and any(word in fact.name for word in ("成本", "仓", "库存", "条形码", "Cost", "price"))
                )


def test_the_script_runs(capsys):
    runpy.run_path(str(EXAMPLES / "python_api.py"))
    assert "<- 品牌" in capsys.readouterr().out
