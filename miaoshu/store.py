"""Runs, their products and their texts in one database: the truth that resume, review and export read.

A text is kept under a key made of everything that it depends on (see `writing.text_key`), so the same work is
never done twice; a run is a list of products in input order, each with the key of its text or the reason why it
has none. The database is one SQLite file; the schema's history is in `migrations/`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from miaoshu import migrations
from miaoshu.errors import UserError
from miaoshu.records import Description, Evidence, Finding

DEFAULT = "miaoshu.db"

metadata = sa.MetaData()
runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.LargeBinary(16), nullable=False, unique=True),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # running, interrupted, stopped, done
    sa.Column("tokens", sa.Integer, nullable=False),  # spent so far, by failed drafts too
    sa.Column("cost", sa.Float, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("changed", sa.Float, nullable=False),
)
texts = sa.Table(
    "texts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("task", sa.String(32), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("evidence", sa.LargeBinary, nullable=False),  # JSON: [[start, end, fact], …]
    sa.Column("findings", sa.LargeBinary, nullable=False),  # JSON: [[check, rule, message, start, …], …]
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tokens", sa.Integer, nullable=False),
    sa.Column("cost", sa.Float, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
)
# Where the text of a key is. Keys are hashes: each one put into a large index changes a page of its own, and a run
# grows slower with every text. So new keys are gathered in a small table and merged into the large one in order.
keys, new_keys = (
    sa.Table(
        name,
        metadata,
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("text_id", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("keys", "new_keys")
)
GATHERED = 50_000
items = sa.Table(
    "items",
    metadata,
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),  # position among the run's products, from 0
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("product_id", sa.Text),  # NULL: a broken row
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("text_key", sa.LargeBinary(16)),
    sa.Column("error", sa.Text, nullable=False),
)

_FIELDS = ("language", "task", "text", "status", "engine", "evidence", "findings", "attempts", "tokens", "cost")
_KNOWN = [
    sa.select(place.c.key, *(texts.c[name] for name in _FIELDS))
    .join(texts, texts.c.id == place.c.text_id)
    .where(place.c.key.in_(sa.bindparam("keys", expanding=True)))
    for place in (keys, new_keys)
]
_PRESENT = [
    sa.select(place.c.key).where(place.c.key.in_(sa.bindparam("keys", expanding=True))) for place in (keys, new_keys)
]


class Entry(NamedTuple):
    """One product of a run, ready to be saved. `key` is None where there is no text to keep."""

    seq: int
    line: int
    key: bytes | None
    description: Description
    new: bool  # the text is not in the store yet


class _Many:
    """A statement compiled once, for rows by the hundred: twice as fast as handing them to SQLAlchemy."""

    def __init__(self, statement: sa.Insert, engine: sa.Engine) -> None:
        columns = [c.name for c in statement.table.columns]
        compiled = statement.compile(dialect=engine.dialect, column_keys=columns)
        self.sql = str(compiled)
        self.values = itemgetter(*(compiled.positiontup or ()))

    def __call__(self, db: sa.Connection, rows: Iterable[dict[str, Any]]) -> None:
        db.exec_driver_sql(self.sql, list(map(self.values, rows)))


class Store:
    """An open store. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._gathered = -1  # keys in the small table; not counted yet
        self._seen: tuple[int, int] | None = None  # the state of the database at the last look for known texts
        item = insert(items)
        self._put_text = _Many(insert(texts), engine)
        self._put_key = _Many(insert(new_keys), engine)
        self._put_item = _Many(
            item.on_conflict_do_update(
                index_elements=["run_id", "seq"],
                set_={name: item.excluded[name] for name in ("line", "product_id", "status", "text_key", "error")},
            ),
            engine,
        )

    def start(self, key: bytes, job: str, restart: bool = False) -> int:
        """The id of the run with this key: the one begun before, or a new one. `restart` forgets what it wrote."""
        now = time.time()
        row = {"key": key, "job": job, "state": "running", "tokens": 0, "cost": 0.0, "created": now, "changed": now}
        again = {"job": job, "state": "running", "changed": now}
        with self.engine.begin() as db:
            put = insert(runs).values(row).on_conflict_do_update(index_elements=["key"], set_=again)
            id = int(db.execute(put.returning(runs.c.id)).scalar_one())
            if restart:
                others = sa.select(items.c.text_key).where(items.c.run_id != id, items.c.text_key.is_not(None))
                own = sa.select(items.c.text_key).where(items.c.run_id == id, items.c.text_key.is_not(None))
                for place in (keys, new_keys):
                    mine = sa.and_(place.c.key.in_(own), place.c.key.not_in(others))
                    db.execute(sa.delete(texts).where(texts.c.id.in_(sa.select(place.c.text_id).where(mine))))
                    db.execute(sa.delete(place).where(mine))
                db.execute(sa.delete(items).where(items.c.run_id == id))
                db.execute(sa.update(runs).where(runs.c.id == id).values(tokens=0, cost=0.0))
            return id

    def spent(self, run_id: int) -> tuple[float, float]:
        """Tokens and cost of a run so far, interrupted runs of the same key included."""
        with self.engine.connect() as db:
            row = db.execute(sa.select(runs.c.tokens, runs.c.cost).where(runs.c.id == run_id)).one()
        return float(row.tokens), float(row.cost)

    def known(self, wanted: Sequence[bytes]) -> dict[bytes, Description]:
        """The texts that are already there, by key. Their product_id is empty: a key can be of several products."""
        if not wanted:
            return {}
        with self.engine.connect() as db:
            self._seen = _mark(db)
            return {
                row[0]: _description(row) for query in _KNOWN for row in db.execute(query, {"keys": list(wanted)})
            }

    def dearest(self, run_id: int) -> tuple[float, float]:
        """The most tokens and the highest cost of one text of a run."""
        places = sa.union_all(sa.select(keys), sa.select(new_keys)).subquery()
        query = (
            sa.select(sa.func.max(texts.c.tokens), sa.func.max(texts.c.cost))
            .join(places, places.c.text_id == texts.c.id)
            .join(items, items.c.text_key == places.c.key)
        )
        with self.engine.connect() as db:
            tokens, cost = db.execute(query.where(items.c.run_id == run_id)).one()
        return float(tokens or 0), float(cost or 0)

    def save(self, run_id: int, entries: Iterable[Entry], tokens: int = 0, cost: float = 0.0) -> None:
        """Add the entries of one batch and what they cost: all of them, or, if the machine dies now, none."""
        now = time.time()
        made: dict[bytes, Description] = {}
        new_items: list[dict[str, Any]] = []
        for seq, line, key, described, new in entries:
            new_items.append(
                {
                    "run_id": run_id,
                    "seq": seq,
                    "line": line,
                    "product_id": described.product_id,
                    "status": described.status,
                    "text_key": key,
                    "error": described.error,
                }
            )
            if new and key is not None:
                made[key] = described
        with self.engine.begin() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")  # nobody else shall write the same text between look and leap
            if made and _mark(db) != self._seen:
                for query in _PRESENT:
                    for (key,) in db.execute(query, {"keys": list(made)}):
                        del made[key]
            if made:
                first = (db.execute(sa.select(sa.func.max(texts.c.id))).scalar() or 0) + 1
                self._put_text(db, [_row(first + n, described, now) for n, described in enumerate(made.values())])
                self._put_key(db, [{"key": key, "text_id": first + n} for n, key in enumerate(made)])
                self._merge(db, len(made))
            if new_items:
                self._put_item(db, new_items)
            if tokens or cost:
                more = {"tokens": runs.c.tokens + tokens, "cost": runs.c.cost + cost}
                db.execute(sa.update(runs).where(runs.c.id == run_id).values(more))

    def _merge(self, db: sa.Connection, added: int) -> None:
        """Move the gathered keys into the large table once they are many, in its order."""
        if self._gathered < 0:
            self._gathered = db.execute(sa.select(sa.func.count()).select_from(new_keys)).scalar_one()
        else:
            self._gathered += added
        if self._gathered >= GATHERED:
            every = sa.select(new_keys.c.key, new_keys.c.text_id).order_by(new_keys.c.key)
            db.execute(sa.insert(keys).prefix_with("OR IGNORE").from_select(["key", "text_id"], every))
            db.execute(sa.delete(new_keys))
            self._gathered = 0

    def finish(self, run_id: int, state: str, length: int | None = None) -> None:
        """Write down how the run ended. Items behind `length`, where it is given, are from an older catalog."""
        with self.engine.begin() as db:
            if length is not None:
                db.execute(sa.delete(items).where(items.c.run_id == run_id, items.c.seq >= length))
            db.execute(sa.update(runs).where(runs.c.id == run_id).values(state=state, changed=time.time()))

    def counts(self, run_id: int) -> dict[str, int]:
        """Status -> number of products of a run."""
        query = sa.select(items.c.status, sa.func.count()).where(items.c.run_id == run_id).group_by(items.c.status)
        with self.engine.connect() as db:
            return {row[0]: row[1] for row in db.execute(query)}


def _mark(db: sa.Connection) -> tuple[int, int]:
    """Changes whenever another connection has written to the database."""
    return id(db.connection.dbapi_connection), int(db.exec_driver_sql("PRAGMA data_version").scalar_one())


def _row(number: int, made: Description, now: float) -> dict[str, Any]:
    return {
        "id": number,
        "task": made.task,
        "language": made.language,
        "text": made.text,
        "status": made.status,
        "engine": made.engine,
        "evidence": orjson.dumps([(e.start, e.end, e.fact) for e in made.evidence]),
        "findings": orjson.dumps(
            [(f.check, f.rule, f.message, f.start, f.end, f.fact, f.severity) for f in made.findings]
        ),
        "attempts": made.attempts,
        "tokens": made.tokens,
        "cost": made.cost,
        "created": now,
    }


def _description(row: Any) -> Description:
    _, language, task, text, status, engine, evidence, findings, attempts, tokens, cost = row
    return Description(
        "",
        text,
        status,
        language=language,
        task=task,
        engine=engine,
        evidence=tuple(Evidence(*e) for e in orjson.loads(evidence)),
        findings=tuple(Finding(*f) for f in orjson.loads(findings)),
        attempts=attempts,
        tokens=tokens,
        cost=cost,
    )


def store_path(store: str) -> Path:
    """The file of a store that is named by path or by an SQLite URL. Raises UserError for other databases."""
    if "://" not in store:
        return Path(store or DEFAULT)
    try:
        url = sa.make_url(store)
    except sa.exc.ArgumentError:
        url = sa.URL.create("none")
    if url.drivername != "sqlite" or not url.database:
        raise UserError(f"cannot use the store {store!r}: it is no SQLite file", "Try: --store miaoshu.db")
    return Path(url.database)


@contextmanager
def open_store(store: str = "") -> Iterator[Store]:
    """The store at a file path or an SQLite URL, brought to the newest schema.

    Raises UserError where it cannot be opened, is another program's database, or comes from a newer miaoshu.
    """
    path = store_path(store)
    if not path.absolute().parent.is_dir():
        raise UserError(f"{path}: there is no such folder for the store", f"Try: mkdir -p {path.parent}")
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", _tune)
    try:
        migrations.upgrade(engine)
        yield Store(engine)
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError):
            raise
        raise UserError(
            f"the store {path} cannot be used: {error.orig}", "Try another file: --store other.db"
        ) from error
    finally:
        engine.dispose()


@contextmanager
def open_existing(store: str = "") -> Iterator[Store | None]:
    """The store for reading alone; None where there is none of this schema. Writes nothing."""
    path = store_path(store)
    if not path.is_file():
        yield None
        return
    engine = sa.create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    )
    try:
        yield Store(engine) if migrations.version(engine) == migrations.NEWEST else None
    except sa.exc.DatabaseError as error:
        raise UserError(
            f"the store {path} cannot be used: {error.orig}", "Try another file: --store other.db"
        ) from error
    finally:
        engine.dispose()


def _tune(connection: sqlite3.Connection, _: object) -> None:
    # A long log before it is folded into the file: keys are scattered, so a page is often changed again.
    for pragma in (
        *("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL"),
        *("cache_size=-65536", "wal_autocheckpoint=10000"),
    ):
        connection.execute(f"PRAGMA {pragma}")
