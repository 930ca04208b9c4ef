"""`wijkdossier keys …`: make the root key, replace it, replace data keys and the BSN index."""

from __future__ import annotations

import argparse
import sys

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.db import Database
from gateway.flows import rotate
from gateway.keys import file, open_root
from gateway.migrations import upgrade
from gateway.settings import NewKeySettings, Settings

ACTIONS = {
    "init": "make a root key in the file of WD_ROOT_KEY_FILE; never overwrites one",
    "rotate-root": "wrap everything under the root key of WD_NEW_…; the gateway must not be running",
    "rotate-data": "a new data key for every client and source, and seal again; can be broken off and run again",
    "prepare-bsn-index": "make the next key of the BSN index; then start every gateway process again",
    "rotate-bsn-index": "index every client again under the newest key",
}


def add(commands: Commands) -> None:
    keys = commands.add_parser("keys", help="make and replace keys")
    actions = keys.add_subparsers(dest="action", required=True, metavar="ACTION")
    runs = {
        "init": init,
        "rotate-root": rotate_root,
        "rotate-data": rotate_data,
        "prepare-bsn-index": prepare_bsn_index,
        "rotate-bsn-index": rotate_bsn_index,
    }
    for name, what in ACTIONS.items():
        actions.add_parser(name, help=what).set_defaults(run=runs[name])


def init(_chosen: argparse.Namespace) -> int:
    path = Settings().root_key_file
    file.write_key(path)
    print(f"made a new root key in {path}: keep it safe, nothing opens without it")
    return 0


def rotate_root(_chosen: argparse.Namespace) -> int:
    settings = Settings()
    database = Database(settings.database_url)
    upgrade(database)
    done = rotate.root(database, open_root(settings), open_root(NewKeySettings()), _progress("keys wrapped again"))
    print(
        f"\n{done} keys are under the new root key. Start the gateway with it; destroy the old one when backups allow."
    )
    return 0


def rotate_data(_chosen: argparse.Namespace) -> int:
    done = rotate.data_keys(open_house(), _progress("data keys"))
    print(f"\n{done} data keys replaced, everything under them sealed again")
    return 0


def prepare_bsn_index(_chosen: argparse.Namespace) -> int:
    generation = rotate.prepare_bsn_index(open_house())
    print(
        f"the BSN index has a generation {generation}. Start every gateway process again, then: keys rotate-bsn-index"
    )
    return 0


def rotate_bsn_index(_chosen: argparse.Namespace) -> int:
    indexed = rotate.bsn_index(open_house(), _progress("clients"))
    print(f"\n{indexed.done} clients indexed again")
    if indexed.left:
        print(f"{indexed.left} clients wait: no base data holds their BSN, so the older key stays until a message does")
    return 0


def _progress(what: str) -> rotate.Progress:
    """One updating line on a terminal; nothing elsewhere, the last line says it all."""

    def told(done: int, of: int) -> None:
        if sys.stdout.isatty():
            print(f"\r{what}: {done}/{of}", end="", flush=True)

    return told
