import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.formats import shopify
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading, Unused

OLD = [
    *(
        "Handle",
        "Title",
        "Body (HTML)",
        "Vendor",
        "Type",
        "Tags",
        "Published",
        "Option1 Name",
        "Option1 Value",
    ),
    *("Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Price", "SEO Title"),
    *("Google Shopping / Gender", "Cost per item", "Status"),
]
NEW = [
    *(
        "Title",
        "URL handle",
        "Description",
        "Vendor",
        "Product category",
        "Type",
        "Tags",
        "Published on online store",
    ),
    *("Status", "SKU", "Option1 name", "Option1 value", "Option1 Linked To", "Price", "Charge tax"),
    *("Inventory tracker", "Continue selling when out of stock", "Weight value (grams)", "Requires shipping"),
    *("Product image URL", "Included / Primary", "Color (product.metafields.shopify.color-pattern)"),
    *(
        "Sole material (product.metafields.custom.sole_material)",
        "Metafield: custom.lining [single_line_text_field]",
    ),
]


def save(path: Path, header: list[str], *rows: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def load(path: Path, **reading: object) -> tuple[object, list[Product | Unused]]:
    layout = shopify.layout(path, Reading(**reading))  # type: ignore[arg-type]
    return layout, list(shopify.read(layout))


def grid(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def told(product: Product | Unused) -> list[tuple[str, str]]:
    assert isinstance(product, Product)
    return [(fact.name, fact.value) for fact in product.facts if fact.publish]


TEE = {
    **{"Handle": "tee", "Title": "Plain Tee", "Body (HTML)": "<p>Old <b>text</b>.</p>", "Vendor": "Nordby"},
    **{"Type": "Shirts", "Tags": "Sale, fall2016, Fit: Slim", "Published": "true", "Option1 Name": "Color"},
    **{"Option1 Value": "Black", "Option2 Name": "Size", "Option2 Value": "S", "Variant SKU": "T-1"},
    **{"Variant Grams": "250", "Variant Price": "19.00", "SEO Title": "Buy tees", "Cost per item": "4.20"},
    **{"Google Shopping / Gender": "unisex", "Status": "active"},
}


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (",", "utf-16"), ("\t", "utf-8")]
)
@pytest.mark.parametrize("header", [OLD, NEW])
def test_both_headers_are_recognised_in_any_dialect(tmp_path, header, separator, encoding):
    path = save(tmp_path / "x.csv", header, {"Title": "A", header[0]: "A"}, separator=separator, encoding=encoding)
    assert shopify.recognise(tables.head(path))


def test_other_tables_are_not_recognised(tmp_path):
    for n, header in enumerate((["Handle", "Title"], ["sku", "name", "price"], ["Title", "Vendor", "Type"])):
        assert not shopify.recognise(tables.head(save(tmp_path / f"{n}.csv", header, {header[0]: "a"})))


def test_rows_of_a_handle_are_one_product_with_its_options(tmp_path):
    path = save(
        tmp_path / "x.csv",
        OLD,
        TEE,
        {"Handle": "tee", "Option1 Value": "White", "Option2 Value": "S", "Variant SKU": "T-2"},
        {"Handle": "tee", "Option1 Value": "Black", "Option2 Value": "M"},
        {"Handle": "mug", "Title": "Mug", "Option1 Name": "Title", "Option1 Value": "Default Title"},
    )
    _, (tee, mug) = load(path)
    assert isinstance(tee, Product)
    assert (tee.id, tee.title, tee.category, len(tee.rows), tee.line) == ("tee", "Plain Tee", "Shirts", 3, 2)
    assert told(tee) == [
        *[("Vendor", "Nordby"), ("Gender", "unisex"), ("Color", "Black"), ("Color", "White")],
        *[("Size", "S"), ("Size", "M"), ("Fit", "Slim")],
    ]
    assert tee.text == "Old text."
    assert tee.keywords == ()
    assert told(mug) == []


def test_tags_are_keywords_only_of_a_product_with_nothing_else(tmp_path):
    _, (bare,) = load(save(tmp_path / "x.csv", OLD, {"Handle": "a", "Title": "A", "Tags": "Oak, Shelf"}))
    assert isinstance(bare, Product)
    assert bare.keywords == ("Oak", "Shelf")


def test_what_is_internal_is_never_published(tmp_path):
    _, (tee,) = load(save(tmp_path / "x.csv", OLD, TEE))
    words = " ".join(value for _, value in told(tee))
    for internal in ("4.20", "19.00", "250", "Buy tees", "active", "T-1", "Sale"):
        assert internal not in words


def test_metafields_are_facts_and_repeat_no_linked_option(tmp_path):
    boot = {
        **{"Title": "Boot", "URL handle": "boot", "Type": "Boots", "Product category": "Shoes > Boots"},
        **{
            "Option1 name": "Color",
            "Option1 value": "Black",
            "Weight value (grams)": "900",
            "Status": "Active",
        },
        **{"Color (product.metafields.shopify.color-pattern)": "black", "Charge tax": "TRUE"},
        **{"Sole material (product.metafields.custom.sole_material)": "Rubber", "Included / Primary": "TRUE"},
        **{"Metafield: custom.lining [single_line_text_field]": "Wool", "Inventory tracker": "shopify"},
        **{"Continue selling when out of stock": "DENY", "Published on online store": "TRUE"},
    }
    _, (product,) = load(save(tmp_path / "x.csv", NEW, boot))
    assert [value for _, value in told(product)] == ["Rubber", "Wool", "Black"]


def test_product_category_counts_where_there_is_no_type(tmp_path):
    row = {"Title": "Boot", "URL handle": "boot", "Product category": "Apparel & Accessories > Shoes > Boots"}
    _, (product,) = load(save(tmp_path / "x.csv", NEW, row))
    assert isinstance(product, Product)
    assert product.category == "Boots"


def test_rows_without_handle_belong_to_the_product_above_unless_they_have_a_title(tmp_path):
    rows = [{"Title": "A", "Type": "x"}, {"Option1 value": "L", "Option1 name": "Size"}, {"Title": "B"}]
    layout, (a, b) = load(save(tmp_path / "x.csv", NEW, *rows))
    assert isinstance(a, Product)
    assert isinstance(b, Product)
    assert (len(a.rows), a.named, told(a)) == (2, False, [("Size", "L")])
    assert list(shopify.ids(layout)) == [None, None]


def test_later_rows_of_a_known_handle_are_carried_and_broken_rows_reported(tmp_path):
    path = save(
        tmp_path / "x.csv",
        OLD,
        TEE,
        {"Handle": "mug", "Title": "Mug"},
        {"Handle": "tee", "Option1 Value": "Red"},
    )
    path.write_text(path.read_text() + "lost,row\n")
    layout, (_, _, late, broken) = load(path)
    assert isinstance(late, Unused)
    assert isinstance(broken, Unused)
    assert (late.reason, late.broken, late.line) == ("variant of tee", False, 4)
    assert broken.broken
    assert broken.line == 5
    assert list(shopify.ids(layout)) == ["tee", "mug"]


def test_a_group_with_nothing_to_tell_is_broken_row_by_row(tmp_path):
    _, items = load(save(tmp_path / "x.csv", OLD, {"Handle": "a"}, {"Handle": "a", "Variant Price": "3"}))
    assert [(item.line, item.broken) for item in items if isinstance(item, Unused)] == [(2, True), (3, True)]


def test_mapping_and_withholding_win(tmp_path):
    path = save(tmp_path / "x.csv", OLD, TEE)
    layout, (tee,) = load(path, columns=(("id", "Variant SKU"),), withhold=("Vendor",))
    assert isinstance(tee, Product)
    assert tee.id == "T-1"
    assert list(shopify.ids(layout)) == ["T-1"]
    assert ("Vendor", "Nordby") not in told(tee)


@pytest.mark.parametrize("header", [OLD, NEW])
def test_the_text_goes_into_the_first_row_as_escaped_html(tmp_path, header):
    handle, body = ("Handle", "Body (HTML)") if header is OLD else ("URL handle", "Description")
    rows = [
        {"Title": "A", handle: "a", body: "<p>old</p>"},
        {handle: "a", "SKU": "2"},
        {"Title": "B", handle: "b", body: "<p>kept</p>"},
    ]
    path = save(tmp_path / "x.csv", header, *rows)
    layout, (a, b) = load(path)
    results = [(a, Description("a", "1 < 2 & <b>\nNext", "accepted")), (b, Description("b", "", "failed"))]
    shopify.write(results, tmp_path / "y.csv", layout)
    before, after = grid(path), grid(tmp_path / "y.csv")
    before[1][header.index(body)] = "<p>1 &lt; 2 &amp; &lt;b&gt;</p><p>Next</p>"
    assert after == before


def test_the_suffix_decides_on_the_separator(tmp_path):
    layout, (tee,) = load(save(tmp_path / "x.csv", OLD, TEE))
    shopify.write([(tee, None)], tmp_path / "y.part.tsv", layout)
    assert (tmp_path / "y.part.tsv").read_text().startswith("Handle\tTitle\t")
    (tmp_path / "y.part.tsv").rename(tmp_path / "y.tsv")
    layout, (tee,) = load(tmp_path / "y.tsv")
    shopify.write([(tee, None)], tmp_path / "z.csv", layout)
    assert grid(tmp_path / "z.csv") == grid(tmp_path / "x.csv")


def test_a_table_without_a_body_gets_one(tmp_path):
    path = save(tmp_path / "x.csv", ["Handle", "Title", "Vendor"], {"Handle": "a", "Title": "A", "Vendor": "V"})
    layout, (a,) = load(path)
    shopify.write([(a, Description("a", "Text.", "accepted"))], tmp_path / "y.csv", layout)
    assert (tmp_path / "y.csv").read_text() == "Handle,Title,Vendor,Body (HTML)\na,A,V,<p>Text.</p>\n"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=3).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(groups=st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=3), LINES), min_size=1, max_size=4))
def test_written_then_read_keeps_texts_and_rows(tmp_path_factory, groups):
    folder = tmp_path_factory.mktemp("shopify")
    rows = []
    for n, (title, values, _) in enumerate(groups):
        rows.append({"Handle": f"h{n}", "Title": f"T {title}", "Option1 Name": "Fit", "Option1 Value": values[0]})
        rows += [{"Handle": f"h{n}", "Option1 Value": value} for value in values[1:]]
    layout, products = load(save(folder / "x.csv", OLD, *rows))
    texts = [f"Text {text}" for _, _, text in groups]
    results = [(p, Description(None, t, "accepted")) for p, t in zip(products, texts, strict=True)]
    shopify.write(results, folder / "y.csv", layout)
    _, again = load(folder / "y.csv")
    body = OLD.index("Body (HTML)")
    for product, other, text in zip(products, again, texts, strict=True):
        assert isinstance(product, Product)
        assert isinstance(other, Product)
        assert (other.id, other.title) == (product.id, product.title)
        assert other.rows[0][body] == "".join(
            f"<p>{line.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
            for line in text.split("\n")
        )
        assert [row[:body] + row[body + 1 :] for row in other.rows] == [
            [tables.defuse(cell) for cell in row[:body] + row[body + 1 :]] for row in product.rows
        ]
