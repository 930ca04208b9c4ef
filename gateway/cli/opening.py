"""Opening the house for a command: key, schema, durability."""

from __future__ import annotations

import sys
from pathlib import Path

from gateway.db import Database
from gateway.errors import Fault
from gateway.flows.house import House
from gateway.keys import file
from gateway.migrations import upgrade
from gateway.settings import Settings


def open_house(settings: Settings | None = None) -> House:
    """The house of the configured database, schema up to date. A database without its root key does not open."""
    settings = settings or Settings()
    first_time(settings)
    database = Database(settings.database_url)
    upgrade(database)
    database.engine.dispose()
    return House.build(settings)


def first_time(settings: Settings) -> None:
    """Make a root key where there is neither key nor embedded database yet; never beside existing data."""
    if settings.key_provider != "file" or settings.root_key_file.exists():
        return
    url = Database(settings.database_url).url
    fresh = url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()
    if not fresh:
        raise Fault(
            "root-key", "There is a database but no root key", mend="put the key back, or: wijkdossier keys init"
        )
    file.write_key(settings.root_key_file)
    print(f"made a new root key in {settings.root_key_file}: keep it safe, nothing opens without it", file=sys.stderr)
