"""Every hard claim is proved by a fact: numbers, materials, names, functions, origin, effects and more."""

from __future__ import annotations

from miaoshu import claims, facts
from miaoshu.claims import Claim, Judged
from miaoshu.records import Brief, Finding

# The kinds of claims: what `--rules claims/KIND` names, and what each is about.
RULES = {
    "number": "measures with their units, and what they are said of",
    "count": "how many there are of something",
    "package": "what comes with the product",
    "material": "what it is made of, and how much of it",
    "color": "colours and patterns",
    "size": "sizes and fits",
    "origin": "where it comes from",
    "brand": "brands, makers and other names",
    "model": "model numbers, versions and names with digits",
    "certificate": "certificates, standards, patents and tests",
    "rating": "water, dust, energy, sun and other ratings",
    "compatibility": "what it works with",
    "function": "what it can do, what is built in",
    "duration": "how long it runs, keeps warm, keeps fresh",
    "warranty": "warranty and service",
    "price": "prices and discounts",
    "date": "dates and years",
    "award": "awards",
    "sales": "sales figures and rankings",
    "ingredient": "what is in it",
    "absence": "what is not in it, what it does not do",
    "health": "effects on body and health",
    "environment": "effects on the environment",
}

_SAYS = {
    "unsupported": {"zh": "“{0}”在商品资料里没有依据", "en": "“{0}” is stated by no fact of this product"},
    "other": {
        "zh": "“{0}”在商品资料里没有依据：{1}是“{2}”",
        "en": "“{0}” is stated by no fact of this product; {1} is “{2}”",
    },
    "contradicted": {"zh": "“{0}”与商品资料不符：{1}是“{2}”", "en": "“{0}” contradicts the facts: {1} is “{2}”"},
    "misplaced": {
        "zh": "“{0}”用错了地方：资料里这是{1}",
        "en": "“{0}” is said of the wrong thing: in the facts it is the {1}",
    },
}


def check(brief: Brief, text: str) -> list[Finding]:
    plain = text == brief.plain.text
    spans = facts.copied_spans(brief, text) if plain else ()
    wanted = {rule.removeprefix("claims/") for rule in brief.style.rules if rule.startswith("claims/")}
    found = []
    for judged in claims.judge(brief, text):
        claim = judged.claim
        if judged.proved or (plain and (_is_chance(claim, spans) or _is_label(brief, text[claim.start : claim.end]))):
            continue
        if wanted and claim.kind not in wanted and "claims" not in brief.style.rules:
            continue
        words = facts.shown(text[claim.start : claim.end])
        message = _SAYS[_case(judged)][brief.language].format(words, judged.fact, facts.shown(judged.value))
        instead = _instead(judged)
        # Where the words may be no claim at all, somebody should look; what contradicts a fact is wrong in any case.
        severity = "block" if claim.sure or judged.verdict == "contradicted" else "note"
        at = (claim.start, claim.end)
        found.append(Finding("claims", claim.kind, message, *at, judged.fact, severity, instead))
    return found


def _instead(judged: Judged) -> str | None:
    """What the fact says, where the text says another number of the same thing."""
    if judged.verdict != "contradicted" or judged.misplaced or not judged.claim.measure:
        return None
    measures = facts.measures_of(judged.value) if len(judged.value) < 40 else ()
    return judged.value[measures[0].start : measures[0].end] if len(measures) == 1 else None


def _is_chance(claim: Claim, spans: tuple[tuple[int, int], ...]) -> bool:
    """The plain text is made of values and of words that state nothing; side by side they can look like a claim."""
    return facts.touches(claim.start, claim.end, spans) or not (claim.concept or claim.measure)


def _is_label(brief: Brief, words: str) -> bool:
    """Whether these words are what a fact is told under: "the water resistance is 0"."""
    words = words.casefold()
    names = (label for fact in brief.product.facts if fact.publish for label in facts.labels(fact.name))
    return any(words in label.casefold() for label in names)


def _case(judged: Judged) -> str:
    if judged.misplaced:
        return "misplaced"
    if not judged.value:
        return "unsupported"
    return "contradicted" if judged.verdict == "contradicted" else "other"
