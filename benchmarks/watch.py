"""A command seen from outside while it runs: its time, its memory, and how far it has come."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

PAUSE = 0.2  # seconds between two looks


class Look(NamedTuple):
    """What is seen at one moment."""

    seconds: float  # since the start
    cpu: float  # seconds of processor time used so far
    memory: int  # bytes, children included
    done: int  # products in the store


def run(command: list[str], core: int | None, store: Path, log: Path) -> tuple[list[Look], int]:
    """Run the command to its end, on one core where given; the looks at it, and its exit code."""
    looks = []
    with log.open("wb") as said:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        while process.poll() is None:
            family = list(_family(process.pid))
            cpu, memory = sum(map(_cpu_seconds, family)), sum(map(_memory, family))
            looks.append(Look(time.monotonic() - begun, cpu, memory, _done(store, "ro")))
            time.sleep(PAUSE)
    seconds = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    looks.append(Look(seconds, used.ru_utime + used.ru_stime, peak, _done(store, "rw")))
    return looks, process.returncode


def _family(pid: int) -> Iterator[int]:
    """The process and all that it has started, as far as /proc tells."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            listed = children.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in listed:
            yield from _family(int(child))


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _cpu_seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def _done(store: Path, mode: str) -> int:
    """Products in the store. "ro" keeps out of the way of a run; a store at rest opens only with "rw"."""
    query = "SELECT coalesce(max(seq) + 1, 0) FROM items WHERE run_id = 1"
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode={mode}", uri=True, timeout=1)) as db:
            return int(db.execute(query).fetchone()[0])
    except sqlite3.Error:  # it is not there, or just being made
        return 0
