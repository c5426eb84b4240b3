"""`miaoshu formats | tasks | engines | checks | runners`: what is installed of one kind of plug-in."""

from __future__ import annotations

import argparse
import sys

import orjson

from miaoshu import plugins


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(options: argparse.Namespace) -> int:
    kind = options.command
    rows = [(name, plugins.first_line(plugins.find(kind, name))) for name in plugins.names(kind)]
    if options.json:
        sys.stdout.write(orjson.dumps([{"name": n, "about": a} for n, a in rows]).decode() + "\n")
        return 0
    width = max(len(name) for name, _ in rows)
    for name, about in rows:
        print(f"{name:<{width}}  {about}")
    return 0
