"""What a header or an attribute's name stands for: a role, something internal, or a fact."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from miaoshu import kinds
from miaoshu.records import Reading

SINGLE = ("id", "title", "category", "language", "group")  # roles that one column has at most
ROLES = (*SINGLE, "text", "keywords", "facts", "fact", "unpublished", "")


class Internal(NamedTuple):
    """Why a name is never told."""

    why: str
    left_out: bool  # not even kept as an unpublished fact


_OURS = Internal("written by miaoshu", True)
_WITHHELD = Internal("withheld in miaoshu.toml", False)
_HIDDEN = Internal("bookkeeping of the shop software", True)
_CODE = Internal("internal: a code", False)
_SEARCH = Internal("search engines and advertising", True)
_RAW_HIDDEN = re.compile(
    r"^_|^meta:\s*_|use[_ ]config|^miaoshu[_:]|^\*(?:action|conditionid|format|duration|location)\b",  # *: eBay
    re.IGNORECASE,
)
_RAW_METAFIELD = re.compile(r"metafields?[.:]", re.IGNORECASE)
_RAW_SERVICE = re.compile(
    r"metafields?[.:](?:global|seo|mm-google-shopping|google|reviews|judgeme|yotpo|loox|stamped|okendo|discovery)",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[^\w\s]+")
_UNNAMED = re.compile(r"(?:unnamed|column|col|field|spalte|列|第)?[\s:_]*\d*\s*列?|nan|none|null")
_BRACKETS = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]\s*$")


def key(header: str) -> str:
    """The form in which headers are compared with the names of `rules/columns.toml`."""
    header = unicodedata.normalize("NFKC", header).strip("* \t\r\n\ufeff:")
    return " ".join(re.sub(r"[-_/:?*\s\u200b\ufeff]+", " ", header).casefold().split())


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("miaoshu").joinpath(f"rules/{name}.toml").read_text("utf-8"))


@cache
def _roles() -> dict[str, tuple[str, int]]:
    """Header -> its role and its place in the list of names for that role."""
    return {key(name): (role, at) for role, names in _load("columns").items() for at, name in enumerate(names)}


@lru_cache(maxsize=16_384)
def role(header: str) -> tuple[str, int] | None:
    """The role that a header stands for, and how late it comes among the names for it."""
    if _RAW_METAFIELD.search(header):
        return None
    name = key(header)
    return _roles().get(name) or _roles().get(_BRACKETS.sub("", name))


@lru_cache(maxsize=16_384)
def is_unnamed(header: str) -> bool:
    """True for headers that programs make up: "", "3", "Unnamed: 0", "列1"."""
    return _UNNAMED.fullmatch(key(header)) is not None


@cache
def _groups() -> tuple[frozenset[str], list[tuple[Internal, frozenset[str], frozenset[str], re.Pattern[str]]]]:
    table = _load("unpublishable")
    allowed = frozenset(kinds.normal(name) for name in table.pop("except"))
    groups = []
    for group in table.values():
        words = _alternatives(kinds.normal(word) for word in group.get("words", ()))
        parts = _alternatives(group.get("parts", ()))
        ends = _alternatives(group.get("ends", ()))
        pattern = re.compile(f"(?:^| )(?:{words})(?: |$)|(?:{parts})|(?:{ends})$")
        names = frozenset(kinds.normal(name) for name in group.get("names", ()))
        headers = frozenset(kinds.normal(name) for name in group.get("headers", ()))
        groups.append((Internal(group["why"], group.get("left_out", False)), names, headers, pattern))
    return allowed, groups


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@lru_cache(maxsize=16_384)
def _listed(name: str, header: bool) -> Internal | None:
    if _RAW_HIDDEN.search(name):
        return _OURS if name.lower().startswith("miaoshu") else _HIDDEN
    if _RAW_SERVICE.search(name):
        return _SEARCH
    spelled = (kinds.normal(name), key(name), " ".join(_PUNCTUATION.sub(" ", key(name)).split()))
    forms = {form for one in spelled for form in (one, one.rstrip("0123456789 "))}
    allowed, groups = _groups()
    if any(f" {one} " in f" {form} " for one in allowed for form in forms):
        return None
    for internal, names, headers, pattern in groups:
        if forms & names or (header and forms & headers) or any(map(pattern.search, forms)):
            return internal
    return _CODE if header and any(form.endswith((" id", " ids")) for form in forms) else None


@lru_cache(maxsize=16_384)
def _chosen(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for name in names for form in (key(name), kinds.normal(name)))


@lru_cache(maxsize=16_384)
def _internal(name: str, header: bool, withhold: tuple[str, ...], publish: tuple[str, ...]) -> Internal | None:
    forms = {key(name), kinds.normal(name)}
    if forms & _chosen(publish):
        return None
    return _WITHHELD if forms & _chosen(withhold) else _listed(name, header)


def internal(name: str, reading: Reading, header: bool = False) -> Internal | None:
    """Why a fact of this name is never told, or None where it may be. `header`: it names a column."""
    return _internal(name, header, reading.withhold, reading.publish)


def chosen(name: str, reading: Reading) -> bool:
    """True where miaoshu.toml itself says that this column is told, or that it is not."""
    return not _chosen(reading.withhold + reading.publish).isdisjoint((key(name), kinds.normal(name)))


def is_known(name: str) -> bool:
    """True for a header that means something to us: a role, a kind of fact or something internal."""
    return role(name) is not None or kinds.of(name) is not None or _listed(name, True) is not None
