import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.mending import MOST, mend
from miaoshu.records import Fact, Finding, Product, Style
from miaoshu.tasks import description
from miaoshu.writing import run_checks
from tests.strategies import products, values


def bars(*words, instead=None, severity="block"):
    """A check that finds these words wherever they stand."""
    pattern = re.compile("|".join(map(re.escape, words)))

    def check(text):
        return [
            Finding("test", "word", f"“{m[0]}”", m.start(), m.end(), severity=severity, instead=instead)
            for m in pattern.finditer(text)
        ]

    return check


@pytest.mark.parametrize("text", ["", "很轻。", "Light.", "  两端有空格  "])
def test_a_text_that_passes_is_left_as_it_is(text):
    assert mend(text, bars("坏")) == text


def test_a_note_is_no_reason_to_mend():
    assert mend("这里有坏字。", bars("坏", severity="note")) == "这里有坏字。"


@pytest.mark.parametrize(
    ("text", "instead", "mended"),
    [
        ("重800g，很稳。", "500g", "重500g，很稳。"),
        ("重800g。共800g。", "500g", "重500g。共500g。"),
        ("It weighs 800g.", "500 g", "It weighs 500 g."),
    ],
)
def test_a_known_value_takes_the_place_of_a_wrong_one(text, instead, mended):
    assert mend(text, bars("800g", instead=instead)) == mended


@pytest.mark.parametrize(
    ("text", "word", "mended"),
    [
        ("这是极佳的杯子。", "极佳的", "这是杯子。"),
        ("A truly good cup.", "truly", "A good cup."),
        ("A cup for kids truly.", "truly", "A cup for kids."),
        ("truly good.", "truly ", "good."),
    ],
)
def test_a_word_that_can_go_goes_alone(text, word, mended):
    assert mend(text, bars(word, instead="")) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("有红色、紫色、白色可选。", "有红色、白色可选。"),
        ("紫色、白色可选。", "白色可选。"),
        ("可选白色、紫色。", "可选白色。"),
    ],
)
def test_an_item_leaves_its_enumeration(text, mended):
    assert mend(text, bars("紫色")) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("杯子很轻，坏话一句，拿着舒服。", "杯子很轻，拿着舒服。"),
        ("杯子很轻，坏话一句。", "杯子很轻。"),
        ("坏话一句，杯子很轻。", "杯子很轻。"),
        ("杯子很轻；坏话一句；好看。", "杯子很轻；好看。"),
        ("杯子很轻，一句坏", "杯子很轻"),
    ],
)
def test_a_clause_leaves_its_sentence(text, mended):
    assert mend(text, bars("坏")) == mended


@pytest.mark.parametrize(
    ("text", "word", "mended"),
    [
        ("杯子很轻。坏话一句。好看。", "坏", "杯子很轻。好看。"),
        ("A cup. A bad one. Nice.", "bad", "A cup. Nice."),
        ("It holds 1.5 l. Bad words. Nice!", "Bad", "It holds 1.5 l. Nice!"),
        ("第一行。\n坏话一句。\n第三行。", "坏", "第一行。\n第三行。"),
    ],
)
def test_a_sentence_leaves_its_text(text, word, mended):
    assert mend(text, bars(word)) == mended


def test_of_two_edits_the_shorter_is_taken():
    check = bars("紫色")
    assert mend("有红色、紫色，很亮。", check) == "有红色，很亮。"


def test_an_edit_that_brings_something_else_wrong_is_not_taken():
    def check(text):
        lost = [] if "很轻" in text else [Finding("test", "lost", "very light is not told")]
        return bars("坏", instead="更坏")(text) + lost

    assert mend("很轻。坏。", check) == "很轻。"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("坏", bars("坏")),  # nothing would be left
        ("坏。", bars("坏")),
        ("好。", lambda text: [Finding("test", "whole", "the text is wrong somehow")]),  # it stands nowhere
        ("坏，好。" * (MOST + 1), bars("坏")),  # beyond mending
        ("好，坏。好。", lambda text: [] if text == "never" else [Finding("test", "x", "x", 2, 3)]),
    ],
)
def test_what_cannot_be_mended_comes_back_unchanged(text, check):
    assert mend(text, check) == text


def test_several_wrongs_are_mended_one_after_the_other():
    text = "重800g，很稳。有坏、好两种。坏话。收尾。"

    def check(text):
        return bars("800g", instead="500g")(text) + bars("坏")(text)

    assert mend(text, check) == "重500g，很稳。有好两种。收尾。"


PIECES = ["坏", "糟", "bad", "好", "杯子", "，", "。", "、", "；", " ", ". ", "!", "\n", "1.5", "a"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([None, "", "好", "bad", "糟"]))
def test_a_mended_text_passes_or_is_the_text_itself(text, instead):
    check = bars("坏", "糟", "bad", instead=instead)
    mended = mend(text, check)
    assert mended == text or not check(mended)
    assert mend(mended, check) == mended


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_mending_adds_no_words_of_its_own(text):
    rest = iter(text)
    assert all(letter in rest for letter in mend(text, bars("坏", "糟", "bad")))


@settings(max_examples=60, deadline=None)
@given(
    products,
    st.lists(
        st.one_of(values.filter(lambda v: v == v.strip()), st.sampled_from(["续航50小时", "全网第一", "，", "。"])),
        max_size=5,
    ),
)
def test_with_the_checks_of_a_description_a_mended_text_passes_or_is_the_text_itself(product, pieces):
    brief = description.brief(product, Style())
    text = "，".join(pieces)

    def check(text):
        return run_checks(brief, text, description.CHECKS)

    mended = mend(text, check)
    assert mended == text or not [f for f in check(mended) if f.severity == "block"]


def test_the_checks_of_a_description_say_what_could_stand_there():
    product = Product("1", "小澜灯", "灯具", "zh", (Fact("续航", "12小时"), Fact("颜色", "白色")))
    brief = description.brief(product, Style(language="zh"))
    text = "小澜灯是白色，续航50小时，随手一放就好看。"
    assert mend(text, lambda tried: run_checks(brief, tried, description.CHECKS)) == text.replace("50小时", "12小时")
