import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.formats import woocommerce
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading, Unused

# In the order of WooCommerce's exporter: id, type, SKU, name, published, featured, visibility, short description,
# description, in stock?, weight, price, categories, tags, images, parent, position, attributes 1 and 2.
ENGLISH = [
    *("ID", "Type", "SKU", "Name", "Published", "Is featured?", "Visibility in catalog", "Short description"),
    *(
        "Description",
        "In stock?",
        "Weight (kg)",
        "Regular price",
        "Categories",
        "Tags",
        "Images",
        "Parent",
        "Position",
    ),
    *("Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible", "Attribute 1 global"),
    *("Attribute 2 name", "Attribute 2 value(s)", "Attribute 2 visible", "Attribute 2 global"),
]
DUTCH = [
    *("ID", "Type", "Artikelnummer", "Naam", "Gepubliceerd", "Uitgelicht?", "Zichtbaarheid in catalogus"),
    *(
        "Korte omschrijving",
        "Beschrijving",
        "Op voorraad?",
        "Gewicht (kg)",
        "Reguliere prijs",
        "Categorieën",
        "Tags",
    ),
    *("Afbeeldingen", "Hoofd", "Positie"),
    *("Naam eigenschap 1", "Waarde eigenschap 1", "Zichtbare eigenschap 1", "Globale eigenschap 1"),
    *("Naam eigenschap 2", "Waarde eigenschap 2", "Zichtbare eigenschap 2", "Globale eigenschap 2"),
]
RUSSIAN = [
    *(
        "ID",
        "Тип",
        "Артикул",
        "Имя",
        "Опубликован",
        "рекомендуемый?",
        "Видимость в каталоге",
        "Короткое описание",
    ),
    *(
        "Описание",
        "В наличии?",
        "Вес (kg)",
        "Базовая цена",
        "Категории",
        "Метки",
        "Изображения",
        "Родительский",
    ),
    *(
        "Позиция",
        "Имя атрибута 1",
        "Значение(-я) аттрибута(-ов) 1",
        "Видимость атрибута 1",
        "Глобальный атрибут 1",
    ),
    *("Имя атрибута 2", "Значение(-я) аттрибута(-ов) 2", "Видимость атрибута 2", "Глобальный атрибут 2"),
]
# Nothing in this one is a word that the reader can know.
UNKNOWN = [
    "ID",
    "Qa",
    "Qb",
    "Qc",
    "Qd",
    "Qe",
    "Qf",
    "Qg",
    "Qh",
    "Qi",
    "Qj (kg)",
    "Qk",
    "Ql",
    "Qm",
    "Qn",
    "Qo",
    "Qp",
]
UNKNOWN += [f"{name} {n}" for n in (1, 2) for name in ("Qq", "Qr", "Qs", "Qt")]
HEADERS = {"english": ENGLISH, "dutch": DUTCH, "russian": RUSSIAN, "unknown": UNKNOWN}

CAP = [
    "7",
    "variable",
    "CAP",
    "Wool cap",
    "1",
    "0",
    "visible",
    "",
    "<p>Old.</p>",
    "1",
    "0.2",
    "25",
    "Hats > Caps",
]
CAP += [
    "Sale",
    "http://x.example/c.jpg",
    "",
    "0",
    "Color",
    "Red, Blue",
    "1",
    "1",
    "Lining",
    r"Silk\, soft",
    "0",
    "1",
]
RED = [
    "8",
    "variation",
    "CAP-R",
    "Wool cap - Red",
    "1",
    "0",
    "visible",
    "",
    "",
    "1",
    "",
    "25",
    "",
    "",
    "",
    "id:7",
    "1",
]
RED += ["Color", "Red", "", "1", "", "", "", ""]
BLUE = ["9", "variation", "CAP-B", "Wool cap - Blue", *RED[4:15], "CAP", *RED[16:18], "Blue", *RED[19:]]
ORPHAN = ["11", "variation", "GLV-S", "Glove - S", *RED[4:15], "id:99", *RED[16:]]


def save(path: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def load(path: Path, **reading: object) -> tuple[object, list[Product | Unused]]:
    layout = woocommerce.layout(path, Reading(**reading))  # type: ignore[arg-type]
    return layout, list(woocommerce.read(layout))


def grid(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def told(product: Product | Unused) -> list[tuple[str, str]]:
    assert isinstance(product, Product)
    return [(fact.name, fact.value) for fact in product.facts if fact.publish]


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (",", "utf-16")])
def test_a_header_in_any_language_is_recognised(tmp_path, header, separator, encoding):
    assert woocommerce.recognise(tables.head(save(tmp_path / "x.csv", [header, CAP, RED], separator, encoding)))


def test_other_tables_are_not_recognised(tmp_path):
    tables_ = (
        [["ID", "Type", "SKU", "Name", "Published"], ["1", "shirt", "A", "B", "1"]],
        [["sku", "name", "price", "colour"], ["1", "simple", "2", "red"]],
        [["id", "name"], ["simple", "b"]],
    )
    for n, rows in enumerate(tables_):
        assert not woocommerce.recognise(tables.head(save(tmp_path / f"{n}.csv", rows)))


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_product_has_its_attributes_and_its_variations_are_carried(tmp_path, header):
    layout, (blue, cap, red) = load(save(tmp_path / "x.csv", [header, BLUE, CAP, RED]))
    assert isinstance(cap, Product)
    assert (cap.id, cap.title, cap.text, cap.line) == ("7", "Wool cap", "Old.", 3)
    weight = header[10].removesuffix(" (kg)")
    assert told(cap) == [("Color", "Red"), ("Color", "Blue"), ("Lining", "Silk, soft"), (weight, "0.2 kg")]
    assert cap.keywords == ()
    assert [(r.reason, r.broken) for r in (blue, red) if isinstance(r, Unused)] == [
        ("variant of CAP", False),
        ("variant of 7", False),
    ]
    assert list(woocommerce.ids(layout)) == ["7"]


def test_the_category_is_found_where_its_name_is_known(tmp_path):
    for n, header in enumerate((ENGLISH, DUTCH, RUSSIAN)):
        _, (cap,) = load(save(tmp_path / f"{n}.csv", [header, CAP]))
        assert isinstance(cap, Product)
        assert cap.category == "Caps"


def test_a_variation_without_its_parent_is_a_product(tmp_path):
    layout, (_, glove) = load(save(tmp_path / "x.csv", [ENGLISH, CAP, ORPHAN]))
    assert isinstance(glove, Product)
    assert (glove.title, told(glove)) == ("Glove - S", [("Color", "Red")])
    assert list(woocommerce.ids(layout)) == ["7", "11"]


def test_skus_are_the_ids_where_the_ids_are_empty(tmp_path):
    _, (cap,) = load(save(tmp_path / "x.csv", [ENGLISH, ["", *CAP[1:]]]))
    assert isinstance(cap, Product)
    assert cap.id == "CAP"


def test_plugin_values_are_told_only_under_the_name_of_a_kind_of_fact(tmp_path):
    header = [*ENGLISH, "Meta: slide_template", "Meta: material", "Meta: _cost"]
    _, (cap,) = load(save(tmp_path / "x.csv", [header, [*CAP, "style_2", "Wool", "9.90"]]))
    values = [value for _, value in told(cap)]
    assert "Wool" in values
    assert not {"style_2", "9.90", "25", "1"} & set(values)


def test_a_row_of_the_wrong_width_is_reported(tmp_path):
    _, (_, broken) = load(save(tmp_path / "x.csv", [ENGLISH, CAP, [*CAP, "one", "two"]]))
    assert isinstance(broken, Unused)
    assert (broken.line, broken.broken) == (3, True)


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_only_the_description_of_the_product_changes(tmp_path, header):
    path = save(tmp_path / "x.csv", [header, CAP, RED])
    layout, (cap, red) = load(path)
    woocommerce.write([(cap, Description("7", "A & B", "accepted")), (red, None)], tmp_path / "y.csv", layout)
    assert grid(tmp_path / "y.csv") == [header, [*CAP[:8], "<p>A &amp; B</p>", *CAP[9:]], RED]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    made=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5),
    header=st.sampled_from(list(HEADERS)),
)
def test_written_then_read_keeps_texts_and_rows(tmp_path_factory, made, header):
    folder = tmp_path_factory.mktemp("woo")
    rows = [[str(n), "simple", f"S{n}", f"T {title}", *CAP[4:17], "Fit", f"v{value}", *CAP[19:]]
            for n, (title, value, _) in enumerate(made)]  # fmt: skip
    layout, products = load(save(folder / "x.csv", [HEADERS[header], *rows]))
    results = [(p, Description(None, f"Text {t}", "accepted")) for p, (_, _, t) in zip(products, made, strict=True)]
    woocommerce.write(results, folder / "y.csv", layout)
    _, again = load(folder / "y.csv")
    for product, other, row, (_, _, text) in zip(products, again, rows, made, strict=True):
        assert isinstance(product, Product)
        assert isinstance(other, Product)
        assert (other.id, other.title, told(other)) == (product.id, product.title, told(product))
        escaped = f"Text {text}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert list(other.rows[0]) == [tables.defuse(c) for c in [*row[:8], f"<p>{escaped}</p>", *row[9:]]]
