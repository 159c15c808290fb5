"""Opening the record: an SQLAlchemy engine on an up-to-date schema.

Comes in: a database URL (`sqlite:///…`, `postgresql+psycopg://…`). Goes out: an engine. SQLite runs in
WAL mode, every write flushed to the disk, and each transaction takes the write lock at its start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from edc.errors import InputError, TransientError, UsageError

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_S = 30


def open_database(url: str) -> Engine:
    """Connects, and brings the schema up to date.

    Raises:
        UsageError: the URL names no database that we know.
        TransientError: the database does not answer.
        InputError: the file is no database.
    """
    from alembic.util.exc import CommandError

    try:
        engine = _engine(url)
        migrate(engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        remedy = "Use sqlite:///FILE, or postgresql+psycopg://… with pip install 'edc-moments[postgresql]'"
        raise UsageError(f"--database {url!r} cannot be opened ({error}). {remedy}.") from error
    except OperationalError as error:
        raise TransientError(f"The database does not answer ({error.orig}): start it, then try again.") from error
    except CommandError as error:
        raise InputError(f"The database was written by another version of EDC ({error}): update EDC.") from error
    except Exception as error:
        if "not a database" in str(error):
            raise InputError(f"{url} is no database: choose another --project or remove the file.") from error
        raise
    return engine


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        if url.startswith(("postgresql://", "postgres://")):
            url = "postgresql+psycopg://" + url.partition("://")[2]
        return create_engine(url, pool_size=16, max_overflow=32, pool_pre_ping=True)
    # The driver's own "begin" comes only with the first write, too late to be sure of what was read.
    own_begin = {"timeout": _WAIT_S, "check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=own_begin, pool_size=16, max_overflow=32)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(raw: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_S * 1000}"):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database and holds up no writer."""
    with engine.connect().execution_options(reads=True) as connection:
        yield connection


def migrate(engine: Engine) -> None:
    """Brings the schema up to the newest version, each step whole or not at all."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two servers that start at once must not both make the tables.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(710232)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
