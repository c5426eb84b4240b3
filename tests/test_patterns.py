import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.patterns import Match, PatternError, Patterns, fold, literals

LISTS = {"place": ["全国", "全网", "全"], "verb": ["cures", "cure"]}


def found(text, *patterns):
    return [text[m.start : m.end] for m in Patterns(patterns, LISTS).find(text)]


def test_folding_lowers_narrows_and_opens_hyphens():
    assert fold("ＮＯ．１ State-of-the‑Art Don’t\u00a0最好！") == "no.1 state of the art don't 最好!"


@given(st.text())
def test_folding_keeps_every_place_and_is_done_once(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("最(好|优秀)(的)?", "最优秀的, 最好", ["最优秀的", "最好"]),
        ("[place]第一", "全网第一, 全第一, 第一", ["全网第一", "全第一"]),
        ("是[place]?第一", "是全网第一, 是第一", ["是全网第一", "是第一"]),
        ("(第[place]?一|独一)", "第全国一, 独一, 第一", ["第全国一", "独一", "第一"]),
        ("a(b|bc)(d)?", "abcd abd ab", ["abcd", "abd", "ab"]),
        ("保修#年", "保修2年，保修十二年，保修1.5年，保修数年", ["保修2年", "保修十二年", "保修1.5年"]),
        ("好评率#", "好评率99.9%，好评率 100 %", ["好评率99.9%"]),
        ("save #", "Save 1,299.50 now, save up", ["Save 1,299.50"]),
        ("比…好", "比同类产品好，比别人，好, 比一二三四五六七好", ["比同类产品好"]),
        ("reduces … pain", "reduces joint and back pain; reduces pain, reduces stress, pain", ["reduces joint and back pain", "reduces pain"]),
        ("reduces…pain", "reduces a b c d pain, reduces a b c d e pain, reducespain", ["reduces a b c d pain"]),
        ("best", "The BEST bestseller, second-best", ["BEST", "best"]),
        ("state-of-the-art", "State‑of the  Art", ["State‑of the  Art"]),
        ("no.1", "NO.1, ＮＯ．１, no.12", ["NO.1", "ＮＯ．１"]),
        ("USB接口", "带usb接口和xusb接口", ["usb接口"]),
        ("最好?", "最好? 最好", ["最好?"]),
        ("最好", "最\u200b好", ["最\u200b好"]),
        ("(very (good|bad)|fine) cup", "very bad cup, fine cup, very cup", ["very bad cup", "fine cup"]),
        ("[verb] # ills", "It cures 3 ills", ["cures 3 ills"]),
    ],
)  # fmt: skip
def test_the_pattern_language(pattern, text, matches):
    assert found(text, pattern) == matches


@pytest.mark.parametrize(
    ("pattern", "text", "slot"),
    [
        ("不含<>", "本品不含酒精和香精，放心", "酒精和香精"),
        ("不含<>", "不含一二三四五六七八九十百千万", "一二三四五六七八九十百千"),
        ("不含<>成分", "不含酒精成分", "酒精"),
        ("free of <>", "It is free of artificial colours, too", "artificial colours"),
        ("free of <>", "free of a b c d e f", "a b c d e"),
        ("free of  <>", "free  of BPA.", "BPA"),
        ("不含(<>)?", "不含，", None),
    ],
)
def test_a_slot_takes_the_rest_of_the_clause(pattern, text, slot):
    (match,) = Patterns([pattern]).find(text)
    assert (text[slice(*match.slot)] if match.slot else None) == slot


def test_matches_come_in_order_with_the_number_of_their_pattern():
    patterns = Patterns(["第一", "全国第一", "国"])
    assert patterns.find("全国第一") == [Match(1, 0, 4, None), Match(2, 1, 2, None), Match(0, 2, 4, None)]


def test_spans_count_in_the_text_as_given():
    text = "👗\t\t İ the   best\u00ad bag"
    (match,) = Patterns(["the best bag"]).find(text)
    assert text[match.start : match.end] == "the   best\u00ad bag"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("", "empty pattern"), ("#年", "begins with a number"), ("…好", "begins with a gap"), ("<>好", "begins with a slot"),
        ("(很)?好", "begins with an optional part"), ("(好|#)", "begins with a number"), ("(好", "( is not closed"), ("好)", "closes no ("),
        ("好[x", "[ is not closed"), ("好]", "] closes no ["), ("好[unknown]", "no list [unknown]"), ("好[none]", "[none] is empty"),
        ("好(a|)", "empty alternative"), ("好()", "empty alternative"), ("a|b", "outside of brackets"), ("好[blank]", "empty word"),
        ("a<>b<>", "more than one slot"), ("a…b…c…d…", "more than 3 gaps"), ("( a|b)", "begins with a space"), ("[a[place]]", "closes no ["),
    ],
)  # fmt: skip
def test_a_mistake_in_a_pattern_is_told(pattern, says):
    with pytest.raises(PatternError, match=re.escape(says)):
        Patterns([pattern], {**LISTS, "none": [], "blank": [" "]})


def test_the_plain_spellings_of_a_pattern():
    assert literals("[place](第一|领先)(的)?", LISTS)[:3] == ["全国第一的", "全国第一", "全国领先的"]
    assert len(literals("[place](第一|领先)(的)?", LISTS)) == 12
    assert literals("保修#年") == literals("比…好") == literals("不含<>") == []
    assert literals("a(b|c)(d|e)", most=3) == []


def test_no_patterns_find_nothing():
    assert Patterns([]).find("最好") == []


words = st.text("最好ab -", min_size=1).filter(lambda word: fold(word)[0] != " " and "  " not in fold(word))


@given(st.lists(words, min_size=1, max_size=5), st.text("最好ab -，\t"))
def test_literal_patterns_are_found_where_they_stand(patterns, text):
    spans = {(m.pattern, m.start) for m in Patterns(patterns).find(text)}
    folded = fold(text)
    if "  " in folded or "\t" in folded:
        return
    expected = set()
    for number, pattern in enumerate(patterns):
        word = fold(pattern.strip())
        for at in range(len(text)):
            end = at + len(word)
            cut = any(0 < p < len(text) and folded[p - 1] in "ab" and folded[p] in "ab" for p in (at, end))
            if folded.startswith(word, at) and not cut:
                expected.add((number, at))
    assert spans == expected


HARD = [
    "最…第一…好<>", "比…更…好", "reduces … your … pain <>", "[place](第#|第…)(名|位)<>", "不含<>成分", "a(b|bb|bbb)(b|bb)?(b)?c", "free … of <> now",
    "save # or # or #",
]  # fmt: skip


def test_no_pattern_has_an_unbounded_quantifier():
    patterns = Patterns(HARD, LISTS)
    for number in range(len(HARD)):
        expression = patterns.expression(number).pattern
        assert re.search(r"(?<!\\)[*+]|\{\d*,\}", re.sub(r"\[[^\]]*\]", "", expression)) is None


@pytest.mark.parametrize(
    "unit",
    ["最", "最第一", "最 第一", "reduces ", "reduces your ", "reduces your a ", "比更", "不含", "free of ", "全国第一", "abb", "b", "save 1 or ", "1,",
     "free " + "x" * 39 + " ", " ", "\t ", "\u200b"],
)  # fmt: skip
def test_work_grows_with_the_length_of_a_hostile_text_and_no_faster(unit):
    """Work is counted in lines of Python and in characters that the expressions may see at each place."""
    patterns = Patterns(HARD, LISTS)

    def steps(size):
        count = 0

        def trace(frame, event, arg):
            nonlocal count
            count += event == "line"
            return trace

        text = (unit * size)[:size]
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            patterns.find(text)
        finally:
            sys.settrace(before)
        return count

    assert steps(20_000) <= 11 * max(steps(2_000), 50)
    assert len(patterns.find((unit * 50_000)[:50_000])) <= 50_000 * len(HARD)
