from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event, text

from gateway.db import Database
from gateway.errors import Fault


def test_both_databases_are_durable_as_opened(database_url: str) -> None:
    database = Database(database_url)
    database.assert_durable()
    database.engine.dispose()


def test_a_weaker_sqlite_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/weak.db")
    event.listen(database.engine, "connect", lambda c, _r: c.execute("PRAGMA synchronous=OFF"))
    with pytest.raises(Fault, match="synchronous"):
        database.assert_durable()
    database.engine.dispose()


@pytest.mark.parametrize("value", ["off", "local"])
def test_a_weaker_postgresql_is_refused(postgresql: str, value: str) -> None:
    database = Database(f"{postgresql}{'&' if '?' in postgresql else '?'}options=-csynchronous_commit%3D{value}")
    with pytest.raises(Fault, match="synchronous_commit"):
        database.assert_durable()
    database.engine.dispose()


def test_work_is_all_or_nothing(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(database)
    with database.work() as session:
        session.connection().execute(text("INSERT INTO t VALUES (2)"))
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM t")).scalars().all() == [2]
    database.engine.dispose()


def _fail_halfway(database: Database) -> None:
    with database.work() as session:
        session.connection().execute(text("INSERT INTO t VALUES (1)"))
        raise ZeroDivisionError


def test_a_connection_whose_commit_failed_is_thrown_away_with_all_that_was_in_it(database_url: str) -> None:
    """Put back into the pool it would still be in its transaction, and the next work would commit that too."""
    database = Database(database_url)
    with database.work() as session:
        session.connection().execute(text("CREATE TABLE t (n INTEGER)"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.engine.dialect, "do_commit", _no_room)
        with pytest.raises(OSError, match="no room"), database.work() as session:
            session.connection().execute(text("INSERT INTO t VALUES (1)"))
    with database.work() as session:
        session.connection().execute(text("INSERT INTO t VALUES (2)"))
    with database.work() as session:
        assert session.connection().execute(text("SELECT n FROM t")).scalars().all() == [2]
    database.engine.dispose()


def _no_room(_connection: object) -> None:
    raise OSError("no room")
