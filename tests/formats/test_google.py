import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.formats import _google_xml, google
from miaoshu.formats import csv as plain_csv
from miaoshu.reading import tables
from miaoshu.records import Description, Product, Reading, Unused

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:c="http://base.google.com/cns/1.0">
  <channel>
    <title>A shop</title><description>What it sells.</description>
    <!-- shipping is set <item> elsewhere -->
    <item>
      <g:id>l-1</g:id>
      <title><![CDATA[Desk & shelf lamp]]></title>
      <g:description>Old text, &lt;b&gt;1.5" wide.</g:description>
      <g:link>https://shop.example/l-1?a=1&amp;b=2</g:link>
      <g:price>30.00 USD</g:price><g:condition>new</g:condition>
      <g:brand>Nordby</g:brand> <!-- ours -->
      <g:product_type>Home &gt; Lamps</g:product_type>
      <g:google_product_category>4636</g:google_product_category>
      <g:product_detail>
        <g:attribute_name>Height, open</g:attribute_name>
        <g:section_name>Size</g:section_name>
        <g:attribute_value>2.5"</g:attribute_value>
      </g:product_detail>
      <g:product_detail><g:attribute_name>Cord</g:attribute_name><g:attribute_value>2 m</g:attribute_value></g:product_detail>
      <g:product_highlight>Dims, slowly</g:product_highlight>
      <g:product_highlight>Folds flat</g:product_highlight>
      <g:shipping><g:country>US</g:country><g:price>5.00 USD</g:price></g:shipping>
      <c:wood_kind>Oak</c:wood_kind>
      <g:custom_label_0>margin A</g:custom_label_0>
    </item>
    <item><g:id>l-2</g:id><g:title>Bulb</g:title><g:item_group_id>b</g:item_group_id></item>
    <item/>
  </channel>
</rss>
<!-- end -->
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0">
<entry><x:id>1</x:id><title>Cup</title><summary>Old.</summary><description/><x:color>Blue</x:color></entry></feed>"""

TSV = [
    *("id", "title", "description", "link", "image link", "availability", "price", "brand"),
    *("product detail(section_name:attribute_name:attribute_value)", "product_highlight", "voltage"),
]
LAMP = [
    "l-1",
    "Lamp",
    "Old text.",
    "https://s.example/1",
    "https://s.example/1.jpg",
    "in_stock",
    "30.00 USD",
    "Nordby",
]
LAMP += ['Size:Height:"2.5""",:Cord:2 m', '"Dims, slowly",Folds flat', "230 V"]


def save(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def save_rows(path: Path, *rows: list[str], separator: str = "\t", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def grid(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def load(path: Path, **reading: object) -> tuple[object, list[Product | Unused]]:
    assert google.recognise(tables.head(path))
    layout = google.layout(path, Reading(**reading))  # type: ignore[arg-type]
    return layout, list(google.read(layout))


def told(product: Product | Unused) -> list[tuple[str, str]]:
    assert isinstance(product, Product)
    return [(fact.name, fact.value) for fact in product.facts if fact.publish]


def unchanged(items: list[Product | Unused]) -> list[tuple[Product | Unused, Description | None]]:
    return [(item, None) for item in items]


def test_an_item_is_a_product_with_its_details(tmp_path):
    layout, (lamp, bulb, empty) = load(save(tmp_path / "x.xml", FEED))
    assert isinstance(lamp, Product)
    assert (lamp.id, lamp.title, lamp.category, lamp.line) == ("l-1", "Desk & shelf lamp", "Lamps", 6)
    assert told(lamp) == [
        ("brand", "Nordby"), ("c:wood_kind", "Oak"), ("Height, open", '2.5"'), ("Cord", "2 m")
    ]  # fmt: skip
    assert lamp.keywords == ("Dims, slowly", "Folds flat")
    assert lamp.text.startswith("Old text")
    assert isinstance(bulb, Product)
    assert (bulb.id, bulb.title) == ("l-2", "Bulb")
    assert isinstance(empty, Unused)
    assert (empty.line, empty.broken) == (28, True)
    assert list(google.ids(layout))[:2] == ["l-1", "l-2"]


def test_atom_entries_are_items_too(tmp_path):
    layout, (cup,) = load(save(tmp_path / "x.xml", ATOM))
    assert isinstance(cup, Product)
    assert (cup.id, cup.title, cup.text, told(cup)) == ("1", "Cup", "Old.", [("color", "Blue")])
    google.write([(cup, Description("1", "New.", "accepted", engine="template"))], tmp_path / "y.xml", layout)
    assert (tmp_path / "y.xml").read_text() == ATOM.replace(
        "<summary>Old.</summary><description/>",
        "<x:structured_description><x:digital_source_type>default</x:digital_source_type>"
        "<x:content>New.</x:content></x:structured_description>",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_without_texts_a_feed_comes_back_byte_for_byte(tmp_path, encoding):
    text = FEED.replace("Nordby", "Nördby").replace("UTF-8", encoding.removesuffix("-sig"))
    path = save(tmp_path / "x.xml", text, encoding)
    layout, items = load(path)
    google.write(unchanged(items), tmp_path / "y.part.xml", layout)
    assert (tmp_path / "y.part.xml").read_bytes() == path.read_bytes()


def test_blank_lines_and_marks_before_the_declaration_are_kept(tmp_path):
    path = save(tmp_path / "x.xml", "\n \ufeff\n" + FEED)
    layout, items = load(path)
    assert items[0].line == 8
    google.write(unchanged(items), tmp_path / "y.xml", layout)
    assert (tmp_path / "y.xml").read_bytes() == path.read_bytes()


def test_the_text_replaces_the_description_and_nothing_else(tmp_path):
    path = save(tmp_path / "x.xml", FEED)
    layout, (lamp, bulb, empty) = load(path)
    results = [
        (lamp, Description("l-1", "A < B & C", "accepted", engine="vllm:some/model")),
        (bulb, Description("l-2", "Bright.", "fallback", engine="vllm:some/model")),
        (empty, Description(None, "", "failed", engine="template")),
    ]
    google.write(results, tmp_path / "y.xml", layout)
    expected = FEED.replace(
        """<g:description>Old text, &lt;b&gt;1.5" wide.</g:description>""",
        """<g:structured_description>
        <g:digital_source_type>trained_algorithmic_media</g:digital_source_type>
        <g:content>A &lt; B &amp; C</g:content>
      </g:structured_description>""",
    ).replace(
        "<g:item_group_id>b</g:item_group_id>",
        "<g:item_group_id>b</g:item_group_id><g:structured_description>"
        "<g:digital_source_type>default</g:digital_source_type><g:content>Bright.</g:content>"
        "</g:structured_description>",
    )
    assert (tmp_path / "y.xml").read_text() == expected


def test_an_item_without_description_gets_its_own_lines_and_an_old_structured_one_goes(tmp_path):
    text = """<rss><channel><item>
  <g:id xmlns:g="http://base.google.com/ns/1.0">1</g:id>
</item><item xmlns="http://base.google.com/ns/1.0">
  <id>2</id>
  <structured_description><content>a</content></structured_description>
  <description>b</description>
  <title>T</title>
</item></channel></rss>"""
    layout, items = load(save(tmp_path / "x.xml", text), columns=(("title", "id"),))
    results = [(item, Description(None, "New.", "accepted", engine="template")) for item in items]
    google.write(results, tmp_path / "y.xml", layout)
    made = (tmp_path / "y.xml").read_text()
    assert (
        made
        == """<rss><channel><item>
  <g:id xmlns:g="http://base.google.com/ns/1.0">1</g:id>
  <g:structured_description xmlns:g="http://base.google.com/ns/1.0">
    <g:digital_source_type>default</g:digital_source_type>
    <g:content>New.</g:content>
  </g:structured_description>
</item><item xmlns="http://base.google.com/ns/1.0">
  <id>2</id>
  <structured_description>
    <digital_source_type>default</digital_source_type>
    <content>New.</content>
  </structured_description>
  <title>T</title>
</item></channel></rss>"""
    )


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [BOMB, FILE, "<!DOCTYPE rss>"])
def test_a_doctype_is_refused(tmp_path, declaration):
    path = save(tmp_path / "x.xml", f"<?xml version='1.0'?>\n{declaration}<rss><item><title>&a;</title></item></rss>")
    with pytest.raises(UserError, match="line 2: a DOCTYPE is refused"):
        load(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FEED.replace("</g:brand>", "</g:brant>"), "line 12: broken XML: mismatched tag"),
        (FEED.replace("&amp;", "&"), "line 10: broken XML"),
        (FEED[:600], "broken XML: "),
        ("<?xml version='1.0'?><products><product/></products>", "no <item> or <entry>"),
        (FEED.replace("Nordby", "&nordby;"), "line 12: broken XML: undefined entity"),
    ],
)
def test_broken_xml_is_told_with_its_line(tmp_path, text, problem):
    with pytest.raises(UserError, match=problem):
        load(save(tmp_path / "x.xml", text))


def test_items_are_cut_right_wherever_the_file_is_read_in_pieces(tmp_path, monkeypatch):
    path = save(tmp_path / "x.xml", FEED.replace("Nordby", "北欧"))
    whole = list(_google_xml.items(path, "utf-8"))
    for size in (1, 7, 64):
        monkeypatch.setattr(_google_xml, "CHUNK", size)
        assert list(_google_xml.items(path, "utf-8")) == whole


@pytest.mark.parametrize(("suffix", "separator"), [(".csv", "\t"), (".txt", ",")])
def test_the_same_names_in_a_csv_are_no_feed(tmp_path, suffix, separator):
    path = save_rows(tmp_path / f"x{suffix}", TSV, LAMP, separator=separator)
    assert not google.recognise(tables.head(path))


def test_a_text_feed_is_read_like_xml(tmp_path):
    layout, (lamp,) = load(save_rows(tmp_path / "x.txt", TSV, LAMP, encoding="utf-16"))
    assert isinstance(lamp, Product)
    assert (lamp.id, lamp.title, lamp.text) == ("l-1", "Lamp", "Old text.")
    assert told(lamp) == [("brand", "Nordby"), ("voltage", "230 V"), ("Height", '2.5"'), ("Cord", "2 m")]
    assert lamp.keywords == ("Dims, slowly", "Folds flat")
    assert list(google.ids(layout)) == ["l-1"]


def test_a_text_feed_gets_the_text_as_google_spells_it(tmp_path):
    path = save_rows(tmp_path / "x.tsv", TSV, LAMP, ["l-2", "Bulb", "Kept.", *LAMP[3:]])
    layout, (lamp, bulb) = load(path)
    results = [
        (lamp, Description("l-1", 'Warm, 2.5" high.', "accepted", engine="openai:m?base_url=http://x")),
        (bulb, Description("l-2", "", "failed")),
    ]
    google.write(results, tmp_path / "y.tsv", layout)
    assert grid(tmp_path / "y.tsv") == [
        [*TSV, "structured_description(digital_source_type:content)"],
        [*LAMP[:2], "", *LAMP[3:], 'trained_algorithmic_media:"Warm, 2.5"" high."'],
        ["l-2", "Bulb", "Kept.", *LAMP[3:], ""],
    ]


def test_xml_is_written_as_text_or_csv_and_text_is_not_written_as_xml(tmp_path):
    layout, items = load(save(tmp_path / "x.xml", FEED))
    results = [(item, Description(None, "New.", "accepted", engine="template")) for item in items[:1]]
    google.write(results, tmp_path / "y.tsv", layout)
    header, row = grid(tmp_path / "y.tsv")
    cells = dict(zip(header, row, strict=True))
    assert cells["product_detail"] == 'Size:"Height, open":"2.5""",:Cord:2 m'
    assert cells["shipping"] == "US:5.00 USD"
    assert cells["description"] == ""
    assert cells["structured_description(digital_source_type:content)"] == "default:New."
    plain_csv.write(results, tmp_path / "y.csv", layout)
    assert "Desk & shelf lamp" in (tmp_path / "y.csv").read_text("utf-8-sig")
    layout, items = load(tmp_path / "y.tsv")
    with pytest.raises(UserError, match="a text feed is not turned into XML"):
        google.write(unchanged(items), tmp_path / "z.xml", layout)


# What XML can hold; it knows no line end but \n.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)
LINES = st.lists(TEXT, min_size=1, max_size=3).map("\n".join).map(lambda text: f"T {text}.")


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(LINES, min_size=1, max_size=4), model=st.booleans(), described=st.booleans())
def test_written_then_read_keeps_texts_and_items_in_both_kinds(tmp_path_factory, texts, model, described):
    folder = tmp_path_factory.mktemp("google")
    old = "<g:description>Old.</g:description>" if described else ""
    items = "".join(f"<item><g:id>{n}</g:id><g:title>A</g:title>{old}<g:link>l</g:link>"
                    "<g:image_link>i</g:image_link></item>" for n in range(len(texts)))  # fmt: skip
    feed = f'<rss xmlns:g="{_google_xml.GOOGLE}"><channel>{items}</channel></rss>'
    layout, products = load(save(folder / "x.xml", feed))
    engine = "vllm:m" if model else "template"
    source = "trained_algorithmic_media" if model else "default"
    results = [(p, Description(None, t, "accepted", engine=engine)) for p, t in zip(products, texts, strict=True)]
    for name in ("y.xml", "y.tsv"):
        google.write(results, folder / name, layout)
        again_layout, again = load(folder / name)
        assert [p.id for p in again if isinstance(p, Product)] == [str(n) for n in range(len(texts))]
        feed_details = again_layout.details  # type: ignore[attr-defined]
        for item, text in zip(again, texts, strict=True):
            assert isinstance(item, Product)
            cells = again_layout.cells(item.rows[0])  # type: ignore[attr-defined]
            assert google._values(cells, feed_details, "structured_description") == [
                {"digital_source_type": source, "content": text}
            ]
            at = feed_details.places.get("description", -1)
            assert at < 0 or cells[at] == ""
