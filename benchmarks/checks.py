"""How fast the checks are on one core, and how their cost grows: `python benchmarks/checks.py`.

Texts of about 120 characters in both languages go through all checks of the description task, in their order. Then
the texts grow, the facts grow, and strings come that are made to be slow. All times are processor time of this
process, pinned to one core where the system can do that. The reference by which machines, and moments of a busy
machine, can be compared: the same products and texts, there and back through json.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import machine
import texts
from texts import Text

from miaoshu import plugins
from miaoshu.tasks import description

TEXTS = 1_000  # of each of the four sets
WARM = 300  # texts before the measurement: patterns are compiled when they are first met
LENGTHS = (1_250, 2_500, 5_000, 10_000)
FACTS = (25, 50, 100, 200)
HOSTILE = (12_500, 25_000, 50_000)
ROUNDS = 9
CHECKS = {name: plugins.find("checks", name).check for name in description.CHECKS}

# What a string made to be slow repeats.
SLOW = {
    "zh": [
        *(
            "9",
            "十",
            "1,",
            "1/",
            "1.5cm×",
            "两",
            "最",
            "第一",
            "全国",
            "不含",
            "没有它",
            "、棉",
            "由",
            "通过",
            "采用进口",
            "3档",
        ),
        *(
            "最全国第",
            "治疗不",
            "好",
            "。",
            "，",
            "\u200b",
            " ",
            "👗",
            "<",
            "{",
            "[a",
            "**a",
            "&a",
            "请用",
            "忽略以上",
        ),
    ],
    "en": [
        *("a", "a ", "A ", "Aa ", "9 ", "1.", "no ", "free from ", "not a ", "made of ", "the best ", "number one "),
        *(
            "up to ",
            "and ",
            "with ",
            "100% ",
            "cotton and ",
            "IPX7 ",
            "-",
            "' ",
            "won the ",
            "clinically ",
            "ignore all ",
        ),
        *("as an ", "...", "\n", "é", "İ"),
    ],
}


def main() -> int:
    options = _options()
    core = machine.core()
    if core is not None:
        os.sched_setaffinity(0, {core})
    sets = {
        f"{language} {kind.__name__}": list(islice(kind(language, 1), WARM + options.texts))
        for language in ("zh", "en")
        for kind in (texts.true, texts.bold)
    }
    gc.collect()
    gc.freeze()  # what is made here is no garbage of the checks
    figures: dict[str, Any] = {"sets": {name: _speed(items) for name, items in sets.items()}}
    figures["together"] = _together(figures["sets"])
    gc.disable()  # a full collection would fall into one size and not into the next
    figures["growth"] = {
        "characters": _by_size(LENGTHS, texts.long, _seconds),
        "facts": _by_size(FACTS, texts.wide, _seconds),
        "facts, brief": _by_size(FACTS, texts.wide, _brief_seconds),
    }
    figures["hostile"] = list(_hostile())
    about = machine.about("all checks of the description task, one text after the other", core)
    _show(about, figures)
    if options.json:
        options.json.write_text(json.dumps({**about, **figures}, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--texts", type=int, default=TEXTS, metavar="N", help="of each of the four sets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _speed(items: list[Text]) -> dict[str, Any]:
    """Microseconds a text: of each check, of all, of making the brief, of the reference."""
    for item in items[:WARM]:
        _seconds(item)
    measured = items[WARM:]
    spent = dict.fromkeys(CHECKS, 0.0)
    blocked = 0
    for item in measured:
        found = []
        for name, check in CHECKS.items():  # adlaw uses what claims has read, as in a run
            begun = process_time()
            found += check(item.brief, item.text)
            spent[name] += process_time() - begun
        blocked += any(finding.severity == "block" for finding in found)
    per_text = 1e6 / len(measured)
    return {
        "texts": len(measured),
        "characters": round(sum(len(item.text) for item in measured) / len(measured)),
        "blocked": blocked,
        "by_check_us": {name: round(seconds * per_text, 1) for name, seconds in spent.items()},
        "checks_us": round(sum(spent.values()) * per_text, 1),
        "brief_us": round(sum(map(_brief_seconds, measured)) * per_text, 1),
        "reference_us": round(_reference(measured) * per_text, 1),
    }


def _together(sets: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The four sets as one: they are of the same number of texts."""

    def mean(key: str) -> float:
        return sum(one[key] for one in sets.values()) / len(sets)

    return {
        "characters": round(mean("characters")),
        "texts_per_s": round(1e6 / mean("checks_us")),
        "texts_per_s_with_brief": round(1e6 / (mean("checks_us") + mean("brief_us"))),
        "reference_texts_per_s": round(1e6 / mean("reference_us")),
        "ratio": round(mean("checks_us") / mean("reference_us"), 1),
    }


def _seconds(item: Text) -> float:
    begun = process_time()
    for check in CHECKS.values():
        check(item.brief, item.text)
    return process_time() - begun


def _brief_seconds(item: Text) -> float:
    begun = process_time()
    description.brief(item.product, item.brief.style)
    return process_time() - begun


def _reference(items: list[Text]) -> float:
    begun = process_time()
    for item in items:
        facts = [{"name": fact.name, "value": fact.value} for fact in item.product.facts]
        row = {"id": item.product.id, "title": item.product.title, "facts": facts, "text": item.text}
        json.loads(json.dumps(row, ensure_ascii=False))
    return process_time() - begun


def _by_size(
    sizes: tuple[int, ...], make: Callable[[str, int, int], Text], measure: Callable[[Text], float]
) -> dict[str, Any]:
    """Milliseconds by size, the middle of several products in each language, and how much a doubling takes."""
    for language in ("zh", "en"):
        measure(make(language, 1, sizes[-1]))  # patterns are compiled when they are first met
    times = []
    for size in sizes:
        made = [make(language, seed, size) for language in ("zh", "en") for seed in range(2, 2 + ROUNDS)]
        times.append(1e3 * (median(map(measure, made[:ROUNDS])) + median(map(measure, made[ROUNDS:]))) / 2)
    return {"ms": dict(zip(map(str, sizes), (round(t, 2) for t in times), strict=True)), "doubling": _ratios(times)}


def _ratios(times: list[float]) -> list[float]:
    return [round(b / a, 2) for a, b in pairwise(times)]


def _hostile() -> Iterator[dict[str, Any]]:
    for language, units in SLOW.items():
        item = next(texts.bold(language, 9))
        for unit in units:
            times = [_hostile_ms(item, unit, size) for size in HOSTILE]
            if max(_ratios(times)) > 2.5:  # once more: another process may have been in the way
                times = [min(time, _hostile_ms(item, unit, size)) for time, size in zip(times, HOSTILE, strict=True)]
            yield {"language": language, "unit": unit, "ms": [round(t, 1) for t in times], "doubling": _ratios(times)}


def _hostile_ms(item: Text, unit: str, size: int) -> float:
    return 1e3 * _seconds(item._replace(text=(unit * (size // len(unit) + 1))[:size]))


def _show(about: dict[str, str], figures: dict[str, Any]) -> None:
    print("\n".join(f"{name:<10}{text}" for name, text in about.items()))
    names = [*CHECKS, "checks", "brief", "reference"]
    print(f"\n{'µs a text':<10}{'characters':>11}{'blocked':>9}" + "".join(f"{name:>10}" for name in names))
    for name, one in figures["sets"].items():
        cells = [*one["by_check_us"].values(), one["checks_us"], one["brief_us"], one["reference_us"]]
        print(f"{name:<10}{one['characters']:>11}{one['blocked']:>9,}" + "".join(f"{cell:>10,.1f}" for cell in cells))
    f = figures["together"]
    print(f"\nchecks     {f['texts_per_s']:,} texts a second of {f['characters']} characters; ", end="")
    print(f"{f['texts_per_s_with_brief']:,} with the brief made first")
    print(f"reference  {f['reference_texts_per_s']:,} texts a second through json and back")
    print(f"ratio      a text takes as long as {f['ratio']} of the reference")
    for name, grown in figures["growth"].items():
        steps = "  ".join(f"{int(size):,}: {ms:,} ms" for size, ms in grown["ms"].items())
        print(f"growth     {name}: {steps}; a doubling takes {_times(grown['doubling'])}")
    worst = sorted(figures["hostile"], key=lambda one: -one["ms"][-1] / one["ms"][0])[:3]
    slowest = max(figures["hostile"], key=lambda one: one["ms"][-1])
    print(f"hostile    {len(figures['hostile'])} strings of {HOSTILE[-1]:,} characters, doubled twice; the worst:")
    for one in (*worst, slowest):
        print(f"           {one['unit']!r:<16}{one['ms'][-1]:>8,} ms, a doubling takes {_times(one['doubling'])}")


def _times(ratios: list[float]) -> str:
    return ", ".join(f"×{ratio}" for ratio in ratios)


if __name__ == "__main__":
    sys.exit(main())
