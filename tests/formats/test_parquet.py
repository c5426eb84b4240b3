"""Parquet: types pass through, in batches."""

import datetime
import decimal
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.formats import csv, parquet
from miaoshu.records import Description, Product, Reading


def results(layout, module=parquet):
    for item in module.read(layout):
        if isinstance(item, Product):
            yield item, Description(item.id, f"Text of {item.title}", "accepted", "en")
        else:
            yield item, Description(None, "", "failed", error=item.reason)


def rewrite(table, tmp_path):
    pq.write_table(table, tmp_path / "in.parquet")
    layout = parquet.layout(tmp_path / "in.parquet", Reading())
    parquet.write(results(layout), tmp_path / "out.parquet", layout)
    return layout, pq.read_table(tmp_path / "out.parquet")


def test_every_column_keeps_its_type(tmp_path):
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int64()),
            "title": ["Cup", "Jug"],
            "weight": pa.array([12.0, None], pa.float32()),
            "price": pa.array([decimal.Decimal("1.20"), None]),
            "since": pa.array([datetime.date(2024, 5, 1), None]),
            "at": pa.array([1_700_000_000_000_000_001, None], pa.timestamp("ns")),
            "attributes": pa.array([[("material", "steel")], None], pa.map_(pa.string(), pa.string())),
            "tags": [["a", "b"], None],
            "kind": pa.array(["x", "y"]).dictionary_encode(),
        }
    )
    layout, back = rewrite(table, tmp_path)
    assert back.select(table.column_names).equals(table)
    assert back.column("miaoshu_description").to_pylist() == ["Text of Cup", "Text of Jug"]
    first = next(parquet.read(layout))
    cells = layout.cells(first.rows[0])
    assert cells[:5] == ("1", "Cup", "12", "1.20", "2024-05-01")
    assert [json.loads(cell) for cell in cells[6:8]] == [{"material": "steel"}, ["a", "b"]]
    assert cells[8] == "x"
    assert ("material", "steel") in [(f.name, f.value) for f in first.facts]
    assert list(parquet.ids(layout)) == ["1", "2"]


def test_describing_again_overwrites_the_texts(tmp_path):
    _, once = rewrite(pa.table({"id": ["1"], "title": ["Cup"]}), tmp_path)
    _, twice = rewrite(once, tmp_path)
    assert twice.equals(once)


def test_many_batches_keep_rows_and_order(tmp_path):
    titles = [f"Cup {n}" if n % 7 else "" for n in range(1_300)]
    _, back = rewrite(pa.table({"title": titles}), tmp_path)
    assert back.column("title").to_pylist() == titles
    texts = back.column("miaoshu_description").to_pylist()
    assert texts == [f"Text of {title}" if title else "" for title in titles]
    assert set(back.column("miaoshu_error").to_pylist()) == {"", "no title, fact, keyword or text"}


def test_other_inputs_become_text_columns(tmp_path):
    (tmp_path / "in.csv").write_text("id,title,size,size\n007,Cup,1,2\n8\n9,Jug,3,4,5\n")
    layout = csv.layout(tmp_path / "in.csv", Reading())
    parquet.write(results(layout, csv), tmp_path / "out.parquet", layout)
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert list(rows[0])[:4] == ["id", "title", "size", "size_2"]
    assert [list(row.values())[:4] for row in rows] == [
        ["007", "Cup", "1", "2"],
        ["8", "", "", ""],
        ["9", "Jug", "3", "4,5"],
    ]
    assert rows[1]["miaoshu_error"] == "1 cell where the header has 4"


def test_a_damaged_file_is_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 cut off")
    with pytest.raises(UserError, match="cannot be read"):
        parquet.layout(tmp_path / "a.parquet", Reading())


_texts = st.text(max_size=12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(_texts, _texts), min_size=1, max_size=6))
def test_written_then_read_gives_the_same_values(tmp_path, rows):
    table = pa.table({"title": [a for a, _ in rows], "material": [b for _, b in rows]})
    _, back = rewrite(table, tmp_path)
    assert back.select(["title", "material"]).equals(table)
