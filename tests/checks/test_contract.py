"""What every check promises: pure, spans inside the text, no crash on any text, planted lies found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu import plugins
from miaoshu.records import Fact, Product, Style
from miaoshu.tasks import description
from tests.strategies import products

CHECKS = plugins.names("checks")

HOSTILE = [
    "", " ", "👗👠🧢", "זהו טקסט 12 ס״מ", "هذا نص 5 كجم", "a\x00b\x1f\x7f12\u202ekg", "\ufeff12", "<b>" * 3,
    "1," * 25_000, "1/" * 25_000, "十" * 50_000, "9" * 50_000, "<" * 50_000, "{" * 50_000, "[a" * 25_000, "**a" * 16_000,
    "好" * 50_000, "a " * 25_000, "a" * 50_000, "&a" * 25_000, "。" * 50_000, "\n" * 50_000 + "x", "This is it. " * 4_000,
    "十二小时，" * 10_000, "_" * 50_000, "\\n" * 25_000, "1.5cm×" * 8_000,
]  # fmt: skip


def a_brief(language):
    facts = (
        Fact("材质", "304不锈钢"),
        Fact("容量", "500ml"),
        Fact("Weight (lbs)", "3"),
        Fact("颜色", "白色"),
    )
    product = Product("1", "轻量保温杯 Steel Cup", "杯子", language, facts, ("便携",))
    return description.brief(product, Style(language=language, banned=("最佳", "best"), length=(5, 200)))


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_text_is_answered_with_sound_findings(name, language):
    brief = a_brief(language)
    check = plugins.find("checks", name).check
    for text in HOSTILE:
        sound(name, check(brief, text), text)


@pytest.mark.parametrize("name", CHECKS)
@settings(max_examples=100, deadline=None)
@given(product=products, text=st.text())
def test_any_product_and_text_is_answered_the_same_way_twice(name, product, text):
    brief = description.brief(product, Style(banned=("a", "的")))
    check = plugins.find("checks", name).check
    for words in (text, brief.plain.text + text, text + product.title):
        found = check(brief, words)
        sound(name, found, words)
        check(brief, words + "。")
        assert check(brief, words) == found


def sound(name, findings, text):
    assert isinstance(findings, list)
    for finding in findings:
        assert finding.check == name
        assert finding.rule
        assert finding.message
        assert "\n" not in finding.message
        assert finding.severity in ("block", "note")
        assert 0 <= finding.start <= finding.end <= len(text)


@pytest.mark.parametrize(
    ("language", "lie"),
    [
        ("zh", "续航50小时。"), ("zh", "容量2升。"), ("zh", "<b>好</b>。"), ("zh", "最佳。"), ("zh", "This is an English sentence."),
        ("en", "It lasts 50 hours."), ("en", "It weighs 9 kg."), ("en", "**Nice**."), ("en", "The best cup."), ("en", "很好看。"),
    ],
)  # fmt: skip
def test_a_planted_lie_is_found_by_at_least_one_check(language, lie):
    brief = a_brief(language)
    text = brief.plain.text + lie
    found = [f for name in CHECKS for f in plugins.find("checks", name).check(brief, text)]
    assert any(f.severity == "block" for f in found)
    clean = [f for name in CHECKS for f in plugins.find("checks", name).check(brief, brief.plain.text)]
    assert [f for f in clean if f.severity == "block"] == []


def test_a_text_without_the_facts_that_must_be_told_is_found():
    brief = a_brief("zh")
    assert any(
        f.fact for name in CHECKS for f in plugins.find("checks", name).check(brief, "好看的轻量保温杯，便携。")
    )
