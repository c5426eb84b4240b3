"""`miaoshu write 高清显示,长续航 --title 智能手机`: a text from what is typed here."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from miaoshu import plugins
from miaoshu.commands import _options
from miaoshu.commands.describe import DEFAULT_ENGINE
from miaoshu.errors import UserError
from miaoshu.reading.columns import product_from_object
from miaoshu.records import Product
from miaoshu.writing import describe, ignored, load_engine


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("keywords", nargs="?", default="", metavar="KEYWORDS", help="separated by commas")
    parser.add_argument("--title", default="")
    parser.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--category", default="")
    _options.style_options(parser)


def run(options: argparse.Namespace) -> int:
    settings = _options.load(options)
    facts = []
    for pair in options.fact:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise UserError(f"--fact {pair} is no NAME=VALUE", "Try: --fact 重量=280g")
        facts.append({"name": name.strip(), "value": value.strip()})
    given = {
        "title": options.title,
        "category": options.category,
        "keywords": options.keywords,
        "facts": facts,
    }
    product = product_from_object(given, replace(settings.reading, columns=()), 1, (given,))
    if not isinstance(product, Product):
        raise UserError(
            "there is nothing to write from", "Try: miaoshu write 高清显示,长续航,快速充电 --title 智能手机"
        )
    plugins.find("tasks", options.task)
    engine = load_engine(
        options.engine or settings.run.get("engine", DEFAULT_ENGINE), trust_remote_code=options.trust_remote_code
    )
    for note in ignored(engine, settings.style, settings.sampling):
        print(f"note: {note}", file=sys.stderr)
    (made,) = describe(
        [product],
        engine,
        task=options.task,
        style=settings.style,
        sampling=settings.sampling,
        attempts=options.attempts or settings.run.get("attempts", 3),
    )
    if options.json:
        sys.stdout.buffer.write(plugins.find("formats", "jsonl").line(product, made))
    else:
        if made.text:
            print(made.text)
        for message in (*filter(None, [made.error]), *(f.message for f in made.findings)):
            print(f"- {message}", file=sys.stderr)
    return 1 if made.status == "failed" else 0
