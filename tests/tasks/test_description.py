from miaoshu import languages
from miaoshu.records import Fact, Product, Style
from miaoshu.tasks import description

CUP = Product(
    "1",
    "朔禾轻量弹盖保温杯",
    "保温杯",
    "zh",
    (
        Fact("产地", "浙江永康"),
        Fact("容量", "480ml"),
        Fact("品牌", "朔禾"),
        Fact("材质", "316不锈钢"),
        Fact("成本价", "38.60", publish=False),
        Fact("颜色", "雾霾蓝"),
        Fact("颜色", "燕麦白"),
    ),
    ("单手开盖",),
)


def test_all_that_may_be_told_is_told_and_nothing_else():
    text = description.brief(CUP, Style()).plain.text
    for value in ("朔禾", "480ml", "316不锈钢", "雾霾蓝", "燕麦白", "浙江永康", "单手开盖"):
        assert value in text
    assert "38.60" not in text


def test_evidence_names_facts_as_given_and_keywords_themselves():
    plain = description.brief(CUP, Style()).plain
    told = {(plain.text[e.start : e.end], e.fact) for e in plain.evidence}
    assert ("480ml", "容量") in told
    assert ("单手开盖", "单手开盖") in told
    assert ("燕麦白", "颜色") in told


def test_a_short_length_keeps_what_buyers_ask_first_and_says_what_was_left_out():
    brief = description.brief(CUP, Style(length=(10, 30)))
    assert languages.measure(brief.plain.text, "zh") <= 30
    (note,) = brief.notes
    assert (note.rule, note.severity) == ("left_out", "note")
    assert "产地" in note.message


def test_a_fact_that_must_be_told_is_told_even_over_the_length():
    brief = description.brief(CUP, Style(length=(1, 5), must_tell=("产地",)))
    assert "浙江永康" in brief.plain.text
    assert brief.must[0] == Fact("产地", "浙江永康")
    assert brief.length is not None
    assert brief.length[1] == languages.measure(brief.plain.text, "zh")
    assert {note.rule for note in brief.notes} == {"left_out", "long"}


def test_facts_that_cannot_fill_the_asked_length_give_a_note():
    brief = description.brief(CUP, Style(length=(500, 600)))
    assert [note.rule for note in brief.notes] == ["short"]


def test_the_language_follows_the_product_unless_the_style_says():
    assert description.brief(CUP, Style()).language == "zh"
    assert description.brief(CUP, Style(language="en")).language == "en"
    boots = Product("2", "Winter Boots", facts=(Fact("Material", "leather"),), language="en")
    assert description.brief(boots, Style()).language == "en"


def test_a_catalog_in_another_language_gets_an_english_text_and_a_note():
    laarzen = Product("2", "Winterlaarzen", facts=(Fact("Materiaal", "leer"),), language="nl")
    brief = description.brief(laarzen, Style())
    assert brief.language == "en"
    assert [note.rule for note in brief.notes] == ["foreign"]
    assert "leer" in brief.plain.text


def test_a_product_with_nothing_but_a_text_goes_by_the_beginning_of_it():
    brief = description.brief(
        Product("3", text="A mug for the desk. It has seen better days.", language="en"), Style()
    )
    assert "A mug for the desk" in brief.plain.text
    assert "better days" not in brief.plain.text
