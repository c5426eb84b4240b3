"""The machine that a benchmark runs on: which core to measure on, and what to call it."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def core() -> int | None:
    """The core to measure on: the last one that this process may use; None where a process cannot choose."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else None


def about(what: str, core: int | None) -> dict[str, str]:
    """What was measured, and where."""
    return {
        "what": what,
        "core": "not pinned" if core is None else f"pinned to core {core}",
        "cpu": _cpu(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.platform(),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
