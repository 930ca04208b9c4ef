"""A whole database as two files, and back: rows in one, wrapped keys in the other; also from SQLite to PostgreSQL.

The keys stand apart because erasure destroys keys: an old file of keys can be thrown away while the rows are kept.
One JSON object a line: a head (schema revision), then a row each; the last line counts them, so a cut-off file shows.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Date, DateTime, LargeBinary, Table, insert, select
from sqlmodel import col

from gateway.db import Database
from gateway.errors import Conflict, Rejected
from gateway.keys.store import SecretRow
from gateway.migrations.tables import METADATA

KEYS = frozenset({"data_key", "secret"})
BATCH = 500

# Told after each table: its name and how many rows.
Progress = Callable[[str, int], None]


def write(database: Database, rows: Path, keys: Path, progress: Progress) -> None:
    """Write both files from one snapshot. Raises FileExistsError: a backup is never overwritten."""
    with database.snapshot() as connection, rows.open("x", encoding="utf-8") as all_rows, keys.open("x") as all_keys:
        keys.chmod(0o600)
        # The same in both: rows and keys of two moments do not open each other.
        head = {"wijkdossier": "backup", "revision": _revision(connection), "backup": str(uuid.uuid4())}
        counts: dict[Any, int] = {}
        for file in (all_rows, all_keys):
            file.write(json.dumps(head) + "\n")
            counts[file] = 0
        for table in METADATA.sorted_tables:
            file = all_keys if table.name in KEYS else all_rows
            here = 0
            for row in connection.execution_options(yield_per=BATCH).execute(select(table)).mappings():
                file.write(json.dumps({table.name: {name: _plain(value) for name, value in row.items()}}) + "\n")
                here += 1
            counts[file] += here
            progress(table.name, here)
        for file, count in counts.items():
            file.write(json.dumps({"rows": count}) + "\n")


def read(database: Database, rows: Path, keys: Path, progress: Progress, root: str | None = None) -> None:
    """Fill an empty database of the same schema revision. Raises Conflict or Rejected and leaves it as it was.

    `root`: id of the root key that is to open it.
    """
    if _head(rows).get("backup") != _head(keys).get("backup"):
        raise Rejected("backup-parts", "Rows and keys are of two backups", mend="give the two that were made together")
    with database.begin() as connection:
        for table in METADATA.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is not None:
                raise Conflict("restore-not-empty", "The database is not empty", mend="put back into a fresh database")
        for file in (keys, rows):
            _fill(connection, file, progress)
        secrets = connection.execute(select(col(SecretRow.wrapped))).scalars()
        if root is not None and not all(wrapped.startswith(root.encode()) for wrapped in secrets):
            raise Rejected("backup-root", "This backup is under another root key", mend="give the root key of then")


def _head(file: Path) -> dict[str, Any]:
    return next(_lines(file), {})


def _fill(connection: Connection, file: Path, progress: Progress) -> None:
    lines = _lines(file)
    head = next(lines, {})
    if head.get("wijkdossier") != "backup" or head.get("revision") != _revision(connection):
        raise Rejected("backup-form", "This is no backup of this schema revision", where=file.name)
    count, told, current = 0, None, ""
    waiting: list[dict[str, Any]] = []
    for line in lines:
        if "rows" in line and isinstance(line["rows"], int):
            told = line["rows"]
            continue
        [(name, values)] = line.items()
        if name != current or len(waiting) >= BATCH:
            _insert(connection, current, waiting, progress)
            waiting, current = [], name
        waiting.append(values)
        count += 1
    _insert(connection, current, waiting, progress)
    if told != count:
        raise Rejected("backup-cut-off", "The file does not hold as many rows as it says", where=file.name)


def _insert(connection: Connection, name: str, waiting: list[dict[str, Any]], progress: Progress) -> None:
    if waiting:
        table = METADATA.tables.get(name)
        if table is None:
            raise Rejected("backup-form", "The file names a table that is not there", where=name)
        connection.execute(insert(table), [_typed(table, values) for values in waiting])
        progress(name, len(waiting))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as opened:
        for number, text in enumerate(opened, start=1):
            try:
                yield json.loads(text)
            except ValueError:
                raise Rejected("backup-form", "A line is not whole", where=f"{file.name}:{number}") from None


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case date():
            return value.isoformat()
        case _:
            return value


def _typed(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in values.items():
        kind = table.c[name].type
        kind = getattr(kind, "impl", kind)
        match kind:
            case LargeBinary() if value is not None:
                made[name] = base64.b64decode(value)
            case DateTime() if value is not None:
                made[name] = datetime.fromisoformat(value)
            case Date() if value is not None:
                made[name] = date.fromisoformat(value)
            case _:
                made[name] = value
    return made
