"""States the facts in plain sentences, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from miaoshu.errors import UserError
from miaoshu.records import Brief, Draft, Sampling


class Template:
    """Answers every brief with its plain text."""

    spec = "template"
    batch_size = 500
    deterministic = True
    ignores = ("voice", "audience", "channel", "temperature", "candidates")

    def __init__(self) -> None:
        self.fingerprint = _fingerprint()

    def generate(self, briefs: Sequence[Brief], sampling: Sampling) -> list[Draft]:
        return [brief.plain for brief in briefs]


def load(target: str = "", **options: Any) -> Template:
    """The template engine. It has no model to choose."""
    if target:
        raise UserError(f"the template engine takes no model: {target!r}", "Try: --engine template")
    return Template()


@cache
def _fingerprint() -> str:
    """Changes with the code that words the plain text; its sentence patterns are rules, which every key holds."""
    digest = blake2b(digest_size=8)
    for folder in ("wording", "tasks"):
        for path in sorted(files("miaoshu").joinpath(folder).iterdir(), key=lambda p: p.name):
            if path.name.endswith(".py"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
