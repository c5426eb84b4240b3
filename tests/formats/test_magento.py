import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.formats import magento
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading, Unused

HEADER = [
    *("sku", "store_view_code", "attribute_set_code", "product_type", "categories", "name", "description"),
    *(
        "short_description",
        "weight",
        "product_online",
        "price",
        "url_key",
        "base_image",
        "additional_attributes",
    ),
    *("qty", "configurable_variations", "configurable_variation_labels"),
]
VEST = {
    **{"sku": "V1", "product_type": "configurable", "attribute_set_code": "Top", "name": "Field Vest"},
    **{"categories": "Default Category/Collections/Eco/New,Default Category/Men/Vests,Default Category"},
    **{"description": "<p>Old.</p>", "price": "52", "weight": "1", "qty": "0", "url_key": "field-vest"},
    **{"additional_attributes": 'has_options=1,material=Wool|Fleece,eco_line=Yes,new=No,"pockets=Two, zipped"'},
    **{"configurable_variations": "sku=V1-S,size=S,color=Red|sku=V1-M,size=M,color=Red"},
    **{"configurable_variation_labels": "size=Size,color=Colour"},
}
SMALL = {
    "sku": "V1-S",
    "product_type": "simple",
    "name": "Field Vest-S",
    "additional_attributes": "size=S,color=Red",
}


def save(path: Path, *rows: dict[str, str], header: list[str] = HEADER, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def load(path: Path) -> tuple[object, list[Product | Unused]]:
    layout = magento.layout(path, Reading())
    return layout, list(magento.read(layout))


def grid(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def told(product: Product | Unused) -> list[tuple[str, str]]:
    assert isinstance(product, Product)
    return [(fact.name, fact.value) for fact in product.facts if fact.publish]


def test_an_import_file_is_recognised_and_a_plain_table_is_not(tmp_path):
    assert magento.recognise(tables.head(save(tmp_path / "a.csv", VEST)))
    assert magento.recognise(tables.head(save(tmp_path / "b.csv", VEST, encoding="utf-16")))
    assert not magento.recognise(tables.head(save(tmp_path / "c.csv", VEST, header=["sku", "name", "price"])))


def test_a_configurable_product_has_its_attributes_and_options(tmp_path):
    layout, (small, vest) = load(save(tmp_path / "x.csv", SMALL, VEST))
    assert isinstance(vest, Product)
    assert (vest.id, vest.title, vest.category, vest.text) == ("V1", "Field Vest", "Vests", "Old.")
    assert told(vest) == [
        *[("material", "Wool"), ("material", "Fleece"), ("pockets", "Two, zipped")],
        *[("Size", "S"), ("Size", "M"), ("Colour", "Red")],
    ]
    assert isinstance(small, Unused)
    assert (small.reason, small.broken, small.line) == ("variant of V1", False, 2)
    assert list(magento.ids(layout)) == ["V1"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("a=1,b=2", [("a", "1"), ("b", "2")]),
        ("care=Wash, dry, iron,b=2", [("care", "Wash, dry, iron"), ("b", "2")]),
        ('"care=Wash, say ""dry""",b=2', [("care", 'Wash, say "dry"'), ("b", "2")]),
        ('care="Wash, b=3",b=2', [("care", "Wash, b=3"), ("b", "2")]),
        ("size=5\" tube,b=a=b", [("size", '5" tube'), ("b", "a=b")]),
        ("a=,b=2", [("b", "2")]),
        ("no pairs", []),
    ],
)  # fmt: skip
def test_attributes_may_hold_commas_and_quotes(text, pairs):
    assert magento._attributes(text) == pairs


def test_a_long_attribute_string_takes_linear_time():
    assert len(magento._attributes(",".join(f"a{n}=v, w" for n in range(10_000)))) == 10_000
    assert len(magento._attributes('a="' + "x," * 50_000)) == 1
    assert len(magento._attributes("a=" + "," * 50_000)) == 1
    assert len(magento._attributes("k=" + " " * 50_000 + "x")) == 1


@pytest.mark.parametrize(
    ("paths", "category"),
    [
        ("Default Category/Men/Tops,Default Category/Collections/Eco", "Tops"),
        ("Default Category/Collections/Eco,Default Category", ""),
        ("Default Category/Bags\\/Cases", "Bags/Cases"),
        ("Default Category", ""),
        ("", ""),
    ],
)
def test_the_category_is_what_the_product_is(paths, category):
    assert magento._category(paths) == category


def test_rows_of_other_store_views_are_carried_unless_they_stand_alone(tmp_path):
    german = {"sku": "V1", "store_view_code": "de", "name": "Weste", "description": "Alt."}
    layout, (_, view, alone) = load(save(tmp_path / "x.csv", VEST, german, {**german, "sku": "V2", "name": "Hut"}))
    assert isinstance(view, Unused)
    assert (view.reason, view.broken) == ("store view de of V1", False)
    assert isinstance(alone, Product)
    assert list(magento.ids(layout)) == ["V1", "V2"]


def test_only_the_description_of_products_changes(tmp_path):
    path = save(tmp_path / "x.csv", SMALL, VEST)
    path.write_text(path.read_text() + "lost,row\n")
    layout, (small, vest, broken) = load(path)
    assert isinstance(broken, Unused)
    assert broken.broken
    results = [(small, None), (vest, Description("V1", "1 < 2", "revised")), (broken, None)]
    magento.write(results, tmp_path / "y.csv", layout)
    before, after = grid(path), grid(tmp_path / "y.csv")
    before[2][HEADER.index("description")] = "<p>1 &lt; 2</p>"
    assert after == before


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(made=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_written_then_read_keeps_texts_and_rows(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("magento")
    rows = [{**VEST, "sku": f"A{n}", "name": f"N {name}", "configurable_variations": ""}
            for n, (name, _) in enumerate(made)]  # fmt: skip
    layout, products = load(save(folder / "x.csv", *rows))
    results = [(p, Description(None, f"Text {t}", "accepted")) for p, (_, t) in zip(products, made, strict=True)]
    magento.write(results, folder / "y.csv", layout)
    _, again = load(folder / "y.csv")
    at = HEADER.index("description")
    for product, other, (_, text) in zip(products, again, made, strict=True):
        assert isinstance(product, Product)
        assert isinstance(other, Product)
        assert (other.id, other.title, other.facts) == (product.id, product.title, product.facts)
        escaped = f"Text {text}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        row = product.rows[0]
        assert list(other.rows[0]) == [tables.defuse(c) for c in [*row[:at], f"<p>{escaped}</p>", *row[at + 1 :]]]
