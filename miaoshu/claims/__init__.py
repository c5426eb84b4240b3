"""Claims: what a text says of a product that a shopper could verify, and which fact proves it.

`judge` reads the claims of a text (`reader`), reads the facts with the same reader (`sheet`), and compares the two
by meaning (`proof`): concepts along the entailments of `rules/lexicon/`, measures in any unit. Nothing is guessed: a
claim that no fact states or entails is unsupported.
"""

from __future__ import annotations

from miaoshu.claims.counts import is_talk
from miaoshu.claims.judged import Judged
from miaoshu.claims.lexicon import lexicon
from miaoshu.claims.names import consumable, names
from miaoshu.claims.proof import prove
from miaoshu.claims.reader import Claim, read
from miaoshu.claims.sheet import sheet_of
from miaoshu.facts import inside
from miaoshu.records import Brief, Evidence

__all__ = ["Claim", "Judged", "evidence", "judge"]

_last: tuple[Brief, str, tuple[Judged, ...]] | None = None


def judge(brief: Brief, text: str) -> tuple[Judged, ...]:
    """Every hard claim of a text, in order, with its verdict."""
    global _last
    last = _last  # read once: another thread may put its own there
    if last is not None and last[0] is brief and last[1] is text:
        return last[2]
    added = brief.style.entails
    words = lexicon(added)
    known = sheet_of(brief.product, added)
    claims = read(text, words, consumable=consumable(brief.product.category, brief.product.title))
    plain = text == brief.plain.text
    # The plain text was written from values: what it tells in them needs no proof.
    spans = tuple((e.start, e.end) for e in brief.plain.evidence) if plain else ()
    if not plain:
        claims += names(text, brief.language, words, claims)
        claims.sort()
    proved: dict[object, Judged | None] = {}  # a text can say one thing ten thousand times
    judged = []
    for claim in claims:
        if plain and inside(claim.start, claim.end, spans):
            judged.append(Judged(claim, "supported", _told_at(brief, claim)))
            continue
        key = (
            *claim[2:5],
            claim.measure and claim.measure[2:],
            *claim[6:],
            text[max(claim.start - 16, 0) : claim.end + 16],
        )
        if key not in proved:
            talk = is_talk(claim, text, known, words)
            proved[key] = None if talk else prove(claim, text, known, words)
        if (found := proved[key]) is not None:
            judged.append(found._replace(claim=claim))
    result = tuple(judged)
    _last = (brief, text, result)
    return result


def _told_at(brief: Brief, claim: Claim) -> str:
    """The fact that the plain text tells there."""
    return next((e.fact for e in brief.plain.evidence if e.start <= claim.start and claim.end <= e.end), "")


def evidence(brief: Brief, text: str) -> tuple[Evidence, ...]:
    """Where a text tells which fact: every claim that is proved."""
    return tuple(Evidence(j.claim.start, j.claim.end, j.fact) for j in judge(brief, text) if j.proved)
