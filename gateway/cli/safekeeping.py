"""Backup and restore, and erasure: what must be kept, and what must be gone."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.db import Database
from gateway.flows import erase, watch
from gateway.identifiers import Bsn
from gateway.keys import open_root
from gateway.migrations import backup, upgrade
from gateway.registry.erasures import Erasure
from gateway.settings import Settings


def add(commands: Commands) -> None:
    saving = commands.add_parser("backup", help="write the whole database to two files: rows, and wrapped keys")
    restoring = commands.add_parser("restore", help="fill an empty database from a backup")
    for parser in (saving, restoring):
        parser.add_argument("--rows", type=Path, required=True)
        parser.add_argument("--keys", type=Path, required=True, help="keep this one apart from the other")
    saving.set_defaults(run=save)
    restoring.add_argument("--erasures", type=Path, help="register of erasures since: they are done again")
    restoring.set_defaults(run=restore)

    erasing = commands.add_parser("erase", help="erase a client, or one source of a client (BSN from standard input)")
    erasing.add_argument("--source", help="organisation id; without it, everything of the client")
    erasing.add_argument("--by", required=True, help="who ordered it")
    erasing.add_argument("--reason", required=True)
    erasing.set_defaults(run=erase_now)
    again = commands.add_parser("scrub", help="rewrite the database files, when an erasure was stopped before it could")
    again.set_defaults(run=scrub)
    listing = commands.add_parser("erasures", help="write the register of erasures; keep it beside the backups")
    listing.add_argument("--out", type=Path, required=True)
    listing.set_defaults(run=erasures)


def save(chosen: argparse.Namespace) -> int:
    settings = Settings()
    house = open_house(settings)
    watch.note_backup(house)
    backup.write(house.database, chosen.rows, chosen.keys, _progress)
    print(f"backup in {chosen.rows} (sealed) and {chosen.keys} (wrapped keys); neither opens without the root key")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    """Exit 0 when all is back and what was erased since is erased again."""
    settings = Settings()
    root = open_root(settings)  # before anything is filled that it would not open
    database = Database(settings.database_url)
    upgrade(database)
    backup.read(database, chosen.rows, chosen.keys, _progress, root.id)
    database.engine.dispose()
    house = open_house(settings)
    watch.note_restore(house)
    done = erase.again(house, _read(chosen.erasures)) if chosen.erasures else []
    if done:
        house.database.scrub()
    print(f"restored; {len(done)} erasures done again")
    if not chosen.erasures:
        print("no register of erasures was given: what was erased since this backup is back", file=sys.stderr)
    return 0


def erase_now(chosen: argparse.Namespace) -> int:
    house = open_house()
    bsn = Bsn(sys.stdin.readline().strip())  # never an argument: those end up in shell history and process lists
    done = (
        erase.source(house, bsn, chosen.source, by=chosen.by, reason=chosen.reason)
        if chosen.source
        else erase.client(house, bsn, by=chosen.by, reason=chosen.reason)
    )
    print(json.dumps(done.to_json(), indent=2), flush=True)  # it is done, whatever becomes of the files
    house.database.scrub()
    return 0


def scrub(_chosen: argparse.Namespace) -> int:
    """Exit 1 when somebody was in the way."""
    open_house().database.scrub()
    print("the files are rewritten: nothing that was deleted is left in them")
    return 0


def erasures(chosen: argparse.Namespace) -> int:
    known = erase.register(open_house())
    chosen.out.write_text("".join(json.dumps(erasure.to_json()) + "\n" for erasure in known))
    print(f"{len(known)} erasures written to {chosen.out}")
    return 0


def _read(path: Path) -> list[Erasure]:
    return [Erasure.from_json(json.loads(line)) for line in path.read_text().splitlines() if line]


def _progress(table: str, rows: int) -> None:
    if sys.stdout.isatty():
        print(f"  {table}: {rows} rows")
