from dataclasses import replace

import pytest

from miaoshu.records import Draft, Fact, Job, Product, Reading, Sampling, Style
from miaoshu.writing import describe, load_engine, settings_key, text_key
from tests.fakes import Scripted

CUP = Product("7", "小澜保温杯", "保温杯", "zh", (Fact("容量", "500ml"), Fact("成本价", "18", publish=False)), line=2)


def only(descriptions):
    (description,) = descriptions
    return description


def test_a_good_draft_is_accepted():
    made = only(describe([CUP], Scripted(lambda brief: "小澜保温杯，容量500ml。")))
    assert (made.status, made.text, made.attempts) == ("accepted", "小澜保温杯，容量500ml。", 1)
    assert (made.product_id, made.line, made.language, made.engine) == ("7", 2, "zh", "scripted")


def test_a_wrong_draft_is_told_what_is_wrong_and_revised():
    def write(brief):
        if not brief.wrong:
            return "小澜保温杯，容量800ml。"
        assert "800ml" in brief.wrong[0].message
        return "小澜保温杯，容量500ml。"

    made = only(describe([CUP], Scripted(write)))
    assert (made.status, made.attempts, made.tokens, made.cost) == ("revised", 2, 20, 1.0)
    assert "500ml" in made.text


def test_what_stays_wrong_falls_back_to_the_plain_text_and_says_why():
    engine = Scripted(lambda brief: "保温24小时，杯子荣获红点奖。")
    made = only(describe([CUP], engine, attempts=2))
    assert made.status == "fallback"
    assert "24小时" not in made.text
    assert "500ml" in made.text
    assert any("24小时" in finding.message for finding in made.findings)
    assert all(finding.severity == "note" for finding in made.findings)
    assert len(engine.asked) == 2
    assert [made.text[e.start : e.end] for e in made.evidence if e.fact == "容量"] == ["500ml"]


def test_a_draft_that_is_right_but_for_one_clause_is_published_without_it():
    engine = Scripted(lambda brief: "小澜保温杯，容量800ml，无线充电也行。拿着很舒服。")
    made = only(describe([CUP], engine, attempts=2))
    assert (made.status, made.text, made.attempts) == ("revised", "小澜保温杯，容量500ml。拿着很舒服。", 2)
    assert {"“800ml”", "“无线充电”"} <= {
        finding.message[: finding.message.index("”") + 1] for finding in made.findings
    }
    assert ("500ml", "容量") in {(made.text[e.start : e.end], e.fact) for e in made.evidence}


def test_every_claim_of_an_accepted_text_has_its_evidence():
    made = only(describe([CUP], Scripted(lambda brief: "小澜保温杯，能装半升水。")))
    assert made.status == "accepted"
    assert ("半升", "容量") in {(made.text[e.start : e.end], e.fact) for e in made.evidence}


def test_an_engine_error_is_a_value_and_the_row_gets_its_plain_text():
    made = only(describe([CUP], Scripted(lambda brief: Draft("", error="the prompt is too long")), attempts=1))
    assert made.status == "fallback"
    assert any("too long" in finding.message for finding in made.findings)


def test_only_failed_products_are_asked_again_and_order_is_kept():
    products = [replace(CUP, id=str(n)) for n in range(6)]
    engine = Scripted(
        lambda brief: "容量800ml。" if brief.product.id == "2" and not brief.wrong else "小澜保温杯，容量500ml。"
    )
    made = list(describe(products, engine))
    assert [d.product_id for d in made] == [str(n) for n in range(6)]
    assert engine.asked.count("2") == 2
    assert engine.asked.count("3") == 1


def test_an_unpublished_fact_supports_nothing():
    made = only(describe([CUP], Scripted(lambda brief: "小澜保温杯，容量500ml，成本18元。"), attempts=1))
    assert made.status == "revised"
    assert "18" not in made.text


def test_where_even_the_plain_text_is_barred_the_row_fails_with_the_reason():
    style = Style(banned=("500ml", "容", "。"))
    made = only(describe([CUP], "template", style=style))
    assert made.status == "failed"
    assert made.text == ""
    assert made.error


def test_describe_is_lazy():
    def products():
        yield from (replace(CUP, id=str(n)) for n in range(4))
        raise AssertionError("read too far ahead")

    engine = Scripted(lambda brief: "小澜保温杯，容量500ml。")
    assert next(describe(products(), engine)).product_id == "0"


@pytest.mark.parametrize(
    "other",
    [
        replace(CUP, id="8"),
        replace(CUP, title="小澜杯"),
        replace(CUP, language="en"),
        replace(CUP, text="旧文"),
        replace(CUP, keywords=("防漏",)),
        replace(CUP, facts=CUP.facts[:1]),
        replace(CUP, facts=(CUP.facts[0], replace(CUP.facts[1], publish=True))),
        replace(CUP, facts=CUP.facts[::-1]),
    ],
)
def test_a_text_is_identified_by_the_content_of_its_product(other):
    assert text_key(other, b"s" * 16) != text_key(CUP, b"s" * 16)


def test_a_line_number_is_no_content():
    nameless = replace(CUP, named=False)
    assert text_key(nameless, b"s" * 16) == text_key(replace(nameless, id="9", line=9), b"s" * 16)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"limit": 5}, True),
        ({"out": "x.csv"}, True),
        ({"max_tokens": 9}, True),
        ({"runner": "ray"}, True),
        ({"store": "b.db"}, True),
        ({"task": "title"}, False),
        ({"style": Style(voice="warm")}, False),
        ({"sampling": Sampling(seed=1)}, False),
        ({"reading": Reading((("title", "3"),))}, False),
    ],
)
def test_settings_that_change_texts_change_the_key(change, same):
    job = Job("c.csv")
    engine = load_engine("template")
    assert (settings_key(replace(job, **change), engine) == settings_key(job, engine)) is same
