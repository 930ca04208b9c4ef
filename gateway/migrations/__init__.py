"""The database schema over time: alembic revisions, and one function that brings a database up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from gateway.db import Database

HERE = Path(__file__).parent


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def upgrade(database: Database) -> None:
    """Bring the schema to the newest revision; does nothing when it is there already."""
    with database.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
