"""Writes a catalog of made-up products of any length: `python benchmarks/catalog.py 1000000 big.csv`.

The same number, language and seed give the same file. Values are pools (`pools.toml`) times numbers: titles
hardly repeat, and units, several values and gaps vary as they do in a shop.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any


def products(language: str, seed: int) -> Iterator[str]:
    """Endless lines of CSV, 11 cells each."""
    zh = language == "zh"
    gap = "" if zh else " "
    pool = pools(language)
    brands = [a + b for a in pool["brands"][0] for b in pool["brands"][1]]
    colors = [a + b for a in pool["colors"][0] for b in pool["colors"][1]]
    things, looks, points, origins = (pool[name] for name in ("things", "looks", "points", "origins"))
    random = Random(f"{language} {seed}")
    dice = 0

    def roll(sides: int) -> int:
        # One draw a row, taken apart bit by bit, is several times as fast as a draw a cell.
        nonlocal dice
        dice, side = divmod(dice, sides)
        return side

    for number in count(1):
        dice = random.getrandbits(128)
        category, noun, materials, light, heavy, small, large, unit = things[roll(len(things))]
        brand = brands[roll(len(brands))]
        material = materials[roll(len(materials))]
        color = colors[roll(len(colors))]
        look = looks[roll(len(looks))]
        origin = origins[roll(len(origins))]
        n = roll(len(points))
        point, other = points[n], points[n - 1 - roll(len(points) - 1)]
        capacity = small + roll(large - small + 1)
        if capacity > 110:
            capacity -= capacity % 10
        grams = light + roll(heavy - light + 1)
        model = f"{'ABCDEFGHKLMN'[roll(12)]}{1000 + roll(9000)}"
        size = f"{6 + roll(340) / 10:.1f}×{5 + roll(220) / 10:.1f}×{4 + roll(310) / 10:.1f}cm"
        kind = roll(4)
        if grams >= 1000 or kind == 0:
            weight = f"{grams / 1000:.2f}{gap}kg"
        else:
            weight = f"{grams}{'克' if zh and kind == 1 else gap + 'g'}"
        if kind == 2:
            color = f"{color}/{colors[roll(len(colors))]}"
        elif kind == 3:
            origin = ""
        title = f"{brand}{gap}{look}{gap}{noun} {model} {capacity}{gap}{unit}"
        yield (
            f"{language.upper()}{seed}-{number:07d},{title},{category},{brand},{material},{color},{size},{weight},"
            f'{capacity}{gap}{unit},{origin},"{point},{other}"\n'
        )


def write(number: int, out: Path, language: str = "zh", seed: int = 0) -> None:
    """Stream `number` products into a CSV file; "mixed": both languages in turn, Chinese header."""
    streams = [products(name, seed) for name in (("zh", "en") if language == "mixed" else (language,))]
    lines = islice((next(stream) for stream in cycle(streams)), number)
    with out.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        file.write(",".join(pools("en" if language == "en" else "zh")["header"]) + "\n")
        file.writelines(lines)


@cache
def pools(language: str) -> dict[str, Any]:
    """What the products and texts of a language are made of."""
    pool: dict[str, Any] = tomllib.loads(Path(__file__).with_name("pools.toml").read_text("utf-8"))[language]
    return pool


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("number", type=int, metavar="N")
    parser.add_argument("out", type=Path, metavar="OUT.csv")
    parser.add_argument("--language", choices=("zh", "en", "mixed"), default="zh")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.number, options.out, options.language, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
