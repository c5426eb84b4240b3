import sqlite3
import subprocess
import sys

import pytest
import sqlalchemy as sa

from miaoshu import store
from miaoshu.errors import UserError
from miaoshu.records import Description, Evidence, Finding


def made(id="1", text="一只杯子。", status="accepted", **more):
    return Description(id, text, status, language="zh", engine="template", **more)


def entry(seq, key, description=None, new=True):
    return store.Entry(seq, seq + 2, key, description or made(str(seq)), new)


@pytest.fixture
def db(tmp_path):
    with store.open_store(str(tmp_path / "s.db")) as opened:
        yield opened


def test_a_text_comes_back_whole(db):
    description = made(
        evidence=(Evidence(0, 2, "名称"),),
        findings=(Finding("form", "x", "y", 1, 2, "f", "note"),),
        attempts=2,
    )
    run = db.start(b"r" * 16, "{}")
    db.save(run, [entry(0, b"k" * 16, description)])
    back = db.known([b"k" * 16, b"n" * 16])
    assert list(back) == [b"k" * 16]
    assert back[b"k" * 16].evidence == description.evidence
    assert back[b"k" * 16].findings == description.findings
    assert back[b"k" * 16].text == description.text
    assert back[b"k" * 16].attempts == 2


def test_the_same_run_is_found_again_and_its_items_are_replaced(db):
    first = db.start(b"r" * 16, "{}")
    db.save(first, [entry(0, b"a" * 16), entry(1, b"b" * 16)])
    assert db.start(b"r" * 16, "{}") == first
    db.save(first, [entry(0, b"a" * 16, new=False), entry(1, None, made(status="failed"))])
    assert db.counts(first) == {"accepted": 1, "failed": 1}


def test_a_text_is_kept_once_even_when_two_runs_write_it(db):
    for key in (b"1" * 16, b"2" * 16):
        db.save(db.start(key, "{}"), [entry(0, b"a" * 16)])
    with db.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(store.texts)).scalar() == 1


def test_restart_forgets_the_texts_of_that_run_only(db):
    one, two = db.start(b"1" * 16, "{}"), db.start(b"2" * 16, "{}")
    db.save(one, [entry(0, b"a" * 16)])
    db.save(two, [entry(0, b"b" * 16)])
    assert db.start(b"1" * 16, "{}", restart=True) == one
    assert list(db.known([b"a" * 16, b"b" * 16])) == [b"b" * 16]
    assert db.counts(one) == {}


def test_finish_drops_items_behind_the_end_of_a_shorter_catalog(db):
    run = db.start(b"r" * 16, "{}")
    db.save(run, [entry(n, bytes([n]) * 16) for n in range(3)])
    db.finish(run, "done", 2)
    assert db.counts(run) == {"accepted": 2}


def test_a_batch_is_saved_whole_or_not_at_all(db):
    run = db.start(b"r" * 16, "{}")
    with pytest.raises(sa.exc.StatementError):
        db.save(run, [entry(0, b"a" * 16), entry(1, object())])
    assert db.counts(run) == {}
    assert db.known([b"a" * 16]) == {}


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path):
    path = tmp_path / "s.db"
    with store.open_store(str(path)):
        pass
    metadata = sa.MetaData()
    engine = sa.create_engine(f"sqlite:///{path}")
    metadata.reflect(engine)
    engine.dispose()
    for table in store.metadata.sorted_tables:
        there = metadata.tables[table.name].c
        assert {c.name: c.nullable for c in table.c} == {c.name: c.nullable for c in there}


def test_foreign_and_newer_databases_are_refused(tmp_path):
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE customers (id)")
    connection.close()
    with pytest.raises(UserError, match="another program"), store.open_store(str(other)):
        pass
    newer = tmp_path / "newer.db"
    with sqlite3.connect(newer) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    with pytest.raises(UserError, match="newer miaoshu"), store.open_store(str(newer)):
        pass
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError, match="cannot be used"), store.open_store(str(broken)):
        pass
    with pytest.raises(UserError, match="no such folder"), store.open_store(str(tmp_path / "a/b/s.db")):
        pass
    with pytest.raises(UserError, match="no SQLite file"), store.open_store("postgresql://x"):
        pass


def test_restart_leaves_texts_that_another_run_holds_too(db):
    one, two = db.start(b"1" * 16, "{}"), db.start(b"2" * 16, "{}")
    db.save(one, [entry(0, b"a" * 16), entry(1, b"b" * 16)])
    db.save(two, [entry(0, b"a" * 16, new=False)])
    db.start(b"1" * 16, "{}", restart=True)
    assert list(db.known([b"a" * 16, b"b" * 16])) == [b"a" * 16]


def test_what_a_run_has_cost_is_kept_with_it(db):
    run = db.start(b"r" * 16, "{}")
    db.save(run, [entry(0, b"a" * 16)], tokens=30, cost=0.5)
    db.save(run, [entry(1, None, made(status="failed"))], tokens=12, cost=0.25)
    assert db.spent(db.start(b"r" * 16, "{}")) == (42, 0.75)
    assert db.spent(db.start(b"r" * 16, "{}", restart=True)) == (0, 0)


def test_killed_while_the_tables_are_made_the_store_can_still_be_opened(tmp_path):
    script = """
import os, sys, sqlalchemy as sa
from miaoshu import store
count = 0
@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def strike(*_):
    global count
    count += "CREATE" in _[2] or "INSERT" in _[2]
    if count == int(sys.argv[2]):
        os._exit(9)
with store.open_store(sys.argv[1]):
    pass
"""
    for strike in range(1, 5):
        path = tmp_path / f"{strike}.db"
        done = subprocess.run([sys.executable, "-c", script, str(path), str(strike)], check=False)
        assert done.returncode == 9
        with store.open_store(str(path)) as opened:
            assert opened.start(b"r" * 16, "{}") == 1


def test_several_processes_may_begin_on_one_new_store(tmp_path):
    script = (
        "import sys; from miaoshu import store\nwith store.open_store(sys.argv[1]) as s: s.start(b'r' * 16, '{}')"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "s.db")]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[1] for process in running] == [b""] * 4


def test_reading_alone_writes_nothing(tmp_path):
    with store.open_existing(str(tmp_path / "none.db")) as opened:
        assert opened is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch()
    with store.open_existing(f"sqlite:///{tmp_path / 'empty.db'}") as opened:
        assert opened is None
    assert (tmp_path / "empty.db").stat().st_size == 0


@pytest.mark.parametrize("name", ["a?b.db", "a%20b.db", "杯.db"])
def test_a_store_has_the_name_that_was_typed(tmp_path, name):
    with store.open_store(str(tmp_path / name)):
        pass
    assert (tmp_path / name).stat().st_size > 0


def test_texts_are_found_whether_their_keys_are_merged_or_not(db, monkeypatch):
    monkeypatch.setattr(store, "GATHERED", 4)
    run = db.start(b"r" * 16, "{}")
    wanted = [bytes([n]) * 16 for n in range(10)]
    for at in range(0, 10, 2):
        db.save(run, [entry(n, wanted[n], made(str(n), f"第{n}段。")) for n in (at, at + 1)])
    assert [db.known(wanted)[key].text for key in wanted] == [f"第{n}段。" for n in range(10)]
    with db.engine.connect() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(t)).scalar()
            for t in (store.keys, store.new_keys)
        ]
    assert counts == [8, 2]
    db.start(b"r" * 16, "{}", restart=True)
    assert db.known(wanted) == {}


def test_a_text_that_another_process_has_just_written_is_not_written_again(tmp_path):
    with store.open_store(str(tmp_path / "s.db")) as one, store.open_store(str(tmp_path / "s.db")) as two:
        first, second = one.start(b"1" * 16, "{}"), two.start(b"2" * 16, "{}")
        assert one.known([b"a" * 16]) == {} == two.known([b"a" * 16])
        two.save(second, [entry(0, b"a" * 16)])
        one.save(first, [entry(0, b"a" * 16), entry(1, b"b" * 16)])
        with one.engine.connect() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(store.texts)).scalar() == 2
        assert set(two.known([b"a" * 16, b"b" * 16])) == {b"a" * 16, b"b" * 16}
