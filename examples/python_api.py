"""miaoshu from Python: read a catalog, write a text for each product, show what proves it."""

from pathlib import Path

from miaoshu.catalog import read_catalog
from miaoshu.records import Product, Style
from miaoshu.writing import describe

catalog = read_catalog(Path(__file__).parent / "shop-zh.csv")
products = [item for item in catalog.items() if isinstance(item, Product)]

for made in describe(products[:2], "template", style=Style(length=(40, 80))):
    print(made.product_id, made.status, made.text)
    for told in made.evidence:
        print("   ", made.text[told.start : told.end], "<-", told.fact)
