import pytest

from miaoshu.catalog import output_format, read_catalog
from miaoshu.errors import UserError
from miaoshu.records import Product, Reading


def write(tmp_path, text, name="c.csv"):
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


def test_a_catalog_can_be_read_twice(tmp_path):
    catalog = read_catalog(write(tmp_path, "id,title\n1,杯子\n2,碗\n"))
    assert [p.title for p in catalog.items()] == [p.title for p in catalog.items()] == ["杯子", "碗"]
    assert catalog.survey() == 2


def test_a_product_that_gives_no_sign_of_its_language_takes_the_catalogs(tmp_path):
    catalog = read_catalog(write(tmp_path, "id,title\n1,电热水壶\n2,DT100G3\n3,陶瓷碗\n"))
    assert [p.language for p in catalog.items() if isinstance(p, Product)] == ["zh", "zh", "zh"]


def test_the_id_column_can_be_unmapped(tmp_path):
    path = write(tmp_path, "id,title\n1,杯子\n1,碗\n")
    with pytest.raises(UserError, match="occurs more than once"):
        read_catalog(path).survey()
    assert read_catalog(path, Reading((("id", ""),))).survey() == 2


def test_the_output_keeps_the_catalogs_format_where_the_suffix_fits(tmp_path):
    shopify = write(
        tmp_path,
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value\nmug,Mug,<p></p>,Tidewell,Mugs,,Color,Red\n",
    )
    catalog = read_catalog(shopify)
    assert catalog.layout.format == "shopify"
    assert output_format(tmp_path / "o.csv", catalog) is catalog.format
    assert output_format(tmp_path / "o.jsonl", catalog).__name__.endswith(".jsonl")
    with pytest.raises(UserError, match="cannot hold"):
        output_format(tmp_path / "o.xml", catalog)
    with pytest.raises(UserError, match="a file without suffix"):
        output_format(tmp_path / "o", catalog)
