"""How a Chinese text begins: the title, with the facts that it already states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from miaoshu.wording import Item, Sentence, Told, Topic
from miaoshu.wording.zh_patterns import DATA, END, value_of, width_of

_NOUNS = tuple(DATA["words"]["nouns"])
_NOUN = re.compile(r"[一-鿿A-Za-z][一-鿿A-Za-z0-9]{0,15}(?<=[一-鿿])")
_LEAF = re.compile(r"[>＞›»|/\\,，;；]+")
_LONGEST = 30  # title that shares a sentence with facts, in Chinese characters


class Opening(NamedTuple):
    """What the text begins with, and the facts that are then left to tell."""

    words: Sentence
    shape: str  # noun title clause (a beginning of its own) none
    items: tuple[Item, ...]
    brand: Item | None = None  # to stand before a noun


def opening(topic: Topic) -> Opening:
    """The title, else the last part of the category, else what type the product is."""
    if name := _name(topic.title):
        title, told = _mark(name, topic.items)
        items = tuple(item for item in topic.items if item.values[0].fact not in told) if told else topic.items
        if _NOUN.fullmatch(name) and not name[0].isnumeric():
            return _noun(title, name, items)
        return Opening(title, "title", items)
    if leaf := _leaf(topic.category):
        return _noun((leaf,), leaf, topic.items)
    for item in topic.items:
        words = item.values[0].words
        if item.kind == "type" and len(item.values) == 1 and words.endswith(_NOUNS):
            items = tuple(other for other in topic.items if other is not item)
            if len(words) > 1 and _NOUN.fullmatch(words) and not words[0].isnumeric():
                return _noun(item.values, words, items)
            return Opening(("本品为", item.values[0]), "clause", items)
    return Opening((), "none", topic.items)


def begin(start: Opening, first: tuple[bool, bool] | None, pick: int) -> tuple[list[str | Told], bool]:
    """The words that a text begins with, and whether they are a whole sentence but for its mark.

    `first` says of the clause that follows whether it is a verb and whether it is 甲为乙; None: none follows.
    """
    if start.shape == "none":
        return (["本品的" if first[1] else "本品"] if first else []), False
    whole = not first
    if start.shape == "clause":
        return [*start.words, *(() if whole else ("，",))], whole
    if start.shape == "title":
        width = sum(width_of(piece if isinstance(piece, str) else piece.words) for piece in start.words)
        if not whole and width <= _LONGEST and last(start.words) not in END:
            return [*start.words, "，"], False
        return _filled("alone", pick, start, True), True
    key = "alone" if not first else "verb" if first[0] else "noun"
    return _filled(f"brand_{key}" if start.brand else key, pick, start, bool(first and first[1])), whole


def last(pieces: Sequence[str | Told]) -> str:
    """The last character of the pieces."""
    piece = pieces[-1]
    return (piece if isinstance(piece, str) else piece.words)[-1:]


@lru_cache(maxsize=64)
def _texts(key: str, copula: bool) -> tuple[tuple[str, ...], ...]:
    texts: list[str] = DATA["opening"][key]
    return tuple(tuple(re.split(r"(\{[tb]\})", text)) for text in texts if copula or not text.endswith("的"))


def _filled(key: str, pick: int, start: Opening, copula: bool) -> list[str | Told]:
    """One of the openings with its title and brand in place."""
    texts = _texts(key, copula)
    pieces: list[str | Told] = []
    for part in texts[pick // 7 % len(texts)]:
        if part == "{t}":
            pieces += start.words
        elif part == "{b}" and start.brand:
            pieces += start.brand.values
        elif part:
            pieces.append(part)
    return pieces


def _noun(title: Sentence, name: str, items: tuple[Item, ...]) -> Opening:
    """The opening of a noun, with the brand where nothing in it could run into the noun."""
    for item in items:
        if item.kind == "brand" and len(item.values) == 1:
            words = item.values[0].words
            value = value_of(words)
            plain = 1 < len(words) < 16 and words.replace(" ", "").isalpha() and value.shape in ("word", "latin")
            apart = not (words[-1:].isascii() and name[0].isascii()) and words[-1:] not in (name[0], "牌")
            if plain and apart and not value.numeral and not value.bare:
                return Opening(title, "noun", tuple(other for other in items if other is not item), item)
            break
    return Opening(title, "noun", items)


def _name(title: str) -> str:
    """The title for a sentence: without shop labels before it and the word cut off at its end."""
    whole = title = " ".join(title.split())
    while title.startswith("【") and 0 < title.find("】") < len(title) - 1:
        title = title[title.find("】") + 1 :].lstrip()
    if title.endswith(("...", "…")):
        title = title.rstrip(".… ")
        head = title[: title.rfind(" ") + 1].rstrip()
        title = head if len(head) >= 6 else title
        for bracket, closing in ("（）", "()", "【】"):
            at = title.rfind(bracket)
            title = title[:at].rstrip() if at > 0 and closing not in title[at:] else title
    title = title.rstrip(" ，,。.；;、!！：:-")
    # Words of another language are the merchant's own only where his title stands as a whole.
    foreign = title != whole and sum(map(str.isascii, title.split())) > 3
    return whole if foreign or not title else title


def _mark(title: str, items: tuple[Item, ...]) -> tuple[Sentence, set[str]]:
    """The title with the brand, model and type that it already states, and the names of these facts."""
    spans: list[tuple[int, int, Told]] = []
    for item in items:
        if item.kind not in ("brand", "model", "type") or len(item.values) > 1:
            continue
        told = item.values[0]
        words = told.words
        at = title.rfind(words) if item.kind == "type" else title.find(words)
        end = at + len(words)
        if at < 0 or len(words) < 2 or any(at < taken[1] and taken[0] < end for taken in spans):
            continue
        before, after = title[at - 1 : at] if at else "", title[end : end + 1]
        if item.kind == "type" and after:
            continue  # 上衣 is what the thing is only as the last word
        if item.kind != "type" and before.isalnum() and before.isascii() == words[0].isascii():
            continue
        if (words[-1].isascii() and after.isascii() and after.isalnum()) or (item.kind == "model" and after == "-"):
            continue
        spans.append((at, end, told))
    pieces: list[str | Told] = []
    done = 0
    for at, end, told in sorted(spans):
        pieces += (title[done:at], told) if at > done else (told,)
        done = end
    if done < len(title):
        pieces.append(title[done:])
    return tuple(pieces), {told.fact for _, _, told in spans}


@lru_cache(maxsize=8_192)
def _leaf(category: str) -> str:
    """The last part of a category's path where it is a Chinese noun."""
    leaf = next((part for part in reversed(_LEAF.split(category)) if part.strip()), "").strip()
    return leaf if _NOUN.fullmatch(leaf) and len(leaf) > 1 and not leaf[0].isnumeric() else ""
