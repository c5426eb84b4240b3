import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu.reading import values

PIECES = [
    "<",
    ">",
    "&lt;",
    "&gt;",
    "&amp;lt;",
    "&#60;",
    "&#8203;",
    "\u200b",
    "\u2060",
    "\x07",
    "img",
    "script",
    "/",
    "!--",
    " ",
    "a",
    "=1",
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_value_is_a_tag_however_it_was_hidden(cell):
    assert not re.search(r"<[A-Za-z/!][^<>]*>", values.of(cell))


@pytest.mark.parametrize(
    "cell", ["a&lt;\u200bimg src=x onerror=alert(1)&gt;b", "<\u200bscript>x</\u200bscript>", "&lt;&#8203;b&gt;x"]
)
def test_tags_that_invisible_characters_hide_are_stripped(cell):
    assert "<" not in values.of(cell)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(cell):
    assert values.of(values.of(cell)) == values.of(cell)


@pytest.mark.parametrize("cell", ["5 < 6", "R&D", "AT&T 3 > 2", "12 °C", "Ø 10 mm", "100%棉"])
def test_what_is_no_markup_stays(cell):
    assert values.of(cell) == cell
