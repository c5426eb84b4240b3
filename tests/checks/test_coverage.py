import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.checks import coverage
from miaoshu.records import Brief, Draft, Evidence, Fact, Product, Style
from tests.strategies import values


def brief(*must, language="zh", plain=None):
    facts = tuple(Fact(*fact) for fact in must)
    product = Product("1", facts=tuple(f for f in facts if f.name))
    return Brief(product, Style(), "description", language, plain or Draft(""), facts)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (("颜色", "白色"), "白色的杯子"), (("重量(kg)", "0.5"), "重0.5kg"), (("重量(kg)", "0.5"), "重500克"), (("档位", "三挡"), "3档可调"),
        (("品牌", "Acme Pro"), "来自ACME PRO"), (("型号", "Ａ－５２"), "A-52"), (("次数", "1,299次"), "1299次"), (("材质", "100%棉"), "纯棉"),
        (("", "高清 显示"), "高清显示"), (("防水", "是"), "支持防水"), (("装", "2×500ml"), "每份2x500毫升"), (("时间", "12小时续航"), "续航十二小时"),
    ],
)  # fmt: skip
def test_a_fact_is_told_in_its_words_or_as_the_same_quantity(fact, text):
    assert coverage.check(brief(fact), text) == []


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (("颜色", "白色"), "黑色的杯子"), (("重量(kg)", "0.5"), "重0.5g"), (("档位", "三挡"), "三层"), (("口袋", "3"), "续航30小时"),
        (("口袋", "3"), "B3"), (("防水", "是"), "是好产品"), (("时间", "12小时续航"), "12小时待机"), (("材质", "棉"), ""),
    ],
)  # fmt: skip
def test_a_fact_that_is_not_told_blocks(fact, text):
    (finding,) = coverage.check(brief(fact), text)
    assert (finding.rule, finding.fact, finding.severity) == ("missing", fact[0], "block")
    assert (finding.start, finding.end) == (0, 0)


def test_a_missing_keyword_is_named_by_itself():
    (finding,) = coverage.check(brief(("", "长续航")), "好用")
    assert (finding.fact, finding.message) == ("长续航", "没有写到“长续航”")


def test_the_message_is_in_the_language_of_the_text():
    (finding,) = coverage.check(brief(("Weight (lbs)", "3"), language="en"), "A bag.")
    assert finding.message == "“Weight (lbs): 3 lbs” is not told"


def test_all_values_of_a_name_have_to_be_told():
    b = brief(("颜色", "白色"), ("颜色", "蓝色"))
    assert [f.message for f in coverage.check(b, "有白色")] == ["没有写到“颜色：蓝色”"]


def test_the_plain_text_may_tell_a_bare_yes_by_the_name_alone():
    plain = Draft("Foldable.", (Evidence(0, 8, "可折叠"),))
    assert coverage.check(brief(("可折叠", "是"), plain=plain, language="en"), "Foldable.") == []
    assert coverage.check(brief(("可折叠", "是"), plain=plain, language="en"), "Folds.") != []


@given(st.lists(st.one_of(values, st.text(min_size=1)), min_size=1, max_size=5))
def test_values_told_word_for_word_are_always_covered(told):
    b = brief(*((f"n{i}", v) for i, v in enumerate(told)))
    assert coverage.check(b, "".join(f"n{i}为「{v}」，" for i, v in enumerate(told))) == []


@given(st.integers(1, 999))
def test_the_number_next_to_it_covers_nothing(number):
    b = brief(("重量", f"{number}kg"))
    assert coverage.check(b, f"重{number}000克。") == []
    assert len(coverage.check(b, f"重{number + 1}kg。")) == 1
