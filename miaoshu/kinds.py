"""What a fact is about: its kind, its place in a text, and the name it is told under.

The table is `rules/kinds.toml`. A name is recognised only as an exact equivalent: 内胆材质 is
not 材质, and is told under its own name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_METAFIELD = re.compile(
    r"^(?:(?:product |variant )?metafields?[:.]\s*)?(?:[a-z_][\w-]*\.)+([a-z_][\w-]+)\s*(?:\[[^\]]*\])?$"
    r"|^(.+?)\s*\((?:product|variant)\.metafields\.[^)]*\)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:attributes?:|attr[_:.]|(?:attribute_)?pa_|meta:_?|g:|c:|google shopping / ?|属性[::])+",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*[\((\[【][^()()\[\]【】]*[\))\]】]\s*$")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PROPER = (
    "bluetooth",
    "wi-fi",
    "wifi",
    "android",
    "windows",
    "linux",
    "alexa",
    "google",
    "apple",
    "velcro",
    "kevlar",
    "oeko-tex",
    "gore-tex",
)
_ACRONYMS = (
    " ac ansi api astm bpa cbd ce cpu dc din dna dpi ean eva fda fps gps gpu gsm hdmi hdr id ip ir iso lcd led mah"
    " mp nfc npk oem oled pc ph ps ptfe pu pvc ram rfid rgb rom rpm sd sim spf ssd suv tpu tv uhd uk ul usa usb us"
    " uv vesa vr xl "
)
UNKNOWN_RANK = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact. A lower `rank` is asked for earlier by a buyer."""

    id: str
    group: str
    rank: int
    labels: dict[str, str]  # language -> name


@cache
def table() -> dict[str, Kind]:
    """Kind by id, as in `rules/kinds.toml`."""
    raw = tomllib.loads(files("miaoshu").joinpath("rules/kinds.toml").read_text("utf-8"))
    return {
        key: Kind(key, entry["group"], entry["rank"], {"zh": entry["zh"], "en": entry["en"]})
        for key, entry in raw.items()
    }


@cache
def _by_name() -> dict[str, tuple[Kind, bool]]:
    """Normal name -> its kind, and whether a text may use that name."""
    raw = tomllib.loads(files("miaoshu").joinpath("rules/kinds.toml").read_text("utf-8"))
    kinds = table()
    return {
        form: (kinds[kind], told)
        for told in (False, True)
        for kind, entry in raw.items()
        for name in ((entry["zh"], entry["en"], *entry.get("names", ())) if told else entry.get("also", ()))
        for form in (normal(name), normal(name).replace(" ", ""))
    }


def _find(name: str) -> tuple[Kind, bool] | None:
    key = normal(name)
    names = _by_name()
    return names.get(key) or names.get(key.replace(" ", ""))


@lru_cache(maxsize=16_384)
def clean(name: str) -> str:
    """A fact's name as people say it: without the prefixes, brackets and underscores of export files."""
    name = " ".join(unicodedata.normalize("NFKC", name).split()).strip(": ")
    if found := _METAFIELD.match(name):
        name = found[1] or found[2]
    name = _PREFIX.sub("", name)
    if not _HAN.search(name):
        name = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", name).replace("_", " ")
    name = _NOTE.sub("", name) or name
    return re.sub(r"\s+", " ", name).strip()


@lru_cache(maxsize=16_384)
def normal(name: str) -> str:
    """The form in which names are compared."""
    return re.sub(r"[\s\-_/'’]+", " ", clean(name)).casefold().strip()


@lru_cache(maxsize=16_384)
def of(name: str) -> Kind | None:
    """The kind that a fact's name stands for, or None."""
    found = _find(name)
    return found[0] if found else None


@lru_cache(maxsize=16_384)
def label(name: str, language: str) -> str:
    """The name to tell a fact under: the merchant's own where it suits the language, else the kind's."""
    own = clean(name)
    found = _find(name)
    if found and (not found[1] or bool(_HAN.search(own)) != (language == "zh")):
        return found[0].labels[language]
    if found and own.isupper() and len(own) > 3:
        return found[0].labels[language]
    return own if language == "zh" or not own.replace("’", "'").isascii() else _lower(own)


def _lower(name: str) -> str:
    """An English name inside a sentence: USB, iPhone and Bluetooth keep their capitals."""
    shouted = name.isupper() and " " in name  # FLEX AND RESPONSE: what is short need not be an acronym
    return " ".join([_lower_word(word, shouted) for word in name.split(" ")])


def _lower_word(word: str, shouted: bool) -> str:
    folded = word.lower()
    if folded in _PROPER or (len(word) > 1 and word[1] == "-"):  # an R-value
        return word
    if word.isupper():
        return folded if len(word) > 4 or (shouted and f" {folded} " not in _ACRONYMS) else word
    return folded if word.istitle() or word == word.capitalize() else word
