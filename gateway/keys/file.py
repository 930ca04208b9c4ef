"""The root key in a file, 64 hex digits, readable by its owner only: for development and for small installations."""

from __future__ import annotations

import os
from pathlib import Path

from gateway.crypto.root import LocalKey, random_root_key
from gateway.errors import Fault


def open_key(path: Path) -> LocalKey:
    """Raises Fault(root-key) when the file is missing or is not a key."""
    try:
        return LocalKey(bytes.fromhex(path.read_text().strip()))
    except (OSError, ValueError) as error:
        raise Fault("root-key", "The root key cannot be read", mend="wijkdossier keys init") from error


def write_key(path: Path) -> None:
    """Write a fresh root key. Raises Fault when there is one: it is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Fault("root-key", "There is a root key already", mend="it is never overwritten") from None
    with os.fdopen(descriptor, "w") as opened:
        opened.write(random_root_key() + "\n")
