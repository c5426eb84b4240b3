"""Facts that contradict each other are found; facts that only differ in words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.claims.conflicts import conflicts
from miaoshu.records import Fact, Product
from tests.strategies import products


def product(*named, rows=()):
    facts = tuple(one if isinstance(one, Fact) else Fact(*one) for one in named)
    return Product("1", "", "", "zh", facts, (), "", rows) if rows else Product("1", "", "", "zh", facts, (), "")


def pairs(*named):
    return [{one.name, other.name} for one, other in conflicts(product(*named))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("重量", "500g"), ("重量(kg)", "0.8")),
        (("重量", "1kg"), ("Weight", "2 kg")),
        (("续航", "10小时"), ("Battery life", "20 hours")),
        (("质保", "1年"), ("保修期", "24个月")),
        (("保质期", "12个月"), ("Shelf life", "18 months")),
        (("Warranty", "1 year"), ("质保", "3年")),
        (("防水", "否"), ("防护等级", "IPX7")),
        (("Waterproof", "No"), ("IP rating", "IPX7")),
        (("防水", "否"), ("Rating", "IP67")),
        (("产地", "中国"), ("原产地", "日本")),
        (("Made in", "Italy"), ("产地", "中国")),
    ],
)
def test_two_facts_that_cannot_both_be_true_are_a_conflict(one, other):
    assert pairs(one, other) == [{one[0], other[0]}]
    assert pairs(other, one) == [{one[0], other[0]}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("重量", "500g"), ("重量(kg)", "0.5")),
        (("质保", "2年"), ("保修期", "24个月")),
        (("重量", "500g"), ("毛重", "800g")),
        (("Weight", "1 kg"), ("Shipping weight", "1.4 kg")),
        (("重量", "0.5-1kg"), ("重量(g)", "800")),
        (("容量", "500ml"), ("容量", "800ml")),
        (("尺码", "36码"), ("尺码", "37码")),
        (("颜色", "红色"), ("颜色", "蓝色")),
        (("防水", "是"), ("防护等级", "IPX7")),
        (("防水", "否"), ("防晒指数", "SPF50")),
        (("防尘", "否"), ("防护等级", "IPX7")),
        (("产地", "中国"), ("原产地", "中国大陆")),
        (("产地", "浙江"), ("原产国", "中国")),
        (("充电时间", "2小时"), ("续航", "10小时")),
    ],
)
def test_facts_that_can_both_be_true_are_none(one, other):
    assert pairs(one, other) == []
    assert pairs(other, one) == []


def test_three_values_are_a_choice():
    assert pairs(("重量", "1kg"), ("重量", "2kg"), ("重量", "3kg")) == []


def test_what_is_not_published_contradicts_nothing():
    assert pairs(("重量", "1kg"), Fact("重量", "2kg", publish=False)) == []


def test_a_shops_own_entailments_count():
    facts = product(("防水", "否"), ("面料", "滴水不进布"))
    assert conflicts(facts) == []
    found = conflicts(facts, (("滴水不进布", ("防水",)),))
    assert [(one.name, other.name) for one, other in found] == [("防水", "面料")]


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_two_weights_agree_exactly_when_they_are_one(one, other):
    assert bool(pairs(("重量", f"{one}g"), ("重量(kg)", f"{other / 1000:.3f}"))) == (one != other)


@given(products)
def test_conflicts_are_pairs_of_published_facts(product):
    for one, other in conflicts(product):
        assert one != other
        assert one in product.facts
        assert other in product.facts
        assert one.publish
        assert other.publish
