"""The same job from Python: a catalog, a product made by hand, and where every word comes from."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from miaoshu.catalog import read_catalog
from miaoshu.records import Fact, Product, Style
from miaoshu.writing import describe, load_engine

engine = load_engine("template")

# A catalog is a stream: products, and the rows that are none, each with its line and reason.
catalog = read_catalog(Path(__file__).with_name("shop-zh.csv"))
products = (item for item in catalog.items() if isinstance(item, Product))
for made in islice(describe(products, engine, style=Style(length=(60, 160))), 3):
    print(made.product_id, made.status)
    print(made.text, end="\n\n")

# A product can come from anywhere.
tray = Product(
    id="tray-1",
    title="Walnut Desk Tray",
    category="Office > Desk accessories",
    language="en",
    facts=(
        Fact("Material", "walnut"),
        Fact("Dimensions", "24 × 16 × 3 cm"),
        Fact("Weight", "310 g"),
        Fact("Cost price", "9.20", publish=False),
    ),
    keywords=("felt base",),
)
(made,) = describe([tray], engine)
print(made.text)
for evidence in made.evidence:
    print(f"  {made.text[evidence.start : evidence.end]!r} tells {evidence.fact}")
