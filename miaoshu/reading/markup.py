"""HTML in, text and facts out. Pages of any depth and in any state of repair: nothing here calls itself."""

from __future__ import annotations

import html as entities
import re
from typing import NamedTuple

from miaoshu import kinds
from miaoshu.reading.lines import is_name, pair, phrases

MOST_FACTS = 60
MOST_FEATURES = 20
LONGEST = 60_000  # characters: of longer pages only the text is taken

_TAG = re.compile(r"<[a-zA-Z/!?]")
_ANY_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_INLINE_TAGS = """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr
q rb rt ruby s samp small span strike strong sub sup time tt u var wbr -text"""
_DROPPED_TAGS = """audio button canvas embed form head iframe input map math nav noscript object option script
select style svg template textarea title video -comment"""
_INLINE = frozenset(_INLINE_TAGS.split())
_DROPPED = frozenset(_DROPPED_TAGS.split())
_SENTENCE_END = (".", "。", "!", "！", "?", "？", ":", "：", ",", "，", ";", "；")
_ASIDE = re.compile(r":\s|：")
_BULLET = re.compile(r"\s*(?:[•●▪◆■✓✔☆★※·]\s*|[-*–—]\s+)(?=\S)")


class Extracted(NamedTuple):
    """What a body says: its text by lines, the (name, value) pairs it states, its short list items."""

    text: str
    facts: list[tuple[str, str]]
    features: list[str]


class _Line(NamedTuple):
    text: str
    item: bool = False  # of a list
    bold: str = ""  # the bold words it begins with
    plain: bool = True  # False: told by a table already, or a link


def strip(html: str) -> str:
    """The text of a piece of HTML, blocks on lines of their own; text without markup comes back as it is."""
    if "<" not in html and "&" not in html:
        return html
    text, _, _ = _read(html)
    return "\n".join(line.text for line in text)


def extract(html: str) -> Extracted:
    """The text of a body, the facts of its tables, lists and `Key: value` lines, and its short list items."""
    lines, facts, _ = _read(html)
    features: list[str] = []
    stated: list[tuple[tuple[str, str], bool]] = []  # and whether that is sure
    for line in lines:
        if not line.plain:
            continue
        bullet = _BULLET.match(line.text)
        text = line.text[bullet.end() :] if bullet else line.text
        item = line.item or bullet is not None
        found = pair(text)
        if not found and line.bold and line.bold != text and kinds.of(line.bold):
            found = (line.bold, text[len(line.bold) :].strip())
        if found and _is_sentence(found[1]):
            continue
        if found:
            sure = item or line.bold.rstrip(" :：") == found[0] or kinds.of(found[0]) is not None
            stated.append((found, sure))
        elif item and 1 < len(text) <= 80 and not text.endswith(_SENTENCE_END) and not _ASIDE.search(text):
            features.append(text)
    several = len(facts) + len(stated) > 1  # a single line with a colon may well be prose
    facts += [found for found, sure in stated if sure or (several and found[0].count(" ") <= 2)]
    kept = [(name.strip(" :："), value.rstrip(".。;；, ") or value) for name, value in facts if value]
    return Extracted(
        "\n".join(line.text for line in lines),
        list(dict.fromkeys(kept))[:MOST_FACTS],
        list(dict.fromkeys(features))[:MOST_FEATURES],
    )


def _is_sentence(value: str) -> bool:
    return (value.endswith((".", "!", "?")) and value.count(" ") > 5) or value.endswith(("。", "！", "？"))


def _read(html: str) -> tuple[list[_Line], list[tuple[str, str]], bool]:
    """Lines and table facts of HTML, of escaped HTML, or of plain text."""
    for _ in range(3):  # feeds escape their HTML once or twice
        if _TAG.search(html):
            if len(html) > LONGEST:
                break
            page = _Page()
            page.walk(html)
            text = "\n".join(line.text for line in page.lines)
            if not _TAG.search(text):
                return page.lines, page.facts, True
            html = text
        elif "&" in html and (plain := entities.unescape(html)) != html:
            html = plain
        else:
            break
    if _TAG.search(html):
        html = entities.unescape(_ANY_TAG.sub("\n", html))
        html = _ANY_TAG.sub("\n", html)
    return [_Line(text) for line in html.splitlines() if (text := " ".join(line.split()))], [], False


class _Table(NamedTuple):
    rows: list[list[tuple[str, str]]]  # of cells: tag and text


class _Page:
    """The state of one walk over a document."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.facts: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.bold = ""
        self.linked = 0  # characters of the line that are links
        self.links = 0  # depth of <a>
        self.items: list[int] = []  # where the open list items began
        self.tables: list[_Table] = []
        self.cells: list[int] = []  # where the open cells began
        self.term = ""

    def walk(self, html: str) -> None:
        from selectolax.lexbor import LexborHTMLParser, LexborNode

        body = LexborHTMLParser("<body>" + html).body
        node = body.first_child if body else None
        depth = 0
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                self.say(node.text_content or "")
            elif tag not in _DROPPED:
                self.enter(tag)
                child = node.first_child
                if child is None:
                    self.leave(tag)
            if child is not None:
                node, depth = child, depth + 1
                continue
            following = node.next
            while following is None and depth:
                above: LexborNode | None = node.parent
                if above is None:
                    break
                node, depth = above, depth - 1
                self.leave(node.tag or "")
                following = node.next
            node = following
        self.flush()

    def say(self, text: str) -> None:
        self.words.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        text = " ".join("".join(self.words).split())
        if text:
            link = self.linked * 5 >= len(text) * 4
            item = bool(self.items) and self.items[-1] == len(self.lines)
            self.lines.append(_Line(text, item, self.bold, not link))
        self.words.clear()
        self.bold, self.linked = "", 0

    def enter(self, tag: str) -> None:
        if tag not in _INLINE:
            self.flush()
        if tag == "a":
            self.links += 1
        elif tag == "li":
            self.items.append(len(self.lines))
        elif tag == "table":
            self.tables.append(_Table([]))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th", "dt", "dd"):
            self.cells.append(len(self.lines))

    def leave(self, tag: str) -> None:
        if tag in ("b", "strong"):
            said = " ".join("".join(self.words).split())
            if not self.bold and len(said) <= 60:
                self.bold = said
            return
        if tag == "a":
            self.links -= 1
        if tag in _INLINE:
            return
        self.flush()
        if tag == "li":
            self.items.pop()
        elif tag in ("td", "th", "dt", "dd") and self.cells:
            start = self.cells.pop()
            said = "; ".join(line.text for line in self.lines[start:])
            self.cell(tag, said, start)
        elif tag == "table":
            table = self.tables.pop()
            self.facts += _table_facts([row for row in table.rows if row])

    def cell(self, tag: str, text: str, start: int) -> None:
        if tag == "dt":
            self.term = text.strip(" :：")
        elif tag == "dd":
            if is_name(self.term) and text:
                self.facts.append((self.term, text))
                if start and self.lines[start - 1].text.strip(" :：") == self.term:
                    start -= 1
                self.lines[start:] = [_Line(f"{self.term}: {text}", plain=False)]
        elif self.tables and self.tables[-1].rows:
            row = self.tables[-1].rows[-1]
            row.append((tag, text))
            if len(row) > 1 and len(text) <= 200:  # a layout table keeps its lines
                self.lines[start:] = [_Line(text, plain=False)] if text else []


def _table_facts(rows: list[list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The pairs of a specification table; none of a size chart or a comparison."""
    if not rows or (len(rows) == 1 and len(rows[0]) > 1 and all(tag == "th" for tag, _ in rows[0])):
        return []
    names = [text.strip(" :：") for _, text in rows[0]]
    heads = all(tag == "th" for tag, _ in rows[0]) and len(rows) > 1
    if len(names) == 3 and heads and all(map(_is_table_head, names[1:])):  # group, name, value
        rows = [row[len(row) == 3 :] for row in rows]
        names = names[1:]
    generic = all(map(_is_table_head, names)) or (heads and _names_facts(names, rows[1:]))
    if heads and not generic and not all(tag == "th" for row in rows for tag, _ in row):
        if len(rows) == 2 and len(rows[1]) == len(names) > 1:  # names above, one row of values below
            return [(n, v) for n, (_, v) in zip(names, rows[1], strict=True) if is_name(n) and v]
        return []
    found = []
    for row in rows[1:] if generic and len(names) > 1 else rows:
        texts = [text for _, text in row]
        if len(texts) == 3 and not texts[2]:
            texts.pop()
        if len(texts) % 2:
            continue
        pairs = list(zip(texts[::2], texts[1::2], strict=True))
        if len(pairs) > 1 and not _alternates(row):
            continue
        for name, value in pairs:
            name = name.strip(" :：")
            if value and is_name(name):
                found.append((name, value))
    return found


def _is_table_head(name: str) -> bool:
    return name.casefold() in phrases("table_heads")


def _names_facts(heads: list[str], rows: list[list[tuple[str, str]]]) -> bool:
    """True for "Part | Detail": under the first of two heads stand names. A size chart has sizes there."""
    if len(heads) != 2 or (heads[0] and not _is_table_head(heads[0]) and kinds.of(heads[0])):
        return False
    if not heads[0] or any(map(_is_table_head, heads)):
        return True
    names = [row[0][1].strip(" :：") for row in rows if row]
    return sum(kinds.of(name) is not None for name in names) * 2 >= len(names)


def _alternates(row: list[tuple[str, str]]) -> bool:
    """True for name, value, name, value …: by their tags, colons, or names that are known."""
    names, others = row[::2], row[1::2]
    if all(tag == "th" for tag, _ in names) and all(tag == "td" for tag, _ in others):
        return True
    return all(not text or text.endswith((":", "：")) or kinds.of(text) for _, text in names)
