"""CSV in, CSV out: the input's columns as they were, the text columns behind them."""

import csv as stdlib_csv
import io

import pytest

from miaoshu.errors import UserError
from miaoshu.formats import csv
from miaoshu.records import Description, Product, Reading, Unused

TEXT = "id,title,material,price\n1,Cup,steel,-5\n2,Towel\n3,=Jug,glass,+3.2\n"
TEXTS = ["miaoshu_description", "miaoshu_language", "miaoshu_status", "miaoshu_engine", "miaoshu_error"]


def described(layout, text="A good one."):
    for item in csv.read(layout):
        if isinstance(item, Product):
            yield item, Description(item.id, f"{text} {item.id}", "accepted", "en", engine="template")
        else:
            yield item, Description(None, "", "failed", error=item.reason, line=item.line)


def convert(path, out, reading=Reading(), text="A good one."):  # noqa: B008 (frozen)
    layout = csv.layout(path, reading)
    csv.write(described(layout, text), out, layout)
    return out.read_bytes()


def rows(data: bytes, separator=",") -> list[list[str]]:
    return list(stdlib_csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_texts_and_reasons_stand_behind_the_columns(tmp_path):
    (tmp_path / "in.csv").write_text(TEXT)
    assert rows(convert(tmp_path / "in.csv", tmp_path / "out.csv")) == [
        ["id", "title", "material", "price", *TEXTS],
        ["1", "Cup", "steel", "-5", "A good one. 1", "en", "accepted", "template", ""],
        ["2", "Towel", "", "", "", "", "failed", "", "2 cells where the header has 4"],
        ["3", "'=Jug", "glass", "+3.2", "A good one. 3", "en", "accepted", "template", ""],
    ]


def test_every_row_is_read_in_order_and_ids_are_those_of_the_products(tmp_path):
    (tmp_path / "in.csv").write_text(TEXT)
    layout = csv.layout(tmp_path / "in.csv", Reading())
    items = list(csv.read(layout))
    assert [type(item) for item in items] == [Product, Unused, Product]
    assert [item.line for item in items] == [2, 3, 4]
    assert list(csv.ids(layout)) == ["1", "3"]
    assert items[0].rows == (["1", "Cup", "steel", "-5"],)


def test_text_columns_are_overwritten_and_never_read(tmp_path):
    (tmp_path / "in.csv").write_text(TEXT)
    first = rows(convert(tmp_path / "in.csv", tmp_path / "a.csv", text="Old words."))
    again = rows(convert(tmp_path / "a.csv", tmp_path / "b.csv", text="New words."))
    assert again[0] == first[0]
    assert again[1] == [*first[1][:4], "New words. 1", *first[1][5:]]
    product = next(csv.read(csv.layout(tmp_path / "a.csv", Reading())))
    assert "Old words" not in repr((product.facts, product.keywords, product.text))


def test_a_kept_row_keeps_its_old_text(tmp_path):
    (tmp_path / "in.csv").write_text("id,title,miaoshu_description\n1,Cup,Old.\n")
    layout = csv.layout(tmp_path / "in.csv", Reading())
    (product,) = csv.read(layout)
    csv.write([(product, Description("1", "", "kept"))], tmp_path / "out.csv", layout)
    assert rows((tmp_path / "out.csv").read_bytes())[1][2:5] == ["Old.", "", "kept"]


def test_gbk_without_a_header_comes_back_as_gbk_without_a_header(tmp_path):
    (tmp_path / "in.csv").write_bytes("001,不锈钢保温杯,39.5\r\n002,纯棉毛巾,12\r\n".encode("gbk"))
    data = convert(tmp_path / "in.csv", tmp_path / "out.csv", Reading((("title", "2"),)), "长续航")
    assert data.decode("gb18030").split("\r\n")[0] == "001,不锈钢保温杯,39.5,长续航 1,en,accepted,template,"
    assert data.count(b"\r\n") == 2


def test_a_tsv_is_separated_by_tabs_and_a_csv_of_a_tsv_by_commas(tmp_path):
    (tmp_path / "in.csv").write_text("id;title\n1;Cup, big\n2;Towel\n")
    data = convert(tmp_path / "in.csv", tmp_path / "out.tsv")
    assert rows(data, "\t")[1][:2] == ["1", "Cup, big"]
    assert rows(convert(tmp_path / "out.tsv", tmp_path / "back.csv"))[1][:2] == ["1", "Cup, big"]
    assert convert(tmp_path / "in.csv", tmp_path / "out.csv").startswith(b"id;title;miaoshu_description;")


def test_variant_rows_have_empty_text_columns(tmp_path):
    (tmp_path / "in.csv").write_text("id,title\n1,Cup\n1,Cup\n")
    layout = csv.layout(tmp_path / "in.csv", Reading())
    variant = Unused(3, "a variant", ["1", "Cup"], broken=False)
    product = Product("1", "Cup", rows=(["1", "Cup"], ["1", "Cup L"]))
    csv.write([(product, Description("1", "Text", "accepted")), (variant, None)], tmp_path / "o.csv", layout)
    assert rows((tmp_path / "o.csv").read_bytes())[1:] == [
        ["1", "Cup", "Text", "", "accepted", "", ""],
        ["1", "Cup L", "", "", "", "", ""],
        ["1", "Cup", "", "", "", "", ""],
    ]


def test_the_columns_are_named_after_the_task_even_when_the_first_rows_are_broken(tmp_path):
    (tmp_path / "in.csv").write_text("id,title\n1\n2,Cup\n")
    layout = csv.layout(tmp_path / "in.csv", Reading())
    broken, product = csv.read(layout)
    results = [
        (broken, Description(None, "", "failed", error=broken.reason)),
        (product, Description("2", "Cup!", "accepted", task="title")),
    ]
    csv.write(results, tmp_path / "o.csv", layout)
    assert rows((tmp_path / "o.csv").read_bytes())[0][2] == "miaoshu_title"


def test_a_file_without_a_usable_column_is_refused(tmp_path):
    (tmp_path / "in.csv").write_text("price,stock\n1,2\n3,4\n")
    with pytest.raises(UserError) as error:
        csv.layout(tmp_path / "in.csv", Reading())
    assert "price, stock" in error.value.problem
    assert "--map" in error.value.hint
