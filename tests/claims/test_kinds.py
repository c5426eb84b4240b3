"""Every kind of claim, true and false, in both languages; entailments with their direction; yes and no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.checks import claims as check
from miaoshu.claims import judge
from miaoshu.records import Brief, Draft, Fact, Product, Style

PROVED, WRONG, UNSUPPORTED = {"proved"}, {"contradicted"}, {"unsupported"}


def a_brief(facts, language):
    product = Product("1", language=language, facts=tuple(Fact(*fact) for fact in facts))
    return Brief(product, Style(), "description", language, Draft(""))


def judged(facts, text, language="zh"):
    """(words, verdict, fact) of every claim in a text."""
    found = judge(a_brief(facts, language), text)
    return [(text[j.claim.start : j.claim.end], "proved" if j.proved else j.verdict, j.fact) for j in found]


def outcomes(facts, text, language="zh"):
    return {verdict for _, verdict, _ in judged(facts, text, language)}


# kind, language, facts, a text that they prove, a text that they do not, what is wrong in it
KINDS = [
    ("number", "zh", [("功率", "1500W")], "功率1500瓦，出热快。", "功率2000W，出热快。", "2000W"),
    ("number", "en", [("Power", "1500 W")], "A 1.5 kW motor does the work.", "A 2000 W motor does the work.", "2000 W"),
    ("number", "zh", [("温度范围", "60-90℃")], "60到90℃可调。", "40到90℃可调。", "40到90℃"),
    ("number", "en", [("Pressure", "15 bar")], "It brews at 15 bar.", "It brews at 20 bar.", "20 bar"),
    ("count", "zh", [("口袋数", "3")], "三个口袋，各有各的位置。", "五个口袋，各有各的位置。", "五个"),
    ("count", "en", [("Pockets", "3")], "Three pockets for small things.", "Five pockets for small things.", "Five"),
    ("package", "zh", [("包装清单", "主机、充电线")], "盒内附赠充电线。", "盒内附赠收纳包。", "收纳包"),
    ("package", "en", [("In the box", "blender, lid")], "It comes with a lid.", "It comes with a carrying case.", "carrying case"),
    ("material", "zh", [("面料", "亚麻")], "采用亚麻面料。", "采用真丝面料。", "真丝面料"),
    ("material", "en", [("Material", "linen")], "Made of linen.", "Made of silk.", "silk"),
    ("material", "zh", [("面料", "95%棉 5%氨纶")], "95%棉，5%氨纶。", "80%棉，5%氨纶。", "80%"),
    ("material", "en", [("Fabric", "95% cotton, 5% elastane")], "95% cotton, 5% elastane.", "80% cotton, 5% elastane.", "80%"),
    ("color", "zh", [("颜色", "白色")], "白色机身很清爽。", "黑色机身很清爽。", "黑色"),
    ("color", "en", [("Colour", "white")], "A white finish.", "A navy blue finish.", "navy blue"),
    ("size", "zh", [("尺码", "S、M、L")], "有S码和L码。", "有XXL码。", "XXL码"),
    ("size", "en", [("Size", "S, M, L")], "Available in size L.", "Available in size XXL.", "size XXL"),
    ("origin", "zh", [("产地", "云南")], "产自云南。", "产自福建。", "产自福建"),
    ("origin", "en", [("Origin", "Portugal")], "Made in Portugal.", "Made in Italy.", "made in Italy"),
    ("brand", "zh", [("品牌", "苏泊尔")], "苏泊尔出品。", "华为出品。", "华为"),
    ("brand", "en", [("Brand", "Norrvik")], "A kettle by Norrvik.", "A kettle by Philips.", "Philips"),
    ("model", "zh", [("型号", "TW-1")], "型号为TW-1。", "型号为TW-4。", "TW-4"),
    ("model", "en", [("Model", "TW-1")], "The TW-1 sits on any shelf.", "The TW-4 sits on any shelf.", "TW-4"),
    ("certificate", "zh", [("认证", "3C认证")], "通过3C认证。", "通过FDA认证。", "FDA"),
    ("certificate", "en", [("Certificate", "GOTS")], "It is GOTS certified.", "It is FSC certified.", "FSC certified"),
    ("rating", "zh", [("防护等级", "IP67")], "IP67级防护。", "IP68级防护。", "IP68级防护"),
    ("rating", "en", [("Ingress protection", "IP67")], "It is rated IP67.", "It is rated IP68.", "IP68"),
    ("compatibility", "zh", [("适用系统", "安卓")], "兼容安卓系统。", "兼容鸿蒙系统。", "鸿蒙系统"),
    ("compatibility", "en", [("Works with", "Android")], "It works with Android phones.", "It works with Windows laptops.", "Windows"),
    ("function", "zh", [("功能", "定时")], "支持定时功能。", "带无线充电功能。", "无线充电功能"),
    ("function", "en", [("Features", "timer")], "With a built-in timer.", "With active noise cancelling.", "active noise cancelling"),
    ("duration", "zh", [("续航", "12小时")], "续航十二小时。", "续航20小时。", "20小时"),
    ("duration", "en", [("Battery life", "12 hours")], "Battery life of 12 hours.", "Battery life of 20 hours.", "20 hours"),
    ("warranty", "zh", [("质保", "2年")], "质保两年。", "质保三年。", "三年"),
    ("warranty", "en", [("Warranty", "24 months")], "A two-year warranty.", "A five-year warranty.", "five-year"),
    ("price", "zh", [("价格", "59元")], "只要59元。", "只要39元。", "39元"),
    ("price", "en", [("Price", "$59")], "Yours for $59.", "Yours for $39.", "$39"),
    ("date", "zh", [("上市时间", "2024年3月")], "2024年上市。", "2021年上市。", "2021年"),
    ("date", "en", [("Released", "March 2024")], "Released in 2024.", "Released in 2021.", "2021"),
    ("award", "zh", [("获奖", "红点奖")], "荣获红点奖。", "荣获金球奖。", "金球"),
    ("award", "en", [("Awards", "Red Dot Award 2023")], "Winner of the Red Dot Award.", "Winner of the Golden Whisk Award.", "Golden Whisk Award"),
    ("sales", "zh", [("累计销量", "10万件")], "累计销量10万件。", "累计销量50万件。", "50万件"),
    ("sales", "en", [("Units sold", "50,000")], "50,000 sold so far.", "90,000 sold so far.", "90,000"),
    ("ingredient", "zh", [("成分", "玻尿酸")], "添加玻尿酸成分。", "添加烟酰胺成分。", "烟酰胺"),
    ("ingredient", "en", [("Ingredients", "hyaluronic acid")], "Formulated with hyaluronic acid.", "Formulated with retinol.", "retinol"),
    ("absence", "zh", [("酒精", "不含")], "不含酒精。", "不含香精。", "不含香精"),
    ("absence", "en", [("Parabens", "none")], "Free of parabens.", "Free of sulfates.", "Free of sulfates"),
    ("health", "zh", [("功效", "助眠")], "助眠喷雾，睡前用。", "祛斑喷雾，睡前用。", "祛斑"),
    ("health", "en", [("Benefits", "relieves muscle pain")], "It relieves muscle pain.", "It lowers blood pressure.", "lowers blood pressure"),
    ("environment", "zh", [("环保", "可降解")], "可降解材质。", "零碳排放。", "零碳排放"),
    ("environment", "en", [("Environment", "biodegradable")], "A biodegradable bag.", "A carbon neutral bag.", "carbon neutral"),
]  # fmt: skip
kinds = pytest.mark.parametrize(
    ("kind", "language", "facts", "true", "false", "lie"),
    KINDS,
    ids=[f"{row[0]}-{row[1]}-{at}" for at, row in enumerate(KINDS)],
)


def test_every_kind_that_the_check_names_is_here_in_both_languages():
    assert {(kind, language) for kind in check.RULES for language in ("zh", "en")} == {row[:2] for row in KINDS}


@kinds
def test_what_a_fact_states_is_proved(kind, language, facts, true, false, lie):
    assert outcomes(facts, true, language) == PROVED, judged(facts, true, language)


@kinds
def test_what_no_fact_states_is_found_where_it_stands(kind, language, facts, true, false, lie):
    found = [words.casefold() for words, verdict, _ in judged(facts, false, language) if verdict != "proved"]
    assert any(lie.casefold() in words or words in lie.casefold() for words in found), judged(facts, false, language)


@kinds
def test_the_finding_says_what_kind_of_claim_it_is(kind, language, facts, true, false, lie):
    at, text = false.casefold().index(lie.casefold()), false
    found = check.check(a_brief(facts, language), text)
    said = [f for f in found if f.start < at + len(lie) and at < f.end]
    near = {"sales": {"sales", "count"}, "environment": {"environment", "absence"}, "award": {"award", "brand"}}.get(
        kind, {kind}
    )
    assert near & {f.rule for f in said}, found
    assert all(f.message.startswith(f"“{text[f.start : f.end]}”") for f in said)
    assert all(f.severity == "block" for f in said)


@kinds
def test_without_facts_nothing_is_proved(kind, language, facts, true, false, lie):
    assert "proved" not in outcomes([], true, language)
    assert "proved" not in outcomes([], false, language)


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(KINDS), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_no_verdict(row, others, dice):
    _, language, facts, true, false, _ = row
    told = [*facts, *(fact for other in others for fact in other[2])]
    shuffled = list(told)
    dice.shuffle(shuffled)
    for text in (true, false):
        proved = [verdict == "proved" for _, verdict, _ in judged(told, text, language)]
        assert proved == [verdict == "proved" for _, verdict, _ in judged(shuffled, text, language)]


@pytest.mark.parametrize(
    ("language", "facts", "text", "verdicts"),
    [
        ("zh", [("防晒指数", "UPF50+")], "支持防晒功能。", PROVED), ("zh", [("功能", "防晒")], "达到UPF50+。", UNSUPPORTED),
        ("zh", [("材质", "真皮")], "皮质鞋面。", PROVED), ("zh", [("材质", "皮革")], "真皮鞋面。", UNSUPPORTED | WRONG), ("zh", [("材质", "PU")], "真皮鞋面。", UNSUPPORTED | WRONG),
        ("zh", [("材质", "头层牛皮")], "真皮鞋面。", PROVED), ("zh", [("能效等级", "一级")], "一级能效。", PROVED), ("zh", [("能效等级", "二级")], "一级能效。", UNSUPPORTED | WRONG),
        ("zh", [("材质", "橡木")], "实木桌面。", PROVED), ("zh", [("材质", "实木")], "橡木桌面。", UNSUPPORTED),
        ("zh", [("产地", "浙江永康")], "产自浙江。", PROVED), ("zh", [("产地", "浙江")], "产自杭州。", UNSUPPORTED | WRONG),
        ("zh", [("功能", "主动降噪")], "支持降噪功能。", PROVED), ("zh", [("功能", "降噪")], "支持主动降噪功能。", UNSUPPORTED),
        ("zh", [("功能", "防水")], "达到IPX7。", UNSUPPORTED), ("zh", [("规格", "2×500ml")], "两瓶共1升。", PROVED),
        ("en", [("Features", "waterproof")], "It is rated IPX7.", UNSUPPORTED), ("en", [("Sun protection", "UPF 50+")], "With sun protection.", PROVED),
        ("en", [("Material", "merino wool")], "Made of wool.", PROVED), ("en", [("Material", "wool")], "Made of merino wool.", UNSUPPORTED),
        ("en", [("Material", "full-grain leather")], "Made of leather.", PROVED), ("en", [("Material", "leather")], "Made of full-grain leather.", UNSUPPORTED | WRONG),
        ("en", [("Weight", "3 lbs")], "It weighs 1.36 kg.", PROVED), ("en", [("Weight", "3 lbs")], "It weighs 3 kg.", WRONG), ("en", [("Height", "12 in")], "It is 30.5 cm high.", PROVED),
    ],
)  # fmt: skip
def test_entailment_has_a_direction(language, facts, text, verdicts):
    found = judged(facts, text, language)
    assert found, "nothing was read"
    assert {verdict for _, verdict, _ in found} <= verdicts, found


@pytest.mark.parametrize(
    ("language", "facts", "text", "lie", "fact"),
    [
        ("zh", [("最大承重", "120kg"), ("重量", "8kg")], "重量120kg。", "120kg", "重量"), ("zh", [("电池续航", "2年")], "质保2年。", "2年", "电池续航"),
        ("en", [("Max load", "120 kg"), ("Weight", "8 kg")], "It weighs 120 kg.", "120 kg", "Weight"), ("en", [("Battery life", "2 years")], "A 2-year warranty.", "2-year", "Battery life"),
    ],
)  # fmt: skip
def test_a_right_number_on_the_wrong_thing_is_wrong(language, facts, text, lie, fact):
    assert (lie, "contradicted", fact) in judged(facts, text, language)


@pytest.mark.parametrize(
    ("language", "price", "text"),
    [("en", "$59", "Yours for €59."), ("en", "€59", "Yours for $59."), ("zh", "59元", "只要$59。"), ("en", "$59", "Yours for £59.")],
)  # fmt: skip
def test_a_price_in_another_currency_is_another_price(language, price, text):
    assert "proved" not in outcomes([("价格" if language == "zh" else "Price", price)], text, language)


@pytest.mark.parametrize(
    ("language", "facts", "text", "verdicts"),
    [
        ("zh", [("无线充电", "支持")], "带无线充电功能。", PROVED), ("zh", [("无线充电", "否")], "带无线充电功能。", WRONG),
        ("zh", [("无线充电", "否")], "不支持无线充电。", PROVED), ("zh", [("无线充电", "有")], "不支持无线充电。", WRONG), ("zh", [("防水", "×")], "机身防水。", WRONG),
        ("zh", [("配料", "酒精、水")], "不含酒精。", WRONG), ("zh", [("颜色", "白色")], "不含酒精。", UNSUPPORTED),
        ("en", [("Noise cancelling", "No")], "With noise cancelling.", WRONG), ("en", [("Noise cancelling", "Yes")], "With noise cancelling.", PROVED),
        ("en", [("Noise cancelling", "No")], "It has no noise cancelling.", PROVED), ("en", [("Noise cancelling", "Yes")], "It has no noise cancelling.", WRONG),
        ("en", [("Wireless charging", "not supported")], "It supports wireless charging.", WRONG), ("en", [("Parabens", "none")], "It is paraben-free.", PROVED),
        ("en", [("Ingredients", "water, fragrance")], "It is fragrance-free.", WRONG),
    ],
)  # fmt: skip
def test_a_bare_yes_or_no_speaks_of_the_name(language, facts, text, verdicts):
    assert outcomes(facts, text, language) == verdicts, judged(facts, text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "清晨的第一缕光，落在窗边。拿在手里很踏实，忙碌的日子也从容一些。"), ("zh", "送给妈妈的一份心意，她一定会喜欢。"),
        ("zh", "不必多想，顺手就拿起来用。"), ("zh", "好看，好用，放在哪里都不突兀。"), ("en", "Some things simply feel right in your hand."),
        ("en", "A little comfort at the end of a long day."), ("en", "It looks at home anywhere, and it makes a thoughtful gift."),
        ("zh", ""), ("en", ""), ("zh", "👗👠"), ("en", "\u202e\x00"), ("en", "זהו טקסט"),
    ],
)  # fmt: skip
def test_soft_words_claim_nothing(language, text):
    assert judged([], text, language) == []


UNITS = {"g": ("重量", "重", "kg", 1000), "ml": ("容量", "容量", "L", 1000), "mm": ("宽", "宽", "cm", 10)}


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 99_999))
def test_a_number_in_another_unit_of_its_system_is_the_same_and_its_neighbour_is_not(unit, number):
    name, said, larger, factor = UNITS[unit]
    facts = [(name, f"{number}{unit}")]
    assert outcomes(facts, f"{said}{number / factor:.10g}{larger}。") == PROVED
    assert "contradicted" in outcomes(facts, f"{said}{(number + 1) / factor:.10g}{larger}。")


@pytest.mark.parametrize(
    ("value", "text"), [("1316ml", "容量1.316L。"), ("304g", "重0.304kg。"), ("2.304m", "长2304mm。")]
)
def test_the_digits_of_a_number_are_no_grade_of_steel(value, text):
    assert outcomes([("规格", value)], text) == PROVED, judged([("规格", value)], text)


@pytest.mark.parametrize("text", ["个口袋", " pockets", "层", "色可选", "小时", "%棉", "合一", "-in-1", "-2个"])
def test_a_number_too_large_for_a_computer_is_a_claim_like_any_other(text):
    found = judged([("口袋数", "3"), ("颜色", "红、蓝")], "9" * 400 + text)
    assert found
    assert "proved" not in {verdict for _, verdict, _ in found}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "搭配牛仔裤和真丝衬衫都好看。"),
        ("zh", "配牛仔裤或真丝裙都行。"),
        ("en", "Pair it with jeans and a silk blouse."),
    ],
)
def test_all_that_a_thing_is_worn_with_is_no_claim(language, text):
    assert judged([], text, language) == []


@pytest.mark.parametrize("text", ["Noise cancelling is not included.", "Noise cancelling isn't included."])
def test_what_is_said_to_be_absent_behind_its_name_is_denied(text):
    assert outcomes([("Noise cancelling", "No")], text, "en") == PROVED
    assert outcomes([("Noise cancelling", "Yes")], text, "en") == WRONG
