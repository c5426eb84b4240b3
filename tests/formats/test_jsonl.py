"""JSON lines: the contract of the output, and every kind of line on input."""

import json

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.formats import jsonl
from miaoshu.records import Description, Evidence, Finding, Product, Reading, Unused


def items(path, data: str | bytes):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    layout = jsonl.layout(path, Reading())
    return layout, list(jsonl.read(layout))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "in.jsonl"


def test_the_lingua_franca_is_read(path):
    obj = {
        "id": "7",
        "title": "保温杯",
        "category": "杯子",
        "lang": "zh",
        "facts": [{"name": "材质", "value": "304不锈钢"}, {"name": "容量", "value": "500ml"}],
        "keywords": ["长续航"],
        "text": "很好的杯子。",
    }
    layout, (product,) = items(path, json.dumps(obj, ensure_ascii=False))
    assert (product.id, product.title, product.category, product.language) == ("7", "保温杯", "杯子", "zh")
    assert [(f.name, f.value) for f in product.facts] == [("材质", "304不锈钢"), ("容量", "500ml")]
    assert product.keywords == ("长续航",)
    assert product.text == "很好的杯子。"
    assert product.rows == (obj,)
    assert list(jsonl.ids(layout)) == ["7"]


def test_flat_objects_and_attributes_are_read(path):
    layout, found = items(
        path, '{"sku":"a1","title":"Cup","material":"steel"}\n{"title":"Jug","attributes":{"colour":"red"}}\n'
    )
    assert [(f.name, f.value) for f in found[0].facts if f.publish] == [("material", "steel")]
    assert [(f.name, f.value) for f in found[1].facts] == [("colour", "red")]
    assert layout.header == ("sku", "title", "material", "attributes")
    *cells, attributes = layout.cells(found[1].rows[0])
    assert (cells, json.loads(attributes)) == (["", "Jug", ""], {"colour": "red"})


def test_odd_lines_are_read_and_broken_ones_told(path):
    lines = [
        b'\xef\xbb\xbf{"id":"1","title":"a"}\r',
        b"",
        b'{"id":"2","title":"x","title":"b"}',
        b'{"id":12345678901234567890123,"title":"c"}',
        b'{"id":"4","title":"half \\ud83d pair \\ud83d\\ude00"}',
        b'{"id":"5","title":',
        b'{"id":"6","title":"\xff\xfe"}',
        b"[1,2]",
        b'{"id":"8","title":"d","weight":NaN}',
        b"{}",
    ]
    layout, found = items(path, b"\n".join(lines))
    assert [(i.line, getattr(i, "title", None) or i.reason) for i in found] == [
        (1, "a"),
        (3, "b"),
        (4, "c"),
        (5, "half ? pair 😀"),
        (6, "no JSON: Expecting value at character 19"),
        (7, "invalid bytes for UTF-8 in this row"),
        (8, "no JSON object"),
        (9, "d"),
        (10, "no title, fact, keyword or text"),
    ]
    assert found[2].id == "12345678901234567890123"
    assert layout.cells(found[4].row) == ['{"id":"5","title":']


def test_utf16_lines_are_read(path):
    _, found = items(path, '{"id":"1","title":"保温杯"}\n{"id":"2","title":"毛巾"}\n'.encode("utf-16"))
    assert [p.title for p in found] == ["保温杯", "毛巾"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"id":1,"title":"a"},\n 5,\n{"id":2,"title":"b"}]',
        '\ufeff{\n  "products": [\n {"id":1,"title":"a"}, 5, {"id":2,"title":"b"}]}',
        '{"data":{"items":[{"id":1,"title":"a"},5,{"id":2,"title":"b"}]}}',
    ],
)
def test_one_array_of_objects_is_read(path, text):
    layout, found = items(path, text)
    assert [getattr(i, "title", "broken") for i in found] == ["a", "broken", "b"]
    assert list(jsonl.ids(layout)) == ["1", "2"]


def test_one_object_over_many_lines_is_one_product(path):
    _, found = items(path, '{\n "id": 1,\n "title": "a"\n}\n')
    assert [p.title for p in found] == ["a"]


def test_a_broken_array_and_a_file_without_objects_are_refused(path):
    with pytest.raises(UserError, match="no valid JSON"):
        items(path, '[{"id":1},')
    with pytest.raises(UserError, match=r"no JSON objects \(line 1: no JSON object\)"):
        items(path, '"{"\n')


def test_the_output_keeps_the_contract(tmp_path):
    finding = Finding("numbers", "unsupported", "no such number", 3, 5, "容量", "note")
    made = Description(
        "1",
        "好杯子",
        "accepted",
        "zh",
        engine="template",
        evidence=(Evidence(1, 3, "品类"),),
        findings=(finding,),
    )
    results = [
        (Product("1", "杯子"), made),
        (Unused(3, "variant", {}, broken=False), None),
        (Unused(4, "no JSON object", "5"), Description(None, "", "failed", error="no JSON object", line=4)),
        (Product("2", "x"), Description("2", "half \ud83d", "accepted", "en")),
        (Product("3", "y"), Description("3", "", "kept", "en")),
    ]
    jsonl.write(results, tmp_path / "out.jsonl", None)
    first, broken, half, kept = map(orjson.loads, (tmp_path / "out.jsonl").read_bytes().splitlines())
    assert first == {
        "id": "1",
        "title": "杯子",
        "language": "zh",
        "task": "description",
        "text": "好杯子",
        "status": "accepted",
        "engine": "template",
        "attempts": 0,
        "tokens": 0,
        "evidence": [{"start": 1, "end": 3, "fact": "品类"}],
        "findings": [
            {
                "check": "numbers",
                "rule": "unsupported",
                "message": "no such number",
                "start": 3,
                "end": 5,
                "fact": "容量",
                "severity": "note",
            }
        ],
        "error": None,
    }
    assert list(broken) == [*first, "row"]
    assert (broken["id"], broken["row"], broken["status"], broken["text"]) == (None, 4, "failed", None)
    assert broken["error"] == "no JSON object"
    assert half["text"] == "half ?"
    assert kept["text"] is None


_texts = st.text(max_size=20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.tuples(_texts, _texts), min_size=1, max_size=5))
def test_written_then_read_gives_the_same_texts(tmp_path, texts):
    out = tmp_path / "out.jsonl"
    jsonl.write([(Product(f"p{n}", t), Description("", x, "accepted")) for n, (t, x) in enumerate(texts)], out, None)
    rows = [row for _, row, _, _ in jsonl._objects(out, jsonl.Source("utf-8", False))]
    assert [(row["title"], row["text"] or "") for row in rows] == texts


def test_a_column_mapped_by_position_is_the_same_key_in_every_object(path):
    path.write_text('{"id": "1", "nm": "水杯", "材质": "玻璃"}\n{"nm": "汤碗", "材质": "陶瓷"}\n', "utf-8")
    layout = jsonl.layout(path, Reading((("title", "2"),)))
    assert [item.title for item in jsonl.read(layout)] == ["水杯", "汤碗"]


def test_one_huge_json_value_is_refused(path, monkeypatch):
    monkeypatch.setattr(jsonl, "LARGEST", 10)
    path.write_text('[{"title": "水杯"}, {"title": "汤碗"}]', "utf-8")
    with pytest.raises(UserError, match="32 MB"):
        jsonl.layout(path, Reading())
