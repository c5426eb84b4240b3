"""How a Chinese text begins: the title, with the facts that it already states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from miaoshu.wording import Item, Sentence, Told, Topic
from miaoshu.wording.zh_patterns import DATA, END, NOUNS, value_of, width_of

_NOUN = re.compile(r"[一-鿿A-Za-z][一-鿿A-Za-z0-9]{0,15}(?<=[一-鿿])")
_SHORT = frozenset("裙裤鞋帽袜靴")
_LEAF = re.compile(r"[>＞›»|/\\,，;；]+")
_NOISE = re.compile(r"(?<=.{6})\s*(?:包邮|(?:官方|原装)?正品|热卖|爆款|特价|秒杀|清仓|现货)+$")
_LONGEST = 30  # title that shares a sentence with facts, in Chinese characters


class Opening(NamedTuple):
    """What the text begins with, and the facts that are then left to tell."""

    words: Sentence
    shape: str  # noun title named (too long for a sentence with facts) clause (a beginning of its own) none
    items: tuple[Item, ...]
    brand: Item | None = None  # to stand before a noun


def opening(topic: Topic) -> Opening:
    """The title, else the last part of the category, else what type the product is."""
    if name := _name(topic.title):
        title, told = _mark(name, topic.items)
        items = tuple(item for item in topic.items if item.values[0].fact not in told) if told else topic.items
        if _NOUN.fullmatch(name) and not name[0].isnumeric():
            return _noun(title, name, items)
        short = width_of(name) <= _LONGEST and name[-1] not in END
        return Opening(title, "title" if short else "named", items)
    if leaf := _leaf(topic.category):
        return _noun((leaf,), leaf, topic.items)
    for item in topic.items:
        words = item.values[0].words
        if item.kind == "type" and len(item.values) == 1 and words.endswith(NOUNS):
            items = tuple(other for other in topic.items if other is not item)
            if len(words) > 1 and _NOUN.fullmatch(words) and not words[0].isnumeric():
                return _noun(item.values, words, items)
            if words in _SHORT:
                return Opening((item.values[0], "子"), "noun", items)  # 裙子, 裤子
            return Opening(("本品为", item.values[0]), "clause", items)
    return Opening((), "none", topic.items)


def begin(start: Opening, link: str, pick: int) -> tuple[list[str | Told], bool]:
    """The words that a text begins with, and whether they are a whole sentence but for its mark.

    `link` is how the clause that follows does so (see `Pattern.link`); "" where none follows.
    """
    if start.shape == "none":
        return ["本品的" if link == "copula" else "本品"] if link else [], False
    if start.shape == "named" or (start.shape == "title" and not link):
        end = start.words[-1]
        noun = (end if isinstance(end, str) else end.words).endswith(NOUNS)
        return _filled("alone" if noun else "name", pick, start), True
    if start.shape == "noun":
        key = link or "alone"
        if link and link != "plain" and not start.brand and _width(start.words) < 5:
            key = "short"
        return _filled(f"brand_{key}" if start.brand else key, pick, start), not link
    return [*start.words, "，"] if link else [*start.words], not link


def _width(pieces: Sentence) -> int:
    return sum(len(piece if isinstance(piece, str) else piece.words) for piece in pieces)


def last(pieces: Sequence[str | Told]) -> str:
    """The last character of the pieces."""
    piece = pieces[-1]
    return (piece if isinstance(piece, str) else piece.words)[-1:]


@cache
def _texts(key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(re.split(r"(\{[tb]\})", text)) for text in DATA["opening"][key])


def _filled(key: str, pick: int, start: Opening) -> list[str | Told]:
    """One of the openings with its title and brand in place."""
    texts = _texts(key)
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
    title = _NOISE.sub("", title.rstrip(" ，,。.；;、!！：:-"))
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
