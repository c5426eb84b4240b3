"""What becomes of a claim, given the facts: it is proved along what entails what, in any unit, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.claims import evidence, judge
from miaoshu.records import Brief, Draft, Fact, Product, Style
from tests.strategies import products


def brief(*named, language="zh", title="", category="", keywords=(), text=""):
    facts = tuple(one if isinstance(one, Fact) else Fact(*one) for one in named)
    product = Product("1", title, category, language, facts, keywords, text)
    return Brief(product, Style(), "description", language, Draft(""))


def verdicts(b, text):
    return [(text[j.claim.start : j.claim.end], j.verdict) for j in judge(b, text)]


def unproved(b, text):
    return [text[j.claim.start : j.claim.end] for j in judge(b, text) if not j.proved]


def proved(b, text):
    """Whether a text claims something, and all of it is proved."""
    found = judge(b, text)
    return bool(found) and all(j.proved for j in found)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (("材质", "304不锈钢"), "采用304不锈钢。"), (("材质", "304不锈钢"), "采用不锈钢材质。"), (("材质", "SUS304"), "304不锈钢内胆。"), (("材质", "304不锈钢"), "Made of stainless steel."),
        (("材质", "纯棉"), "采用棉面料。"), (("材质", "纯棉"), "100%棉。"), (("材质", "100%棉"), "纯棉面料。"), (("材质", "全棉"), "百分百棉。"),
        (("面料", "棉95% 氨纶5%"), "含棉95%。"), (("面料", "95%棉，5%氨纶"), "含5%氨纶。"),
        (("防护等级", "IPX7"), "支持防水。"), (("防护等级", "IPX7"), "IPX7级防水。"), (("防护等级", "IP67"), "防水防尘。"),
        (("电池容量", "5000mAh"), "5Ah大电池。"), (("重量", "0.5kg"), "重500克。"), (("重量(kg)", "0.5"), "重一斤。"), (("质保", "2年"), "质保24个月。"), (("质保", "24个月"), "两年质保。"),
        (("长度", "1.2米"), "长120厘米。"), (("功率(W)", "60"), "60W功率。"), (("容量(L)", "1.5"), "容量1500ml。"), (("口袋数", "3"), "三个口袋。"),
        (("防水", "是"), "支持防水。"), (("蓝牙", "支持"), "支持蓝牙。"), (("酒精", "无"), "不含酒精。"), (("香精", "不含"), "不添加香精。"), (("成分", "不含酒精"), "不含酒精。"),
        (("颜色", "藏青色"), "藏青色外观。"), (("颜色", "黑色、白色"), "黑色款。"), (("产地", "中国浙江"), "产自中国。"),
        (("尺寸", "长30×宽20×高10cm"), "长30cm，宽20cm，高10cm。"), (("尺寸(长×宽×高)", "30×20×10cm"), "高10厘米。"),
        (("包装清单", "主机、充电线、说明书"), "附赠充电线。"),
    ],
)  # fmt: skip
def test_chinese_texts_that_the_facts_prove(fact, text):
    assert proved(brief(fact), text), verdicts(brief(fact), text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (("Material", "304 stainless steel"), "Made of stainless steel."), (("Material", "100% cotton"), "Made of pure cotton."), (("Material", "Pure cotton"), "100% cotton."), (("Material", "Pure cotton"), "Made of cotton."),
        (("Material", "95% cotton, 5% elastane"), "Made with 95% cotton."),
        (("Rating", "IPX7"), "It is waterproof."), (("IP rating", "IPX7"), "IPX7 rated."), (("Battery", "5000mAh"), "A 5 Ah battery."),
        (("Weight", "0.5 kg"), "It weighs 500 g."), (("Weight (lbs)", "2"), "It weighs 2 pounds."), (("Warranty", "2 years"), "A 24-month warranty."), (("Warranty", "24 months"), "Two-year warranty."),
        (("Length", "1 m"), "100 cm long."), (("Power (W)", "60"), "60 watts."), (("Pockets", "3"), "Three pockets."),
        (("Waterproof", "Yes"), "It is waterproof."), (("Bluetooth", "Yes"), "Supports Bluetooth."), (("Alcohol", "None"), "Contains no alcohol."), (("Alcohol", "No"), "Alcohol-free."), (("BPA", "No"), "BPA free."),
        (("Color", "Navy blue"), "In navy blue."), (("Colour", "Black, white"), "Available in black."), (("Made in", "Italy"), "Made in Italy."),
        (("Dimensions (L x W x H)", "30 x 20 x 10 cm"), "10 cm high."), (("In the box", "charger, cable"), "Comes with a cable."),
    ],
)  # fmt: skip
def test_english_texts_that_the_facts_prove(fact, text):
    b = brief(fact, language="en")
    assert proved(b, text), verdicts(b, text)


@pytest.mark.parametrize(
    ("fact", "text", "lie"),
    [
        (("材质", "不锈钢"), "采用304不锈钢。", "304不锈钢"), (("材质", "316不锈钢"), "采用304不锈钢。", "304不锈钢"), (("材质", "304不锈钢"), "采用316不锈钢。", "316不锈钢"),
        (("材质", "棉"), "采用纯棉。", "纯棉"), (("材质", "棉"), "100%棉。", "100%棉"), (("材质", "95%棉"), "采用纯棉。", "纯棉"), (("材质", "棉混纺"), "全棉面料。", "全棉"),
        (("防护等级", "IPX4"), "IPX7级防水。", "IPX7级防水"), (("防护等级", "IPX7"), "IPX8防水。", "IPX8防水"), (("防水性能", "防泼水"), "支持防水。", "防水"), (("防水等级", "不防水"), "支持防水。", "防水"), (("防水", "否"), "支持防水。", "防水"), (("防护等级", "IPX7"), "防尘。", "防尘"),
        (("电池容量", "5000mAh"), "50Ah大电池。", "50Ah"), (("重量", "0.5kg"), "重600克。", "600克"), (("质保", "2年"), "质保3年。", "3年"), (("口袋数", "3"), "五个口袋。", "五个"),
        (("功率(W)", "60"), "80W功率。", "80W"), (("颜色", "黑色"), "红色款。", "红色款"), (("产地", "中国"), "产自日本。", "日本"), (("材质", "牛皮"), "意大利牛皮。", "意大利"),
        (("成分", "水、甘油"), "不含酒精。", "不含酒精"), (("材质", "涤纶"), "采用羊毛。", "羊毛"), (("配件", "充电线"), "附赠耳机。", "耳机"), (("功能", "照明"), "支持蓝牙。", "蓝牙"),
        (("材质", "仿皮"), "采用真皮。", "真皮"), (("尺寸(长×宽×高)", "30×20×10cm"), "高30厘米。", "30厘米"),
    ],
)  # fmt: skip
def test_chinese_claims_that_no_fact_proves(fact, text, lie):
    assert lie in unproved(brief(fact), text), verdicts(brief(fact), text)


@pytest.mark.parametrize(
    ("fact", "text", "lie"),
    [
        (("Material", "stainless steel"), "Made of 304 stainless steel.", "304 stainless steel"), (("Material", "Cotton"), "Made of pure cotton.", "pure cotton"), (("Material", "Cotton"), "100% cotton.", "100% cotton"),
        (("Material", "Faux leather"), "Made of leather.", "leather"), (("Material", "95% cotton"), "Made of pure cotton.", "pure cotton"),
        (("Rating", "IPX4"), "IPX7 rated.", "IPX7 rated"), (("Waterproof", "No"), "It is waterproof.", "waterproof"), (("Waterproof", "Water repellent"), "It is waterproof.", "waterproof"),
        (("Weight", "0.5 kg"), "It weighs 600 g.", "600 g"), (("Warranty", "2 years"), "A three-year warranty.", "three-year"), (("Pockets", "3"), "Five pockets.", "Five"), (("Power (W)", "60"), "80 watts.", "80 watts"),
        (("Color", "Black"), "Available in red.", "red"), (("Made in", "China"), "Made in Italy.", "Made in Italy"), (("In the box", "cable"), "Comes with a charger.", "charger"), (("Bluetooth", "No"), "Supports Bluetooth.", "Bluetooth"),
        (("Ingredients", "Water, glycerin"), "Alcohol-free.", "Alcohol-free"), (("Dimensions (L x W x H)", "30 x 20 x 10 cm"), "30 cm high.", "30 cm"),
    ],
)  # fmt: skip
def test_english_claims_that_no_fact_proves(fact, text, lie):
    b = brief(fact, language="en")
    assert lie in unproved(b, text), verdicts(b, text)


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        (("材质", "304不锈钢"), "采用304不锈钢。", ("304不锈钢", "supported")),
        (("材质", "304不锈钢"), "采用不锈钢。", ("不锈钢", "supported")),
        (("材质", "SUS304"), "采用不锈钢。", ("不锈钢", "entailed")),
        (("防护等级", "IPX7"), "支持防水。", ("防水", "entailed")),
        (("防水", "否"), "支持防水。", ("防水", "contradicted")),
        (("质保", "2年"), "质保3年。", ("3年", "contradicted")),
        (("重量", "500g"), "重800g。", ("800g", "contradicted")),
        (("材质", "涤纶"), "采用羊毛。", ("羊毛", "unsupported")),
        (("颜色", "黑色"), "续航8小时。", ("8小时", "unsupported")),
        (("酒精", "有"), "不含酒精。", ("不含酒精", "contradicted")),
        (("酒精", "无"), "含有酒精。", ("酒精", "contradicted")),
    ],
)
def test_a_verdict_tells_why(fact, text, expected):
    assert expected in verdicts(brief(fact), text)


def test_a_verdict_names_the_fact_and_what_it_says():
    (wrong,) = judge(brief(("重量", "500g")), "重800g。")
    assert (wrong.fact, wrong.value) == ("重量", "500g")
    (right,) = judge(brief(("材质", "304不锈钢")), "采用不锈钢。")
    assert (right.fact, right.value) == ("材质", "304不锈钢")


def test_what_proves_nothing_names_no_value():
    (found,) = judge(brief(("颜色", "黑色")), "续航8小时。")
    assert (found.fact, found.value, found.proved) == ("", "", False)


@pytest.mark.parametrize(
    ("facts", "text", "number", "fact"),
    [
        ([("充电时间", "2小时"), ("续航", "10小时")], "续航2小时。", "2小时", "续航"),
        ([("充电时间", "2小时"), ("续航", "10小时")], "充电时间10小时。", "10小时", "充电时间"),
        ([("宽度", "30cm"), ("高度", "80cm")], "宽80cm。", "80cm", "宽度"),
        ([("Charging time", "2 hours"), ("Battery life", "10 hours")], "Battery life of 2 hours.", "2 hours", "Battery life"),
        ([("Width", "30 cm"), ("Height", "80 cm")], "80 cm wide.", "80 cm", "Width"),
    ],
)  # fmt: skip
def test_the_right_number_on_the_wrong_thing_contradicts_the_fact_of_that_thing(facts, text, number, fact):
    found = next(j for j in judge(brief(*facts), text) if text[j.claim.start : j.claim.end] == number)
    assert (found.verdict, found.fact) == ("contradicted", fact)


def test_a_number_of_a_thing_that_no_fact_speaks_of_is_misplaced():
    (found,) = judge(brief(("充电时间", "2小时")), "续航2小时。")
    assert (found.verdict, found.misplaced, found.fact) == ("contradicted", True, "充电时间")


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ([("颜色", "黑色、白色")], "两色可选。"), ([("尺码", "S、M、L")], "三个尺码可选。"), ([("颜色", "黑色"), ("颜色", "白色"), ("颜色", "红色")], "三种颜色。"),
        ([("Sizes", "S, M, L")], "Three sizes."),
    ],
)  # fmt: skip
def test_as_many_as_a_fact_lists_are_proved(facts, text):
    assert proved(brief(*facts), text), verdicts(brief(*facts), text)


@pytest.mark.parametrize(
    ("facts", "text", "lie"),
    [
        ([("颜色", "黑色、白色")], "五种颜色可选。", "五种颜色"), ([("尺码", "S、M、L")], "四个尺码可选。", "四个"),
        ([("Colors", "Black, White")], "Five colors.", "Five colors"),
    ],
)  # fmt: skip
def test_more_than_a_fact_lists_are_not(facts, text, lie):
    assert lie in unproved(brief(*facts), text), verdicts(brief(*facts), text)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ([("尺码", "34码"), ("尺码", "36码"), ("尺码", "40码")], "34到40码。"), ([("温度", "20-60℃")], "20至60℃。"), ([("功率", "200W、800W")], "200-800W功率。"),
        ([("Length", "10 cm, 30 cm")], "10-30 cm long."),
    ],
)  # fmt: skip
def test_a_range_is_proved_by_a_fact_that_has_both_ends(facts, text):
    assert proved(brief(*facts), text), verdicts(brief(*facts), text)


@pytest.mark.parametrize(
    ("facts", "text"),
    [([("功率", "200W、800W")], "100-800W功率。"), ([("功率", "200W、800W")], "200-900W功率。"), ([("最低", "200W"), ("最高", "800W")], "200-800W功率。")],
)  # fmt: skip
def test_a_range_with_an_end_from_elsewhere_is_not(facts, text):
    assert len(unproved(brief(*facts), text)) == 1


@pytest.mark.parametrize(
    ("text", "is_proved"),
    [
        ("重约500克。", True), ("重490克左右。", True), ("不到520克。", True), ("超过450克。", True),
        ("重约700克。", False), ("不到400克。", False), ("超过600克。", False), ("不到900克。", False),
    ],
)  # fmt: skip
def test_a_rounded_number_is_near_and_on_the_side_that_is_named(text, is_proved):
    assert proved(brief(("重量", "500克")), text) is is_proved


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (("材质", "304不锈钢"), "Made of 304 stainless steel."), (("材质", "纯棉"), "Pure cotton."), (("防水", "是"), "It is waterproof."), (("防护等级", "IPX7"), "It is waterproof."),
        (("产地", "日本"), "Made in Japan."), (("颜色", "黑色"), "Available in black."), (("质保", "两年"), "A 2-year warranty."), (("重量", "500克"), "It weighs 0.5 kg."), (("酒精", "无"), "Contains no alcohol."),
    ],
)  # fmt: skip
def test_chinese_facts_prove_an_english_text(fact, text):
    b = brief(fact, language="en")
    assert proved(b, text), verdicts(b, text)


@pytest.mark.parametrize(
    ("fact", "text", "lie"),
    [
        (("材质", "不锈钢"), "Made of 304 stainless steel.", "304 stainless steel"), (("材质", "棉"), "Pure cotton.", "Pure cotton"), (("防水", "否"), "It is waterproof.", "waterproof"),
        (("产地", "中国"), "Made in Italy.", "Made in Italy"), (("颜色", "黑色"), "Available in red.", "red"),
    ],
)  # fmt: skip
def test_chinese_facts_do_not_prove_more_in_english(fact, text, lie):
    b = brief(fact, language="en")
    assert lie in unproved(b, text), verdicts(b, text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [(("Material", "304 stainless steel"), "采用不锈钢。"), (("Warranty", "2 years"), "质保两年。"), (("Waterproof", "Yes"), "支持防水。"), (("Color", "Black"), "黑色款。")],
)  # fmt: skip
def test_english_facts_prove_a_chinese_text(fact, text):
    assert proved(brief(fact), text), verdicts(brief(fact), text)


def test_title_category_keywords_and_the_merchants_text_prove_too():
    b = brief(title="纯棉四件套", category="蓝牙音箱", keywords=("防水",), text="保修两年")
    assert unproved(b, "纯棉，支持蓝牙，支持防水，质保24个月。") == []


def test_what_is_not_published_proves_nothing():
    b = brief(Fact("材质", "纯棉", publish=False), ("颜色", "黑色"))
    assert unproved(b, "采用纯棉。") == ["纯棉"]


def test_what_is_absent_and_was_not_promised_is_no_lie():
    assert unproved(brief(("颜色", "黑色")), "不带蓝牙。") == []


def test_one_claim_said_twice_is_judged_at_both_places():
    text = "采用羊毛。真的，采用羊毛。"
    assert [j.claim.start for j in judge(brief(("材质", "涤纶")), text)] == [2, 10]


def test_evidence_is_what_is_proved_with_its_fact():
    text = "采用不锈钢，续航99小时。"
    (one,) = evidence(brief(("材质", "304不锈钢"), ("续航", "10小时")), text)
    assert (text[one.start : one.end], one.fact) == ("不锈钢", "材质")


def test_a_text_without_claims_has_no_verdicts():
    assert judge(brief(("材质", "纯棉")), "一份安静的心意，送给喜欢的人。") == ()
    assert judge(brief(("材质", "纯棉")), "") == ()


LENGTHS = {"mm": 1, "cm": 10, "m": 1000, "毫米": 1, "厘米": 10, "米": 1000}


@given(st.integers(2, 900), st.sampled_from(sorted(LENGTHS)), st.sampled_from(sorted(LENGTHS)))
def test_a_length_is_proved_in_any_unit_and_no_other_is(number, one, other):
    same = f"{number * LENGTHS[one] / LENGTHS[other]:.6f}".rstrip("0").rstrip(".")
    more = f"{(number + 1) * LENGTHS[one] / LENGTHS[other]:.6f}".rstrip("0").rstrip(".")
    b = brief(("长度", f"{number}{one}"))
    assert unproved(b, f"长{same}{other}。") == []
    assert unproved(b, f"长{more}{other}。") == [f"{more}{other}"]


@given(products, st.text("采用纯棉不含酒精支持防水304不锈钢0123456789kgcm。，、 waterproof", max_size=40))
def test_claims_are_judged_in_order_inside_the_text(product, text):
    b = Brief(product, Style(), "description", "zh", Draft(""))
    found = judge(b, text)
    assert list(found) == sorted(found, key=lambda j: j.claim.start)
    for j in found:
        assert 0 <= j.claim.start < j.claim.end <= len(text)
        assert j.verdict in ("supported", "entailed", "contradicted", "unsupported")
        assert not (j.proved and j.misplaced)


@given(st.sampled_from(["304不锈钢", "纯棉", "IPX7", "真丝", "蓝牙", "实木", "黑色"]))
def test_what_a_fact_says_is_proved_by_it(word):
    assert unproved(brief(("参数", word)), f"采用{word}。") == []
