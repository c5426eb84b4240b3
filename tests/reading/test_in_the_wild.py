"""Catalogs as they exist: titles above the header, rows that are no products, headers of platforms."""

import csv
import json

import openpyxl
import pytest

from miaoshu import catalog
from miaoshu.errors import UserError
from miaoshu.reading import attributes, headers, markup
from miaoshu.records import Job, Product, Reading, Unused
from miaoshu.runners import local

READING = Reading()
ROWS = [["a1", "Oak stool", "oak"], ["a2", "Steel mug", "steel"]]
HEADER = ["sku", "name", "material"]


def table(path, rows, separator=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def items(path):
    opened = catalog.read_catalog(path)
    opened.survey()
    return list(opened.items())


def told(item):
    return {fact.name: fact.value for fact in item.facts if fact.publish}


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def described(tmp_path, path):
    out = tmp_path / f"out{path.suffix}"
    local.run(Job(str(path), out=str(out), store=f"sqlite:///{tmp_path / 'store.db'}"))
    return out


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeffsep=;", "SEP=;"])
def test_the_line_that_names_the_separator_is_no_header_and_comes_back(tmp_path, first):
    path = tmp_path / "in.csv"
    body = "\r\n".join(";".join(row) for row in [HEADER, *ROWS])
    path.write_text(f"{first}\r\n{body}\r\n", "utf-8", newline="")
    assert [item.title for item in items(path)] == ["Oak stool", "Steel mug"]
    lines = described(tmp_path, path).read_text("utf-8").splitlines()
    assert lines[0] == first
    assert [line.split(";")[:3] for line in lines[1:]] == [HEADER, *ROWS]


@pytest.mark.parametrize("pad", [0, 2])
def test_titles_above_the_header_are_kept(tmp_path, pad):
    above = [["Price list, spring"] + [""] * pad, ["Printed 2025-03-01"] + [""] * pad]
    path = table(tmp_path / "in.csv", [*above, HEADER, *ROWS])
    found = items(path)
    assert [(item.id, item.title, item.line) for item in found] == [("a1", "Oak stool", 4), ("a2", "Steel mug", 5)]
    rows = list(csv.reader(described(tmp_path, path).read_text("utf-8").splitlines()))
    assert rows[:2] == above
    assert [row[:3] for row in rows[2:]] == [HEADER, *ROWS]


def test_titles_above_the_header_of_a_sheet_are_kept(tmp_path):
    above = [["2025春季目录"], ["制表：张三"]]
    path = workbook(tmp_path / "in.xlsx", [*above, ["货号", "品名", "材质"], ["A1", "橡木凳", "橡木"]])
    (item,) = items(path)
    assert (item.id, item.title, told(item), item.line) == ("A1", "橡木凳", {"材质": "橡木"}, 4)
    rows = [list(row) for row in openpyxl.load_workbook(described(tmp_path, path)).active.values]
    assert [row[0] for row in rows] == ["2025春季目录", "制表：张三", "货号", "A1"]


def test_a_header_is_not_looked_for_below_the_first_row_without_need(tmp_path):
    path = table(tmp_path / "in.csv", [["title"], ["Oak stool"], ["Size, Colour, Name"]])
    assert [item.title for item in items(path)] == ["Oak stool", "Size, Colour, Name"]


def test_the_template_of_amazon_has_its_header_in_the_third_line(tmp_path):
    rows = [
        ["TemplateType=fptcustom", "Version=2021.0128", "For Amazon.com use only.", ""],
        ["Seller SKU", "Product Name", "Material Type", "Standard Price"],
        ["item_sku", "item_name", "material_type", "standard_price"],
        ["C-1", "Folding chair", "aluminium", "29.9"],
    ]
    (item,) = items(table(tmp_path / "flat.txt", rows, "\t"))
    assert (item.id, item.title, told(item)) == ("C-1", "Folding chair", {"material_type": "aluminium"})


def test_a_line_of_totals_is_no_product(tmp_path):
    *products, total = items(table(tmp_path / "in.csv", [HEADER, *ROWS, ["", "Total", ""]]))
    assert all(isinstance(item, Product) for item in products)
    assert isinstance(total, Unused)
    assert total.reason == "a line of totals, no product"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_without_a_title_that_repeats_the_id_above_is_a_variant(tmp_path, kind):
    rows = [["ID", "Title", "Option1 Name", "Option1 Value"], ["7", "Tent", "Color", "Green"]]
    rows += [["7", "", "", "Red"], ["8", "Peg", "Title", "Default Title"]]
    path = tmp_path / f"in.{kind}"
    tent, variant, peg = items(table(path, rows) if kind == "csv" else workbook(path, rows))
    assert (told(tent), told(peg)) == ({"Color": "Green"}, {})
    assert (variant.reason, variant.broken) == ("variant of 7", False)


def test_a_row_without_a_title_that_names_its_parent_is_a_variant(tmp_path):
    rows = [["id", "parent_id", "name", "material"], ["p", "", "Stool", "oak"], ["v", "p", "", ""]]
    product, variant = items(table(tmp_path / "in.csv", rows))
    assert isinstance(product, Product)
    assert variant.reason == "variant of p"


def test_the_same_id_with_titles_is_still_refused(tmp_path):
    with pytest.raises(UserError, match="more than once"):
        items(table(tmp_path / "in.csv", [HEADER, ROWS[0], ROWS[0]]))


INTERNAL = [
    "Цена, руб.*",
    "НДС, %*",
    "Ozon ID",
    "cid",
    "省",
    "宝贝数量",
    "location",
    "Bin Picking Number",
    "상품코드",
]
INTERNAL += ["*Format", "product_number", "date_added", "Handle", "Variant ID"]


@pytest.mark.parametrize("header", INTERNAL)
def test_columns_of_platforms_are_not_told(header):
    assert headers.internal(header, READING, header=True) or headers.role(header)[0] == "id"


@pytest.mark.parametrize("header", ["Face ID", "Format", "Duration", "保修", "Identity"])
def test_facts_of_similar_names_are(header):
    assert headers.internal(header, READING, header=True) is None


def test_a_handle_is_a_fact_unless_it_is_a_column(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 1, "title": "Mug", "facts": {"Handle": "wood"}}) + "\n", "utf-8")
    assert told(items(path)[0]) == {"Handle": "wood"}


def test_marks_of_mandatory_columns_and_prefixes_are_no_part_of_a_name(tmp_path):
    header = ["title", "Материал*", "*C:Brand", "Metafield: custom.seat_height [dimension]", "Width", "Extra"]
    row = ["Stool", "Дуб", "Acme", '{"value":45,"unit":"cm"}', "0.0000", "0.00"]
    (item,) = items(table(tmp_path / "in.csv", [header, row]))
    assert told(item) == {"Материал": "Дуб", "Brand": "Acme", "seat height": "45 cm"}


def test_objects_in_objects_are_facts():
    found = attributes.from_object({"Blade": {"Material": "steel", "Length": "12 cm"}, "Grip": {"Material": "ash"}})
    assert found == [("Blade Material", "steel"), ("Length", "12 cm"), ("Grip Material", "ash")]
    assert attributes.from_object({"Capacity": {"value": 500, "unit": "ml"}}) == [("Capacity", "500 ml")]


def test_attribute_strings_of_shop_systems():
    assert attributes.attributes("Matière:Chêne:1,Couleur:Brun:2") == [("Matière", "Chêne"), ("Couleur", "Brun")]
    assert attributes.attributes('"Material=Oak";"Drawers=2"') == [("Material", "Oak"), ("Drawers", "2")]


@pytest.mark.parametrize(
    ("head", "rows", "facts"),
    [
        (["Part", "Detail"], [["Frame", "Steel"], ["Brakes", "Disc"]], [("Frame", "Steel"), ("Brakes", "Disc")]),
        (["", "Model A"], [["Weight", "90 g"]], [("Weight", "90 g")]),
        (["Group", "Name", "Value"], [["Body", "Height", "45 cm"]], [("Height", "45 cm")]),
        (["Part", "Detail"], [], []),
        (["Size", "Chest"], [["XL", "90"], ["XXL", "95"]], []),
        (["Size", "Chest", "Length"], [["XL", "90", "60"], ["XXL", "95", "62"]], []),
    ],
)
def test_tables_with_a_head(head, rows, facts):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    names = "".join(f"<th>{name}</th>" for name in head)
    body = f"<table><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table>"
    assert markup.extract(body).facts == facts


def test_japanese_is_not_taken_for_chinese(tmp_path):
    rows = [["商品コード", "商品名", "素材"], ["J1", "オーク材スツール", "オーク"]]
    assert items(table(tmp_path / "in.csv", rows))[0].language == "ja"


def test_entities_in_titles_are_decoded(tmp_path):
    (item,) = items(table(tmp_path / "in.csv", [["title", "material"], ["Brew&trade; Mug &amp; Lid", "steel"]]))
    assert item.title == "Brew™ Mug & Lid"


def test_a_damaged_sheet_is_told_in_two_lines(tmp_path):
    from zipfile import ZipFile

    good, bad = workbook(tmp_path / "good.xlsx", [HEADER, *ROWS]), tmp_path / "bad.xlsx"
    with ZipFile(good) as source, ZipFile(bad, "w") as target:
        for name in source.namelist():
            bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>' if "sheet1" in name else b""
            target.writestr(name, bomb + source.read(name))
    with pytest.raises(UserError, match="cannot be read"):
        items(bad)


def test_a_damaged_parquet_file_is_told_in_two_lines(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"id": ["1", "2"], "title": ["Oak stool", "Steel mug"]}), path, compression="none")
    data = path.read_bytes()
    path.write_bytes(data[:20] + b"\xff" * 60 + data[80:])
    with pytest.raises(UserError, match="cannot be read"):
        items(path)


def test_titles_and_tags_that_are_objects_are_told_without_braces(tmp_path):
    path = tmp_path / "in.jsonl"
    objects = [{"title": {"en": "Mug"}, "tags": [{"name": "steel"}, {"x": 1}, None]}, {"title": ["Hat", "Cap"]}]
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), "utf-8")
    mug, hat = items(path)
    assert (mug.title, mug.keywords, hat.title) == ("Mug", ("steel",), "Hat")


def test_the_errors_of_excel_are_no_values(tmp_path):
    (item,) = items(table(tmp_path / "in.csv", [["title", "x", "y"], ["Mug", "#REF!", "#DIV/0!"]]))
    assert told(item) == {}
