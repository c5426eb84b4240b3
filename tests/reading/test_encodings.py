"""Encodings are found out from the content; what is no text is refused with a hint."""

import gzip
import zipfile

import pytest

from miaoshu.errors import UserError
from miaoshu.reading import encodings, tables

CHINESE = "编号,名称,材质\n1,不锈钢保温杯,304不锈钢\n2,纯棉毛巾,棉\n"
RUSSIAN = "Артикул;Название;Цвет\n1;Платье летнее;Красный\n2;Пиджак мужской;Синий\n"
GERMAN = "Artikel;Größe;Farbe\n1;für Kinder;grün\n2;groß;weiß\n"


def detected(path, data: bytes) -> str:
    path.write_bytes(data)
    return tables.head(path).encoding


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "gbk", "gb18030"),
        ("名称\n水杯\n", "gbk", "gb18030"),
        (CHINESE + "3,𠮷野家碗,瓷\n", "gb18030", "gb18030"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-16", "utf-16-le"),
        (RUSSIAN, "cp1251", "cp1251"),
        (GERMAN, "cp1252", "cp1252"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "utf-8", "utf-8"),
        ("název;barva\nDámské šaty s květinou;žluté\n", "cp1250", "cp1250"),
        ("ürün;renk\nKadın gömlek, şık düğme;yeşil\n", "cp1254", "cp1254"),
        ("商品名,素材\n綿のタオル,コットン\n", "shift_jis", "shift_jis"),
        ("編號,名稱,材質\n1,不鏽鋼保溫杯,不鏽鋼\n2,純棉毛巾,棉\n", "big5", "big5"),
        ("id,name\n1,cup\n", "ascii", "utf-8"),
        ("id,name\n1,café\n", "cp1252", "cp1252"),
        (GERMAN, "utf-16-le", "utf-16-le"),
    ],
)
def test_the_encoding_is_told_by_the_content(tmp_path, text, encoding, expected):
    assert detected(tmp_path / "x.csv", text.encode(encoding)) == expected


@pytest.mark.parametrize("text", [GERMAN, "name\nÄpfel für Größe\nCrème brûlée à la carte\n", "a\nCamión pequeño\n"])
def test_western_texts_are_not_taken_for_chinese(tmp_path, text):
    data = text.encode("cp1252")
    assert data.decode(detected(tmp_path / "x.csv", data)) == text


def test_a_file_that_is_ascii_for_a_megabyte_and_gbk_after_is_gbk(tmp_path):
    ascii_rows = b"1,cup\n" * 400_000
    assert detected(tmp_path / "end.csv", ascii_rows + "2,水杯和毛巾\n".encode("gbk")) == "gb18030"
    middle = ascii_rows[:1_200_000] + "2,水杯和毛巾\n".encode("gbk") + ascii_rows
    assert detected(tmp_path / "anywhere.csv", middle) == "gb18030"


def test_a_utf8_file_with_a_few_bad_bytes_stays_utf8(tmp_path):
    assert detected(tmp_path / "x.csv", CHINESE.encode() + "3,毛巾".encode("gbk") + b"\n") == "utf-8"


def test_the_users_encoding_wins_and_a_wrong_name_gets_a_hint(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(RUSSIAN.encode("koi8-r"))
    assert tables.head(path, "koi8-r").first_cells == ("Артикул", "Название", "Цвет")
    with pytest.raises(UserError) as error:
        tables.head(path, "gbk18030")
    assert error.value.problem == "there is no encoding named 'gbk18030'"
    assert error.value.hint == "Try: --encoding gb18030"
    with pytest.raises(UserError):
        tables.head(path, "rot13")


def zipped(path, **members: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \n", "is empty"),
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "an image"),
        (gzip.compress(b"id,name\n", mtime=0), "compressed with gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes(range(256)) * 4, "a binary file"),
        (b"PK\x03\x04 cut off", "its end is missing"),
    ],
)
def test_what_is_no_catalog_is_refused_with_a_hint(tmp_path, data, problem):
    path = tmp_path / "catalog.csv"
    path.write_bytes(data)
    with pytest.raises(UserError) as error:
        tables.head(path)
    assert problem in error.value.problem
    assert "\n" not in error.value.problem
    assert error.value.hint


def test_a_zip_archive_is_no_workbook(tmp_path):
    zipped(tmp_path / "a.xlsx", **{"catalog.csv": "id,name\n"})
    with pytest.raises(UserError, match="zip archive"):
        tables.head(tmp_path / "a.xlsx")
    zipped(tmp_path / "b.ods", **{"content.xml": "<x/>"})
    with pytest.raises(UserError, match=r"no \.xlsx"):
        tables.head(tmp_path / "b.ods")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    (tmp_path / "products.csv").write_text("id,name\n1,cup\n")
    with pytest.raises(UserError) as error:
        tables.head(tmp_path / "product.csv")
    assert "no such file" in error.value.problem
    assert "products.csv" in error.value.hint
    with pytest.raises(UserError, match="is a folder"):
        tables.head(tmp_path)


def test_bytes_that_are_invalid_come_back_as_they_were():
    for encoding in ("utf-8", "gb18030"):
        data = "水杯".encode(encoding) + b"\xff\xfe,1"
        assert data.decode(encoding, encodings.KEEP).encode(encoding, encodings.KEEP) == data
    half = "a水".encode("utf-16-le") + b"\x00\xd8b\x00"
    assert half.decode("utf-16-le", encodings.KEEP).encode("utf-16-le", encodings.KEEP) == half
    assert b"a\x00b".decode("utf-16-le", encodings.KEEP).startswith("a")
    assert "\ud800".encode("utf-8", encodings.KEEP) == b"?"
