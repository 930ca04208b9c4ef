"""Reading checkpoints: signed notes of C2SP (signed-note, tlog-checkpoint, tlog-cosignature), Ed25519 only."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG, WITNESS = 1, 4  # signature types


@dataclass(frozen=True)
class Key:
    """A verifier key (`name+id+key`): who signs under which name, and how."""

    name: str
    id: bytes
    kind: int
    public: bytes

    @classmethod
    def read(cls, text: str) -> Key:
        """Raises ValueError when name, id and key do not belong together."""
        name, written, encoded = [*text.strip().split("+", 2), "", ""][:3]
        material = unbase64(encoded)
        expected = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        if not name or written != expected.hex() or len(material) != 33 or material[0] not in {LOG, WITNESS}:
            raise ValueError(f"not a verifier key: {text.strip()[:60]}")
        return cls(name, expected, material[0], material[1:])

    def verify(self, text: bytes, signature: bytes) -> None:
        """Raises InvalidSignature unless this key signed the text of a note so."""
        if self.kind == WITNESS:  # cosignature/v1: eight bytes of time come first and are signed along
            text = b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + text
            signature = signature[8:]
        Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)


@dataclass(frozen=True)
class Checkpoint:
    """A verified tree head. `witnesses`: the known ones that signed it; `seen`: the day (UTC) the first of them did."""

    size: int
    root: bytes
    witnesses: frozenset[str] = frozenset()
    seen: str = ""


def read(note: str, log: Key, witnesses: tuple[Key, ...] = (), quorum: int = 0) -> Checkpoint:
    """Raises ValueError or InvalidSignature: one forged signature of a known key refuses the note."""
    text, _, below = note.rpartition("\n\n")
    lines = [re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", line) for line in below.split("\n")[:-1]]
    said = text.split("\n")
    if not text or not below.endswith("\n") or None in lines or len(said) != 3 or said[0] != log.name:
        raise ValueError("not a checkpoint of this log")
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", said[1]) or len(unbase64(said[2])) != 32:
        raise ValueError("the checkpoint says no size or root")
    good, seen = set[Key](), list[int]()
    for line in filter(None, lines):
        blob = unbase64(line[2])
        for key in (key for key in (log, *witnesses) if (key.name, key.id) == (line[1], blob[:4])):
            key.verify(f"{text}\n".encode(), blob[4:])
            good.add(key)
            seen += [int.from_bytes(blob[4:12], "big")] if key.kind == WITNESS else []
    if log not in good:
        raise ValueError("the checkpoint is not signed by this log")
    others = {key.public for key in good} - {log.public}  # one key under two names is one witness
    if len(others) < quorum:
        raise ValueError(f"signed by {len(others)} of the known witnesses, {quorum} were asked")
    day = time.strftime("%Y-%m-%d", time.gmtime(min(seen))) if seen else ""
    return Checkpoint(int(said[1]), unbase64(said[2]), frozenset(key.name for key in good - {log}), day)


def unbase64(text: str) -> bytes:
    """Raises ValueError for any spelling but the one."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base64 in its one spelling")
    return data
