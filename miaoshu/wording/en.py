"""The English plain text: facts grouped and joined to sentences, each value exactly as it was given.

Here is decided how a text begins and which facts share a sentence; `en_clauses` finds the patterns.
No pattern needs an article before a value, and no word after a value can be read as its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miaoshu.wording import Item, Sentence, Told, Topic
from miaoshu.wording.en_clauses import (
    ENDS,
    WIDTH,
    WORDS,
    Clause,
    category_clause,
    choice,
    clause,
    is_plural,
    joined,
    listing,
    series,
    shape_of,
)

JOIN = " "

# Facts of one chapter share sentences. Keywords come before what a product can do.
_CHAPTER = {
    "identity": 0,
    "material": 0,
    "look": 0,
    "size": 0,
    "performance": 2,
    "content": 2,
    "": 3,
    "use": 4,
}
_KEYWORDS, _UNKNOWN, _USE, _LAST = 1, 3, 4, 5
# What a product is for comes after what it is.
_LATE = frozenset(("activity", "climate", "occasion", "skill_level", "terrain"))
_IN_TITLE = ("brand", "model", "series", "type")  # told where the title says them
_TITLE = 60  # a longer title is cut at its dash or comma, or gets a sentence of its own
_LIST = 160  # characters of a list of keywords
_SAYS_WHAT = 2  # a title of more words says what a product is
_CUT = re.compile(r"\s[-–—|•·]\s|, | \(|：|，|【|\[")
_FRONT = re.compile(r"(?:made (?:of|from)|part of the) $")
_WORD = re.compile(r"\d[\w.,/-]*|[A-Za-z][A-Za-z'’-]+")
_LEAF = re.compile(r"\s*[>›»|/]\s*")


def compose(topic: Topic) -> list[Sentence]:
    """All facts of the topic in sentences: what it is, looks like, measures and does, and the rest."""
    title, told = _title(topic)
    plural = _is_plural_title(title)
    chapters: list[list[Clause]] = [[] for _ in range(_LAST + 1)]
    brand: Clause | None = None
    answers: list[Told] = []  # names that are no properties, with a bare yes or no
    seen: set[str] = set()
    for item in topic.items:
        if item.values[0].fact in told or not "".join([value.words for value in item.values]).strip():
            continue
        found = clause(item, plural, topic.pick, item.kind in seen)
        if found is None:
            answers.append(Told(item.label, item.values[0].fact))
            answers.append(item.values[0])
            continue
        if item.kind == "brand" and brand is None and not found.alone:
            brand = found
        else:
            chapters[_chapter_of(item)].append(found)
        if item.kind:
            seen.add(item.kind)
    if title and brand is None and not any(found.mode == "it" for found in chapters[0]):
        _find_verb(topic, plural, chapters, told)
    only_title = not (answers or any(chapters))
    sentences = _opening(topic, title, brand, chapters[0], plural)
    keywords = topic.keywords
    if keywords and sentences:
        keywords = tuple([keyword for keyword in keywords if keyword not in sentences[0]])
    if title and not sentences:
        if only_title and keywords:
            sentences, keywords = _headed(title, keywords)
        else:
            sentences = [_titled(title)]
    for number, clauses in enumerate(chapters):
        if number == _KEYWORDS and keywords:
            sentences += _keywords(keywords, topic.pick)
        if clauses:
            sentences += _chapter(clauses, plural, topic.pick + number)
        if number == _UNKNOWN and answers:
            sentences += _answers(answers, "Further features: " if "function" in seen else "Features: ")
    return sentences


# how a text begins


def _title(topic: Topic) -> tuple[Sentence, set[str]]:
    """The product's name, with the facts that it says marked as told; and their names."""
    name = " ".join(topic.title.split()).rstrip(" .,;:!?…-–—|/。，！？、")
    if len(name) > _TITLE:
        cut = _CUT.search(name, 12)
        if cut and cut.start() <= _TITLE:
            name = name[: cut.start()]
        elif len(name) > 160:
            name = name[:160].rsplit(" ", 1)[0]
    spans: list[tuple[int, int, str]] = []
    told: set[str] = set()
    for item in topic.items:
        if item.kind not in _IN_TITLE or len(item.values) > 1:
            continue
        words, fact = item.values[0]
        at = name.find(words) if words.strip() else -1
        end = at + len(words)
        inside = (at > 0 and name[at - 1].isalnum()) or name[end : end + 1].isalnum()
        free = all(end <= start or at >= stop for start, stop, _ in spans)
        if at >= 0 and free and not (inside and words.isascii()):
            spans.append((at, end, fact))
            told.add(fact)
    pieces: list[str | Told] = []
    at = 0
    for start, end, fact in sorted(spans):
        pieces += [name[at:start], Told(name[start:end], fact)]
        at = end
    pieces.append(name[at:])
    return tuple([piece for piece in pieces if piece]), told


def _opening(
    topic: Topic, title: Sentence, brand: Clause | None, clauses: list[Clause], plural: bool
) -> list[Sentence]:
    """The sentence that names the product, with the first things to say of it; they leave `clauses`."""
    name = "".join(map(text_of, title))
    short = title and len(name) <= _TITLE
    verbs: list[Clause] = []
    for found in clauses:
        room = len(verbs) < 2 and found.size + sum(c.size for c in verbs) < WIDTH
        if room and found.mode == "it" and not (found.alone or found.tail or _denies(found)):
            verbs.append(found)
    clauses[:] = [found for found in clauses if found not in verbs]
    if category := _category(topic, name, bool(verbs or brand)):
        named = [keyword for keyword in topic.keywords if keyword.words == category]
        verbs.insert(0, category_clause(named[0] if named else category, plural, topic.pick))
    if brand and not (short and verbs):
        verbs.insert(0, brand)
    if not verbs:
        return []
    lead: list[Sentence] = []
    subject: Sentence = title or ("this product",)
    if not short and title:
        lead, subject = [_titled(title)], ("they" if plural else "it",)
    if brand and brand not in verbs:
        subject = (*subject, " from ", *brand.value)
    first, rest = verbs[:2], verbs[2:]
    clauses[:0] = rest
    front = _FRONT.search(first[0].head)
    if len(first) > 1 and front and choice(topic.pick, "front", 2):
        said = (front[0], *first[0].value, first[0].tail, ", ", *subject, " ", *_verbs(first[1:]))
        return [*lead, finish(said)]
    return [*lead, finish((*subject, " ", *_verbs(first)), keep=bool(short))]


def _find_verb(topic: Topic, plural: bool, chapters: list[list[Clause]], told: set[str]) -> None:
    """Word one clause so that it can follow the product's name, and move it to the front: it weighs."""
    for item in sorted(topic.items, key=_chapter_of):
        if item.kind and item.values[0].fact not in told:
            found = clause(item, plural, topic.pick, False, first=True)
            if found and found.mode == "it" and not (found.alone or found.tail or _denies(found)):
                for clauses in chapters:
                    if said := [other for other in clauses if other.value == found.value]:
                        clauses.remove(said[0])
                        chapters[0].insert(0, found)
                        return


def _chapter_of(item: Item) -> int:
    return _USE if item.kind in _LATE else _CHAPTER.get(item.group, _LAST)


def _denies(found: Clause) -> bool:
    """A text does not begin with what a product has not."""
    return text_of(found.value[0]).startswith(("no ", "not ", "without "))


def _category(topic: Topic, name: str, more: bool) -> str:
    """The category where it says something that the title does not."""
    category = topic.category.strip()
    if _LEAF.search(category):
        parts = [part for part in _LEAF.split(category.partition(",")[0]) if part]
        category = parts[-1] if parts else ""
    category = " ".join(category.split())
    folded = category.casefold()
    if not category or len(category) > 50 or folded in WORDS["no_category"] or folded.endswith(ENDS):
        return ""
    if any(item.kind == "type" and folded == item.values[0].words.casefold() for item in topic.items):
        return ""
    words, title = folded.split(), name.casefold()
    if words[-1] in WORDS["no_category_ends"] or folded == title:
        return ""
    said = len(title.split()) > _SAYS_WHAT or any(word.rstrip("s") in title for word in words if len(word) > 3)
    return "" if more and said else category


def _titled(title: Sentence) -> Sentence:
    return finish(("This is ", *title))


def _is_plural_title(title: Sentence) -> bool:
    """True for "Men's Pants", "Konic Skis"; a single word in -s may be a name, "50 Bags" a count."""
    name = _CUT.split("".join(map(text_of, title)), maxsplit=1)[0]
    words = _WORD.findall(name.partition(" with ")[0].partition(" for ")[0][-80:])
    return len(words) > 1 and is_plural(words[-1]) and words[-1].casefold() not in WORDS["counted"]


# what shares a sentence


def _chapter(clauses: list[Clause], plural: bool, turn: int) -> Iterator[Sentence]:
    """Sentences with all the clauses: what the product is or does, what its parts are, the rest."""
    done = [found for found in clauses if found.mode == "it"]
    others = [found for found in clauses if found.mode == "own"]
    named = [found for found in clauses if found.mode == "named"]
    for group in _grouped(done, 3):
        pieces: Sentence = ("they" if plural else "it", " ", *_verbs(group))
        rest = others or named
        if len(group) == 1 and rest and group[0].size + rest[0].size < WIDTH:
            part = rest.pop(0)
            if part.mode == "named" and part.head.startswith("the ") and " of" not in part.head:
                part = part._replace(head=("their" if plural else "its") + part.head[3:])
            pieces = (*pieces, ", and ", *_plain(part))
        yield finish(pieces)
    for group in _grouped(others, 2):
        yield finish(joined([_plain(found) for found in group], ", and "))
    for group in _grouped(named, 3 + turn % 2):
        yield finish(_named(group))
    for found in clauses:
        if found.mode == "alone":
            yield finish(_plain(found))


def _grouped(clauses: Sequence[Clause], most: int) -> Iterator[list[Clause]]:
    """Neighbours that fit into one sentence; four are two and two where three are the most."""
    group: list[Clause] = []
    size = 0
    for number, found in enumerate(clauses):
        last = number == len(clauses) - 2 and len(group) == most - 1 > 1
        full = len(group) == most or last
        if group and (full or found.alone or group[-1].alone or size + found.size > WIDTH):
            yield group
            group, size = [], 0
        group.append(found)
        size += found.size
    if group:
        yield group


def _verbs(clauses: Sequence[Clause]) -> Sentence:
    """Predicates of one subject: "is made of steel, holds 0.9 L and weighs 310 g"."""
    verb, _, rest = clauses[0].head.partition(" ")
    bare = not rest  # "is waterproof": what follows shares its verb only where it is of one form
    same = all(c.head.startswith(verb + " ") and (c.head == verb + " ") == bare for c in clauses)
    parts: list[Sentence] = []
    for number, found in enumerate(clauses):
        head = found.head[len(verb) + 1 :] if same and number else found.head
        parts.append((head, *found.value, found.tail))
    return listing(parts, _and(clauses))


def _and(clauses: Sequence[Clause]) -> str:
    """The last "and" needs a comma after values that have one of their own."""
    return ", and " if any(found.listed for found in clauses[:-1]) else " and "


def _named(clauses: Sequence[Clause]) -> Sentence:
    """Names with their values: the bore is A, the seal B and the stem C."""
    if len(clauses) < 3:
        return joined([_plain(found) for found in clauses], ", and ")
    lists = [found for found in clauses if found.listed]
    if len(lists) == 1:
        clauses = [*(found for found in clauses if not found.listed), *lists]
    full = [_plain(found) for found in clauses]
    if len(lists) > 1:
        return joined(full, "; ")
    if lists:
        return listing(full, ", and ")
    if len({found.verb for found in clauses}) > 1:
        return listing(full)
    return listing([full[0], *((found.head + " ", *found.value) for found in clauses[1:])])


def _plain(found: Clause) -> Sentence:
    head = f"{found.head} {found.verb} " if found.mode == "named" else found.head
    return (head, *found.value, found.tail)


def _answers(answers: Sequence[Told], lead: str) -> Iterator[Sentence]:
    """`answers`: a name, its Yes or No, the next name, …"""
    pairs = list(zip(answers[::2], answers[1::2], strict=True))
    has = [name for name, value in pairs if shape_of(value.words) == "yes"]
    lacks = [Told(f"no {name.words}", name.fact) for name, value in pairs if shape_of(value.words) == "no"]
    if has:
        yield finish((lead, *series(has)))
    if lacks:
        lacks[0] = Told("N" + lacks[0].words[1:], lacks[0].fact)
        yield finish(series(lacks))


# keywords


def _headed(title: Sentence, keywords: Sequence[Told]) -> tuple[list[Sentence], tuple[Told, ...]]:
    """A title and its keywords as one sentence; and the keywords that it has no room for."""
    open_ = [keyword for keyword in keywords if not keyword.words.rstrip().endswith(ENDS)][:6]
    if not open_:
        return [_titled(title)], tuple(keywords)
    sentence = finish((*title, ": ", *series(open_)), keep=True)
    return [sentence], tuple(keyword for keyword in keywords if keyword not in open_)


def _keywords(keywords: Sequence[Told], pick: int) -> Iterator[Sentence]:
    """Keywords keep their wording: short ones in lists, then those that are sentences."""
    first = ("At a glance: ", "Key points: ", "In brief: ")[pick % 3]
    leads = iter((first, "Also: ", "Further points: ", "More: "))
    closed = []
    group: list[Told] = []
    size = 0
    for keyword in keywords:
        if keyword.words.rstrip().endswith(ENDS):
            closed.append(keyword)
            continue
        if group and (size + len(keyword.words) > _LIST or len(group) > 7):
            yield finish((next(leads, ""), *series(group)))
            group, size = [], 0
        group.append(keyword)
        size += len(keyword.words) + 2
    if group:
        yield finish((next(leads, ""), *series(group)))
    for keyword in closed:
        yield (keyword,)


# sentences


def finish(pieces: Sentence, keep: bool = False) -> Sentence:
    """A sentence with its capital and its full stop. `keep`: the name it begins with keeps its letters."""
    words = [piece for piece in pieces if piece]
    first = words[0]
    if not keep and not isinstance(first, Told):
        words[0] = first[:1].upper() + first[1:]
    if not text_of(words[-1]).rstrip(" \"'”’)").endswith(ENDS):
        words.append(".")
    return tuple(words)


def text_of(piece: str | Told) -> str:
    return piece.words if isinstance(piece, Told) else piece
