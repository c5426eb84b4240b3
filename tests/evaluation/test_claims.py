import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.evaluation import claims
from miaoshu.records import Finding, Product

LAMP = {"续航": "12小时", "颜色": ["白色", "黑色"]}


@pytest.mark.parametrize(
    ("marked", "text", "gold"),
    [
        ("", "", ()),
        ("没有标记。", "没有标记。", ()),
        ("续航[[50小时|duration]]。", "续航50小时。", ((2, 6, "duration"),)),
        ("[[a|x]][[bc|y]]", "abc", ((0, 1, "x"), (1, 3, "y"))),
        ("👗[[红|color]]裙，[[3斤|number]]", "👗红裙，3斤", ((1, 2, "color"), (4, 6, "number"))),
        ("[[没有种类]]", "[[没有种类]]", ()),
        ("[[|color]]", "[[|color]]", ()),
        ("[一|二]", "[一|二]", ()),
    ],
)
def test_marks_become_spans_of_the_text_without_them(marked, text, gold):
    assert claims.unmark(marked) == (text, gold)


WORDS = st.text(st.characters(exclude_characters="[]|", exclude_categories=("Cs",)), min_size=1, max_size=6)


@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=8))
def test_every_marked_span_holds_the_words_that_were_marked(pieces):
    marked = "".join(f"[[{words}|kind]]" if mark else words for words, mark in pieces)
    text, gold = claims.unmark(marked)
    assert text == "".join(words for words, _ in pieces)
    assert [text[start:end] for start, end, _ in gold] == [words for words, mark in pieces if mark]
    assert all(one[1] <= other[0] for one, other in pairwise(gold))


def item(gold, text="x" * 300, pack=""):
    return claims.Labelled("1", Product("1", language="zh"), text, tuple(gold), pack)


def scored(monkeypatch, gold, *findings, severity="block"):
    made = [Finding("claims", "number", "no", start, end, severity=severity) for start, end in findings]
    monkeypatch.setattr(claims, "run_checks", lambda *_: made)
    return claims.score([item(gold)])[0]


@pytest.mark.parametrize(
    ("span", "finding", "counts"),
    [
        ((10, 20), (10, 20), True),
        ((10, 20), (19, 40), True),  # they overlap
        ((10, 20), (20, 30), False),  # they only touch
        ((10, 20), (0, 10), False),
        ((10, 11), (5, 29), True),  # short enough, whatever the span
        ((10, 11), (5, 30), False),  # 25 characters for one
        ((10, 50), (0, 80), True),  # twice as long
        ((10, 50), (0, 81), False),  # longer
    ],
)
def test_a_finding_counts_when_it_overlaps_and_is_not_much_longer(monkeypatch, span, finding, counts):
    made = scored(monkeypatch, [(*span, "number")], finding)
    assert (made.findings, made.right, sum(made.found.values())) == (1, counts, counts)


def test_one_finding_may_cover_two_spans_and_two_findings_one(monkeypatch):
    made = scored(monkeypatch, [(0, 4, "number"), (6, 9, "color")], (0, 9))
    assert (made.right, made.found) == (1, {"number": 1, "color": 1})
    made = scored(monkeypatch, [(0, 20, "number")], (0, 9), (12, 20))
    assert (made.right, made.precision, made.found) == (2, 1.0, {"number": 1})


def test_a_note_finds_a_span_and_blocks_nothing(monkeypatch):
    made = scored(monkeypatch, [(0, 4, "number")], (0, 4), severity="note")
    assert (made.findings, made.recall, sum(made.blocked.values())) == (0, 1.0, 0)


def test_a_note_on_a_clean_text_flags_nothing(monkeypatch):
    made = scored(monkeypatch, [], (0, 4), severity="note")
    assert (made.clean, made.flagged, made.false_positives) == (1, 0, 0.0)


def test_rates_of_nothing_are_zero():
    made, misses = claims.score([])
    assert (made.texts, made.recall, made.false_positives, made.precision, misses) == (0, 0.0, 0.0, 0.0, [])


def write(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def a_row(number, text, **more):
    return {"id": str(number), "category": "灯具", "facts": LAMP, "text": text, **more}


def test_a_small_set_is_scored_by_kind(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        a_row(1, "灯具续航[[50小时|duration]]。"),
        a_row(2, "续航12小时，[[红色|color]]灯身。"),
        a_row(3, "续航12小时，白色灯身。"),
        a_row(4, "续航99小时。"),  # wrong, and nobody marked it
        a_row(5, "陪你[[度过每一天|function]]。"),  # marked, and nothing finds it
    )
    made, misses = claims.score(claims.labelled([path]))
    assert (made.texts, made.clean, made.flagged) == (5, 2, 1)
    assert made.planted == {"duration": 1, "color": 1, "function": 1}
    assert made.found == {"duration": 1, "color": 1}
    assert made.recall == pytest.approx(2 / 3)
    assert made.false_positives == 0.5
    assert made.precision == pytest.approx(2 / 3)
    assert [(miss.item.id, miss.kind) for miss in misses] == [("4", ""), ("5", "function")]
    assert misses[0].finding is not None
    assert misses[1].finding is None


def test_a_text_about_a_pack_is_judged_by_that_pack_alone(tmp_path):
    path = write(tmp_path / "a.jsonl", a_row(1, "[[国家级|law]]灯具，续航99小时。", pack="adlaw-cn"))
    made, _ = claims.score(claims.labelled([path]))
    assert (made.findings, made.right, made.recall) == (1, 1, 1.0)


def test_the_facts_of_a_labelled_text_may_have_several_values(tmp_path):
    (one,) = claims.labelled([write(tmp_path / "a.jsonl", a_row("x", "白色。", title="小灯"))])
    assert [(fact.name, fact.value) for fact in one.product.facts] == [
        ("续航", "12小时"),
        ("颜色", "白色"),
        ("颜色", "黑色"),
    ]
    assert (one.id, one.product.title, one.product.language, one.gold, one.pack) == ("x", "小灯", "zh", (), "")


def test_empty_lines_are_skipped_and_files_follow_each_other(tmp_path):
    first = write(tmp_path / "a.jsonl", a_row(1, "白色。"))
    first.write_text("\n" + first.read_text("utf-8") + "  \n", "utf-8")
    second = write(tmp_path / "b.jsonl", a_row(2, "A lamp.", facts={}))
    assert [(one.id, one.product.language) for one in claims.labelled([first, second])] == [("1", "zh"), ("2", "en")]


@pytest.mark.parametrize(
    "line", ["no json", "[]", "3", '{"id": "1"}', '{"id": "1", "text": 3, "facts": {}}', '{"text": "x", "facts": []}']
)
def test_a_line_that_is_no_labelled_text_is_named_with_its_file(tmp_path, line):
    path = write(tmp_path / "bad.jsonl", a_row(1, "白色。"))
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(UserError, match=r"bad\.jsonl:2: no labelled text"):
        list(claims.labelled([path]))
