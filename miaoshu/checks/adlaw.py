"""What advertising law forbids to say, by the packs of the text's language and market."""

from __future__ import annotations

from dataclasses import replace

from miaoshu import claims, facts, law
from miaoshu.records import Brief, Finding


def check(brief: Brief, text: str) -> list[Finding]:
    style, product = brief.style, brief.product
    if not law.meets(text, brief.language, style.market, style.rules, style.packs):
        note = law.uncovered(brief.language, style.market, style.packs)
        return [Finding("adlaw", "uncovered", note, severity="note")] if note else []
    proved = tuple((j.claim.start, j.claim.end) for j in claims.judge(brief, text) if j.proved)
    found = law.find(text, product, brief.language, style.market, style.rules, style.packs, proved)
    if text == brief.plain.text:
        # Its values and their names were judged one by one (`withholding`); side by side they can look like more.
        spans = tuple((evidence.start, evidence.end) for evidence in brief.plain.evidence)
        found = [finding for finding in found if facts.inside(finding.start, finding.end, spans)]
    for n, finding in enumerate(found):
        found[n] = replace(finding, instead=law.swap(finding, text, style.packs))
    return found
