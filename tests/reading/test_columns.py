from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.reading.columns import (
    Layout,
    attributes,
    builder,
    id_index,
    looks_like_header,
    plan,
    product_from_object,
    publishable,
)
from miaoshu.records import Fact, Product, Reading, Unused


def layout(header, reading=Reading(), roles=None):  # noqa: B008 (frozen)
    return Layout("csv", Path("x.csv"), tuple(header), plan(header, reading, roles), reading, list)


def roles_of(header, reading=Reading(), roles=None):  # noqa: B008 (frozen)
    return {column.header: column.role for column in plan(header, reading, roles)}


def product(cells, reading=Reading()):  # noqa: B008 (frozen)
    made = builder(layout(cells, reading))(list(cells.values()), 2, ("row",))
    assert isinstance(made, Product)
    return made


def told(product):
    return [(fact.name, fact.value) for fact in product.facts if fact.publish]


@pytest.mark.parametrize(
    "header",
    [
        ["商品编号", "商品名称", "商品分类", "商品描述", "关键词", "属性"],
        ["SKU", "Product Name", "Category", "Short description", "Tags", "Additional attributes"],
        ["Артикул", "Наименование", "Категория", "Описание", "Метки", "Характеристики"],
        ["Artikelnummer", "Productnaam", "Categorie", "Omschrijving", "Trefwoorden", "Specificaties"],
        ["Šifra", "Naziv", "Kategorija", "Opis", "Oznake", "Karakteristike"],
        ["Шифра", "Назив", "Категорија", "Опис", "Ознаке", "Карактеристике"],
        ["Mã sản phẩm", "Tên sản phẩm", "Danh mục", "Mô tả", "Từ khóa", "Thông số"],
    ],
)
def test_headers_of_many_languages_get_their_roles(header):
    assert list(roles_of(header).values()) == ["id", "title", "category", "text", "keywords", "facts"]


def test_a_right_to_left_table_is_read():
    made = product({"اسم المنتج": "حقيبة جلد", "اللون": "أسود", "السعر": "55"})
    assert (made.title, made.language, told(made)) == ("حقيبة جلد", "ar", [("اللون", "أسود")])


def test_any_other_column_is_a_fact_under_its_own_header():
    assert roles_of(["title", "重量(kg)", "Drying time"]) == {
        "title": "title",
        "重量(kg)": "fact",
        "Drying time": "fact",
    }


def test_a_second_title_is_left_out_and_says_where_the_title_is():
    columns = plan(["name", "title"], Reading())
    assert [(c.role, c.why) for c in columns] == [("", "the title is in 'title'"), ("title", "")]


@pytest.mark.parametrize(
    "name",
    [
        "成本价",
        "进货价",
        "售价(元)",
        "库存数量",
        "供应商编码",
        "仓库",
        "内部SKU",
        "条形码",
        "主图链接",
        "SEO标题",
        "是否上架",
        "创建时间",
        "销量",
        "店铺名称",
        "备注",
        "cost_price",
        "supplier_code",
        "warehouse",
        "stock_quantity",
        "barcode",
        "gtin",
        "image_url",
        "seo_score",
        "meta_title",
        "tax_class",
        "created_at",
        "total_sales",
        "review_count",
        "url_key",
        "use_config_min_qty",
        "Inkoopprijs",
        "Себестоимость",
        "Набавна_цена",
        "giá",
    ],
)
def test_internal_names_are_never_published(name):
    assert not publishable(name, Reading())


@pytest.mark.parametrize(
    "name",
    [
        "材质",
        "防水",
        "适用平台",
        "图像传感器",
        "性价比",
        "image_stabilization",
        "energy_rating",
        "stock_type",
        "Version",
        "Position",
        "shelf_life",
        "vendor",
        "number_of_shelves",
        "link_length",
        "状态显示",
        "Màu_sắc",
    ],
)
def test_names_that_only_resemble_internal_ones_are_published(name):
    assert publishable(name, Reading())


def test_the_user_adds_to_the_internal_names_and_takes_from_them():
    reading = Reading(withhold=("Drying Time",), publish=("price",))
    assert not publishable("drying_time", reading)
    assert publishable("Price", reading)
    assert roles_of(["title", "price", "drying time"], reading) == {
        "title": "title",
        "price": "fact",
        "drying time": "unpublished",
    }


def test_a_quantity_is_stock_as_a_column_and_a_fact_as_an_attribute():
    made = product({"title": "Screws", "quantity": "250", "attributes": "Quantity: 12; Head: flat"})
    assert Fact("quantity", "250", "quantity", False) in made.facts
    assert ("Quantity", "12") in told(made)


def test_map_wins_by_header_by_position_and_for_facts():
    reading = Reading(columns=(("title", "商品"), ("材质", "3"), ("id", "")))
    columns = plan(["id", "商品", "c3"], reading)
    assert [(c.header, c.role) for c in columns] == [
        ("id", "unpublished"),
        ("商品", "title"),
        ("材质", "fact"),
    ]


def test_a_table_without_header_is_read_by_positions():
    reading = Reading(columns=(("title", "2"), ("brand", "1")))
    made = builder(layout(["", "", ""], reading))(["Acme", "Blue cup", "47.70"], 1, ())
    assert made.title == "Blue cup"
    assert told(made) == [("brand", "Acme")]


def test_roles_of_a_dialect_win_over_names_and_lose_to_the_user():
    header = ["Handle", "Title", "Subtitle"]
    assert roles_of(header, roles={"Handle": "group", "Subtitle": "title"}) == {
        "Handle": "group",
        "Title": "",
        "Subtitle": "title",
    }
    mapped = Reading(columns=(("title", "Title"),))
    assert roles_of(header, mapped, {"Subtitle": "title"})["Title"] == "title"


def test_a_mapped_column_that_is_not_there_is_the_users_mistake():
    with pytest.raises(UserError, match="no such column; the columns are a, b") as error:
        plan(["a", "b"], Reading(columns=(("title", "c"),)))
    assert error.value.hint == "Try: --map title=COLUMN with one of these, or a position from 1 to 2"


def test_a_table_of_internal_columns_only_asks_for_a_title():
    with pytest.raises(UserError, match="the columns are price, barcode") as error:
        plan(["price", "barcode"], Reading())
    assert "--map title=COLUMN" in error.value.hint


def test_the_id_column_is_found():
    assert id_index(layout(["title", "sku"])) == 1
    assert id_index(layout(["title", "color"])) is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["商品名称", "价格", "库存"], True),
        (["id", "name", "color"], True),
        (["Nimi", "Kuvaus", "Hinta"], True),
        (["1001", "1", "山野 保温杯 500ml", "47.70"], False),
        (["山野 保温杯 500ml"], False),
        (["", ""], False),
        (["title", "2024", "2025"], False),
    ],
)
def test_a_header_is_told_from_a_product(cells, expected):
    assert looks_like_header(cells) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("类型#上衣*材质#牛仔布*风格#简约", [("类型", "上衣"), ("材质", "牛仔布"), ("风格", "简约")]),
        ("尺寸#10*20*材质#棉", [("尺寸", "10*20"), ("材质", "棉")]),
        ("颜色:红色;尺码:L", [("颜色", "红色"), ("尺码", "L")]),
        ("颜色：红色，尺码：L，", [("颜色", "红色"), ("尺码", "L")]),
        ("颜色:红色 尺码:L", [("颜色", "红色"), ("尺码", "L")]),
        ("1627207:28341:颜色分类:黑色;20509:28314:尺码:M", [("颜色分类", "黑色"), ("尺码", "M")]),
        ("size=S,color=Blue", [("size", "S"), ("color", "Blue")]),
        ("Material: Cotton | Fit: Slim", [("Material", "Cotton"), ("Fit", "Slim")]),
        (
            '{"Material": "Cotton", "Size": ["S", 38]}',
            [("Material", "Cotton"), ("Size", "S"), ("Size", "38")],
        ),
        ('[{"name": "Material", "value": "Oak"}]', [("Material", "Oak")]),
        ("Key: value\nOther: thing", [("Key", "value"), ("Other", "thing")]),
        ("Material: Cotton", [("Material", "Cotton")]),
        ("https://a.example/c?x=1&y=2", []),
        ("12:30", []),
        ("16:9", []),
        ("Watch at 12:30, then 13:45", []),
        ("The kit has one aim: to please everyone.", []),
        ("#1 best seller", []),
        ("{broken", []),
    ],
)
def test_attribute_strings(text, expected):
    assert attributes(text) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"color": "Red, Blue"}, ["Red", "Blue"]),
        ({"颜色": "黑色/白色"}, ["黑色", "白色"]),
        ({"颜色": "黑色、白色"}, ["黑色", "白色"]),
        ({"color": "Black/White"}, ["Black/White"]),
        ({"size": "38,39,40"}, ["38", "39", "40"]),
        ({"size": "38,5"}, ["38,5"]),
        ({"Climate": "Cool|Indoor"}, ["Cool", "Indoor"]),
        ({"tips": '["a one", "b two"]'}, ["a one", "b two"]),
        ({"Battery": "10,000 mAh"}, ["10,000 mAh"]),
        ({"材质": "304不锈钢，硅胶"}, ["304不锈钢，硅胶"]),
        ({"Depth": '{"value": 12.0, "unit": "CENTIMETERS"}'}, ["12 cm"]),
        ({"weight": 5.0}, ["5"]),
        ({"Fabric": "<b>Wool</b>&nbsp;\u200bblend\x07 "}, ["Wool blend"]),
        ({"功率": "１５Ｗ"}, ["１５Ｗ"]),
        ({"防水": "是"}, ["是"]),
        ({"Dishwasher safe": "Yes"}, ["Yes"]),
        ({"is_bundle": "1"}, []),
        ({"Sample flag": "true"}, []),
        ({"Fabric": "N/A"}, []),
        ({"Fabric": "暂无"}, []),
        ({"Manual": "https://a.example/b.pdf"}, []),
        ({"Contact": "a@b.example"}, []),
        ({"Look": "front_view.JPG"}, []),
        ({"Token": "0f8fad5b-d9cb-469f-a165-70867728950e"}, []),
        ({"Model": "A cup"}, []),
    ],
)
def test_values(cells, expected):
    assert [value for _, value in told(product({"title": "A cup"} | cells))] == expected


def test_a_long_value_is_source_text_and_no_fact():
    long = "Woven by hand in small batches. Every piece differs a little from the next one."
    made = product({"title": "Rug", "Making": long})
    assert made.facts == ()
    assert made.text == long


def test_the_body_gives_facts_keywords_and_text_and_columns_win():
    body = "<p>A warm rug.</p><ul><li>Non-slip</li><li>Material: jute</li><li>Pile: short</li><li>Price: 5</li></ul>"
    made = product({"title": "Rug", "Material": "wool", "description": body})
    assert told(made) == [("Material", "wool"), ("Pile", "short")]
    assert Fact("Price", "5", "description", False) in made.facts
    assert made.keywords == ("Non-slip",)
    assert made.text.startswith("A warm rug.\n")


def test_tags_with_a_known_name_are_facts():
    made = product({"title": "Rug", "tags": "cosy, Color: Red; _sync|Rug"})
    assert made.keywords == ("cosy",)
    assert told(made) == [("Color", "Red")]


@pytest.mark.parametrize(
    ("path", "leaf"),
    [
        ("Default Category/Men/Tops/Tees,Default Category/Sale", "Tees"),
        ("家电>厨房>电饭煲", "电饭煲"),
        ("Home|Kitchen", "Kitchen"),
        ("Clothing > Hats, Sale", "Hats"),
        ("Uncategorized", ""),
        ("263", ""),
        ("Bags & Belts", "Bags & Belts"),
        ("TV/Audio", "TV/Audio"),
    ],
)
def test_the_category_is_the_leaf_of_the_first_useful_path(path, leaf):
    assert product({"title": "X", "category": path}).category == leaf


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mouse M105, for 1...", "Mouse M105, for 1"),
        ("保温杯 大容…", "保温杯 大容"),
        ("No. 5", "No. 5"),
        ("<b>A</b> cup", "A cup"),
    ],
)
def test_titles_lose_markup_and_the_dots_of_a_cut(title, expected):
    assert product({"title": title}).title == expected


def test_a_row_with_nothing_to_tell_is_unused():
    make = builder(layout(["title", "price"]))
    assert make(["", "5"], 7, (["", "5"],)) == Unused(7, "no title, fact, keyword or text", ["", "5"])


def test_a_short_row_is_read_as_far_as_it_goes():
    assert builder(layout(["title", "color", "fabric"]))(["Cup"], 2, ()).title == "Cup"


def test_a_product_without_id_is_known_by_its_line():
    made = product({"title": "Cup"})
    assert (made.id, made.named, made.rows) == ("2", False, ("row",))


def test_chinese_names_decide_on_the_language():
    assert product({"标题": "Acme X1", "颜色": "Midnight Black"}).language == "zh"
    assert product({"title": "Steel bottle for children [水瓶]", "Material": "Steel"}).language == "en"


def test_a_language_code_is_the_language_and_a_word_is_a_fact():
    assert product({"title": "X", "lang": "nl_NL"}).language == "nl"
    assert told(product({"title": "X", "language": "English"})) == [("language", "English")]


def test_json_objects_of_every_shape_are_products():
    made = product_from_object(
        {
            "id": 5,
            "title": "杯子",
            "facts": [{"name": "材质", "value": "陶瓷"}, {"name": "库存", "value": "5"}],
            "keywords": ["手绘", "微波炉可用"],
            "text": "好看。",
        },
        Reading(),
        3,
        (),
    )
    assert (made.id, made.title, made.keywords, made.text) == ("5", "杯子", ("手绘", "微波炉可用"), "好看。")
    assert made.facts == (Fact("材质", "陶瓷", "facts"), Fact("库存", "5", "facts", False))
    nested = product_from_object({"attributes": {"color": ["Red", "Blue"], "fit": "Slim"}}, Reading(), 1, ())
    assert told(nested) == [("color", "Red"), ("color", "Blue"), ("fit", "Slim")]
    flat = product_from_object({"name": "Cup", "Material": "Clay", "Price": 3}, Reading(), 1, ())
    assert (flat.title, told(flat)) == ("Cup", [("Material", "Clay")])
    assert isinstance(product_from_object({"price": 3}, Reading(), 4, ()), Unused)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["id", "title", "facts", "text", "tags", "color", "lang", "x"]), JSON))
def test_any_object_is_a_product_or_unused_and_its_facts_are_clean(obj):
    made = product_from_object(obj, Reading(), 1, (obj,))
    if isinstance(made, Product):
        for fact in made.facts:
            assert fact.name
            assert fact.value == " ".join(fact.value.split())
            assert not any(ord(c) < 32 for c in fact.name + fact.value)


@pytest.mark.parametrize(
    "text",
    [
        "a:" * 25_000,
        ";" * 50_000,
        " " * 50_000 + "x",
        "中:中;" * 12_000,
        ";" * 16_000 + "x",
        "<" * 50_000,
        "a=" * 25_000,
        "#*" * 25_000,
    ],
)
def test_huge_cells_are_read_in_no_time(text):
    product({"title": "X", "facts": text, "description": text, "tags": text, "Fabric": text})


def test_a_product_that_has_nothing_but_marks_is_no_product():
    for text in ("。", "...", " - ", "?!"):
        found = product_from_object({"text": text}, Reading(), 1, ())
        assert isinstance(found, Unused), text
