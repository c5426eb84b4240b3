"""What became of a claim: supported, entailed, contradicted or unsupported, and by which fact."""

from __future__ import annotations

from typing import NamedTuple

from miaoshu.claims.reader import Claim
from miaoshu.claims.sheet import Sheet


class Judged(NamedTuple):
    """A claim with its verdict: "supported", "entailed", "contradicted" or "unsupported".

    `fact` is the name of the fact that proves or contradicts it; "title", "category" and "text" are the product's
    own. `value` is what that fact says. `misplaced`: the number is that fact's, and is said of something else here.
    """

    claim: Claim
    verdict: str
    fact: str = ""
    value: str = ""
    misplaced: bool = False

    @property
    def proved(self) -> bool:
        return self.verdict in ("supported", "entailed")


def judged(claim: Claim, verdict: str, fact: str, sheet: Sheet) -> Judged:
    return Judged(claim, verdict, fact, sheet.told.get(fact, ""))
