"""Names and open places: what no lexicon holds has to stand in the facts themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.claims import judge
from miaoshu.claims.lexicon import lexicon
from miaoshu.claims.names import consumable, names
from miaoshu.claims.reader import read
from miaoshu.records import Brief, Draft, Fact, Product, Style


def found(text, language="zh"):
    words = lexicon()
    return [(text[c.start : c.end], c.kind) for c in names(text, language, words, read(text, words))]


def said(text, language="zh"):
    return [words for words, _ in found(text, language)]


def brief(*named, language="zh", title=""):
    product = Product("1", title, "", language, tuple(Fact(*one) for one in named), (), "")
    return Brief(product, Style(), "description", language, Draft(""))


def unproved(b, text):
    return [text[j.claim.start : j.claim.end] for j in judge(b, text) if not j.proved]


@pytest.mark.parametrize("text", ["采用Zorvex面料。", "搭载Zorvex芯片。", "Zorvex出品。", "来自Zorvex的设计"])
def test_a_latin_name_in_a_chinese_text_is_a_claim(text):
    assert "Zorvex" in said(text)


@pytest.mark.parametrize(
    "text", ["一件T恤。", "适合DIY。", "OK，出发。", "看一场NBA。", "周末去KTV。", "拍一支Vlog。", "在PPT里"]
)
def test_latin_words_that_stand_in_any_text_are_no_names(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It runs on a Zorvex motor.",
        "A genuine Zorvex zipper.",
        "It is powered by Zorvex.",
        "The sole is by Zorvex.",
        "It has a Zorvex lens.",
    ],
)
def test_a_makers_name_in_an_english_text_is_a_claim(text):
    assert "Zorvex" in said(text, "en")


@pytest.mark.parametrize(
    "text",
    ["Take it to Denver.", "Uncle Pete would like it.", "On Monday, rest.", "Easy To Clean: wipe it.", "AMAZING comfort.", "Rest now. Sleep well.", "We like walks in Denver."],
)  # fmt: skip
def test_capitals_that_name_no_maker_are_no_claim(text):
    assert found(text, "en") == []


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [("附赠星星灯笼。", "星星灯笼", "package"), ("Comes with a moonlight lantern.", "moonlight lantern", "package"), ("由陈小满设计。", "陈小满", "brand"), ("Endorsed by grandmothers.", "grandmothers", "brand")],
)  # fmt: skip
def test_what_fills_an_open_place_is_a_claim(text, words, kind):
    assert (words, kind) in found(text, "zh" if not text.isascii() else "en")


@pytest.mark.parametrize("text", ["Comes with everything you need.", "Comes with love.", "Works with most devices."])
def test_an_open_place_filled_with_soft_words_claims_nothing(text):
    assert found(text, "en") == []


@pytest.mark.parametrize("text", ["Works with your plans.", "Designed by people who walk."])
def test_what_belongs_to_people_claims_nothing(text):
    assert found(text, "en") == []


def test_a_date_is_a_claim():
    assert ("June 2031", "date") in found("In stock since June 2031.", "en")


def test_what_the_lexicon_holds_is_no_name():
    assert said("采用SUS304。") == []
    assert said("兼容Android手机。") == []


def test_a_name_is_proved_where_it_stands_in_the_facts():
    text = "采用Zorvex面料。"
    assert unproved(brief(("面料", "Zorvex 3层")), text) == []
    assert unproved(brief(title="Zorvex 冲锋衣"), text) == []
    assert unproved(brief(("面料", "涤纶")), text) == ["Zorvex"]


def test_a_name_inside_another_name_proves_nothing():
    assert unproved(brief(("面料", "Zorvexia")), "采用Zorvex面料。") == ["Zorvex"]


def test_case_and_width_of_a_name_do_not_matter():
    assert unproved(brief(("面料", "ZORVEX")), "采用Zorvex面料。") == []


def test_what_fills_an_open_place_is_proved_by_its_words():
    b = brief(("In the box", "moonlight lantern, manual"), language="en")
    assert unproved(b, "Comes with a moonlight lantern.") == []
    assert unproved(b, "Comes with a sunlight basket.") == ["sunlight basket"]


@pytest.mark.parametrize("about", ["", "零食", "面霜", "Hair Care", "green tea", "宠物零食"])
def test_what_is_eaten_or_put_on_the_skin_or_unknown_is_consumable(about):
    assert consumable(about, "")
    assert consumable("", about)


@pytest.mark.parametrize("about", ["背包", "台灯", "Backpack", "desk lamp"])
def test_other_goods_are_not(about):
    assert not consumable(about, "")
    assert not consumable("", about)


@given(st.text("采用搭载由设计附赠ZorvexABC 0123，。.with by the a", max_size=40), st.sampled_from(["zh", "en"]))
def test_names_stand_apart_inside_the_text(text, language):
    words = lexicon()
    claims = names(text, language, words, read(text, words))
    at = 0
    for claim in claims:
        assert at <= claim.start < claim.end <= len(text)
        assert claim.words
        assert not claim.concept
        assert not claim.measure
        at = claim.end


@given(
    st.sampled_from(["Zorvex", "Qualmir", "Brynnolt"]), st.sampled_from(["采用{}面料。", "搭载{}芯片。", "{}出品。"])
)
def test_an_invented_name_is_never_proved(name, sentence):
    assert name in unproved(brief(("颜色", "黑色")), sentence.format(name))
