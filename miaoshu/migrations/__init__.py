"""The history of the store's schema: one file for each step in `versions/`, run by Alembic."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa

from miaoshu.errors import UserError

NEWEST = "0001"  # the last file in versions/


def version(db: sa.Engine | sa.Connection) -> str | None:
    """The schema of a database; None where it is empty."""
    tables = set(sa.inspect(db).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise UserError("this database belongs to another program", "Try another file: --store miaoshu.db")
        return None
    query = sa.text("SELECT version_num FROM alembic_version")
    if isinstance(db, sa.Engine):
        with db.connect() as connection:
            found = connection.execute(query).scalar()
    else:
        found = db.execute(query).scalar()
    if found is not None and found > NEWEST:
        raise UserError(
            f"this store was written by a newer miaoshu (schema {found}, here {NEWEST})",
            "Try: pip install --upgrade miaoshu",
        )
    return found


def upgrade(engine: sa.Engine) -> None:
    """Bring a database to the newest schema, whole or not at all."""
    if version(engine) == NEWEST:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("miaoshu").joinpath("migrations")))
    with engine.begin() as db:
        # One transaction for the whole schema: SQLite's driver would end it with every CREATE. Others wait here.
        db.exec_driver_sql("BEGIN IMMEDIATE")
        if version(db) != NEWEST:
            config.attributes["connection"] = db
            command.upgrade(config, NEWEST)
