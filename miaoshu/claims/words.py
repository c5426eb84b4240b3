"""The lists of `rules/claims.toml`: words that stand around claims."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rules() -> dict[str, Any]:
    """`rules/claims.toml`."""
    return tomllib.loads(files("miaoshu").joinpath("rules/claims.toml").read_text("utf-8"))


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """One list of it."""
    return tuple(rules()[table][name])


def any_of(spellings: Iterable[str]) -> str:
    """An expression for any of these words, the longest first; English ones whole."""
    longest = sorted(spellings, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest)
