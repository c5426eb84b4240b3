import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.checks import form
from miaoshu.records import Brief, Draft, Evidence, Fact, Product, Style
from tests.strategies import values


def brief(*named, language="zh", title="", length=None, banned=(), plain=None):
    product = Product("1", title, facts=tuple(Fact(*fact) for fact in named))
    return Brief(product, Style(banned=banned), "description", language, plain or Draft(""), length=length)


def rules(b, text):
    return [(f.rule, text[f.start : f.end]) for f in form.check(b, text)]


CLEAN_ZH = "这款杯子采用304不锈钢制作，容量500ml。T恤和USB接口都有，适合办公室。"
CLEAN_EN = "This cup is made of steel and holds 500 ml. It's light, and it fits a café table."


def test_a_clean_text_has_no_finding():
    assert rules(brief(), CLEAN_ZH) == []
    assert rules(brief(language="en"), CLEAN_EN) == []


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000"])
def test_an_empty_text_blocks(text):
    (finding,) = form.check(brief(), text)
    assert (finding.rule, finding.severity, finding.message) == ("empty", "block", "文案是空的")


def test_a_sentence_in_another_language_blocks_but_a_copied_value_does_not():
    english = "Soft and light for every day"
    assert rules(brief(), f"柔软舒适。{english}。") == [("language", english)]
    assert rules(brief(("卖点", english)), f"柔软舒适。{english}。") == []
    assert rules(brief(language="en"), "A soft 棉布 shirt.") == [("language", "棉布")]
    assert rules(brief(("品牌", "棉布"), language="en"), "A soft 棉布 shirt.") == []
    assert rules(brief(language="en"), "A soft хлопок shirt.") == [("language", "хлопок")]
    assert rules(brief(), "Soft cotton shirt.") == [("language", "Soft cotton shirt")]
    assert rules(brief(title="Soft cotton shirt"), "Soft cotton shirt.") == []


def test_the_words_around_a_copied_word_are_still_of_another_language():
    assert rules(brief(("a", "of")), "好看。Made of soft wool for you。") == [
        ("language", "Made of soft wool for you")
    ]


def test_length_is_that_of_the_language():
    assert rules(brief(length=(2, 6)), "好看的杯子") == []
    (finding,) = form.check(brief(length=(10, 20)), "好看的杯子")
    assert (finding.rule, finding.message) == ("length", "全文5字，少于10字")
    (finding,) = form.check(brief(length=(1, 3), language="en"), "A very good cup.")
    assert finding.message == "the text has 4 words, at most 3 were asked for"


def test_every_banned_word_blocks_and_is_noted_in_the_merchants_own_words():
    b = brief(("卖点", "最佳之选"), banned=("最佳", "cheap"))
    text = "最佳之选。这是最佳，Cheap，cheaper"
    found = form.check(b, text)
    assert [(f.start, f.severity) for f in found if f.rule == "banned"] == [
        (0, "note"),
        (7, "block"),
        (10, "block"),
    ]
    assert found[1].message == "“最佳”是禁用词"


@pytest.mark.parametrize(
    "mark",
    ["<b>", "</p>", "<br/>", "<unk>", "<f3>", "<|im_end|>", "&nbsp;", "&#39;", "**粗体**", "```", "{名称}", "{{ name }}", "[品牌]",
     "[SLOT]", "\\n", "\\u4e00", '{"a": 1', '<a href="x">'],
)  # fmt: skip
def test_leftover_markup_blocks_but_not_where_the_merchant_wrote_it(mark):
    text = f"好杯子{mark}耐用。"
    assert [rule for rule, _ in rules(brief(), text)] == ["markup"]
    assert rules(brief(("名", mark)), text) == []


def test_a_heading_is_markup_and_other_signs_are_not():
    assert rules(brief(), "# 标题\n内容") == [("markup", "# ")]
    assert rules(brief(), "A & B，5 < 6，3*4，C#，a_b，【新】，#1") == []


def test_a_copied_letter_does_not_excuse_a_tag():
    assert rules(brief(("尺码", "b"), language="en"), "A <b> cup.") == [("markup", "<b>")]


def test_a_repeated_sentence_or_phrase_blocks():
    assert rules(brief(), "柔软舒适。好看。柔软舒适。") == [("repeat", "柔软舒适")]
    assert rules(brief(), "适合日常出门使用，也适合日常出门使用的人") == [("repeat", "适合日常出门使用")]
    text = "It is a good cup for the office, and a good cup for the office wall."
    assert rules(brief(language="en"), text) == [("repeat", "a good cup for the office")]


def test_a_copied_value_may_be_said_twice():
    name = "轻量弹盖便携保温杯升级款"
    assert rules(brief(("名", name)), f"{name}很好，选{name}") == []


def test_in_the_plain_text_only_the_words_of_the_template_count():
    text = "采用纯棉。采用纯棉。"
    plain = Draft(text, (Evidence(2, 4, "a"), Evidence(7, 9, "b")))
    assert rules(brief(("a", "纯棉"), ("b", "纯棉"), plain=plain), text) == []
    assert rules(brief(("a", "纯棉"), ("b", "纯棉")), text) == [("repeat", "采用纯棉")]
    again = "非常适合日常出门使用1非常适合日常出门使用"
    plain = Draft(again, (Evidence(10, 11, "a"),))
    assert rules(brief(("a", "1"), plain=plain), again) == [("repeat", "非常适合日常出门使用")]


@given(st.lists(st.one_of(values, st.text(min_size=1)), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
def test_a_plain_text_of_any_values_is_clean(told, language):
    head = "有" if language == "zh" else "With "
    pieces, evidence = head, []
    for number, value in enumerate(told):
        evidence.append(Evidence(len(pieces), len(pieces) + len(value), f"n{number}"))
        pieces += value + ("，" if language == "zh" else ", ")
    b = brief(*((f"n{i}", v) for i, v in enumerate(told)), language=language, plain=Draft(pieces, tuple(evidence)))
    assert [f for f in form.check(b, pieces) if f.severity == "block"] == []
