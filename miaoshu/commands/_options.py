"""The options that several commands share, and how they become records."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from miaoshu import settings
from miaoshu.errors import UserError
from miaoshu.records import Reading

MARKETS = ("cn", "us", "eu")


def count(text: str) -> int:
    """A whole number from 1. argparse shows the name of this function: `invalid count value`."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def amount(text: str) -> float:
    """A number from 0."""
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def style_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the text")
    group.add_argument("--task", default="description", help="what to write (see `miaoshu tasks`)")
    group.add_argument("--engine", help="what writes it (see `miaoshu engines`)")
    group.add_argument("--language", choices=settings.LANGUAGES, help="of the text; auto: that of the product")
    group.add_argument("--voice", choices=settings.VOICES, help="for engines that have several")
    group.add_argument("--length", metavar="MIN-MAX", help="characters in Chinese, words in English")
    group.add_argument("--must-tell", metavar="NAME", action="append", help="a fact no text may leave out")
    group.add_argument("--banned", metavar="WORD", action="append", help="a word no text may hold")
    group.add_argument("--market", choices=MARKETS, help="where it is sold: whose law the text has to keep to")
    group.add_argument("--temperature", type=amount, metavar="X", help="0: the same text every time")
    group.add_argument("--seed", type=int, metavar="N")
    group.add_argument("--attempts", type=count, metavar="N", help="drafts before the plain text is taken")
    group.add_argument("--trust-remote-code", action="store_true", help="let a model folder run its own code")
    settings_option(parser)
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def settings_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help=f"instead of ./{settings.FILE}")


def reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the catalog")
    group.add_argument(
        "--map",
        action="append",
        metavar="NAME=COLUMN",
        help="what a column holds: title, id, category, text, keywords, facts, or a fact's name; "
        "COLUMN is a header or a position from 1; nothing after = leaves NAME unmapped",
    )
    group.add_argument("--encoding", metavar="NAME", help="of a text file, where it is not found out rightly")


def load(options: argparse.Namespace) -> settings.Settings:
    """The settings file with the flags laid over it."""
    loaded = settings.load(options.settings)
    style = loaded.style
    for name in ("language", "voice", "market"):
        if value := getattr(options, name, None):
            style = replace(style, **{name: value})
    if getattr(options, "length", None):
        style = replace(style, length=settings.parse_length(options.length))
    if must_tell := getattr(options, "must_tell", None):
        style = replace(style, must_tell=tuple(must_tell))
    if banned := getattr(options, "banned", None):
        style = replace(style, banned=tuple(banned))
    sampling = loaded.sampling
    for name in ("temperature", "seed"):
        if (number := getattr(options, name, None)) is not None:
            sampling = replace(sampling, **{name: number})
    return loaded._replace(style=style, sampling=sampling, reading=_reading(options, loaded.reading))


def _reading(options: argparse.Namespace, reading: Reading) -> Reading:
    pairs = []
    for mapping in getattr(options, "map", None) or ():
        name, equals, column = mapping.partition("=")
        if not equals or not name.strip():
            raise UserError(f"--map {mapping} is no NAME=COLUMN", "Try: --map title=3, or --map title=商品名称")
        pairs.append((name.strip(), column.strip()))
    named = {name for name, _ in pairs}
    kept = tuple((name, column) for name, column in reading.columns if name not in named)
    return replace(reading, columns=(*kept, *pairs), encoding=getattr(options, "encoding", None) or reading.encoding)
