"""`miaoshu formats | tasks | engines | checks | runners`: what is installed of one kind of plug-in."""

from __future__ import annotations

import argparse
import sys

import orjson

from miaoshu import law, plugins, settings
from miaoshu.commands import _options


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    if parser.prog.endswith(" checks"):
        parser.add_argument(
            "--list-rules", action="store_true", help="every rule of every check, as --rules takes them"
        )
        _options.settings_option(parser)


def run(options: argparse.Namespace) -> int:
    kind = options.command
    if getattr(options, "list_rules", False):
        rows = _rules(settings.load(options.settings).style.packs)
    else:
        rows = [(name, plugins.first_line(plugins.find(kind, name))) for name in plugins.names(kind)]
    if options.json:
        sys.stdout.write(orjson.dumps([{"name": n, "about": a} for n, a in rows]).decode() + "\n")
        return 0
    width = max(len(name) for name, _ in rows)
    for name, about in rows:
        print(f"{name:<{width}}  {about}")
    return 0


def _rules(packs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Every rule by the name that --rules takes, and what it is about."""
    rows = []
    for name in plugins.names("checks"):
        rules = getattr(plugins.find("checks", name), "RULES", {})
        rows += [(f"{name}/{rule}", about) for rule, about in rules.items()]
    for pack in law.known(packs):
        rows += [(f"{pack.name}/{rule.id}", f"{rule.says} ({rule.article}, {rule.severity})") for rule in pack.rules]
    return rows
