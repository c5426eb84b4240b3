"""What each column of a catalog is for, what is never published, and a row of cells as a Product."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from miaoshu.errors import UserError
from miaoshu.reading import headers, products, values
from miaoshu.reading.attributes import attributes
from miaoshu.records import Product, Reading, Unused

__all__ = [
    "Column",
    "Layout",
    "attributes",
    "builder",
    "id_index",
    "looks_like_header",
    "plan",
    "product_from_object",
    "publishable",
    "variants",
]

_NUMBER = re.compile(r"[-+¥$€£]?\s*\d[\d.,:\s%/-]*\s*[¥$€£元]?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `role` says what it is used for; "" where it is left out, and `why` says why."""

    index: int
    header: str  # of a fact: its name, which --map may have given it
    role: str  # id title category text keywords facts fact language unpublished group ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is laid out: all that reading it again or writing it back needs."""

    format: str
    path: Path
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    reading: Reading
    cells: Callable[[Any], Sequence[Any]]  # a raw row -> its cells in the order of `header`
    notes: tuple[str, ...] = ()  # for the summary: "column 1 holds numbers: leading zeros may be lost"
    details: Any = None  # the format's own: encoding, separator, names of elements


def plan(header: Sequence[str], reading: Reading, roles: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """What each column is for: as the user mapped it, else by `roles` (by header), else by its name.

    Raises UserError where a mapped column does not exist or nothing is left to describe a product with.
    """
    for name, column in reading.columns:
        if column and _position(header, column) is None:
            raise UserError(
                f"--map {name}={column}: there is no such column; the columns are {_listed(header)}",
                f"Try: --map {name}=COLUMN with one of these, or a position from 1 to {len(header)}",
            )
    columns = _assign(tuple(header), reading, roles or {})
    if not any(column.role in ("title", "text", "keywords", "facts", "fact") for column in columns):
        raise UserError(
            f"no column holds a title, a text, keywords or facts; the columns are {_listed(header)}",
            "Say which column is the title: --map title=COLUMN (a header, or a position from 1)",
        )
    return columns


def publishable(name: str, reading: Reading) -> bool:
    """True where a fact of this name may be told: no price, stock, code, address or bookkeeping."""
    return headers.internal(name, reading) is None


def id_index(layout: Layout) -> int | None:
    """The position of the column that holds the ids, or None."""
    return next((column.index for column in layout.columns if column.role == "id"), None)


def variants(layout: Layout) -> Callable[[Sequence[str]], str]:
    """A function that says of each row in turn whose variant it is, by id; "" for a product of its own.

    A variant has no title; it repeats the id of the product above it, or names its parent.
    """
    at = {column.role: column.index for column in reversed(layout.columns)}
    id_at, title_at, group_at = at.get("id", -1), at.get("title", -1), at.get("group", -1)
    seen: set[int] = set()
    last = ""

    def parent_of(cells: Sequence[str]) -> str:
        nonlocal last
        own = cells[id_at].strip()
        if cells[title_at].strip():
            last = own
            if group_at >= 0:
                seen.add(hash(own))
            return ""
        if own and own == last:
            return own
        group = cells[group_at].strip() if group_at >= 0 else ""
        return group if group and hash(group) in seen else ""

    return parent_of if id_at >= 0 and title_at >= 0 else lambda cells: ""


def looks_like_header(cells: Sequence[str]) -> bool:
    """True where the first row of a table names its columns, rather than being a product."""
    names = [cell.strip() for cell in cells if cell.strip()]
    if not names:
        return False
    odd = sum(1 for name in names if _NUMBER.fullmatch(name) or values.is_reference(name) or len(name) > 80)
    known = sum(1 for name in names if headers.is_known(name))
    if known:
        return odd == 0 or (known >= 2 and odd <= len(names) // 2)
    short = all(len(name) <= 30 and not any(c.isdigit() for c in name) for name in names)
    return len(names) > 1 and odd == 0 and short and len(set(names)) == len(names)


def builder(layout: Layout) -> products.Make:
    """A function (cells, line, rows) -> Product, or Unused for a row with nothing to tell; made once."""
    return products.maker([(c.index, c.role, c.header) for c in layout.columns], layout.reading)


def product_from_object(obj: dict[str, Any], reading: Reading, line: int, rows: tuple[Any, ...]) -> Product | Unused:
    """One product of a JSON object: {"id", "title", "facts": …, …} or any flat object."""
    return _object_maker(tuple(map(str, obj)), reading)(list(obj.values()), line, rows)


@lru_cache(maxsize=1_024)
def _object_maker(keys: tuple[str, ...], reading: Reading) -> products.Make:
    return products.maker([(c.index, c.role, c.header) for c in _assign(keys, reading, {})], reading)


def by_name(header: Sequence[str], reading: Reading) -> Reading:
    """The reading with columns that the user gave by position under their names: objects differ in their keys."""
    named = []
    for name, column in reading.columns:
        at = _position(header, column) if column else None
        named.append((name, column if at is None else header[at]))
    return replace(reading, columns=tuple(named))


def _position(header: Sequence[str], column: str) -> int | None:
    """Where a column is that the user named: by its header, else by its position from 1."""
    for form in (str, headers.key):
        forms = [form(name) for name in header]
        if form(column) in forms:
            return forms.index(form(column))
    if column.isdecimal() and 1 <= int(column) <= len(header):
        return int(column) - 1
    return None


def _listed(header: Sequence[str]) -> str:
    names = [name.strip() or f"(column {at})" for at, name in enumerate(header, 1)]
    return ", ".join(names[:40]) + (f" and {len(names) - 40} more" if len(names) > 40 else "")


def _assign(header: tuple[str, ...], reading: Reading, roles: Mapping[str, str]) -> tuple[Column, ...]:
    chosen: dict[int, tuple[str, str]] = {}  # position -> role and name
    taken: dict[str, int] = {}  # role that only one column has -> its position, -1 where none shall have it
    for name, column in reading.columns:
        at = _position(header, column) if column else None
        role = name if name in headers.ROLES else "fact"
        if at is not None:
            chosen[at] = (role, name if role == "fact" else header[at])
        if role in headers.SINGLE:
            taken[role] = -1 if at is None else at
    for at, name in enumerate(header):
        if at not in chosen and name in roles:
            role = roles[name]
            if role in headers.SINGLE and taken.setdefault(role, at) != at:
                continue
            chosen[at] = (role, name)
    guesses = sorted((found[1], at, found[0]) for at, name in enumerate(header) if (found := headers.role(name)))
    for _, at, role in guesses:
        if at in chosen or (role in headers.SINGLE and taken.setdefault(role, at) != at):
            continue
        if not headers.chosen(header[at], reading):
            chosen[at] = (role, header[at])
    return tuple(
        _column(at, *chosen[at], reading) if at in chosen else _other(at, name, reading, taken, header)
        for at, name in enumerate(header)
    )


def _column(at: int, role: str, name: str, reading: Reading) -> Column:
    if role == "unpublished":
        found = headers.internal(name, reading, header=True)
        return Column(at, name, role, found.why if found else "internal")
    return Column(at, name, role, "" if role else "left out")


def _other(at: int, name: str, reading: Reading, taken: Mapping[str, int], header: Sequence[str]) -> Column:
    """A column without a role of its own: internal, of no use, or a fact."""
    if found := headers.internal(name, reading, header=True):
        return Column(at, name, "" if found.left_out else "unpublished", found.why)
    if headers.is_unnamed(name):
        return Column(at, name, "", "a column without a name")
    role = headers.role(name)
    if role and role[0] in headers.SINGLE and not headers.chosen(name, reading):
        first = taken.get(role[0], -1)
        return Column(
            at, name, "", f"the {role[0]} is in {header[first]!r}" if first >= 0 else f"no {role[0]} wanted"
        )
    return Column(at, name, "fact")
