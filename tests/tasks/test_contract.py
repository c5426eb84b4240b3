"""What every task promises: a plain text that passes every check, for any product."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu import plugins
from miaoshu.records import Draft, Finding, Style
from miaoshu.writing import run_checks
from tests.strategies import products

TASKS = plugins.names("tasks")


@pytest.mark.parametrize("name", TASKS)
@settings(max_examples=300, deadline=None)
@given(
    product=products,
    language=st.sampled_from(["auto", "zh", "en"]),
    length=st.sampled_from([None, (0, 20), (300, 400)]),
)
def test_the_plain_text_passes_every_check(name, product, language, length):
    task = plugins.find("tasks", name)
    brief = task.brief(product, Style(language=language, length=length))
    findings = run_checks(brief, brief.plain, task.CHECKS)
    assert [f for f in findings if f.severity == "block"] == [], brief.plain.text


@pytest.mark.parametrize("name", TASKS)
@settings(max_examples=150, deadline=None)
@given(product=products)
def test_evidence_of_the_plain_text_points_at_told_facts(name, product):
    brief = plugins.find("tasks", name).brief(product, Style())
    known = {fact.name for fact in product.facts if fact.publish} | set(product.keywords)
    for evidence in brief.plain.evidence:
        assert evidence.fact in known
        assert 0 <= evidence.start < evidence.end <= len(brief.plain.text)


@pytest.mark.parametrize("name", TASKS)
@settings(max_examples=50, deadline=None)
@given(product=products)
def test_a_revised_brief_says_what_was_wrong_and_keeps_the_rest(name, product):
    task = plugins.find("tasks", name)
    brief = task.brief(product, Style())
    wrong = [Finding("numbers", "unsupported", "x", 0, 1), Finding("form", "length", "y", severity="note")]
    revised = task.revise(brief, Draft("x"), wrong)
    assert revised.wrong == (wrong[0],)
    assert (revised.product, revised.plain, revised.must) == (brief.product, brief.plain, brief.must)
