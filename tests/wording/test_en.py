"""The English plain text: what it says, that it says all of it, and that nothing runs together."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import kinds, wording
from miaoshu.records import Draft
from miaoshu.wording import Item, Sentence, Told, Topic, en
from miaoshu.wording.en_clauses import _DATA, shape_of


def item(name: str, *values: str) -> Item:
    kind = kinds.of(name)
    told = tuple(Told(value, name) for value in values)
    return Item(kinds.label(name, "en"), kind.id if kind else "", kind.group if kind else "", told)


def topic(title: str, *items: Item, category: str = "", keywords: tuple[str, ...] = (), pick: int = 0) -> Topic:
    return Topic(title, category, items, tuple(Told(word, word) for word in keywords), pick)


def text(*args: object, **options: object) -> str:
    return wording.render(en.compose(topic(*args, **options)), en.JOIN).text  # type: ignore[arg-type]


def all_texts(*args: object, **options: object) -> set[str]:
    return {text(*args, **options, pick=pick) for pick in range(0, 2_000_000_000, 33_333_333)}


KETTLE = (
    item("brand", "Hearthlow"),
    item("material", "stainless steel"),
    item("color", "Olive", "Sand"),
    item("weight", "310 g"),
    item("capacity", "0.9 L"),
    item("handle", "foldable"),
    item("in the box", "kettle", "pouch"),
    item("origin", "Portugal"),
)


def test_facts_share_sentences_and_begin_with_the_product():
    written = text("Field Kettle", *KETTLE)
    assert written.startswith(("Field Kettle from Hearthlow ", "Made "))
    assert ":" not in written.replace("In the box:", "")
    assert written.count(".") - written.count("0.9") <= 6


def test_similar_products_do_not_read_alike():
    assert len(all_texts("Field Kettle", *KETTLE)) > 20


def test_a_brand_in_the_title_is_told_there_and_only_there():
    draft = wording.render(en.compose(topic("Hearthlow Kettle", KETTLE[0], KETTLE[3])), en.JOIN)
    assert draft.text == "Hearthlow Kettle weighs 310 g."
    assert [(e.start, e.end) for e in draft.evidence if e.fact == "brand"] == [(0, 9)]


def test_a_brand_that_is_only_part_of_a_word_of_the_title_is_told_by_itself():
    assert text("Modern Lamp", item("brand", "Mod")) == "Modern Lamp comes from Mod."


def test_two_brand_columns_are_both_told():
    written = text("Veldt Shoe", item("vendor", "Shop"), item("brand", "Veldt"))
    assert "Shop" in written
    assert written.count("Veldt") == 1


@pytest.mark.parametrize(
    ("title", "verb"),
    [
        ("Konic 75 Skis", "come"),
        ("Men's Pants", "come"),
        ("Tea 50 Bags", "comes"),
        ("Brooks", "comes"),
        ("Macro Lens", "comes"),
        ("Glass", "comes"),
        ("Pants - Navy", "comes"),
    ],
)
def test_the_verb_agrees_with_the_title(title, verb):
    assert f" {verb} from K." in text(title, item("brand", "K"))


@pytest.mark.parametrize("title", ["The Bogey", "КОМБИНЕЗОН", "电陶炉", "حقيبة", "a", "Hello!!!", "X" * 150])
def test_a_title_alone_gives_one_sentence(title):
    for written in all_texts(title):
        assert written == f"This is {title.rstrip('!')}."


def test_a_category_helps_a_title_that_does_not_say_what_it_is():
    assert all_texts("Roosevelt", category="Bikes > Track Bikes") == {
        "Roosevelt is part of the Track Bikes range.",
        "Roosevelt belongs to the Track Bikes range.",
    }
    assert "Roosevelt" in text("Roosevelt", item("brand", "Mavo"), category="Track Bikes")
    assert "Spring Collection." in text("Roosevelt", category="Spring Collection")
    assert "Sale" not in text("Roosevelt", category="Women Sale")
    assert "Uncategorized" not in text("Roosevelt", category="Uncategorized")
    assert "Helmets" not in text("Atmos Helmet", item("brand", "Giro"), category="Helmets")


def test_a_category_is_left_out_where_the_title_and_the_facts_say_more():
    for written in all_texts("Lowland Duvet Set", item("material", "linen"), category="Bedding"):
        assert written in ("Lowland Duvet Set is made of linen.", "Lowland Duvet Set is made from linen.")
    for written in all_texts("Roosevelt", item("brand", "Mavo"), item("color", "red"), category="Track Bikes"):
        assert "Track Bikes range" in written


def test_a_text_begins_with_what_a_product_is_and_ends_with_what_it_is_for():
    facts = (
        item("climate", "Indoor", "Warm"),
        item("style", "Tee"),
        item("material", "Cotton"),
        item("color", "Red"),
    )
    for written in all_texts("Minerva Tee", *facts, category="Tees"):
        assert written.startswith(("Minerva Tee is made ", "Minerva Tee comes in ", "Made of ", "Made from "))
        assert written.endswith(" Indoor and Warm climates.")


def test_a_fact_that_can_follow_the_title_is_moved_to_the_front():
    book = (item("language", "English"), item("author", "Edith Marlow"), item("format", "hardcover"))
    for written in all_texts("The Winter Gardener", *book):
        assert written.startswith("The Winter Gardener is written by Edith Marlow.")


def test_a_keyword_that_is_the_category_is_told_once():
    written = text("Mint", category="Boots", keywords=("Boots", "warm lining"))
    assert written.count("Boots") == 1
    assert "warm lining" in written


def test_a_long_feed_title_is_cut_at_its_first_part():
    long = "Wren W900 Wireless Headphones - Over Ear, Bluetooth, Active Noise Cancelling - Midnight Black - New"
    assert text(long, item("brand", "Wren"), item("weight", "254 g")).startswith(
        "Wren W900 Wireless Headphones weigh"
    )


def test_a_long_title_without_parts_has_a_sentence_of_its_own():
    long = "Extra long and comfortable winter jacket with a removable fleece lining and four zipped pockets"
    assert text(long, item("brand", "K")) == f"This is {long}. It comes from K."


def test_no_title_is_no_obstacle():
    assert text("", item("brand", "Lumo"), category="Lamps").startswith("This product comes from Lumo and ")
    assert text("") == ""


def test_keywords_keep_their_wording_and_get_no_second_full_stop():
    written = text("", keywords=("noise cancelling", "Two zip pockets.", "fast charging"))
    assert written == "At a glance: noise cancelling and fast charging. Two zip pockets."
    assert text("Kettle", keywords=("light", "quick", "a, b")) == "Kettle: light; quick; a, b."


def test_yes_and_no_become_sentences():
    written = text("Lamp", item("waterproof", "Yes"), item("batteries included", "No"), item("crush proof", "Yes"))
    assert "is waterproof" in written
    assert "Batteries are not included." in written
    assert "crush proof" in written
    assert "Yes" not in written


def test_names_that_are_no_properties_are_listed():
    assert text("", item("squeaker", "No")) == "No squeaker."
    assert text("", item("squeaker", "No"), item("bell", "No")) == "No squeaker and no bell."
    assert text("", item("Timer", "Yes"), item("fringe", "true")) == "Features: timer and fringe."
    both = text("", item("key features", "a", "b"), item("timer", "Yes"))
    assert both == "Features: a and b. Further features: timer."


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("Is it foldable?", "It is foldable.", "It is not foldable."),
        ("Can it be folded?", "It can be folded.", "It can not be folded."),
        ("Does the product float?", "It does float.", "It does not float."),
        ("Polarized", "It is polarized.", "It is not polarized."),
        ("Anti-fog", "It is anti-fog.", "It is not anti-fog."),
        ("Made to order", "It is made to order.", "It is not made to order."),
        ("OEKO-TEX certified", "It is OEKO-TEX certified.", "It is not OEKO-TEX certified."),
        ("Binding included", "Binding is included.", "Binding is not included."),
    ],
)
def test_a_yes_and_a_no_become_a_statement(name, yes, no):
    assert text("", item(name, "Yes")) == yes
    assert text("", item(name, "No")) == no


@pytest.mark.parametrize(
    ("name", "value", "sentences"),
    [
        ("gender", "unisex", {"This product is unisex."}),
        ("gender", "Men's", {"It is made for Men's use."}),
        ("age group", "adult", {"It is made for adult use."}),
        ("age", "from 18 months", {"This product is recommended from 18 months."}),
        ("oven safe", "up to 260 °C", {"It is oven safe up to 260 °C."}),
        ("oven safe", "260 °C", {"It is oven safe up to 260 °C."}),
        ("seats", "6 people", {"This product seats 6 people."}),
        ("style", "Tee", {"The style is Tee."}),
        ("type", "Tee", {"The type is Tee."}),
        ("condition", "New", {"The condition is New."}),
        ("battery life", "up to 9 h", {"The battery lasts up to 9 h.", "The battery life is up to 9 h."}),
        ("buckles", "Glide™ Buckles", {"It features Glide™ Buckles.", "It comes with Glide™ Buckles."}),
        ("FLEX AND RESPONSE", "soft", {"The flex and response is soft."}),
        ("Room", "Bedroom", {"The room is Bedroom."}),
        ("System", "modular", {"The system is modular."}),
    ],
)
def test_a_shop_owner_would_say_it_so(name, value, sentences):
    assert all_texts("", item(name, value)) <= sentences


def test_several_values_of_a_name_that_is_no_property():
    assert text("", item("lens", "NL40", "Clear")) == "The lenses are NL40 and Clear."
    assert text("", item("frame size", "S", "M")) == "The frame sizes are S and M."
    assert text("", item("associated codes", "A", "B")) == "The associated codes are A and B."
    assert text("", item("mudguard", "A", "B")) == "Mudguard: A and B."


def test_unknown_facts_share_sentences_under_their_own_names():
    written = text(
        "",
        *(item(name, value) for name, value in zip(["bore", "seal", "stem", "torque"], "ABCD", strict=True)),
    )
    assert written in (
        "The bore is A, and the seal is B. The stem is C, and the torque is D.",
        "The bore is A, the seal B, the stem C and the torque D.",
    )
    assert text("", item("zips", "YKK"), item("doors", "2")) == "The zips are YKK, and the number of doors is 2."
    assert text("", item("Recommended for", "hiking")) == "Recommended for: hiking."
    assert text("", item("Is it foldable?", "partly")) == "Is it foldable? partly."
    assert text("", item("Покрой", "свободный")) == "Покрой is свободный."


def test_measures_share_one_sentence():
    sizes = (item("length", "180 cm"), item("width", "90 cm"), item("height", "75 cm"))
    assert "It is 180 cm long, 90 cm wide and 75 cm high." in {
        written.partition(". ")[2] for written in all_texts("Table", *sizes)
    }


def test_a_value_that_repeats_its_name_is_not_said_to_be_it():
    for written in all_texts("", item("fit", "Slim Fit"), item("warranty", "5-year warranty")):
        assert "fit is Slim Fit" not in written
        assert "warranty is 5" not in written


def test_a_second_fact_of_a_kind_goes_by_its_own_name():
    written = text("", item("weight", "2 kg"), item("item weight", "3 kg"))
    assert "2 kg" in written
    assert "item weight is 3 kg" in written


def test_values_with_sentences_stand_behind_a_colon():
    care = "Wash cold. Do not bleach."
    assert all_texts("", item("care", care)) == {f"Care: {care}", f"Care instructions: {care}"}


WORDS = st.text(min_size=1, max_size=30).filter(lambda words: words.strip())
SAMPLE = st.sampled_from(
    [
        "12",
        "0.9 L",
        "Slim Fit",
        "cotton, wool",
        "Yes",
        "No",
        "A. B.",
        '24"',
        "Men",
        "лён",
        "不锈钢",
        "x" * 120,
        "9.",
    ]
)
NAMES = st.one_of(st.sampled_from(sorted(kinds.table())).map(lambda key: kinds.table()[key].labels["en"]), WORDS)
ITEMS = st.lists(
    st.tuples(NAMES, st.lists(st.one_of(SAMPLE, WORDS), min_size=1, max_size=3, unique=True)),
    max_size=15,
    unique_by=lambda pair: pair[0],
)
TOPICS = st.builds(
    lambda title, category, items, keywords, pick: topic(
        title,
        *(item(name, *values) for name, values in items),
        category=category,
        keywords=keywords,
        pick=pick,
    ),
    st.one_of(st.text(max_size=80), st.sampled_from(["Konic Skis", "The Bogey", "Kettle 12"])),
    st.one_of(st.just(""), WORDS),
    ITEMS,
    st.lists(st.one_of(SAMPLE, WORDS), max_size=5, unique=True).map(tuple),
    st.integers(0, 2**32 - 1),
)


@given(TOPICS)
def test_every_fact_is_told_exactly_once(about: Topic):
    draft: Draft = wording.render(en.compose(about), en.JOIN)
    told = Counter((e.fact, draft.text[e.start : e.end]) for e in draft.evidence)
    for value in about.keywords:
        assert told[value.fact, value.words] >= 1
    for entry in about.items:
        for value in entry.values:
            if len(entry.values) == 1 and shape_of(value.words) in ("yes", "no"):
                assert [e.fact for e in draft.evidence].count(value.fact) >= 1
            else:
                assert told[value.fact, value.words] >= 1
    assert sum(told.values()) <= sum(len(entry.values) for entry in about.items) + len(about.keywords)


@given(TOPICS)
def test_the_words_around_the_facts_are_the_templates_own(about: Topic):
    sentences = en.compose(about)
    for sentence in sentences:
        assert _own_words(sentence).count("{") <= about.title.count("{") + about.category.count("{") + sum(
            entry.label.count("{") for entry in about.items
        )
    runs: Counter[tuple[str, ...]] = Counter()
    given = [about.title, about.category, *(entry.label for entry in about.items)]
    labels = set(re.findall(r"\w+", " ".join(given).lower()))
    for sentence in sentences:
        words = re.findall(r"\w+|\0", _own_words(sentence).lower())
        for at in range(len(words) - 4):
            run = tuple(words[at : at + 5])
            if "\0" not in run and not labels & set(run):
                runs[run] += 1
    assert all(count == 1 for count in runs.values())


def _own_words(sentence: Sentence) -> str:
    return "".join("\0" if isinstance(piece, Told) else piece for piece in sentence)


def _all_patterns() -> list[str]:
    found = []
    for entry in (*_DATA["kinds"].values(), _DATA["default"]):
        for patterns in entry.values() if isinstance(entry, dict) else (entry,):
            found += patterns
    return found


UNITS = [
    "in",
    "m",
    "a",
    "l",
    "g",
    "k",
    "s",
    "h",
    "t",
    "one",
    "two",
    "first",
    "second",
    "third",
    "pair",
    "set",
    "min",
    "mm",
    "cm",
    "kg",
    "x",
    "by",
    "to",
    "oz",
    "ft",
    "d",
    "w",
    "v",
]


@pytest.mark.parametrize("pattern", _all_patterns())
def test_a_pattern_has_one_slot_no_number_and_no_unit_after_the_value(pattern):
    slots = re.findall(r"\{v\}|<[^>]+>", pattern)
    assert len(slots) == 1
    assert not re.search(r"\d", pattern)
    after = pattern.partition("{v}")[2].split()
    assert not after or after[0].strip(".,") not in UNITS


def test_patterns_are_for_kinds_that_exist():
    assert set(_DATA["kinds"]) - {"category"} <= set(kinds.table())
    shapes = {"word", "adjective", "number", "quantity", "limit", "many", "own", "yes", "no", "long"}
    shapes |= set(_DATA["words"]["adjectives"])
    for entry in _DATA["kinds"].values():
        assert isinstance(entry, list) or set(entry) <= shapes
