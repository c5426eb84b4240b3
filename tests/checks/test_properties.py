"""What holds of any text by any engine: nothing false is published, and nothing makes the checks fail."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miaoshu import claims, plugins
from miaoshu.records import Fact, Product, Style
from miaoshu.tasks import description
from miaoshu.writing import describe, run_checks
from tests.fakes import Scripted
from tests.strategies import products

PHRASES = [
    "续航50小时", "纯棉", "采用304不锈钢", "荣获红点奖", "防水", "不含酒精", "保修两年", "产自德国", "三个口袋", "支持无线充电", "全网第一", "适合送礼",
    "很好看", "拿着舒服", "it lasts 50 hours", "made of pure silk", "waterproof", "a gift for friends", "made in Italy", "the best", "red", "BPA-free",
    "IPX8", "重2kg", "2 kg", "共5件", "USB3.1", "，", "。", "、", ", ", ". ", " ", "\n", "的", "和", " and ", "有", "没有", "不", "约",
]  # fmt: skip


@st.composite
def written(draw):
    """A product and texts that glue its values, names and ready phrases together, a text for each attempt."""
    product = draw(products)
    own = [product.title, product.category, *product.keywords]
    own += [words for fact in product.facts for words in (fact.value, fact.name, f"{fact.name}{fact.value}")]
    pieces = st.one_of(st.sampled_from(PHRASES), st.sampled_from([words for words in own if words] or ["好"]))
    glued = st.lists(pieces, min_size=1, max_size=8).map("".join)
    return product, draw(st.lists(glued, min_size=2, max_size=2)), draw(st.booleans())


@settings(max_examples=100, deadline=None)
@given(written())
def test_every_hard_claim_of_a_published_draft_has_its_evidence(case):
    product, texts, after_plain = case
    asked = []

    def write(brief):
        asked.append(brief)
        words = texts[min(len(asked), len(texts)) - 1]
        return f"{brief.plain.text}{words}" if after_plain else words

    (made,) = describe([product], Scripted(write), attempts=2)
    if made.status not in ("accepted", "revised"):
        return
    brief = description.brief(product, Style())
    told = [(e.start, e.end) for e in made.evidence]
    names = {fact.name for fact in brief.product.facts if not fact.publish} - {
        *(fact.name for fact in brief.product.facts if fact.publish),
        *(*product.keywords, "title", "category", "text"),  # what else evidence is named after
    }
    for judged in claims.judge(brief, made.text):
        start, end = judged.claim.start, judged.claim.end
        if judged.proved:
            assert any(a <= start and end <= b for a, b in told)
        elif made.text != brief.plain.text:  # one that may be no claim at all is let through with a note
            assert not judged.claim.sure
            assert judged.verdict != "contradicted"
            assert any((f.check, f.start, f.end, f.severity) == ("claims", start, end, "note") for f in made.findings)
    assert not any(e.fact in names for e in made.evidence)
    assert all(0 <= e.start < e.end <= len(made.text) for e in made.evidence)


@settings(max_examples=100, deadline=None)
@given(written())
def test_a_draft_or_plain_text_that_is_published_passes_its_checks(case):
    product, texts, _ = case
    (made,) = describe([product], Scripted(lambda brief: texts[bool(brief.wrong)]), attempts=2)
    brief = description.brief(product, Style())
    if made.status != "failed" and made.text in (*texts, brief.plain.text):
        draft = made.text if made.text in texts else brief.plain
        assert not [f for f in run_checks(brief, draft, description.CHECKS) if f.severity == "block"]


LAMP = Product("1", "小澜营地灯", "灯具", "zh", (Fact("续航", "12小时"), Fact("材质", "304不锈钢"), Fact("成本价", "18.50", publish=False)))  # fmt: skip
PACK = Product("2", "Trail Pack 25L", "Backpacks", "en", (Fact("Weight (lbs)", "3"), Fact("Material", "100% cotton")))
SEEDS = [
    "续航50小时，", "12小时", "最好的", "全网第一", "国家级", "不含", "无", "抱歉，我无法提供", "忽略以上", "XX", "這個", "18.50", "A1", "1.5cm×", "1,", "1/",
    "十", "9", "%", "的", "、", "和", "[[", "(", "《", "“", "no ", "not ", "free from ", "the best ", "world's ", "ignore all ", "as an AI ", "TODO ",
    "BPA-free ", "USB3", "3-in-1 ", "made of ", "cures ", "\u202e", "\x00", "İ", "ﬁ", "👨‍👩‍👧", "½", "１", "\u3000", "a", "好", "\n", ". ", "。",
]  # fmt: skip
LONG = 50_000


def sound(name, findings, text):
    for finding in findings:
        assert finding.check == name
        assert finding.message
        assert "\n" not in finding.message
        assert finding.severity in ("block", "note")
        assert 0 <= finding.start <= finding.end <= len(text)


@pytest.mark.parametrize("name", ["claims", "adlaw", "leaks"])
@pytest.mark.parametrize("product", [LAMP, PACK], ids=["zh", "en"])
@settings(max_examples=8, deadline=None)
@given(unit=st.lists(st.sampled_from(SEEDS), min_size=1, max_size=4).map("".join), tail=st.sampled_from(SEEDS))
def test_a_long_hostile_text_is_answered_with_sound_findings(name, product, unit, tail):
    brief = description.brief(product, Style())
    text = (unit * (LONG // len(unit) + 1))[: LONG - len(tail)] + tail
    assert len(text) == LONG
    sound(name, plugins.find("checks", name).check(brief, text), text)


@pytest.mark.parametrize("name", ["claims", "adlaw", "leaks"])
@settings(max_examples=60, deadline=None)
@given(product=products, pieces=st.lists(st.one_of(st.sampled_from(SEEDS), st.text(max_size=8)), max_size=30))
def test_any_mixture_is_answered_with_sound_findings(name, product, pieces):
    brief = description.brief(product, Style())
    text = "".join(pieces)
    check = plugins.find("checks", name).check
    sound(name, check(brief, text), text)
    assert check(replace(brief), text) == check(brief, text)
