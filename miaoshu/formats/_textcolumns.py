"""The columns that a text comes in when a table is written, behind the columns of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from miaoshu.records import Description, Product, Unused

Result = tuple[Product | Unused, Description | None]
Place = Callable[[Sequence[Any], Sequence[Any]], list[Any]]

_AHEAD = 1_000  # broken rows at the beginning of a file that are looked past for the task's name
EMPTY = ("", "", "", "", "")


def names(task: str) -> tuple[str, ...]:
    return (f"miaoshu_{task}", "miaoshu_language", "miaoshu_status", "miaoshu_engine", "miaoshu_error")


def cells(made: Description | None) -> tuple[str, ...]:
    """The cells of `names`; all empty for a variant row."""
    return (made.text, made.language, made.status, made.engine, made.error) if made else EMPTY


def task_of(results: Iterable[Result]) -> tuple[str, Iterator[Result]]:
    """The task that the texts were written for, and the results again."""
    results = iter(results)
    seen: list[Result] = []
    for result in results:
        seen.append(result)
        if isinstance(result[0], Product) or len(seen) == _AHEAD:
            break
    task = next((made.task for item, made in reversed(seen) if made), "description")
    return task, chain(seen, results)


def raw_rows(item: Product | Unused) -> Sequence[Any]:
    """The input rows of a result, in order."""
    return item.rows if isinstance(item, Product) else (item.row,)


def placer(header: Sequence[str], task: str, named: bool = True) -> tuple[list[str], Place]:
    """The header with the text columns, and a function (cells of a row, text cells) -> the whole row.

    A row that is too short is filled up; one that is too long keeps its cells, the text columns follow.
    """
    wanted = names(task)
    width = len(header)
    at = [header.index(name) if named and name in header else -1 for name in wanted]
    new = [n for n, place in enumerate(at) if place < 0]
    old = [(n, place) for n, place in enumerate(at) if place >= 0]

    def place(row: Sequence[Any], texts: Sequence[Any]) -> list[Any]:
        whole = list(row)
        if len(whole) < width:
            whole += [""] * (width - len(whole))
        if texts[2] != "kept":
            for n, index in old:
                whole[index] = texts[n]
        whole += [texts[n] for n in new]
        return whole

    return [*header, *(wanted[n] for n in new)], place
