"""The database engine and the unit of work: the only place that commits.

SQLite (WAL, synchronous=FULL) or PostgreSQL, by one setting. Start-up refuses a database that could lose an
acknowledged delivery: `kill -9` does not test fsync, so the durability settings are asserted instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from psycopg import OperationalError as PostgresError
from psycopg.errors import ReadOnlySqlTransaction as ReadOnly
from psycopg.errors import UniqueViolation
from psycopg.pq import Format
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, create_engine

from gateway.errors import Fault, Raced, Unavailable

SQLITE_SYNCHRONOUS_FULL = 2
# Result codes of SQLite that say "not now": busy, locked, read-only, I/O, full, cannot open
# (https://www.sqlite.org/rescode.html).
SQLITE_AWAY = frozenset({5, 6, 8, 10, 13, 14})
# Execution option of a statement that fetches much that is sealed: PostgreSQL sends bytes as they are, not as hex.
BINARY: Final = {"in_binary": True}


class Database:
    """One engine, opened once. `work()` is a transaction: everything inside is committed together or not at all."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            _make_folder(self.url.database)
        self.engine: Engine = create_engine(
            self.url,
            pool_pre_ping=not self.sqlite,
            hide_parameters=True,  # the text of an error must not hold what was stored
            connect_args={"timeout": 30, "check_same_thread": False} if self.sqlite else {},
        )
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_immediate)
        else:
            event.listen(self.engine, "before_cursor_execute", _as_asked)

    @contextmanager
    def work(self) -> Iterator[Session]:
        """One request, one transaction."""
        with _told(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            committed = False
            try:
                session.commit()
                committed = True
            finally:
                if not committed:
                    # A connection whose commit failed may still be in that transaction: the next work on it would
                    # take over what was never acknowledged. It is thrown away, not put back.
                    session.invalidate()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Everything as it is at one moment, for reading only."""
        options = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        with _told(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction of plain statements: migrations, and what fills a database from a backup."""
        with _told(), self.engine.begin() as connection:
            yield connection

    def ping(self) -> None:
        """Raise Unavailable when the database does not answer."""
        with _told(), self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def scrub(self) -> None:
        """Rewrite the files so that nothing that was deleted is left in them. Locks tables; takes its time.

        Raises Unavailable (scrub-busy) when somebody was in the way: then it is there yet, and this is done again.
        """
        raw = self.engine.raw_connection()  # outside the transactions that SQLAlchemy would begin
        try:
            driver: Any = raw.driver_connection
            if self.sqlite:
                driver.execute("VACUUM")
                busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if busy:
                    raise _in_the_way()
            else:
                driver.autocommit = True
                driver.execute("VACUUM (FULL)")
                driver.execute("CHECKPOINT")
                driver.autocommit = False
        except (sqlite3.OperationalError, PostgresError) as error:
            raise _in_the_way() from error
        finally:
            raw.close()

    def assert_durable(self) -> None:
        """Raise Fault when the database could forget what it acknowledged."""
        with _told(), self.engine.connect() as connection:
            if self.sqlite:
                found: dict[str, object] = {
                    "journal_mode": str(connection.execute(text("PRAGMA journal_mode")).scalar()),
                    "synchronous": int(connection.execute(text("PRAGMA synchronous")).scalar() or 0),
                }
                wanted: dict[str, object] = {"journal_mode": "wal", "synchronous": SQLITE_SYNCHRONOUS_FULL}
            else:
                names = ("fsync", "full_page_writes", "synchronous_commit")
                found = {name: str(connection.execute(text(f"SHOW {name}")).scalar()) for name in names}
                wanted = dict.fromkeys(names, "on")
        weak = [name for name in wanted if found[name] != wanted[name]]
        # remote_apply and remote_write wait for more than "on" does.
        weak = [n for n in weak if not (n == "synchronous_commit" and str(found[n]).startswith("remote_"))]
        if weak:
            raise Fault(
                "weak-durability", f"The database may lose data: {', '.join(weak)}", mend="see docs/settings.md"
            )

    def lock_for_append(self, session: Session, key: int) -> None:
        """Serialise appenders until the transaction ends (SQLite already writes one at a time)."""
        if not self.sqlite:
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _in_the_way() -> Unavailable:
    return Unavailable("scrub-busy", "The files could not be rewritten", mend="wijkdossier scrub, when it is quieter")


@contextmanager
def _told() -> Iterator[None]:
    """A database that is away is told as that, and two who wrote the same at once as well; an error of our own in a
    statement stays what it is.
    """
    try:
        yield
    except SQLAlchemyError as error:
        if isinstance(error, IntegrityError) and isinstance(error.orig, UniqueViolation):
            raise Raced("at-the-same-time", "Somebody wrote the same at the same moment", mend="ask again") from error
        if not _is_away(error):
            raise
        raise Unavailable(
            "database-away",
            "The database cannot be reached or is too busy",
            mend="send the same again a little later; nothing is done twice",
        ) from error


def _is_away(error: SQLAlchemyError) -> bool:
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the primary code; the rest says more exactly which.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_AWAY
    # PostgreSQL's class of a lost connection, a server that starts or stops, a deadlock, a full disk; and a standby,
    # which takes no entry on the log, and so gives no answer.
    return error.connection_invalidated or isinstance(error, OperationalError) or isinstance(error.orig, ReadOnly)


def _as_asked(_connection: Any, cursor: Any, _text: str, _parameters: Any, context: Any, *_: Any) -> None:
    if context is not None and context.execution_options.get("in_binary"):
        cursor.format = Format.BINARY


def _make_folder(path: str | None) -> None:
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    # A reader here always writes too (the audit log), so take the write lock at once: no upgrade can fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
