import pytest

from miaoshu.checks import adlaw
from miaoshu.records import Brief, Draft, Fact, Product, Style


def found(text, *named, language="zh", **style):
    product = Product("1", facts=tuple(Fact(*fact) for fact in named), language=language)
    brief = Brief(product, Style(**style), "description", language, Draft(""))
    return [(f.rule, text[f.start : f.end], f.severity) for f in adlaw.check(brief, text)]


def test_what_the_law_forbids_is_found_with_its_place():
    assert found("杯子轻巧，是全网销量第一的保温杯。") == [("adlaw-cn/first", "全网销量第一", "block")]


def test_the_rules_can_be_limited_and_extended_by_the_style():
    shop = '[pack]\nname = "shop"\nlanguage = "zh"\n[[rule]]\nid = "dear"\narticle = "店规"\nsays = "不用"\nadvice = "删去"\npatterns = ["亲们"]\n'
    text = "亲们，这是顶级面料。"
    assert [rule for rule, *_ in found(text, packs=(("shop.toml", shop),))] == ["shop/dear", "adlaw-cn/supreme"]
    assert [rule for rule, *_ in found(text, packs=(("shop.toml", shop),), rules=("shop",))] == ["shop/dear"]
    assert found(text, rules=("adlaw-cn/first", "claims")) == []


def test_a_market_without_rules_for_the_language_is_said_so():
    assert found("顶级面料", market="us") == [("uncovered", "", "note")]


@pytest.mark.parametrize("text", ["", "👗👠", "\u202e12\x00", "a" * 1000])
def test_a_text_that_says_nothing_has_no_finding(text):
    assert found(text) == []
