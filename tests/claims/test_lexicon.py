"""The lexicon: every word it points to is there, and what entails what holds along the whole chain."""

import tomllib
from importlib.resources import files

import pytest

from miaoshu.checks import claims as check
from miaoshu.claims import judge
from miaoshu.claims.lexicon import lexicon
from miaoshu.claims.words import rules
from miaoshu.records import Brief, Draft, Fact, Product, Style

FILES = sorted(p.name for p in files("miaoshu").joinpath("rules/lexicon").iterdir() if p.name.endswith(".toml"))


def raw(name):
    return tomllib.loads(files("miaoshu").joinpath("rules/lexicon", name).read_text("utf-8"))


def entries(name):
    for group in raw(name).values():
        if isinstance(group, dict):
            yield from ((id, entry) for id, entry in group.items() if isinstance(entry, dict))


def brief(*named, entails=(), language="zh"):
    product = Product("1", "", "", language, tuple(Fact(*one) for one in named), (), "")
    return Brief(product, Style(entails=entails), "description", language, Draft(""))


def verdicts(b, text):
    return [(text[j.claim.start : j.claim.end], j.verdict) for j in judge(b, text)]


@pytest.mark.parametrize(
    ("name", "relation"),
    [(name, "not") for name in FILES]
    + [(name, "is") for name in FILES if name not in ("certificates.toml", "functions.toml", "ratings.toml")],
)
def test_every_target_of_a_relation_is_a_concept(name, relation):
    known = lexicon().concepts
    assert [
        (id, target) for id, entry in entries(name) for target in entry.get(relation, ()) if target not in known
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_the_keys_of_an_entry_are_those_that_are_read(name):
    assert [(id, set(entry)) for id, entry in entries(name) if set(entry) - {"zh", "en", "is", "not", "weak"}] == []


@pytest.mark.parametrize("name", FILES)
def test_words_are_lists_of_words(name):
    for id, entry in entries(name):
        for key, words in entry.items():
            assert isinstance(words, list), (id, key)
            assert all(isinstance(word, str) and word.strip() for word in words), (id, key)


def test_what_entails_something_over_the_files_entails_what_is_known():
    known = lexicon().concepts
    for id, targets in rules()["entails"].items():
        if id in known:
            assert set(targets) & known.keys() <= known[id].entails


def test_every_kind_of_concept_is_a_rule_of_the_check():
    # what is named with its colour stands in titles and facts only
    assert {concept.kind for concept in lexicon().concepts.values()} <= check.RULES.keys() | {"goods"}


@pytest.mark.parametrize("table", ["void", "trigger"])
def test_what_stands_around_claims_speaks_of_kinds_that_are_rules(table):
    for entry in rules()[table].values():
        assert set(entry["kinds"]) <= check.RULES.keys() | {"", "held"}


def test_what_stands_behind_a_word_and_open_places_speak_of_kinds_that_are_rules():
    assert rules()["behind"].keys() | rules()["open"].keys() <= check.RULES.keys()


def test_a_concept_entails_itself():
    assert [id for id, concept in lexicon().concepts.items() if id not in concept.entails] == []


def test_entailment_is_transitive():
    known = lexicon().concepts
    assert [
        id for id, concept in known.items() if any(not known[o].entails <= concept.entails for o in concept.entails)
    ] == []


def test_nothing_excludes_what_it_entails():
    assert [id for id, concept in lexicon().concepts.items() if concept.entails & concept.excludes] == []


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("304不锈钢", "不锈钢"), ("316L不锈钢", "不锈钢"), ("纯棉", "棉"), ("IPX7", "防水"), ("有机棉", "有机"), ("橡木", "实木")],
)  # fmt: skip
def test_the_narrow_entails_the_wide_and_never_back(narrow, wide):
    known = lexicon().concepts
    assert wide in known[narrow].entails
    assert narrow not in known[wide].entails


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("stainless steel", "不锈钢"),
        ("pure cotton", "纯棉"),
        ("全棉", "纯棉"),
        ("sus304", "304不锈钢"),
        ("waterproof", "防水"),
    ],
)
def test_words_of_both_languages_name_one_concept(word, concept):
    assert lexicon().by_word[word] == concept


def test_the_longest_word_counts_at_each_place():
    folded = "304不锈钢杯"
    assert [folded[t.start : t.end] for t in lexicon().tokens(folded) if t.word.concept] == ["304不锈钢"]


@pytest.mark.parametrize("text", ["silky", "steelworks", "goldfish"])
def test_a_latin_word_is_found_only_as_a_whole(text):
    assert [text[t.start : t.end] for t in lexicon().tokens(text) if t.end - t.start < len(text)] == []


def test_a_role_is_said_of_some_dimension():
    assert all(lexicon().role_dimensions.values())


SHOP = (("云感布", ("涤纶",)),)


def test_what_a_shop_adds_is_entailed_from_then_on():
    b = brief(("材质", "云感布"), entails=SHOP)
    assert verdicts(b, "采用涤纶。") == [("涤纶", "entailed")]
    assert verdicts(brief(("材质", "云感布")), "采用涤纶。") == [("涤纶", "unsupported")]


def test_what_a_shop_adds_does_not_hold_backwards():
    b = brief(("材质", "涤纶"), entails=SHOP)
    assert verdicts(b, "云感布，舒服。") == [("云感布", "unsupported")]


def test_what_a_shop_adds_goes_on_along_the_lexicon():
    b = brief(("材质", "星河钢"), entails=(("星河钢", ("304不锈钢",)),))
    assert ("不锈钢", "entailed") in verdicts(b, "采用不锈钢。")


def test_shops_do_not_see_what_others_add():
    lexicon(SHOP)
    assert "云感布" not in lexicon().by_word
    assert "云感布" in lexicon(SHOP).by_word


def test_entailments_that_run_in_a_circle_end():
    known = lexicon((("甲乙布", ("丙丁布",)), ("丙丁布", ("甲乙布",)))).concepts
    assert known["甲乙布"].entails == known["丙丁布"].entails == {"甲乙布", "丙丁布"}
