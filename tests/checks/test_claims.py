import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.checks import claims
from miaoshu.claims import proof
from miaoshu.records import Brief, Draft, Evidence, Fact, Product, Style
from tests.strategies import values


def brief(*named, language="zh", title="", keywords=(), category="", text="", plain=None):
    facts = tuple(f if isinstance(f, Fact) else Fact(*f) for f in named)
    product = Product("1", title, category, language, facts, keywords, text)
    return Brief(product, Style(), "description", language, plain or Draft(""))


def wrong(b, text):
    return [text[f.start : f.end] for f in claims.check(b, text)]


LAMP = brief(
    ("续航", "12小时"), ("重量(kg)", "0.5"), ("亮度档位", "三档"), ("接口", "USB 3.0"), ("口袋数", "3"), ("材质", "纯棉"), ("防护", "IPX7"),
    title="户外营地灯 5000mAh", keywords=("2×500ml",), category="灯具 A4", text="保修两年",
)  # fmt: skip
BAG = brief(
    ("Weight (lbs)", "3"), ("Height", "12 in"), ("Pockets", "3"), ("Material", "100% cotton"), ("Port", "USB-C 3.1"),
    language="en", title="Trail Pack 25L",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["续航12小时，重500克。", "可用半天的十二小时，3档亮度。", "USB3.0接口，三个口袋，IPX7防水。", "100%棉，容量5Ah，共1L。", "质保24个月，A4大小。",
     "重0.5kg，一款好灯，陪你一整天。", "每件500ml，一件也送到"],
)  # fmt: skip
def test_what_the_facts_state_passes_in_any_spelling(text):
    assert wrong(LAMP, text) == []


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("续航50小时。", "50小时"), ("续航12天。", "12天"), ("重0.5g。", "0.5g"), ("四档亮度。", "四档"), ("USB3.1接口", "USB3.1"),
        ("3年质保", "3年"), ("IPX8防水", "IPX8防水"), ("5个口袋", "5个"), ("纯羊毛", "纯羊毛"), ("容量3升", "3升"), ("A3大小", "A3"),
        ("续航１２０小时", "１２０小时"), ("百分之九十棉", "百分之九十"), ("第三代产品", "第三"), ("500万像素", "500万像素"),
    ],
)  # fmt: skip
def test_an_invented_number_blocks(text, lie):
    finding = next(f for f in claims.check(LAMP, text) if text[f.start : f.end] == lie)
    assert finding.message.startswith(f"“{lie}”")
    assert (finding.check, finding.severity) == ("claims", "block")
    assert finding.rule in claims.RULES


@pytest.mark.parametrize(
    "text",
    ["It weighs 3 lbs and is 30.5 cm high.", "Three pockets, pure cotton.", "USB-C 3.1 port. The 25-liter pack.", "1.36 kg light",
     "The one bag you want, a 12-inch pack."],
)  # fmt: skip
def test_english_texts_pass_where_the_facts_say_so(text):
    assert wrong(BAG, text) == []


@pytest.mark.parametrize(
    ("text", "lie"),
    [("It weighs 3 kg.", "3 kg"), ("Five pockets.", "Five"), ("A two-year warranty.", "two-year"), ("Holds 30 L.", "30 L"),
     ("12 ft high", "12 ft"), ("USB-C 3.2", "3.2"), ("95% cotton", "95%"), ("Water tight to IP68.", "IP68")],
)  # fmt: skip
def test_english_lies_block_in_english(text, lie):
    finding = next(f for f in claims.check(BAG, text) if text[f.start : f.end] == lie)
    assert finding.message.startswith(f"“{lie}” ")


def test_a_name_with_another_number_is_another_name():
    b = brief(("型号", "TW-1"), ("数量", "4"), ("比例", "16:9"), language="en", title="A4")
    assert wrong(b, "TW-4, tw-1, A4-size, A5-size, 16:10, 16:9") == ["TW-4", "A5-size", "16:10"]


def test_what_is_not_published_supports_nothing():
    b = brief(Fact("成本价", "35元", publish=False))
    assert wrong(b, "只要35元") == ["35元"]


def test_every_lie_is_reported_where_it_stands():
    assert wrong(LAMP, "50小时、60小时、50小时") == ["50小时", "60小时", "50小时"]


def test_a_unit_added_to_a_copied_number_is_a_claim_of_its_own():
    assert wrong(brief(("口袋数", "3")), "口袋数为3，好用") == []
    assert wrong(brief(("口袋数", "3"), title="质保"), "3年质保") == ["3年"]
    assert wrong(brief(("尺寸", "12")), "长12cm") == ["12cm"]


def test_a_sign_or_an_ordinal_before_a_copied_number_is_a_claim_of_its_own():
    b = brief(("温度", "4℃"), ("数量", "4"))
    assert wrong(b, "低至-4℃，零下4℃，第4代，4℃，4个") == ["-4℃", "零下4℃", "第4"]


def test_values_told_one_after_the_other_are_no_third_number():
    b = brief(("a", "1"), ("b", "500"), language="en")
    assert wrong(b, "It comes in 1 500, and more") == []
    assert wrong(b, "It comes in 1-500 cm") == ["1-500 cm"]


def test_the_plain_text_may_say_its_values_next_to_any_word():
    text = "共3年糕"
    plain = Draft(text, (Evidence(1, 2, "数"),))
    assert wrong(brief(("数", "3"), plain=plain), text) == []
    assert wrong(brief(("数", "3")), text) == ["3年"]


ZH = ["这款产品的", "为：", "，另有", "。采用", "，配有", "。"]
EN = ["This product has ", ", and ", " (also ", "). Made of ", " with ", ". "]


@given(
    st.data(),
    st.sampled_from(["zh", "en"]),
    st.lists(st.one_of(values, st.text(min_size=1)), min_size=1, max_size=5),
)
def test_copied_values_between_words_are_never_a_finding(data, language, told):
    words = st.sampled_from(ZH if language == "zh" else EN)
    pieces, evidence, at = [], [], 0
    for number, value in enumerate(told):
        word = data.draw(words)
        pieces += [word, value]
        at += len(word)
        evidence.append(Evidence(at, at + len(value), f"n{number}"))
        at += len(value)
    text = "".join(pieces)
    b = brief(*((f"n{i}", v) for i, v in enumerate(told)), language=language, plain=Draft(text, tuple(evidence)))
    assert [f for f in claims.check(b, text) if f.severity == "block"] == []


@given(st.lists(st.text("0123456789.,%-/cmkg十二三万棉ABx ", min_size=1, max_size=8), min_size=1, max_size=5))
def test_copies_need_no_help_of_the_plain_text_between_chinese_words_and_marks(told):
    b = brief(*((f"n{i}", v) for i, v in enumerate(told)))
    text = "。".join(f"「{value}」" for value in told)
    assert wrong(b, text) == []


@given(st.integers(2, 10_000), st.sampled_from(["小时", "kg", "cm", "个", "W"]))
def test_a_number_is_supported_by_itself_and_by_no_other(number, unit):
    b = brief(("n", f"{number}{unit}"))
    assert wrong(b, f"达到{number}{unit}。") == []
    assert wrong(b, f"达到{number + 1}{unit}。") == [f"{number + 1}{unit}"]


def test_a_long_text_of_one_lie_compares_it_once(monkeypatch):
    asked = []
    real = proof.prove
    monkeypatch.setattr("miaoshu.claims.prove", lambda *given: asked.append(given) or real(*given))
    assert len(claims.check(LAMP, "50小时，" * 10_000)) == 10_000
    assert len(asked) < 10  # at the edges it has other neighbours
