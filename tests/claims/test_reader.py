"""Which words of a text are claims, what they claim, and which words only look like claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.claims.lexicon import lexicon
from miaoshu.claims.reader import read
from tests.strategies import values

WORDS = lexicon()


def claims(text, **options):
    return read(text, WORDS, **options)


def affirmed(text, **options):
    return [claim.concept for claim in claims(text, **options) if claim.concept and not claim.denied]


def denied(text, **options):
    return [claim.concept for claim in claims(text, **options) if claim.denied]


def numbers(text, **options):
    return [(text[c.start : c.end], c.role) for c in claims(text, **options) if c.measure]


@pytest.mark.parametrize(
    ("text", "concept", "kind"),
    [
        ("采用304不锈钢内胆。", "304不锈钢", "material"), ("纯棉的衣服。", "纯棉", "material"), ("IPX7级防水。", "IPX7", "rating"), ("支持防水。", "防水", "function"), ("产自意大利。", "意大利", "origin"),
        ("藏青色外观。", "藏青", "color"), ("Made of stainless steel.", "不锈钢", "material"), ("It is waterproof.", "防水", "function"), ("Pure cotton.", "纯棉", "material"), ("IPX7 rated.", "IPX7", "rating"),
    ],
)  # fmt: skip
def test_words_that_claim_something_are_found(text, concept, kind):
    assert [(c.concept, c.kind) for c in claims(text) if c.concept == concept] == [(concept, kind)]


@pytest.mark.parametrize("text", ["采用３０４不锈钢。", "made of STAINLESS STEEL", "Water-proof bag", "支持 防水"])
def test_width_case_and_hyphens_do_not_matter(text):
    assert len(affirmed(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "不防水。",
        "非防水设计。",
        "不支持防水。",
        "没有防水功能。",
        "不具备防水功能。",
        "防水做不了。",
        "至于防水，它没有。",
        "并不防水。",
    ],
)
def test_chinese_denials_before_and_after(text):
    assert affirmed(text) == []
    assert denied(text) == ["防水"]


@pytest.mark.parametrize(
    "text", ["It is not waterproof.", "Non-waterproof.", "It isn't waterproof.", "This cannot be waterproof."]
)
def test_english_denials(text):
    assert affirmed(text) == []
    assert denied(text) == ["防水"]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("不含酒精。", "酒精"), ("不添加任何酒精。", "酒精"), ("酒精0添加。", "酒精"), ("无酒精配方。", "酒精"), ("没有添加酒精。", "酒精"), ("零酒精。", "酒精"),
        ("Contains no alcohol.", "酒精"), ("Free of alcohol.", "酒精"), ("Made without alcohol.", "酒精"), ("Alcohol-free.", "酒精"), ("No added alcohol.", "酒精"),
    ],
)  # fmt: skip
def test_what_is_absent_is_denied(text, concept):
    found = [c for c in claims(text) if c.concept == concept]
    assert [(c.denied, c.kind) for c in found] == [(True, "absence")]


@pytest.mark.parametrize(
    ("text", "start"),
    [("它不防水。", 1), ("这里不支持防水。", 2), ("这里不含酒精。", 2)],
)
def test_a_denied_claim_begins_with_its_denial(text, start):
    assert [c.start for c in claims(text) if c.denied] == [start]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("不含香精，采用纯棉。", "纯棉"), ("无需担心，支持防水。", "防水"), ("不贵。防水。", "防水"), ("不占地方还防水。", "防水"),
        ("No fuss. It is waterproof.", "防水"), ("Not heavy, and it is waterproof.", "防水"),
    ],
)  # fmt: skip
def test_a_denial_ends_with_its_clause(text, concept):
    assert concept in affirmed(text)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("不含酒精、香精和色素。", ["酒精", "香精", "色素"]), ("不含酒精或香精。", ["酒精", "香精"]), ("不添加香精与色素。", ["香精", "色素"]),
        ("Contains no alcohol, parabens or sulfates.", 3), ("Without alcohol and parabens.", 2), ("Free from parabens, sulfates and silicones.", 3),
    ],
)  # fmt: skip
def test_an_enumeration_shares_its_denial(text, concepts):
    assert affirmed(text) == []
    found = denied(text)
    assert (len(found) == concepts) if isinstance(concepts, int) else (found == concepts)


def test_an_enumeration_shares_what_makes_claims_of_it():
    assert affirmed("采用棉、麻和羊毛。") == ["棉", "麻", "羊毛"]


@pytest.mark.parametrize(
    "text",
    ["搭配羊毛大衣。", "配一件真丝衬衫。", "搭一条羊绒围巾。", "Pair with a leather belt.", "Looks great with a silk scarf.", "Wear it with leather boots."],
)  # fmt: skip
def test_what_it_is_worn_with_is_no_claim(text):
    assert affirmed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "像真丝一样。",
        "宛如丝绸。",
        "如羊绒般软。",
        "摸起来好像羊绒。",
        "Soft like silk.",
        "As soft as cashmere.",
        "Reminiscent of silk.",
    ],
)
def test_what_it_is_like_is_no_claim(text):
    assert affirmed(text) == []


@pytest.mark.parametrize("text", ["适用于羊毛、真丝。", "可用于不锈钢锅。", "擦拭不锈钢。", "适合羊毛衫。"])
def test_what_it_is_used_on_is_no_claim(text):
    assert affirmed(text) == []


@pytest.mark.parametrize(
    "text", ["告别塑料味。", "无惧雨水。", "替代塑料袋。", "Say goodbye to plastic.", "No more plastic bags."]
)
def test_what_it_keeps_off_is_no_claim(text):
    assert affirmed(text) == []


@pytest.mark.parametrize(
    ("weak", "claimed", "concept"),
    [
        ("从日本回来的朋友也喜欢。", "产自日本。", "日本"), ("红的花。", "红色款。", "红色"), ("苹果放在桌上。", "兼容苹果手机。", "苹果手机"),
        ("My trip to Italy.", "Made in Italy.", "意大利"), ("The usb cable is over there.", "Comes with a usb cable.", "数据线"),
    ],
)  # fmt: skip
def test_a_weak_word_claims_only_where_something_makes_a_claim_of_it(weak, claimed, concept):
    assert concept not in affirmed(weak)
    assert affirmed(claimed) != []


@pytest.mark.parametrize("text", ["从日本回来。", "一只说明书。", "红", "棉", "Italy"])
def test_in_the_merchants_own_words_every_word_counts(text):
    assert affirmed(text, given=True) != []


@pytest.mark.parametrize("text", ["搭配羊毛大衣", "像真丝一样"])
def test_the_merchants_own_words_are_never_void(text):
    assert affirmed(text, given=True) != []


@pytest.mark.parametrize("text", ["化妆棉用完了。", "芝麻大的事。", "无论如何。", "黑科技。", "棉花糖。"])
def test_words_that_hold_a_word_of_a_claim_and_are_none(text):
    assert affirmed(text) == []


def test_a_food_is_an_ingredient_only_of_what_is_eaten():
    assert "柠檬" in affirmed("含有柠檬。")
    assert "柠檬" not in affirmed("柠檬榨得快。", consumable=False)


@pytest.mark.parametrize(
    ("text", "number", "role"),
    [
        ("续航12小时。", "12小时", "battery_life"), ("充电2小时。", "2小时", "charging_time"), ("质保2年。", "2年", "warranty"), ("宽30cm。", "30cm", "width"), ("高度约80厘米。", "80厘米", "height"),
        ("待机时间长达30天。", "30天", "standby"), ("保质期18个月。", "18个月", "shelf_life"), ("直径20cm。", "20cm", "diameter"), ("12小时续航。", "12小时", "battery_life"), ("2年质保。", "2年", "warranty"),
        ("30 cm wide.", "30 cm", "width"), ("Width: 30 cm.", "30 cm", "width"), ("A 2-year warranty.", "2-year", "warranty"), ("12 hours of battery life.", "12 hours", "battery_life"), ("Charges in 2 hours.", "2 hours", "charging_time"), ("80 cm tall", "80 cm", "height"),
    ],
)  # fmt: skip
def test_a_number_is_said_of_the_word_before_or_behind_it(text, number, role):
    assert (number, role) in numbers(text)


def test_each_number_has_its_own_role():
    assert numbers("宽30cm，高80cm，续航10小时，质保2年。") == [
        ("30cm", "width"),
        ("80cm", "height"),
        ("10小时", "battery_life"),
        ("2年", "warranty"),
    ]
    assert numbers("30 cm wide, 80 cm tall.") == [("30 cm", "width"), ("80 cm", "height")]


def test_a_role_does_not_reach_over_the_end_of_a_clause():
    assert numbers("续航久。用了12小时。") == [("12小时", "")]


def test_a_role_takes_only_numbers_of_its_dimension():
    assert numbers("续航500g。") == [("500g", "")]


def test_a_percentage_is_said_of_a_material():
    assert [(c.role, c.kind) for c in claims("含95%羊毛。") if c.measure] == [("羊毛", "material")]
    assert [(c.role, c.kind) for c in claims("Made with 95% wool.") if c.measure] == [("羊毛", "material")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("续航12小时。", "duration"), ("质保2年。", "warranty"), ("重500g。", "number"), ("三个口袋。", "count"), ("只要35元。", "price"), ("型号TW-100。", "model")],
)  # fmt: skip
def test_numbers_have_kinds(text, kind):
    assert kind in [c.kind for c in claims(text) if c.measure]


@pytest.mark.parametrize(
    "text",
    ["两个人的早晨。", "第一次露营。", "走两条街。", "睡前的三分钟。", "跑了十公里。", "一家三口人。", "一个。", "At 8 am we go.", "The two of you.", "Four seasons of walks.", "Ten minutes before bed."],
)  # fmt: skip
def test_numbers_of_everyday_talk_claim_nothing(text):
    assert numbers(text) == []


@pytest.mark.parametrize("text", ["三个口袋。", "第三代。", "12小时。", "5分钟充好。", "2 pockets", "容量3升"])
def test_numbers_of_the_thing_are_claims(text):
    assert len(numbers(text)) == 1


@pytest.mark.parametrize(
    "text", ["1. 好看\n2. 好用", "1、好看；2、好用", "1）好看\n2）好用", "1) Nice\n2) Handy", "特点：1.好看"]
)
def test_the_numbers_of_a_list_are_none(text):
    assert numbers(text) == []


def test_a_number_at_the_start_of_a_sentence_is_no_bullet():
    assert numbers("1.5kg重。") == [("1.5kg", "")] or numbers("1.5kg重。") == [("1.5kg", "weight")]
    assert [said for said, _ in numbers("共12、好看")] == ["12"]


@pytest.mark.parametrize("text", ["", " ", "。，！", "\n\n", "👗👠"])
def test_nothing_claims_nothing(text):
    assert claims(text) == []


@given(
    st.lists(
        st.one_of(values, st.sampled_from(["采用", "不含", "支持", "搭配", "像", "、", "，", "和", "with ", "not "])),
        max_size=6,
    ).map("".join),
    st.booleans(),
    st.booleans(),
)
def test_claims_are_in_order_inside_the_text_and_say_one_thing(text, given, consumable):
    found = claims(text, given=given, consumable=consumable)
    assert found == sorted(found)
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert bool(claim.concept) != bool(claim.measure)
        assert claim.concept == "" or claim.concept in WORDS.concepts


@given(values)
def test_what_a_text_claims_the_merchants_own_words_claim_too(text):
    own = {claim.concept for claim in claims(text, given=True) if claim.concept}
    assert {claim.concept for claim in claims(text) if claim.concept} <= own


@given(st.sampled_from(["防水", "蓝牙", "纯棉", "真丝", "304不锈钢", "酒精", "香精"]))
def test_a_denied_word_is_never_affirmed(word):
    for text in (f"不含{word}。", f"没有{word}。", f"不含任何{word}。"):
        assert affirmed(text) == []
