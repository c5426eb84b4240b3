import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace

import orjson
import pytest

from miaoshu.errors import UserError
from miaoshu.records import Job
from miaoshu.runners.local import run
from tests import fakes


def catalog(path, count, first=0):
    lines = ["id,title,材质,颜色,重量(g)"]
    lines += [f"p{n},水杯{n}号,不锈钢,{'红黄蓝绿'[n % 4]}色,{100 + n}" for n in range(first, first + count)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def job(tmp_path, **more):
    return Job(str(tmp_path / "c.csv"), out=str(tmp_path / "out.jsonl"), store=str(tmp_path / "s.db"), **more)


def rows(path):
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_every_product_is_described_once_in_order(tmp_path):
    catalog(tmp_path / "c.csv", 1203)
    summary = run(job(tmp_path))
    assert [r["id"] for r in rows(tmp_path / "out.jsonl")] == [f"p{n}" for n in range(1203)]
    assert summary.counts == {"accepted": 1203}
    assert summary.total == summary.products == 1203


def test_the_same_command_again_writes_nothing_anew_and_the_same_file(tmp_path, monkeypatch):
    catalog(tmp_path / "c.csv", 10)
    engine = fakes.Scripted(lambda brief: brief.plain)
    fakes.install(monkeypatch, engine)
    run(job(tmp_path, engine="scripted"))
    before = (tmp_path / "out.jsonl").read_bytes()
    summary = run(job(tmp_path, engine="scripted"))
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert len(engine.asked) == summary.resumed == 10
    run(job(tmp_path, engine="scripted", restart=True))
    assert len(engine.asked) == 20


def test_edited_products_are_the_only_ones_that_cost(tmp_path, monkeypatch):
    path = catalog(tmp_path / "c.csv", 30)
    engine = fakes.Scripted(lambda brief: brief.plain)
    fakes.install(monkeypatch, engine)
    run(job(tmp_path, engine="scripted"))
    lines = path.read_text("utf-8").splitlines()
    edited = [line.replace("不锈钢", "钛") if n % 3 == 0 else line for n, line in enumerate(lines[1:])]
    path.write_text("\n".join([lines[0], "new,新杯,玻璃,白色,90", *edited]), "utf-8")
    engine.asked.clear()
    run(job(tmp_path, engine="scripted", limit=50))
    assert engine.asked == ["new", *(f"p{n}" for n in range(0, 30, 3))]


def test_a_broken_row_is_listed_and_the_sum_adds_up(tmp_path):
    (tmp_path / "c.csv").write_text("id,title,颜色\n1,杯子,红\n2,杯子\n3,碗,蓝\n4,,\n", "utf-8")
    summary = run(job(tmp_path))
    assert summary.counts == {"accepted": 2, "failed": 2}
    assert [(r["id"], r["status"]) for r in rows(tmp_path / "out.jsonl")] == [
        ("1", "accepted"),
        (None, "failed"),
        ("3", "accepted"),
        (None, "failed"),
    ]
    assert rows(tmp_path / "out.jsonl")[1]["row"] == 3
    assert [line for line, _, _ in summary.problems] == [3, 5]


def test_only_missing_leaves_described_products_alone(tmp_path):
    (tmp_path / "c.csv").write_text("id,title,description,颜色\n1,杯子,一只好杯子。,红\n2,碗,,蓝\n", "utf-8")
    summary = run(job(tmp_path, only_missing=True))
    assert summary.counts == {"kept": 1, "accepted": 1}
    kept, written = rows(tmp_path / "out.jsonl")
    assert (kept["status"], kept["text"]) == ("kept", None)
    assert written["text"]


def test_products_with_the_same_content_share_a_text_and_keep_their_rows(tmp_path):
    (tmp_path / "c.csv").write_text("title,颜色\n杯子,红\n杯子,红\n", "utf-8")
    run(job(tmp_path))
    one, two = rows(tmp_path / "out.jsonl")
    assert one["text"] == two["text"]
    assert one["id"] != two["id"]


def test_a_ceiling_stops_the_run_before_it_is_passed_and_a_higher_one_goes_on(tmp_path, monkeypatch):
    catalog(tmp_path / "c.csv", 20)
    engine = fakes.Scripted(lambda brief: brief.plain.text)
    fakes.install(monkeypatch, engine)
    summary = run(job(tmp_path, engine="scripted", max_tokens=100))
    assert "--max-tokens-total" in summary.stopped
    assert 40 <= summary.tokens <= 100
    assert not (tmp_path / "out.jsonl").exists()
    assert not list(tmp_path.glob(".*part"))
    summary = run(job(tmp_path, engine="scripted", max_cost=1000))
    assert not summary.stopped
    assert len(engine.asked) == 20
    assert len(rows(tmp_path / "out.jsonl")) == 20


def test_a_ceiling_holds_for_the_whole_run_however_often_it_is_resumed(tmp_path, monkeypatch):
    catalog(tmp_path / "c.csv", 20)
    engine = fakes.Scripted(lambda brief: brief.plain.text)
    fakes.install(monkeypatch, engine)
    for _ in range(4):
        assert run(job(tmp_path, engine="scripted", max_tokens=60)).stopped
    assert len(engine.asked) <= 6
    for _ in range(3):
        assert run(job(tmp_path, engine="scripted", max_cost=1.0)).stopped
    assert len(engine.asked) <= 6


def test_a_full_disk_stops_the_run_resumably(tmp_path, monkeypatch):
    catalog(tmp_path / "c.csv", 10)

    def write(results, path, layout):
        next(iter(results))
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("miaoshu.formats.jsonl.write", write)
        assert "No space left" in run(job(tmp_path)).stopped
    assert run(job(tmp_path)).resumed == 10


def test_only_missing_goes_by_the_description_and_by_what_was_written_here(tmp_path):
    feature = "A long text of two sentences. It is no description of the product at all."
    (tmp_path / "c.csv").write_text(f"id,title,features,description\n1,Mug,{feature},<p> </p>\n", "utf-8")
    assert run(job(tmp_path, only_missing=True)).counts == {"accepted": 1}
    first = replace(job(tmp_path), out=str(tmp_path / "one.csv"))
    run(first)
    again = replace(first, catalog=first.out, out=str(tmp_path / "two.csv"), only_missing=True)
    assert run(again).counts == {"kept": 1}


def test_ctrl_c_loses_nothing(tmp_path, monkeypatch):
    catalog(tmp_path / "c.csv", 20)

    def write(brief):
        if brief.product.id == "p9" and not fired:
            fired.append(1)
            raise KeyboardInterrupt
        return brief.plain

    fired = []
    engine = fakes.Scripted(write)
    fakes.install(monkeypatch, engine)
    assert run(job(tmp_path, engine="scripted")).stopped == "interrupted"
    summary = run(job(tmp_path, engine="scripted"))
    assert summary.resumed == 8
    assert len(rows(tmp_path / "out.jsonl")) == 20


def test_what_a_killed_run_left_beside_the_output_is_swept(tmp_path):
    catalog(tmp_path / "c.csv", 3)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".out.{dead.pid}.part.jsonl"
    alive = tmp_path / f".out.{os.getppid()}.part.jsonl"
    other = tmp_path / ".out.mine.part.jsonl"
    for path in (left, alive, other):
        path.touch()
    run(job(tmp_path))
    assert not left.exists()
    assert alive.exists()
    assert other.exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"out": "c.csv"}, "is an input of this run"),
        ({"out": "s.db.jsonl", "store": "s.db.jsonl"}, "is an input of this run"),
        ({"out": "o.csv/x.csv"}, "cannot be written"),
        ({"out": "x" * 300 + ".csv"}, "cannot be written"),
        ({"out": "."}, "is a folder"),
        ({"address": "a:1"}, "has no address"),
        ({"out": "no/such/folder.jsonl"}, "cannot be written"),
        ({"out": "out.docx"}, "no format is written to .docx"),
        ({"out": "out.xml"}, ".xml cannot hold the columns"),
        ({"engine": "tempalte"}, "no engine named"),
    ],
)
def test_a_mistake_costs_nothing(tmp_path, monkeypatch, change, problem):
    monkeypatch.chdir(tmp_path)
    catalog(tmp_path / "c.csv", 3)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(UserError, match=problem):
        run(replace(job(tmp_path), **change))
    assert set(tmp_path.rglob("*")) == before


def test_duplicate_ids_are_refused_before_anything_is_written(tmp_path):
    (tmp_path / "c.csv").write_text("id,title\n1,杯子\n2,碗\n1,碟\n", "utf-8")
    with pytest.raises(UserError) as error:
        run(job(tmp_path))
    assert "'1' occurs more than once in column 'id'" in error.value.problem
    assert "--map id=" in error.value.hint
    assert {p.name for p in tmp_path.iterdir()} == {"c.csv"}


def kill_and_resume(tmp_path, products, kills, seed):
    """Kill a run at random moments until it got through; compare with an unbroken run."""
    chance = random.Random(seed)
    catalog(tmp_path / "c.csv", products)
    command = [sys.executable, "-m", "miaoshu", "describe", "c.csv", "--out"]
    begun = time.monotonic()
    subprocess.run([*command, "whole.jsonl", "--store", "whole.db"], cwd=tmp_path, check=True, capture_output=True)
    whole = time.monotonic() - begun
    for number in range(kills):
        process = subprocess.Popen(
            [*command, "out.jsonl", "--store", "s.db"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        # Each run gets further than the one before, wherever it is struck.
        time.sleep(whole * chance.uniform(0.3, 1.1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (tmp_path / "out.jsonl").exists():  # struck after the end: begin another chain of kills
            assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
            os.remove(tmp_path / "out.jsonl")
            if number % 2:
                for path in tmp_path.glob("s.db*"):
                    path.unlink()
    subprocess.run([*command, "out.jsonl", "--store", "s.db"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    with sqlite3.connect(tmp_path / "s.db") as db:
        assert db.execute("SELECT count(*), count(DISTINCT text_key) FROM items").fetchone() == (
            products,
            products,
        )
        assert db.execute("SELECT count(*) FROM texts").fetchone() == (products,)
    db.close()
    shutil.rmtree(tmp_path)


def test_killed_at_random_moments_and_run_again_the_output_is_the_same_to_the_byte(tmp_path):
    kill_and_resume(tmp_path, 3000, 3, seed=1)


@pytest.mark.slow
def test_killed_twenty_times_in_twenty_thousand_products(tmp_path):
    kill_and_resume(tmp_path, 20_000, 20, seed=2)
