"""Engines for tests that write what they are told to, installed in the place of a plug-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from miaoshu import plugins
from miaoshu.records import Brief, Draft, Sampling


class Scripted:
    """Writes `write(brief)` for every brief; remembers how often it was asked."""

    spec = "scripted"
    fingerprint = "1"
    batch_size = 4
    deterministic = True
    ignores = ()

    def __init__(self, write: Callable[[Brief], str | Draft]) -> None:
        self.write = write
        self.asked: list[str] = []

    def generate(self, briefs: Sequence[Brief], sampling: Sampling) -> list[Draft]:
        self.asked += [brief.product.id for brief in briefs]
        drafts = (self.write(brief) for brief in briefs)
        return [Draft(d, tokens=10, cost=0.5) if isinstance(d, str) else d for d in drafts]


def install(monkeypatch, engine: Scripted) -> None:
    """Let the engine be found under the name "scripted"."""
    real = plugins.find

    def find(kind: str, name: str):
        if (kind, name) == ("engines", "scripted"):
            return SimpleNamespace(load=lambda target="", **options: engine)
        return real(kind, name)

    monkeypatch.setattr(plugins, "find", find)
