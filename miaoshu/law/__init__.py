"""What advertising law forbids to say: the rules of the packs, found in a text, with their exceptions.

`market` is "" for the usual one of the language (Chinese: cn, English: us). `rules` limits to packs, rules or
"pack/rule"; `packs` are files of the shop: (path, content). All functions raise UserError for a mistake in those.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from miaoshu import facts, kinds
from miaoshu.errors import UserError
from miaoshu.law.packs import Pack, Rule, built_in, read
from miaoshu.patterns import Patterns, fold, literals, parse, words_of
from miaoshu.records import Fact, Finding, Product

__all__ = [
    "Pack",
    "Rule",
    "banned_terms",
    "check_names",
    "find",
    "known",
    "meets",
    "packs_for",
    "swap",
    "uncovered",
    "unlawful",
]

Files = tuple[tuple[str, str], ...]
Names = tuple[str, ...]
Spans = list[tuple[int, int]]

USUAL = {"zh": "cn", "en": "us"}  # language -> the market that is meant where none is named
_EU = "eu europe 欧盟 欧洲 at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk"
_MARKETS = {
    **dict.fromkeys(("cn", "china", "prc", "zh-cn", "中国", "中国大陆", "大陆", "国内"), "cn"),
    **dict.fromkeys(("us", "usa", "united states", "america", "美国"), "us"),
    **dict.fromkeys(_EU.split(), "eu"),
}
_IDENTITY = ("brand", "model", "series")
_WORK = re.compile("《[^《》\n]{1,60}》")  # the name of a book, a law or a standard is quoted, not claimed
_DENIED = (
    "",
    "无",
    "否",
    "没有",
    "不支持",
    "未",
    "暂无",
    "/",
    "-",
    "no",
    "none",
    "n/a",
    "na",
    "false",
    "not available",
)
_FORMAT = {"zh": "“{0}”{1}（{2}）：{3}", "en": "“{0}” {1} ({2}): {3}"}
_UNCOVERED = {
    "zh": "没有适用于{0}市场中文文案的法规包，只做了与语言无关的检查",
    "en": "no law pack covers {1} texts for the market {0}: they were not checked against advertising law",
}


@dataclass(frozen=True, eq=False)
class _Law:
    """A pack that is ready to be looked for. `owners` says of each pattern which rule it belongs to, -1: to all."""

    pack: Pack
    rules: tuple[Rule, ...]
    patterns: Patterns
    owners: tuple[int, ...]
    fine: Patterns
    fine_owners: tuple[int, ...]
    goods: tuple[tuple[str, Patterns, int, Patterns], ...]  # class, words and then `not`, number of words, facts
    proofs: tuple[Patterns | None, ...]


def known(packs: Files = (), language: str = "") -> tuple[Pack, ...]:
    """All packs there are, or those of a language."""
    own = (read(path, text) for path, text in packs)
    return (*built_in(language), *(pack for pack in own if language in ("", pack.language)))


def packs_for(language: str, market: str = "", packs: Files = ()) -> tuple[Pack, ...]:
    """The packs for texts of a language in a market. An unknown market is taken for the usual one."""
    place = _market(language, market)
    return tuple(pack for pack in known(packs, language) if pack.market in ("", place))


def _market(language: str, market: str) -> str:
    return _MARKETS.get(market.strip().casefold(), "") or USUAL.get(language, "")


def uncovered(language: str, market: str = "", packs: Files = ()) -> str:
    """What a reader should know where no pack covers a text: "" where one does."""
    if packs_for(language, market, packs):
        return ""
    return _UNCOVERED["zh" if language == "zh" else "en"].format(market or "?", language)


def check_names(rules: Iterable[str], packs: Files = ()) -> None:
    """Raises UserError for a name that is no pack, no rule and no "pack/rule"."""
    names = {name for pack in known(packs) for rule in pack.rules for name in _names(pack, rule)}
    for name in rules:
        if name not in names:
            near = difflib.get_close_matches(name, sorted(names), n=1)
            raise UserError(
                f"there is no law pack or rule named {name!r}",
                f"Did you mean {near[0]!r}?" if near else "miaoshu checks --list-rules lists them",
            )


def _names(pack: Pack, rule: Rule) -> tuple[str, str, str]:
    return pack.name, rule.id, f"{pack.name}/{rule.id}"


def find(
    text: str,
    product: Product,
    language: str,
    market: str = "",
    rules: Names = (),
    packs: Files = (),
    proved: tuple[tuple[int, int], ...] = (),
) -> list[Finding]:
    """What the text says that the law forbids, in order; of findings that overlap the graver and longer one.

    `proved` are spans (sorted, apart) of claims that facts prove: rules that ask for a proof have it there.
    """
    found = [
        finding for law in _laws(language, market, rules, packs) for finding in _find(law, text, product, proved)
    ]
    return _apart(found) if len(found) > 1 else found


def meets(words: str, language: str, market: str = "", rules: Names = (), packs: Files = ()) -> bool:
    """Whether any rule speaks of these words, whatever the product: False is certain, True is to be looked at."""
    return any(law.patterns.find(words) for law in _laws(language, market, rules, packs))


def unlawful(
    words: str,
    product: Product,
    language: str,
    market: str = "",
    rules: Names = (),
    packs: Files = (),
    name: str = "",
) -> Finding | None:
    """Why this title, or the value of the fact called `name`, must not be told; None where it may be."""
    told = name + words if name and language == "zh" else words
    begin = len(told) - len(words)
    for finding in find(told, product, language, market, rules, packs):
        if finding.severity == "block" and finding.end > begin:
            start = max(finding.start - begin, 0)
            return Finding("adlaw", finding.rule, finding.message, start, finding.end - begin, name)
    return None


def banned_terms(
    product: Product, language: str, market: str = "", rules: Names = (), packs: Files = ()
) -> tuple[str, ...]:
    """Spellings that a text of this product cannot hold lawfully, whatever stands around them: for engines that
    can be kept from writing them. None holds another."""
    found: list[str] = []
    for law in _laws(language, market, rules, packs):
        goods = _goods(law, product)
        names = " ".join(_identity(product))
        for number, terms in _terms(law):
            if _applies(law, number, product, goods, goods):
                found += [term for term in terms if fold(term) not in fold(names)]
    held: set[str] = set()
    for term in sorted(dict.fromkeys(found), key=len):
        size = len(term)
        if not any(term[a:b] in held for a in range(size) for b in range(a + 1, size + 1)):
            held.add(term)
    return tuple(term for term in dict.fromkeys(found) if term in held)


def swap(finding: Finding, text: str, packs: Files = ()) -> str | None:
    """What could stand in place of `text[finding.start:finding.end]`; None where the rule knows nothing shorter."""
    words = text[finding.start : finding.end]
    pack, _, rule = finding.rule.partition("/")
    for one in known(packs):
        for candidate in one.rules if one.name == pack else ():
            if candidate.id == rule:
                for old, new in candidate.swap:
                    if old in words:
                        return words.replace(old, new)
    return None


@lru_cache(maxsize=64)
def _laws(language: str, market: str, rules: Names, packs: Files) -> tuple[_Law, ...]:
    made = []
    for pack in packs_for(language, market, packs):
        wanted = tuple(rule for rule in pack.rules if not rules or set(rules) & {"adlaw", *_names(pack, rule)})
        if wanted:
            made.append(_law(pack, wanted))
    return tuple(made)


def _law(pack: Pack, rules: tuple[Rule, ...]) -> _Law:
    looked_for = [(number, pattern) for number, rule in enumerate(rules) for pattern in rule.patterns]
    fine = [(number, pattern) for number, rule in enumerate(rules) for pattern in rule.fine]
    fine += [(-1, pattern) for pattern in pack.fine]
    classes = dict(pair for other in built_in(pack.language) for pair in other.goods.items())
    goods = tuple(
        (name, Patterns(one.words + one.not_), len(one.words), Patterns(one.facts))
        for name, one in (classes | pack.goods).items()
        if any(name in rule.goods + rule.not_goods for rule in rules)
    )
    proofs = tuple(Patterns(rule.unless_fact, pack.lists) if rule.unless_fact else None for rule in rules)
    return _Law(
        pack,
        rules,
        Patterns([pattern for _, pattern in looked_for], pack.lists),
        tuple(number for number, _ in looked_for),
        Patterns([pattern for _, pattern in fine], pack.lists),
        tuple(number for number, _ in fine),
        goods,
        proofs,
    )


def _find(law: _Law, text: str, product: Product, proved: tuple[tuple[int, int], ...]) -> list[Finding]:
    met = [(match.start, match.end, law.owners[match.pattern]) for match in law.patterns.find(text)]
    if not met:
        return []
    fine: dict[int, Spans] = {}
    for match in law.fine.find(text):
        fine.setdefault(law.fine_owners[match.pattern], []).append((match.start, match.end))
    fine = {rule: _merged(spans) for rule, spans in fine.items()}
    everywhere = fine.get(-1, [])
    met = [one for one in met if not (_meet(fine.get(one[2], []), *one[:2]) or _meet(everywhere, *one[:2]))]
    if not met:
        return []
    names = (span for name in _identity(product) for span in facts.occurrences(name, text))
    own = tuple(_merged([*names, *(work.span() for work in _WORK.finditer(text))]))
    goods = _goods(law, product)
    seem = goods or _goods(law, Product("", text))
    applies = {number: _applies(law, number, product, goods, seem) for number in {number for *_, number in met}}
    return [
        _finding(law, law.rules[number], text, start, end)
        for start, end, number in met
        if applies[number]
        and not facts.inside(start, end, own)
        and not (law.rules[number].unless_fact and facts.touches(start, end, proved))
    ]


def _finding(law: _Law, rule: Rule, text: str, start: int, end: int) -> Finding:
    says = _FORMAT["zh" if law.pack.language == "zh" else "en"]
    message = says.format(facts.shown(text[start:end]), rule.says, rule.article, rule.advice)
    return Finding("adlaw", f"{law.pack.name}/{rule.id}", message, start, end, severity=rule.severity)


def _apart(found: list[Finding]) -> list[Finding]:
    """Findings that do not overlap: blocking ones first, then longer ones."""
    taken: Spans = []
    kept = []
    for finding in sorted(found, key=lambda f: (f.severity != "block", f.start - f.end, f.start)):
        at = bisect_right(taken, (finding.start, finding.end))
        before, after = taken[max(at - 1, 0) : at], taken[at : at + 1]
        if not (before and before[0][1] > finding.start) and not (after and after[0][0] < finding.end):
            taken.insert(at, (finding.start, finding.end))
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _meet(spans: Spans, start: int, end: int) -> bool:
    """Whether `start` to `end` overlaps one of the sorted spans."""
    at = bisect_right(spans, (start, end))
    return any(a < end and start < b for a, b in spans[max(at - 1, 0) : at + 1])


def _identity(product: Product) -> list[str]:
    """Names that the product has: its brand, model and series."""
    return [
        fact.value.strip()
        for fact in product.facts
        if fact.publish and len(fact.value.strip()) > 1 and (kind := kinds.of(fact.name)) and kind.id in _IDENTITY
    ]


def _goods(law: _Law, product: Product) -> frozenset[str]:
    """What the product is, by its category, title and facts."""
    return _classes(law, f"{product.category}\n{product.title}", _told(product))


@lru_cache(maxsize=1024)
def _classes(law: _Law, called: str, told: str) -> frozenset[str]:
    return frozenset(name for name, words, size, proofs in law.goods if _is(words, size, called) or proofs.find(told))


def _is(words: Patterns, size: int, text: str) -> bool:
    matches = words.find(text)
    not_ = _merged([(m.start, m.end) for m in matches if m.pattern >= size])
    return any(m.pattern < size and not _meet(not_, m.start, m.end) for m in matches)


def _told(product: Product) -> str:
    """What the published facts state, one a line: "name：value"; of a fact that says no, that the thing is absent."""
    lines = []
    for fact in product.facts:
        if _states(fact):
            lines.append(f"{fact.name}：{facts.told_value(fact)}")
        elif fact.publish and fact.value.strip() and fact.name.isascii():
            one = fact.name.removesuffix("s")
            lines.append(f"free from：{fact.name}，{fact.name}-free，{one}-free")
    return "\n".join(lines)


def _states(fact: Fact) -> bool:
    return fact.publish and fact.value.strip().casefold() not in _DENIED


def _applies(law: _Law, number: int, product: Product, goods: frozenset[str], seem: frozenset[str]) -> bool:
    """Whether a rule holds for a product of these classes; where nothing tells them, of those that it seems to be."""
    rule, proof = law.rules[number], law.proofs[number]
    if (rule.goods and not seem & set(rule.goods)) or goods & set(rule.not_goods):
        return False
    return proof is None or not proof.find(_told(product))


@lru_cache(maxsize=64)
def _terms(law: _Law) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """For each blocking rule the plain spellings of its patterns that no exception touches."""
    everywhere = [word for pattern in law.pack.fine for word in words_of(parse(pattern, law.pack.lists))]
    found = []
    for number, rule in enumerate(law.rules):
        if rule.severity == "block":
            fine = [word for pattern in rule.fine for word in words_of(parse(pattern, law.pack.lists))] + everywhere
            terms = [term for pattern in rule.patterns for term in literals(pattern, law.pack.lists)]
            heads = {word[:size] for word in fine for size in range(1, len(word) + 1)}
            tails = {word[at:] for word in fine for at in range(len(word))}
            inner = {word[a:b] for word in fine for a in range(len(word)) for b in range(a + 1, len(word) + 1)}
            sets = heads, tails, inner, set(fine)
            found.append((number, tuple(term for term in terms if not _touched(fold(term), *sets))))
    return tuple(found)


def _touched(term: str, heads: set[str], tails: set[str], inner: set[str], whole: set[str]) -> bool:
    """Whether one of some words can overlap a term."""
    size = len(term)
    if term in inner or any(term[:end] in tails or term[end:] in heads for end in range(1, size)):
        return True
    return any(term[a:b] in whole for a in range(size) for b in range(a + 1, size + 1))
