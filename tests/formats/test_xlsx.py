"""Excel: cells as Excel shows them for facts, as they are when written back."""

import datetime
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.formats import csv, xlsx
from miaoshu.reading import tables
from miaoshu.reading.columns import Layout
from miaoshu.records import Description, Product, Reading


def save(path, rows, formats=(), **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, format in formats:
        book.active[cell].number_format = format
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    book.save(path)
    return path


def write(layout, path, text="Good."):
    results = []
    for item in xlsx.read(layout):
        if isinstance(item, Product):
            results.append((item, Description(item.id, text, "accepted", "en")))
        else:
            results.append((item, Description(None, "", "failed", error=item.reason)))
    xlsx.write(results, path, layout)
    return openpyxl.load_workbook(path).active


def facts(product):
    return {fact.name: fact.value for fact in product.facts}


def test_cells_are_read_as_excel_shows_them(tmp_path):
    rows = [
        ["title", "code size", "Weight", "Cotton", "Release date", "Waterproof", "Height"],
        ["Cup", 42, 12.0, 0.35, datetime.datetime(2024, 5, 1), True, 12.5],
    ]
    formats = [("B2", "0000"), ("D2", "0%"), ("E2", "yyyy-mm-dd"), ("G2", '0.0" cm"')]
    layout = xlsx.layout(save(tmp_path / "a.xlsx", rows, formats), Reading())
    (product,) = xlsx.read(layout)
    assert layout.cells(product.rows[0]) == ["Cup", "0042", "12", "35%", "2024-05-01", "true", "12.5 cm"]
    assert product.line == 2


def test_values_types_and_formats_come_back(tmp_path):
    date = datetime.datetime(2024, 5, 1, 12, 30)
    rows = [
        ["id", "title", "n", "date", "ok"],
        ["007", "=1+1x", 7, date, True],
        ["008", "-5", 2.5, None, False],
    ]
    rows[1][1] = "@cup"
    path = save(tmp_path / "a.xlsx", rows, [("C2", "0000")])
    sheet = write(xlsx.layout(path, Reading()), tmp_path / "out.xlsx")
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0][:6] == [*rows[0], "miaoshu_description"]
    assert found[1][:6] == ["007", "'@cup", 7, date, True, "Good."]
    assert found[2][:6] == ["008", "-5", 2.5, None, False, "Good."]
    assert sheet["C2"].number_format == "0000"
    assert sheet["A2"].data_type == "s"


def test_formulas_are_read_as_their_values(tmp_path):
    path = save(tmp_path / "a.xlsx", [["title", "size"], ["Cup", "=1+1"]])
    layout = xlsx.layout(path, Reading())
    (product,) = xlsx.read(layout)
    assert "=" not in str(product.rows)  # openpyxl calculates nothing: there is no value yet


def test_the_first_visible_sheet_with_cells_is_read(tmp_path):
    path = save(tmp_path / "a.xlsx", [], notes=[["hidden"]], goods=[[None, None], ["id", "title"], ["1", "Cup"]])
    book = openpyxl.load_workbook(path)
    book["notes"].sheet_state = "hidden"
    book.save(path)
    layout = xlsx.layout(path, Reading())
    assert layout.notes == ("read: sheet 'goods'",)
    assert [(p.id, p.line) for p in xlsx.read(layout)] == [("1", 3)]
    assert list(xlsx.ids(layout)) == ["1"]
    with pytest.raises(UserError, match="no sheet with cells"):
        xlsx.layout(save(tmp_path / "b.xlsx", []), Reading())


def test_an_id_column_of_numbers_is_noted(tmp_path):
    path = save(tmp_path / "a.xlsx", [["id", "title"], [7, "Cup"]])
    layout = xlsx.layout(path, Reading())
    assert layout.notes == ("column 'id' holds numbers: leading zeros may be lost",)
    assert list(xlsx.ids(layout)) == ["7"]
    path = save(tmp_path / "b.xlsx", [["id", "title"], [7, "Cup"]], [("A2", "00000")])
    layout = xlsx.layout(path, Reading())
    assert layout.notes == ()
    assert list(xlsx.ids(layout)) == ["00007"]


def test_a_row_that_is_too_long_is_broken_and_a_short_one_filled(tmp_path):
    path = save(
        tmp_path / "a.xlsx",
        [["id", "title"], ["1", "Cup", None, "x"], ["2", "Jug", None], ["3"], [], ["5", "Mug"]],
    )
    sheet = write(xlsx.layout(path, Reading()), tmp_path / "out.xlsx")
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert found[0][:4] == ["1", "Cup", None, "x"]
    assert "4 cells where the header has 2" in found[0]
    assert found[1][:3] == ["2", "Jug", "Good."]
    assert found[2][:2] == ["3", None]
    assert "no title, fact, keyword or text" in found[2]
    assert found[3][:3] == ["5", "Mug", "Good."]


def test_a_sheet_without_a_header_is_mapped_by_position(tmp_path):
    path = save(tmp_path / "a.xlsx", [[155046, 1, "优盘 16G", 47.7], [137276, 1, "网线 3米", 14.8]])
    with pytest.raises(UserError, match="no header"):
        xlsx.layout(path, Reading())
    layout = xlsx.layout(path, Reading((("title", "3"),)))
    assert [p.title for p in xlsx.read(layout)] == ["优盘 16G", "网线 3米"]
    sheet = write(layout, tmp_path / "out.xlsx")
    assert [cell.value for cell in sheet[1]][:5] == [155046, 1, "优盘 16G", 47.7, "Good."]


def test_what_a_sheet_cannot_hold_is_refused(tmp_path, monkeypatch):
    path = save(tmp_path / "a.xlsx", [["id", "title"], ["1", "Cup"], ["2", "Jug"]])
    layout = xlsx.layout(path, Reading())
    with pytest.raises(UserError, match=r"row 2 has a cell of 32,768 characters; Excel holds 32,767"):
        write(layout, tmp_path / "out.xlsx", "x" * 32_768)
    monkeypatch.setattr(xlsx, "ROWS", 2)
    with pytest.raises(UserError, match="at most 2 rows"):
        write(layout, tmp_path / "out.xlsx")
    monkeypatch.setattr(xlsx, "COLUMNS", 6)
    with pytest.raises(UserError, match="at most 6 columns"):
        write(layout, tmp_path / "out.xlsx")


def test_a_damaged_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    with pytest.raises(UserError, match="cannot be read"):
        xlsx.layout(tmp_path / "a.xlsx", Reading())


_cells = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=10),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.sampled_from([1.5, -0.25, "=1", "007", "a\nb", "\x01x", "-5"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(_cells, min_size=3, max_size=3), max_size=4))
def test_written_then_read_gives_the_same_cells(tmp_path, rows):
    layout = Layout("xlsx", tmp_path, ("id", "title", "x"), (), Reading(), list, details=xlsx.Sheet("s", True))
    results = [(Product("", rows=(row,)), Description("", "t", "accepted")) for row in rows]
    xlsx.write(results, tmp_path / "x.xlsx", layout)
    found = [row[:3] for _, row in xlsx._rows(tmp_path / "x.xlsx", "s")][1:]
    expected = [[tables.defuse(c.replace("\x01", "")) if isinstance(c, str) else c for c in row] for row in rows]
    assert found == [[None if cell == "" else cell for cell in row] for row in expected]


def test_the_same_rows_give_the_same_bytes(tmp_path):
    layout = xlsx.layout(save(tmp_path / "a.xlsx", [["id", "title"], ["1", "Cup"]]), Reading())
    write(layout, tmp_path / "one.xlsx")
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    write(layout, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_codes_from_a_csv_stay_text(tmp_path):
    (tmp_path / "a.csv").write_text("id,title,ean\n007,Cup,0123456789012\n")
    layout = csv.layout(tmp_path / "a.csv", Reading())
    (product,) = csv.read(layout)
    xlsx.write([(product, Description("007", "Good.", "accepted"))], tmp_path / "out.xlsx", layout)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [cell.value for cell in sheet[2]][:4] == ["007", "Cup", "0123456789012", "Good."]


def test_a_file_made_to_fill_the_memory_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    save(path, [["title"], ["Mug"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w") as part,
    ):
        for _ in range(101):
            part.write(b" " * (1 << 20))
    with pytest.raises(UserError, match="unpacks to far more"):
        xlsx.layout(path, Reading())
