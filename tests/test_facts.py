import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import facts
from miaoshu.facts import quantities, supports, told_value
from miaoshu.records import Brief, Draft, Evidence, Fact, Product, Style


def brief(*named, title="", keywords=(), plain="", language="zh"):
    product = Product("1", title, facts=tuple(Fact(n, v) for n, v in named), keywords=keywords)
    return Brief(product, Style(), "description", language, Draft(plain))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("重量(kg)", "1.2", "1.2kg"), ("Weight (lbs)", "3", "3 lbs"), ("长度/cm", "10", "10cm"), ("尺寸（cm）", "20*30", "20*30cm"),
        ("克重/g/m²", "180", "180g/m²"), ("Speed (km/h)", "20", "20 km/h"), ("棉(%)", "95", "95%"), ("保修期/年", "2", "2年"),
        ("温度[℃]", "-5~40", "-5~40℃"), ("件数(个)", " 3 ", "3个"),
    ],
)  # fmt: skip
def test_a_bare_number_is_told_with_the_unit_of_its_header(name, value, told):
    assert told_value(Fact(name, value)) == told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Battery capacity mAh", "5000"), ("Speed km/h", "20"), ("Size (M)", "10"), ("单价/斤", "3"), ("数量/箱", "24"),
        ("Weight (kg)", "1.2 kg"), ("Size/Color", "3"), ("重量(kg)", "约1.2"), ("质保/年", "2"), ("颜色", "白"), ("", "5"),
    ],
)  # fmt: skip
def test_a_value_stays_as_it_is_where_the_header_is_not_safe(name, value):
    assert told_value(Fact(name, value)) == value


@given(st.text(), st.text())
def test_a_told_value_begins_with_the_merchants_words(name, value):
    assert told_value(Fact(name, value)).startswith((value, value.strip()))


@pytest.mark.parametrize(
    ("fact", "claim"),
    [
        ("0.5kg", "500克"), ("500g", "一斤"), ("5000mAh", "5Ah"), ("12 in", "30.48cm"), ("12 in", "30.5 cm"), ("12 in", "30 cm"),
        ("10-15cm", "10cm到15cm"), ("10-15cm", "15厘米"), ("10-15cm", "10cm"), ("2×500ml", "1L"), ("2×500ml", "500ml*2"),
        ("2×500ml", "500毫升"), ("100%棉", "纯棉"), ("纯棉", "100% cotton"), ("三挡", "3档"), ("3", "3个"), ("3个", "three"),
        ("24个月", "两年"), ("1.5万次", "15000次"), ("37℃", "37度"), ("98.6°F", "37℃"), ("USB3.0", "usb3.0"),
        ("1 lb", "0.45 kg"), ("1,299g", "1.299kg"), ("半小时", "30 minutes"),
    ],
)  # fmt: skip
def test_the_same_meaning_supports_a_claim(fact, claim):
    (measure,) = quantities(claim)
    assert supports(quantities(fact), measure)


@pytest.mark.parametrize(
    ("fact", "claim"),
    [
        ("12小时", "12天"), ("12小时", "12"), ("500ml", "500g"), ("10-15cm", "12cm"), ("10cm, 15cm", "10-15cm"), ("500ml", "2×500ml"),
        ("100%棉", "纯羊毛"), ("95%棉", "纯棉"), ("3层", "3档"), ("USB3.0", "USB3.1"), ("12 in", "31 cm"), ("12.34cm", "12cm"),
        ("1234g", "1.2kg"), ("3", "3年"), ("5kg", "5"), ("40 cm", "1 ft"), ("±5ml", "6ml"), ("3", "USB3"),
    ],
)  # fmt: skip
def test_another_meaning_supports_nothing(fact, claim):
    (measure,) = quantities(claim)
    assert not supports(quantities(fact), measure)


@given(
    st.integers(1, 9_999),
    st.sampled_from([("kg", "g", 1_000), ("m", "cm", 100), ("L", "ml", 1_000), ("h", "min", 60)]),
)
def test_a_conversion_supports_both_ways(number, pair):
    large, small, factor = pair
    one, other = quantities(f"{number}{large}"), quantities(f"{number * factor}{small}")
    assert supports(one, other[0])
    assert supports(other, one[0])
    assert not supports(one, quantities(f"{number * factor * 2}{small}")[0])


def test_what_is_not_published_supports_nothing():
    product = Product("1", facts=(Fact("成本", "35", publish=False), Fact("容量", "500ml")))
    known = facts.known(product)
    assert "500ml" in known.text
    assert "35" not in known.text


def test_names_with_digits_are_known_in_other_spellings():
    known = facts.known(Product("1", "U盘 USB 3.0 A-52", facts=(Fact("防护", "IP67"),)))
    assert known.names("usb3.0")
    assert known.names("a52")
    assert known.names("ip67")
    assert not known.names("usb3")
    assert not known.names("ip6")


def test_a_number_under_a_name_with_a_unit_supports_the_measure():
    known = facts.known(Product("1", facts=(Fact("Battery capacity mAh", "5000"),)))
    assert supports(known.measures, quantities("5Ah")[0])


def test_copies_are_found_as_a_whole_only():
    b = brief(("口袋", "5"), ("容量", "500ml"), title="杯子")
    text = "杯子有5个，500ml，50小时，1.5升，A5，5.5"
    found = [text[a:z] for a, z in facts.copied_spans(b, text)]
    assert found == ["杯子", "5", "500ml"]


def test_copies_in_copies_and_overlaps_are_one_span():
    b = brief(("a", "纯棉布"), ("b", "棉布料"), ("c", "棉"))
    assert facts.copied_spans(b, "纯棉布料好") == ((0, 4),)


def test_the_plain_text_is_copied_where_its_evidence_says_so():
    b = brief(("数", "5"))
    plain = Draft("A5B", (Evidence(1, 2, "数"),))
    b = Brief(b.product, b.style, b.task, "en", plain)
    assert facts.copied_spans(b, "A5B") == ((1, 2),)
    assert facts.copied_spans(b, "A5C") == ()


@given(st.lists(st.text(min_size=1, max_size=5), max_size=6), st.text(max_size=40))
def test_copied_spans_are_sorted_apart_and_inside(values, text):
    b = brief(*((f"n{i}", v) for i, v in enumerate(values)))
    text = text.join(values) + text
    end = 0
    for a, z in facts.copied_spans(b, text):
        assert end <= a < z <= len(text)
        assert facts.inside(a, z, facts.copied_spans(b, text))
        end = z


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_outside_leaves_out_just_the_spans(text, pairs):
    spans, end = [], 0
    for a, z in sorted((min(p), max(p)) for p in pairs):
        if a >= end and a < z <= len(text):
            spans.append((a, z))
            end = z
    expected = "".join(c for i, c in enumerate(text) if not any(a <= i < z for a, z in spans))
    assert facts.outside(text, 0, len(text), tuple(spans)) == expected


def test_spellings_that_differ_in_width_space_and_separators_are_one():
    assert facts.spelling("１,２９９ Ｇ 三挡") == facts.spelling("1299g三档")


@pytest.mark.parametrize(
    ("name", "told"),
    [("Attribute 1 value(s)", "500"), ("Color(s)", "500"), ("Charging time (s)", "500 s"), ("加热时间(s)", "500s")],
)
def test_a_plural_in_brackets_is_no_unit(name, told):
    assert told_value(Fact(name, "500")) == told
