"""Text tables: separators, quotes, headers, broken rows, and rows written back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miaoshu.errors import UserError
from miaoshu.reading import tables
from miaoshu.reading.tables import Dialect
from miaoshu.records import Reading

READING = Reading()
HEADER = ["id", "title", "material", "colour", "note"]


def read(path, text: str, reading: Reading = READING, encoding: str = "utf-8"):
    """(header, records) of a file with this text."""
    path.write_bytes(text.encode(encoding))
    table = tables.open_table(path, reading)
    return list(table.header), list(tables.rows(table))


@pytest.fixture
def csv(tmp_path):
    return tmp_path / "catalog.csv"


@pytest.mark.parametrize("separator", list(",;\t|^~"))
def test_the_separator_is_found_out(csv, separator):
    rows = [["id", "title", "material"], ["1", "cup, big; red", "steel|glass"], ["2", "towel", "cotton"]]
    text = "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    header, found = read(csv, text)
    assert header == rows[0]
    assert [cells for _, cells, _ in found] == rows[1:]
    assert tables.head(csv).delimiter == separator
    assert tables.head(csv).dialect.newline == "\r\n"


def test_decimal_commas_and_tags_do_not_pass_for_separators(csv):
    header, found = read(csv, "id;title;weight\n1;Stuhl;12,50\n2;Tisch;3,99\n")
    assert header == ["id", "title", "weight"]
    assert found[0] == (2, ["1", "Stuhl", "12,50"], "")
    header, _ = read(csv, "id,title,tags\n1,cup,a|b|c\n2,mug,d|e|f\n3,jug,g|h|i\n")
    assert header == ["id", "title", "tags"]


def test_a_list_of_titles_with_commas_is_one_column(csv):
    header, found = read(csv, "title\nRed chair, big\nTable\nLamp, small, warm\n")
    assert header == ["title"]
    assert [cells for _, cells, _ in found] == [["Red chair, big"], ["Table"], ["Lamp, small, warm"]]


def test_a_known_header_tells_the_separator_where_every_row_is_broken(csv):
    header, found = read(csv, 'id,title,x\n1,"abc,2\n3,"def,4\n')
    assert header == ["id", "title", "x"]
    assert {reason for _, _, reason in found} == {"a quote is opened and never closed"}
    assert read(csv, "Red chair, big\nTable\nLamp\nSofa\n", Reading((("title", "1"),)))[0] == ["1"]


def test_quotes_may_be_escaped_with_a_backslash(csv):
    _, found = read(csv, 'id,title\n1,"a 5\\" tube, red"\n2,"C:\\new"\n3,"say \\"no\\""\n')
    assert [cells[1] for _, cells, _ in found] == ['a 5" tube, red', "C:\\new", 'say "no"']


def test_quotes_that_close_nothing_are_part_of_the_text(csv):
    _, found = read(csv, 'id\ttitle\tnote\n1\t"Best tea\tx\n2\t5" tube\ty\n3\t"Good\tz\n')
    assert [cells for _, cells, _ in found] == [
        ["1", '"Best tea', "x"],
        ["2", '5" tube', "y"],
        ["3", '"Good', "z"],
    ]


def test_a_table_without_quoted_cells_is_written_without_them(csv):
    csv.write_text('id\ttitle\tnote\n1\t"Best tea\tx\n2\t"Good\ty\n')
    table = tables.open_table(csv, READING)
    rows = [cells for _, cells, _ in tables.rows(table)]
    out = csv.with_name("out.tsv")
    tables.write_text_table(out, table.dialect, table.header, [*rows, ["3", "two\nlines", "a\tb"]])
    assert out.read_bytes() == csv.read_bytes() + b"3\ttwo lines\ta b\n"


def test_one_column_with_blank_cells_keeps_its_rows(csv):
    tables.write_text_table(csv, Dialect(), ["title"], [["a"], [""], [" "], ["b"]])
    assert [cells for _, cells, _ in tables.records(csv, Dialect(), ["title"])] == [
        ["title"],
        ["a"],
        [""],
        [" "],
        ["b"],
    ]


def test_an_inch_mark_in_a_quoted_cell_is_repaired(csv):
    _, found = read(csv, '"id","title","note"\n"1","a 5" tube","x"\n"2","say ""hi""","y, z"\n"3","c","d"\n')
    assert found[0] == (2, ["1", 'a 5" tube', "x"], "")
    assert found[1] == (3, ["2", 'say "hi"', "y, z"], "")


def test_cells_may_hold_line_breaks_and_a_megabyte(csv):
    big = "x" * 1_000_000
    _, found = read(csv, f'id,title,note\n1,"two\nlines","<p>\n\na</p>"\n2,b,{big}\n3,c,d\n')
    assert [(line, cells[1], reason) for line, cells, reason in found] == [
        (2, "two\nlines", ""),
        (6, "b", ""),
        (7, "c", ""),
    ]
    assert found[1][1][2] == big


def test_a_quote_that_is_never_closed_breaks_one_row(csv):
    rows = "".join(f"{n},title {n},wool\n" for n in range(3, 6_000))
    _, found = read(csv, f'id,title,material\n1,"a,b\n2,towel,cotton\n{rows}')
    assert found[0] == (2, ["1", '"a', "b"], "a quote is opened and never closed")
    assert found[1] == (3, ["2", "towel", "cotton"], "")
    assert len(found) == 2 + 5_997
    assert found[-1][0] == 6_000


def test_a_quote_closed_by_the_next_rows_quote_breaks_one_row(csv):
    _, found = read(csv, 'id,title,material\n1,"a,b\n2,"towel",cotton\n3,c,d\n')
    assert [(line, bool(reason)) for line, _, reason in found] == [(2, True), (3, False), (4, False)]
    _, found = read(csv, 'id,title,material\n1,cup,"a\n2,towel,cotton\n3,"c","d"\n')
    assert [(line, bool(reason)) for line, _, reason in found] == [(2, True), (3, False), (4, False)]


def test_a_wrong_number_of_cells_is_told_with_its_line(csv):
    _, found = read(csv, "id,title,material,colour,note\n1,a,b\n\n2,a,b,c,d,,,\n3,a,b,c,d,e\n4,a,b,c,d\n5\n")
    assert found == [
        (2, ["1", "a", "b"], "3 cells where the header has 5"),
        (4, ["2", "a", "b", "c", "d"], ""),
        (5, ["3", "a", "b", "c", "d", "e"], "6 cells where the header has 5"),
        (6, ["4", "a", "b", "c", "d"], ""),
        (7, ["5"], "1 cell where the header has 5"),
    ]


def test_columns_without_name_and_cells_may_be_missing_at_the_end(csv):
    header, found = read(csv, "id,title,,\n1,cup\n2,mug,,x\n")
    assert header == ["id", "title", "", ""]
    assert [(cells, reason) for _, cells, reason in found] == [
        (["1", "cup", "", ""], ""),
        (["2", "mug", "", "x"], ""),
    ]


def test_invalid_bytes_break_their_row_alone(csv):
    csv.write_bytes("id,title\n1,水杯和毛巾\n2,".encode() + b"\xff\xfebad\n" + "3,茶壶\n".encode())
    table = tables.open_table(csv, READING)
    found = list(tables.rows(table))
    assert [reason for _, _, reason in found] == ["", "invalid bytes for UTF-8 in this row", ""]
    out = csv.with_name("out.csv")
    tables.write_text_table(out, table.dialect, table.header, [cells for _, cells, _ in found])
    assert out.read_bytes() == csv.read_bytes()


def test_a_mark_after_blank_lines_is_no_part_of_the_header(csv):
    header, found = read(csv, '\n\t\ufeff"ID",Имя\n40,Платье\n')
    assert header == ["ID", "Имя"]
    assert found == [(3, ["40", "Платье"], "")]
    assert tables.head(csv).dialect.bom


def test_a_table_without_header_is_read_by_position(csv):
    text = "155046,1,优盘 U盘 16G,47.70\n137276,1,网线 3米,14.80\n"
    with pytest.raises(UserError) as error:
        read(csv, text, encoding="gbk")
    assert "no header; its first row is 1: '155046', 2: '1', 3: '优盘 U盘 16G'" in error.value.problem
    assert error.value.hint == "Say which column is the title: --map title=N"
    header, found = read(csv, text, Reading((("title", "3"),)), encoding="gbk")
    assert header == ["1", "2", "3", "4"]
    assert [line for line, _, _ in found] == [1, 2]


def test_a_header_stays_the_header_when_columns_are_mapped(csv):
    text = "id,name,material\n1,cup,steel\n"
    assert read(csv, text, Reading((("title", "2"),)))[0] == ["id", "name", "material"]
    text = "x1,x2\n1,cup\n"
    assert read(csv, text, Reading((("title", "x2"),)))[0] == ["x1", "x2"]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "\r=1", "-soft", "+49 tel", "-1-1"]
)
def test_formulas_are_defused(cell):
    assert tables.defuse(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    ["-5", "+3.2", "-12.5%", "1e-3", "-1,234.50", "-1.5E+10", "", "a=b", "-", "--", "'=1", "-.5", "＋"],
)
def test_numbers_and_texts_pass(cell):
    assert tables.defuse(cell) == cell


def test_what_the_encoding_cannot_hold_makes_the_file_utf8(tmp_path):
    path = tmp_path / "out.csv"
    rows = [["1", "Größe"], ["2", "长续航"], ["3", "über"]]
    tables.write_text_table(path, Dialect("cp1252", newline="\r\n"), ["id", "title"], rows)
    assert path.read_bytes().decode("utf-8-sig") == "id,title\r\n1,Größe\r\n2,长续航\r\n3,über\r\n"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_writing_gives_the_same_bytes_as_reading(csv):
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        csv.write_bytes('编号;名称;说明\r\n1;水杯;"a;b"\r\n2;茶壶;"""c"""\r\n'.encode(encoding))
        table = tables.open_table(csv, READING)
        out = csv.with_name("out.csv")
        tables.write_text_table(out, table.dialect, table.header, (cells for _, cells, _ in tables.rows(table)))
        assert out.read_bytes() == csv.read_bytes()


_cells = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\ufeff"), max_size=12),
    st.sampled_from(
        ['"', '""', 'a"b', '"a"', "a,b", "x;y", "\t", "1\n2", "1\r2", "\r\n", "水杯", "\\", '\\"', " ", "'"]
    ),
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "cp1251"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(_cells, min_size=4, max_size=4), max_size=6))
def test_written_then_read_gives_the_same_cells(tmp_path, encoding, separator, newline, rows):
    path = tmp_path / "x.csv"
    dialect = Dialect(encoding, encoding.startswith("utf"), separator, '"', newline)
    tables.write_text_table(path, dialect, HEADER[:4], rows)
    written = tables.Dialect("utf-8", True, separator, '"', newline)
    dialect = written if path.read_bytes().startswith(b"\xef\xbb\xbf") else dialect
    found = list(tables.records(path, dialect, HEADER[:4]))
    assert [cells for _, cells, _ in found[1:]] == [[tables.defuse(cell) for cell in row] for row in rows]
    assert not any(reason for _, _, reason in found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(min_size=1, max_size=200))
def test_every_line_of_any_bytes_is_in_some_record(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,title,note\n" + data.replace(b"\0", b""))
    found = list(tables.records(path, Dialect(), HEADER[:3]))
    assert [line for line, _, _ in found] == sorted({line for line, _, _ in found})
    letters = [c for c in data.replace(b"\0", b"").decode("utf-8", "surrogateescape") if c.isalnum()]
    told = [c for _, cells, _ in found[1:] for cell in cells for c in cell if c.isalnum()]
    assert told == letters
