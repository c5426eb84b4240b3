import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu import measures, units
from miaoshu.measures import Quantity, quantities


def said(text):
    return [text[m.start : m.end] for m in quantities(text)]


def meaning(text):
    (measure,) = quantities(text)
    return measure.quantity


@pytest.mark.parametrize(
    ("text", "low", "dimension"),
    [
        ("12.5 cm", 0.125, "length"), ("１２．５ｃｍ", 0.125, "length"), ("两升", 2, "volume"), ("十二小时", 43_200, "time"),
        ("半小时", 1_800, "time"), ("一个半小时", 5_400, "time"), ("一百二十克", 0.12, "mass"), ("1.5万", 15_000, ""),
        ("3000万像素", 3e7, "pixels"), ("三挡", 3, "count"), ("两年半", 2.5 * 365 * 86_400, "time"), ("三件套", 3, "count"),
        ("two-year warranty", 2 * 365 * 86_400, "time"), ("three pockets", 3, ""), ("a dozen eggs", 12, ""),
        ("one-year warranty", 365 * 86_400, "time"), ("1,299", 1299, ""), ("3/4\" pipe", 0.01905, "length"), ("½ cup", 0.5, ""),
        ("12 in wide", 0.3048, "length"), ("12-inch", 0.3048, "length"), ("6.5 fl oz", 0.19222794, "volume"), ("5A", 5, "current"),
        ("98.6°F", 37, "temperature"), ("零下20度", -20, "degree"), ("90km/h", 25, "speed"), ("180g/m²", 180, "area_density"),
        ("4000K", 4000, "color_temperature"), ("百分之三十", 30, "percent"), ("二两", 0.1, "mass"), ("五千克", 5, "mass"),
        ("质保一年", 365 * 86_400, "time"), ("100ML", 0.1, "volume"), ("2026年", 2026, ""),
    ],
)  # fmt: skip
def test_a_measure_is_read_in_its_base_unit(text, low, dimension):
    quantity = meaning(text)
    assert quantity.low == pytest.approx(low, rel=1e-6)
    assert quantity.high == quantity.low
    assert quantity.dimension == dimension


@pytest.mark.parametrize(
    "text",
    [
        "10-15cm",
        "10~15 cm",
        "10至15厘米",
        "10 to 15 cm",
        "10cm到15cm",
        "１０－１５ｃｍ",
        "100–150 mm",
        "10cm-15cm",
    ],
)
def test_a_range_is_one_measure(text):
    assert meaning(text) == Quantity(pytest.approx(0.1), pytest.approx(0.15), "length")


def test_a_range_below_zero_keeps_its_signs():
    assert meaning("-20~60℃")[:2] == (-20, 60)
    assert meaning("-20~-10℃")[:2] == (-20, -10)


@pytest.mark.parametrize("text", ["2×500ml", "2x500ml", "500ml*2瓶", "500 ml x 2"])
def test_repeated_contents_are_one_measure(text):
    assert meaning(text) == Quantity(0.5, 0.5, "volume", "", 2)


@pytest.mark.parametrize("text", ["20*30*40cm", "20 x 30 x 40 cm", "20cm×30cm×40cm", "200×300×400毫米"])
def test_dimensions_share_their_unit(text):
    found = [m.quantity for m in quantities(text)]
    assert [q.low for q in found] == pytest.approx([0.2, 0.3, 0.4])
    assert {q.dimension for q in found} == {"length"}


def test_alternatives_share_their_unit_and_a_tolerance_is_its_own_kind():
    assert [(m.quantity.low, m.quantity.dimension) for m in quantities("12/24V")] == [
        (12, "voltage"),
        (24, "voltage"),
    ]
    assert [m.quantity.dimension for m in quantities("500±5ml")] == ["volume", "±volume"]


@pytest.mark.parametrize(
    "text",
    ["USB3.0", "DT100G3", "IPX7", "A4", "5G", "4K", "H7", "M8", "1080P", "3D", "MH01-XS-Black", "Q-508", "v2.0",
     "2024-01-15", "16:9", "1.2.3", "3-in-1", "三合一", "第三", "第3", "2nd"],
)  # fmt: skip
def test_a_name_with_digits_is_no_number(text):
    assert meaning(text).dimension == "name"
    assert said(text) == [text]


def test_names_are_compared_without_case_spaces_and_hyphens():
    assert measures.name_key("USB 3.0") == measures.name_key("usb-3.0") == "usb3.0"
    assert meaning("三合一") == meaning("3-in-1") == meaning("3 in 1")


@pytest.mark.parametrize(
    "text",
    ["一款外套", "一个细节", "一种风格", "一件搞定", "T恤", "一年四季", "每一天", "九分袖", "十分柔软", "百搭", "千万别错过",
     "四周有垫", "the one you want", "one of the best", "Anyone", "half price", "二次元", "几十个", "often", "S/M/L"],
)  # fmt: skip
def test_words_that_only_look_like_numbers_state_nothing(text):
    assert quantities(text) == ()


def test_a_digit_before_a_word_keeps_no_unit_of_that_word():
    assert [m.quantity for m in quantities("304不锈钢")] == [Quantity(304, 304)]
    assert [m.quantity for m in quantities("12 in stock")] == [Quantity(12, 12)]
    assert [m.quantity for m in quantities("size 8 A soft dress")] == [Quantity(8, 8)]
    assert [m.quantity for m in quantities('called "size 12"')] == [Quantity(12, 12)]


@pytest.mark.parametrize("text", ["100%棉", "纯棉", "全棉", "100% cotton", "pure cotton"])
def test_pure_is_a_hundred_percent(text):
    assert meaning(text) == Quantity(100, 100, "percent", "棉")


def test_a_known_span_is_left_out_unless_it_goes_on():
    assert quantities("重500ml，好", [(1, 6)]) == ()
    assert [m.start for m in quantities("500ml和3个", [(0, 5)])] == [6]
    assert said_with("3年质保", [(0, 1)]) == ["3年"]
    assert said_with("50 cm", [(0, 1)]) == ["50 cm"]
    assert said_with("two-year", [(0, 3)]) == ["two-year"]


def said_with(text, known):
    return [text[m.start : m.end] for m in quantities(text, known)]


UNITS = [
    (spelling, unit)
    for spelling in ("mm", "cm", "m", "km", "kg", "g", "mg", "ml", "L", "W", "kW", "V", "mAh", "Hz", "kHz", "h", "min", "dB", "lm",
                     "GB", "%", "°C", "psi", "rpm", "km/h", "dpi", "厘米", "毫升", "千克", "小时", "瓦", "个", "档", "层", "页")
    if (unit := units.find(spelling))
]  # fmt: skip
numbers = st.decimals(1, 9999, places=2).map(lambda d: d.normalize()).map("{:f}".format)


@given(numbers, st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_a_formatted_measure_is_read_as_it_was_meant(number, unit, gap):
    spelling, known = unit
    quantity = meaning(f"共{number}{gap}{spelling}。")
    assert quantity.dimension == known.dimension
    assert quantity.low == pytest.approx(float(number) * known.factor + known.offset)


@given(numbers, st.sampled_from(["g", "cm", "W", "ml"]))
def test_units_of_one_dimension_agree(number, spelling):
    large, factor = {"g": ("kg", 1000), "cm": ("m", 100), "W": ("kW", 1000), "ml": ("L", 1000)}[spelling]
    there = f"{float(number) / factor:.6f}{large}"
    assert meaning(f"{number}{spelling}").low == pytest.approx(meaning(there).low, rel=1e-6)


@given(
    st.text(st.characters(blacklist_categories=("Cs",)))
    | st.text('0123456789.,/-×xX*~ 十二两半万千百分之第零下个cmkglinIN1%"½٣²USB', max_size=60)
)
def test_spans_lie_inside_the_text_in_order_and_apart(text):
    end = 0
    for measure in quantities(text):
        assert end <= measure.start < measure.end <= len(text)
        end = measure.end


@pytest.mark.parametrize(
    "text",
    ["1," * 25_000, "1/" * 25_000, "1-" * 25_000, "1×" * 25_000, "1." * 25_000, "1 " * 25_000, "十" * 50_000, "9" * 50_000,
     "一万" * 25_000, "1万" * 25_000, "a1" * 25_000, "a-" * 25_000 + "1", "two " * 12_500, "\"1" * 25_000, "半" * 50_000,
     "1,111" * 10_000, "百分之" * 16_000, "纯" * 50_000, "A" * 50_000 + "1", "1" + "万" * 50_000],
)  # fmt: skip
def test_long_hostile_texts_are_read_once(text, monkeypatch):
    """The number of unit look-ups and numbers read grows with the text, not with its square."""
    steps = 0

    def counted(real):
        def call(*args, **kwargs):
            nonlocal steps
            steps += 1
            return real(*args, **kwargs)

        return call

    monkeypatch.setattr(units, "after", counted(units.after))
    monkeypatch.setattr(measures.numerals, "number", counted(measures.numerals.number))
    found = quantities(text)
    assert steps <= 4 * len(text)
    assert len(found) <= len(text)


def test_every_unit_of_the_table_is_found_by_its_name():
    for spelling in ("mm", "斤", "fl oz", "°F", "gsm", "L/min", "档", "pcs", "Inches", "KG", "mAH"):
        assert units.find(spelling) is not None


def test_another_case_is_the_same_unit_only_where_no_other_is_spelled_so():
    assert units.find("ML") == units.find("ml")
    assert units.find("MW") != units.find("mW")
    assert units.find("mw") is None
    assert units.find("M") is None
