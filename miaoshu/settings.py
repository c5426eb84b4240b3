"""miaoshu.toml: what a shop sets once. Flags win over the file, the file over the defaults here."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from miaoshu.errors import UserError
from miaoshu.law import packs as law
from miaoshu.records import Reading, Sampling, Style

FILE = "miaoshu.toml"
LANGUAGES = ("auto", "zh", "en")
VOICES = ("plain", "warm", "premium", "lively")

_STRINGS = "a list of strings"
# Every table and key that the file may hold, and what the value has to be.
KEYS: dict[str, dict[str, str]] = {
    "style": {
        "language": "a string",
        "voice": "a string",
        "audience": "a string",
        "length": "a string",
        "must_tell": _STRINGS,
        "banned": _STRINGS,
        "market": "a string",
        "channel": "a string",
    },
    "sampling": {
        "temperature": "a number",
        "top_p": "a number",
        "top_k": "a whole number",
        "max_tokens": "a whole number",
        "candidates": "a whole number",
        "seed": "a whole number",
    },
    "claims": {"entails": "a table of lists of strings"},
    "law": {"packs": _STRINGS},
    "run": {"engine": "a string", "attempts": "a whole number", "store": "a string", "runner": "a string"},
    "columns": {
        "withhold": _STRINGS,
        "publish": _STRINGS,
        "encoding": "a string",
        "map": "a table of strings",
    },
}


class Settings(NamedTuple):
    style: Style
    sampling: Sampling
    reading: Reading
    run: dict[str, Any]  # engine, attempts, store, runner, as far as the file gives them


def load(path: Path | None = None) -> Settings:
    """The settings of a file; the defaults where it is absent and was not asked for by name.

    Raises UserError for a file that cannot be read, an unknown key or a value of the wrong type.
    """
    file = path or Path(FILE)
    if not file.exists():
        if path:
            raise UserError(f"{path}: no such settings file", f"Leave --settings out, or write {FILE} first")
        return Settings(Style(), Sampling(), Reading(), {})
    try:
        raw = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UserError(f"{file}: {error}", "See examples/miaoshu.toml for a file that works") from None
    _validate(file, raw)
    style = dict(raw.get("style", {}))
    if "length" in style:
        style["length"] = parse_length(style["length"])
    for key in ("must_tell", "banned"):
        if key in style:
            style[key] = tuple(style[key])
    entails = raw.get("claims", {}).get("entails", {})
    style["entails"] = tuple((word, tuple(targets)) for word, targets in entails.items())
    style["packs"] = tuple(_pack(file, name) for name in raw.get("law", {}).get("packs", ()))
    columns = raw.get("columns", {})
    reading = Reading(
        tuple((name, column) for name, column in columns.get("map", {}).items()),
        columns.get("encoding", ""),
        tuple(columns.get("withhold", ())),
        tuple(columns.get("publish", ())),
    )
    settings = Settings(Style(**style), Sampling(**raw.get("sampling", {})), reading, dict(raw.get("run", {})))
    check_style(settings.style)
    return settings


def _pack(file: Path, name: str) -> tuple[str, str]:
    """A file of rules of law, beside the settings file, with its text: workers elsewhere need not have the file."""
    path = file.parent / name
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: the rule file {name}: {error}", "Mend packs in [law], or write the file") from None
    law.read(str(path), text)
    return str(path), text


def parse_length(text: str) -> tuple[int, int]:
    """ "80-200" -> (80, 200); "200" -> (0, 200)."""
    least, dash, most = text.partition("-")
    try:
        length = (int(least), int(most)) if dash else (0, int(least))
    except ValueError:
        length = (1, 0)
    if not 0 <= length[0] <= length[1] or length[1] == 0:
        raise UserError(f"{text!r} is no length", "Try: --length 80-200")
    return length


def check_style(style: Style) -> None:
    """Raises UserError where a style asks for a language or voice that is not there."""
    for what, value, known in (("language", style.language, LANGUAGES), ("voice", style.voice, VOICES)):
        if value not in known:
            raise UserError(f"there is no {what} named {value!r}", f"Choose one of: {', '.join(known)}")


def _validate(file: Path, raw: dict[str, Any]) -> None:
    for table, entries in raw.items():
        if table not in KEYS:
            raise UserError(f"{file}: unknown table [{table}]", _nearest(table, KEYS))
        if not isinstance(entries, dict):
            raise UserError(f"{file}: {table} is a table", f"Write [{table}] on a line of its own")
        for key, value in entries.items():
            if key not in KEYS[table]:
                raise UserError(f"{file}: unknown key {key!r} in [{table}]", _nearest(key, KEYS[table]))
            if not _is(KEYS[table][key], value):
                raise UserError(f"{file}: {key} in [{table}] is {KEYS[table][key]}, not {value!r}", "Mend the file")


def _nearest(name: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Choose one of: {', '.join(known)}"


def _is(what: str, value: Any) -> bool:
    if what == "a table of strings":
        return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
    if what == "a table of lists of strings":
        return isinstance(value, dict) and all(_is(_STRINGS, entry) for entry in value.values())
    if what == _STRINGS:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    if what == "a number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if what == "a whole number":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)
