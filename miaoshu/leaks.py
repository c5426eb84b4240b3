"""What a text shows of how it was made and must not: refusals, placeholders, echoes of a prompt, hidden orders."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from miaoshu.patterns import Patterns


class Leak(NamedTuple):
    """`text[start:end]` is a "refusal", "chatter", a "placeholder", a piece of a "prompt" or an "instruction"."""

    start: int
    end: int
    kind: str


@cache
def rules() -> dict[str, Any]:
    """`rules/leaks.toml`."""
    return tomllib.loads(files("miaoshu").joinpath("rules/leaks.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[Patterns, tuple[str, ...]]:
    kinds = [(kind, pattern) for kind, entry in rules().items() for pattern in entry.get("patterns", ())]
    return Patterns([pattern for _, pattern in kinds]), tuple(kind for kind, _ in kinds)


def find(text: str) -> list[Leak]:
    """The leaks in a text, in order, apart from each other."""
    patterns, kinds = _patterns()
    found: list[Leak] = []
    for match in patterns.find(text):
        if not found or match.start >= found[-1].end:
            found.append(Leak(match.start, match.end, kinds[match.pattern]))
    return found


@lru_cache(maxsize=32_768)
def instruction(value: str) -> str:
    """The order to a program that a value holds, or ""."""
    return next((value[leak.start : leak.end] for leak in find(value) if leak.kind == "instruction"), "")


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{rules()['script']['traditional']}]")


def traditional(text: str) -> list[int]:
    """Where characters stand that only traditional Chinese has."""
    return [] if text.isascii() else [found.start() for found in _traditional().finditer(text)]
