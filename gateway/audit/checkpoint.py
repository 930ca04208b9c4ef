"""Signed checkpoints of the log (C2SP tlog-checkpoint form), to be kept elsewhere: only against one does a cut-off
tail show."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from gateway.crypto import LogKey, verify_ed25519
from gateway.errors import BadInput

ORIGIN = "wijkdossier/audit"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of the log: number of leaves and root hash."""

    size: int
    root: bytes


def write(checkpoint: Checkpoint, key: LogKey) -> str:
    """The signed note: origin, size, root, a blank line, the signature line."""
    text = f"{ORIGIN}\n{checkpoint.size}\n{_b64(checkpoint.root)}\n"
    return f"{text}\n— {ORIGIN} {_b64(_key_hash(key.public) + key.sign(text.encode()))}\n"


def read(note: str, public: bytes) -> Checkpoint:
    """Parse and verify a checkpoint. Raises BadInput when it is not a checkpoint signed by this log."""
    refused = BadInput("checkpoint", "Not a checkpoint signed by this log", mend="give the exported file unchanged")
    text, _, signatures = note.partition("\n\n")
    lines = f"{text}\n".splitlines()
    if len(lines) != 3 or lines[0] != ORIGIN or not lines[1].isdecimal():
        raise refused
    try:
        blob = base64.b64decode(signatures.strip().removeprefix(f"— {ORIGIN} "), validate=True)
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise refused from None
    # One spelling only: what is not written exactly so is not our note.
    exact = f"{ORIGIN}\n{int(lines[1])}\n{_b64(root)}\n\n— {ORIGIN} {_b64(blob)}\n"
    if note != exact or blob[:4] != _key_hash(public) or not verify_ed25519(public, f"{text}\n".encode(), blob[4:]):
        raise refused
    return Checkpoint(size=int(lines[1]), root=root)


def _key_hash(public: bytes) -> bytes:
    # C2SP signed-note: key id = first four bytes of SHA-256 over name, newline, algorithm byte 0x01 and the key.
    return hashlib.sha256(ORIGIN.encode() + b"\n\x01" + public).digest()[:4]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
