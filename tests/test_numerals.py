import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import numerals

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A number below 100 million as people write it in Chinese."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return written(high) + "万" + ("" if not low else ("零" if low < 1_000 else "") + written(low))
    out, gap = "", False
    for place, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out or "零"


@given(st.integers(1, 99_999_999))
def test_a_chinese_numeral_is_read_as_it_was_written(number):
    assert numerals.chinese(written(number)) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十二", 12),
        ("两千", 2_000),
        ("两万五", 25_000),
        ("一百二", 120),
        ("二〇二六", 2_026),
        ("半", 0.5),
        ("一亿两千万", 120_000_000),
    ],
)
def test_spoken_forms_are_numbers(words, number):
    assert numerals.chinese(words) == number


@pytest.mark.parametrize("words", ["三四", "七八", "万", "百", "十十", "百千", "一" * 21, "十" * 50_000])
def test_vague_or_broken_numerals_are_none(words):
    assert numerals.chinese(words) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twelve", 12),
        ("twenty-five", 25),
        ("two hundred and ten", 210),
        ("two dozen", 24),
        ("Five Thousand", 5_000),
    ],
)
def test_english_number_words(words, number):
    assert numerals.english(words) == number


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("1,299 g", 1299, 5), ("1.299,00 €", 1299, 8), ("1½ in", 1.5, 2), ("1 1/2 in", 1.5, 5), ("3/4 in", 0.75, 3),
        ("4/8GB", 4, 1), ("1,5 l", 1.5, 3), ("1,5 and", 1, 1), ("12.50", 12.5, 5), ("12.", 12, 2), ("1 299 ml", 1299, 5),
    ],
)  # fmt: skip
def test_spellings_of_numbers(text, value, end):
    assert numerals.number(text, 0)[:2] == (value, end)


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_a_number_with_separators_is_the_same_number(number, places):
    assert numerals.number(f"{number:,}", 0)[0] == number
    assert numerals.number(f"{number}.{number % 10**places:0{places}d}" if places else f"{number}", 0)[0] == float(
        f"{number}.{number % 10**places:0{places}d}" if places else number
    )
