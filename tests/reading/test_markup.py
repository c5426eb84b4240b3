import pytest
from hypothesis import given
from hypothesis import strategies as st

from miaoshu.reading.markup import MOST_FACTS, MOST_FEATURES, extract, strip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("5 < 6 > 2", "5 < 6 > 2"),
        ("a<p>b <i>c</i></p>d<div>e<div>f</div>g</div>", "a\nb c\nd\ne\nf\ng"),
        ("<script>x()</script><style>p{}</style><noscript>n</noscript><!-- c --><p>kept</p>", "kept"),
        ("&lt;p&gt;Bread &amp;amp; butter&lt;/p&gt;", "Bread & butter"),
        ("<p>open <b>bold <i>it</p> tail", "open bold it\ntail"),
        ("<p>حجم كبير</p>", "حجم كبير"),
        ("", ""),
    ],
)
def test_text_without_markup(html, text):
    assert strip(html) == text


@pytest.mark.parametrize(
    ("html", "facts"),
    [
        ("<table><tr><th>Material</th><td>Oak</td></tr><tr><td>Fit:</td><td>Slim</td></tr></table>", [("Material", "Oak"), ("Fit", "Slim")]),
        ("<table><tr><th>参数</th><th>数值</th></tr><tr><td>功率</td><td>15W</td></tr></table>", [("功率", "15W")]),
        ("<table><tr><td>品牌</td><td>山野</td><td>型号</td><td>X1</td></tr></table>", [("品牌", "山野"), ("型号", "X1")]),
        ("<table><tr><th>Size</th><th>Chest</th></tr><tr><td>S</td><td>88</td></tr><tr><td>M</td><td>92</td></tr></table>", []),
        ("<table><tr><th>Size</th><th>A</th><th>B</th></tr><tr><td>S</td><td>1</td><td>2</td></tr><tr><td>M</td><td>3</td><td>4</td></tr></table>", []),
        ("<table><tr><td>Colours</td><td>Red<br>Blue</td></tr></table>", [("Colours", "Red; Blue")]),
        ("<dl><dt>Material:</dt><dd>Oak</dd><dt>Finish</dt><dd>Oil</dd></dl>", [("Material", "Oak"), ("Finish", "Oil")]),
        ("<ul><li>Pile: short</li></ul>", [("Pile", "short")]),
        ("<p><strong>Zip type:</strong> metal</p>", [("Zip type", "metal")]),
        ("<p><b>Material</b> oak</p>", [("Material", "oak")]),
        ("Material: wool<br>Zip brand: Acme<br>Care: wash cold.", [("Material", "wool"), ("Zip brand", "Acme"), ("Care", "wash cold")]),
        ("• Inseam: 32 in.<br>• Hooded", [("Inseam", "32 in")]),
        ("<p>It has one aim: to please.</p>", []),
        ("<p><b>Note:</b> read this first</p>", []),
        ("<p>Open 12:30 to 16:00, see https://a.example</p>", []),
        ("<li>Drive: Keeps the same brightness through all of the run-time.</li>", []),
    ],
)  # fmt: skip
def test_facts_of_a_body(html, facts):
    assert extract(html).facts == facts


def test_short_items_are_features_and_sentences_and_links_are_not():
    html = '<ul><li>Non-slip</li><li>It stays where you put it.</li><li><a href="/x">Home</a></li></ul>'
    body = extract(html)
    assert body.features == ["Non-slip"]
    assert body.text == "Non-slip\nIt stays where you put it.\nHome"


def test_plain_lines_are_read_like_a_body():
    body = extract("A rug.\n- Non-slip\nMaterial: wool\n")
    assert body == ("A rug.\n- Non-slip\nMaterial: wool", [("Material", "wool")], ["Non-slip"])


def test_a_layout_table_keeps_its_lines():
    assert strip("<table><tr><td><p>One</p><p>Two</p></td></tr></table>") == "One\nTwo"


def test_a_body_gives_no_more_than_the_limits():
    rows = "".join(f"<li>Part {'x' * n}: v</li><li>{'y' * n}</li>" for n in range(1, 75))
    body = extract(f"<ul>{rows}</ul>")
    assert len(body.facts) <= MOST_FACTS
    assert len(body.features) == MOST_FEATURES


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "p", "dl><dd", "blockquote"])
def test_ten_thousand_levels_are_read(tag):
    assert strip(f"<{tag}>" * 10_000 + "deep").endswith("deep")


def test_a_page_over_the_limit_still_gives_its_text():
    assert strip("<p>begin</p>" + "<b>" * 30_000 + "end").split() == ["begin", "end"]


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<table>",
                "<tr>",
                "<li>",
                "</a>",
                "<a>",
                "<dd>",
                "x: y",
                "&lt;",
                "<!--",
                "</table>",
            ]
        )
    ).map("".join)
)
def test_any_text_is_read_and_no_tag_is_left(html):
    body = extract(html)
    assert "<p>" not in body.text
    assert "<table>" not in body.text
    assert all(name and value for name, value in body.facts)
