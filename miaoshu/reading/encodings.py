"""Which encoding a file is in, and which files are no text at all.

UTF-8, UTF-16 and GB18030 are told by their structure; anything else is left to charset-normalizer.
"""

from __future__ import annotations

import codecs
import os
import re
import zipfile
from difflib import get_close_matches
from pathlib import Path

from miaoshu.errors import UserError

SAMPLE = 256 * 1024  # bytes at the beginning, the middle and the end of a file
KEEP = "miaoshu-keep"  # error handler: bytes that are invalid on reading come back as they were on writing

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf-8-sig": "utf-8"}
_OTHERS = [
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_r", "cp874", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949"),
]
# charset-normalizer tells scripts apart, not the code pages of Latin letters: these do.
_LETTERS = {
    "cp1252": "äöüßéèàçêâîôûñáíóúãõåæøëïìòùœÄÖÜÉÈÀÇÑÁÍÓÚÅÆØ",
    "cp1250": "áéíóúýčďěňřšťůžąćęłńśźżőűđÁÉÍÓÚČĎĚŇŘŠŤŮŽĄĆĘŁŃŚŹŻĐ",
    "cp1254": "çğıöşüâîÇĞİÖŞÜ",
    "cp1257": "āčēģīķļņšūžąęėįųõäöüĀČĒĢĪĶĻŅŠŪŽĖ",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_KANA = re.compile("[ぁ-ヿ]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = "Export it as CSV, .xlsx or JSON lines and try again"
_BINARY = (
    (b"\x1f\x8b", "compressed with gzip", "Try: gunzip FILE"),
    (b"BZh", "compressed with bzip2", "Try: bunzip2 FILE"),
    (b"\xfd7zXZ\0", "compressed with xz", "Try: unxz FILE"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "Try: unzstd FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and name the catalog in it"),
    (b"Rar!", "a RAR archive", "Unpack it and name the catalog in it"),
    (b"%PDF-", "a PDF document", _SAVE),
    (b"\x89PNG", "an image", _SAVE),
    (b"\xff\xd8\xff", "an image", _SAVE),
    (b"GIF8", "an image", _SAVE),
    (b"RIFF", "a media file", _SAVE),
    (b"SQLite format 3\0", "a SQLite database", "Export the table as CSV and try again"),
    (b"\x7fELF", "a program", _SAVE),
)


def first_bytes(path: Path) -> bytes:
    """The first 256 KB of a catalog. Raises UserError for what is none: missing, empty, binary, protected."""
    try:
        if path.is_dir():
            raise UserError(f"{path} is a folder", f"Name a file in it: {path / 'catalog.csv'}")
        with path.open("rb") as file:
            data = file.read(SAMPLE)
    except FileNotFoundError:
        here = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        near = get_close_matches(path.name, here, n=1)
        hint = (
            f"Did you mean {path.parent / near[0]}?"
            if near
            else "Check the path; the current folder is " + os.getcwd()
        )
        raise UserError(f"{path}: there is no such file", hint) from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}", "Check the file and its permissions") from None
    if not data.strip(b"\0 \t\r\n\v\f\xef\xbb\xbf\xff\xfe"):
        raise UserError(f"{path} is empty", "Export the catalog again; it needs at least one product")
    _refuse_binary(path, data)
    return data


def is_binary_table(data: bytes) -> bool:
    """Whether these are the first bytes of a Parquet file or a zip archive, such as .xlsx."""
    return data.startswith((b"PAR1", b"PK\x03\x04"))


def _refuse_binary(path: Path, data: bytes) -> None:
    for magic, what, hint in _BINARY:
        if data.startswith(magic):
            raise UserError(f"{path} is no catalog, it is {what}", hint.replace("FILE", str(path)))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise UserError(
                f"{path} is protected with a password",
                "Open it in Excel and save it as .xlsx without a password",
            )
        raise UserError(f"{path} is an old Excel file (.xls)", "Open it in Excel and save it as .xlsx")
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
                locked = any(entry.flag_bits & 1 for entry in archive.infolist())
        except (zipfile.BadZipFile, OSError):
            raise UserError(f"{path} is damaged: its end is missing", "Save or download it again") from None
        if locked:
            raise UserError(f"{path} is protected with a password", "Unpack it and name the catalog in it")
        if "xl/workbook.bin" in names or "content.xml" in names:
            raise UserError(f"{path} is no .xlsx file", "Open it and save it as .xlsx or CSV")
        if not any(name.startswith("xl/") for name in names):
            raise UserError(f"{path} is no catalog, it is a zip archive", "Unpack it and name the catalog in it")
    elif data.count(0) * 1000 > len(data) and not data.startswith(b"PAR1") and not _wide(data):
        raise UserError(f"{path} is no catalog, it is a binary file", _SAVE)


def named(encoding: str) -> str:
    """The codec behind a name that the user gave. Raises UserError where there is none."""
    try:
        info = codecs.lookup(encoding.strip())
        if not getattr(info, "_is_text_encoding", True):
            raise LookupError
    except (LookupError, ValueError):
        hint = get_close_matches(encoding.lower(), ["utf-8", "gb18030", "gbk", "utf-16", *_OTHERS], n=1)
        raise UserError(
            f"there is no encoding named {encoding!r}", f"Try: --encoding {hint[0] if hint else 'gb18030'}"
        ) from None
    return _ALIASES.get(info.name, info.name)


def bom(data: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark tells, and how long the mark is; ("", 0) where there is none."""
    return next(((name, len(mark)) for mark, name in _BOMS if data.startswith(mark)), ("", 0))


def detect(path: Path, data: bytes) -> str:
    """The encoding of a text file that begins with `data`: utf-8, utf-16-le, gb18030, cp1252 and the like."""
    told, _ = bom(data)
    if wide := told or _wide(data):
        return wide
    sample = _sample(path, data)
    if sample.isascii():
        return "utf-8"
    text = sample.decode("utf-8", "surrogateescape")
    bad = len(_SURROGATE.findall(text))
    # GBK read as UTF-8 is about one accidental character to ten bad bytes.
    if 2 * (sum(not c.isascii() for c in text) - bad) >= bad:
        return "utf-8"
    if _is_gb18030(sample):
        return "gb18030"
    from charset_normalizer import from_bytes

    dense = _dense(sample)
    best = from_bytes(dense, cp_isolation=_OTHERS, threshold=0.5).best()
    if best and best.encoding not in (*_LETTERS, "cp1258"):
        return codecs.lookup(best.encoding).name
    return max(_LETTERS, key=lambda name: sum(c in _LETTERS[name] for c in dense.decode(name, "replace")))


def _sample(path: Path, data: bytes) -> bytes:
    """Whole lines of the beginning, the middle and the end; where they are ASCII, the first that are not."""
    size = path.stat().st_size
    if size <= len(data):
        return data
    parts = [data[: data.rfind(b"\n") + 1] or data]
    with path.open("rb") as file:
        for at in (size // 2, max(size - SAMPLE, SAMPLE)):
            file.seek(at)
            parts.append(_whole_lines(file.read(SAMPLE)))
        if all(part.isascii() for part in parts):
            file.seek(SAMPLE)
            rest = b""
            while chunk := file.read(4 * SAMPLE):
                if not chunk.isascii():
                    parts.append(_whole_lines(rest + chunk + file.read(SAMPLE)))
                    break
                rest = chunk[-SAMPLE:]
    return b"\n".join(parts)


def _whole_lines(data: bytes) -> bytes:
    begin, end = data.find(b"\n") + 1, data.rfind(b"\n")
    return data[begin:end] if end > begin else data


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of its ASCII characters all lie on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 50 < len(data) or min(even, odd) * 20 > max(even, odd):
        return ""
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = data[: len(data) & ~1].decode(encoding, "replace")
    return encoding if text.count("\ufffd") * 50 < len(text) else ""


def _is_gb18030(sample: bytes) -> bool:
    """Whether the characters are, nearly all, common Chinese ones and their punctuation."""
    text = _dense(sample).decode("gb18030", "surrogateescape")
    foreign = [c for c in text if not c.isascii()]
    pairs = [c.encode("gb18030", "surrogateescape") for c in foreign]
    common = [p[0] for p in pairs if len(p) == 2 and p[1] >= 0xA1 and (0xB0 <= p[0] <= 0xD7 or 0xA1 <= p[0] <= 0xA3)]
    korean = len(common) >= 20 and max(common) <= 0xC8  # EUC-KR has its syllables there, Chinese goes on
    return len(common) >= 0.7 * len(foreign) and not korean and len(_KANA.findall(text)) * 5 < len(foreign)


def _dense(sample: bytes) -> bytes:
    """The lines that are not ASCII, at most 64 KB of them: what there is to learn from."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    return b"\n".join(lines)[: 64 * 1024]


def _keep(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError | UnicodeEncodeError):
        raise error
    wide = error.encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32"))
    try:
        return codecs.lookup_error("surrogatepass" if wide else "surrogateescape")(error)
    except UnicodeError:
        if isinstance(error, UnicodeDecodeError):
            return "\ufffd" * (error.end - error.start), error.end
        if _SURROGATE.fullmatch(error.object[error.start : error.start + 1]):
            return "?", error.start + 1
        raise error from None


codecs.register_error(KEEP, _keep)
