"""States the facts in plain sentences, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from miaoshu import __version__
from miaoshu.errors import UserError
from miaoshu.records import Brief, Draft, Sampling


class Template:
    """Answers every brief with its plain text."""

    spec = "template"
    batch_size = 500
    deterministic = True
    ignores = ("voice", "audience", "channel", "temperature", "candidates")
    fingerprint = __version__  # its sentence patterns are rules, which every text's key holds

    def generate(self, briefs: Sequence[Brief], sampling: Sampling) -> list[Draft]:
        return [brief.plain for brief in briefs]


def load(target: str = "", **options: Any) -> Template:
    """The template engine. It has no model to choose."""
    if target:
        raise UserError(f"the template engine takes no model: {target!r}", "Try: --engine template")
    return Template()
