"""What every engine promises."""

import pytest

from miaoshu import plugins
from miaoshu.errors import UserError
from miaoshu.records import Fact, Product, Sampling, Style
from miaoshu.tasks import description
from miaoshu.writing import load_engine

ENGINES = plugins.names("engines")
BRIEFS = [
    description.brief(Product(str(n), f"水杯{n}", language="zh", facts=(Fact("容量", f"{n}00ml"),)), Style())
    for n in range(1, 6)
]


@pytest.mark.parametrize("name", ENGINES)
def test_one_draft_for_each_brief_in_order(name):
    drafts = load_engine(name).generate(BRIEFS, Sampling())
    assert len(drafts) == len(BRIEFS)
    for number, draft in enumerate(drafts, 1):
        assert f"{number}00ml" in draft.text


@pytest.mark.parametrize("name", ENGINES)
def test_no_briefs_no_drafts(name):
    assert load_engine(name).generate([], Sampling()) == []


@pytest.mark.parametrize("name", ENGINES)
def test_same_seed_same_text_whatever_the_batch(name):
    engine = load_engine(name)
    if not engine.deterministic:
        pytest.skip(f"{name} does not say that it is deterministic")
    together = engine.generate(BRIEFS, Sampling(seed=3))
    alone = [load_engine(name).generate([brief], Sampling(seed=3))[0] for brief in BRIEFS]
    assert [d.text for d in together] == [d.text for d in alone]


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_says_what_it_was_loaded_from(name):
    engine = load_engine(name)
    assert engine.spec.split(":")[0] == name
    assert engine.fingerprint
    assert engine.batch_size > 0


def test_the_template_engine_has_no_model_to_choose():
    with pytest.raises(UserError, match="takes no model"):
        load_engine("template:gpt2")
