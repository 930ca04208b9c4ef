"""Signed checkpoints of the log, in the forms of C2SP: signed-note, tlog-checkpoint and tlog-cosignature.

A cut-off tail shows only against a checkpoint that is kept elsewhere; a second log for other eyes only against a
witness. Keys travel as verifier keys: name, key id and key in one line.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from gateway.crypto.ed25519 import LogKey, verify_ed25519
from gateway.errors import BadInput

# Signature types of C2SP signed-note: the log's own, and a witness's with a time in it.
LOG, WITNESS = b"\x01", b"\x04"
MOST_SIGNATURES = 64
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of the log: number of leaves and root hash."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key by which notes are verified. `kind`: `LOG` or `WITNESS`; `public`: 32 bytes."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        """First four bytes of SHA-256 over name, newline, type and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(self.kind + self.public)}"


def read_key(text: str) -> VerifierKey:
    """Parse a verifier key. Raises BadInput when its parts do not belong together."""
    name, _, rest = text.strip().partition("+")
    _, _, written = rest.partition("+")
    material = decoded(written) or b""
    key = VerifierKey(name, material[:1], material[1:])
    if str(key) != text.strip() or key.kind not in {LOG, WITNESS} or len(key.public) != 32:
        raise BadInput("verifier-key", "Not a verifier key of the form name+id+key", mend="give the line unchanged")
    return key


def body(origin: str, checkpoint: Checkpoint) -> str:
    """What is signed: origin, size and root, each on a line of its own."""
    return f"{origin}\n{checkpoint.size}\n{encoded(checkpoint.root)}\n"


def write(checkpoint: Checkpoint, origin: str, key: LogKey) -> str:
    """The signed note of a checkpoint."""
    text = body(origin, checkpoint)
    ours = VerifierKey(origin, LOG, key.public)
    return f"{text}\n{signature_line(ours, key.sign(text.encode()))}"


def read(note: str, key: VerifierKey) -> Checkpoint:
    """Parse and verify a checkpoint. Raises BadInput when it is not one that this log signed.

    Signatures of unknown keys are passed over, as the format asks; one of this key that fails refuses the note.
    """
    refused = BadInput("checkpoint", "Not a checkpoint signed by this log", mend="give the exported file unchanged")
    text, lines = _parts(note)
    said = text.splitlines()
    if said and said[0] != key.name and _signed_as(said[0], key, text, lines):
        raise BadInput("checkpoint-name", f"This log signed it as {said[0]}, and is {key.name}", mend="see WD_BASE_URL")
    if len(said) != 3 or said[0] != key.name or re.fullmatch(r"0|[1-9]\d{0,15}", said[1], re.ASCII) is None:
        raise refused
    root = decoded(said[2])
    blobs = [blob for name, blob in lines if name == key.name and blob[:4] == key.id]
    if root is None or len(root) != 32 or not blobs:
        raise refused
    if not all(verify_ed25519(key.public, text.encode(), blob[4:]) for blob in blobs):
        raise refused
    return Checkpoint(size=int(said[1]), root=root)


def _signed_as(name: str, key: VerifierKey, text: str, lines: list[tuple[str, bytes]]) -> bool:
    """Whether the same key signed it under another name."""
    other = VerifierKey(name, key.kind, key.public)
    return any(
        said == name and blob[:4] == other.id and verify_ed25519(key.public, text.encode(), blob[4:])
        for said, blob in lines
    )


def cosigned(note: str, line: str, witness: VerifierKey) -> bool:
    """Whether a line is this witness's signature over the checkpoint (cosignature/v1: time, then the note's text)."""
    text, _ = _parts(note)
    _, found = _parts(f"{text}\n{line}")
    if len(found) != 1 or len(found[0][1]) != 4 + 8 + 64:
        return False
    name, blob = found[0]
    signed = f"cosignature/v1\ntime {int.from_bytes(blob[4:12], 'big')}\n{text}"
    return (
        name == witness.name
        and blob[:4] == witness.id
        and witness.kind == WITNESS
        and verify_ed25519(witness.public, signed.encode(), blob[12:])
    )


def signature_line(key: VerifierKey, signature: bytes) -> str:
    return f"— {key.name} {encoded(key.id + signature)}\n"


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Text with its last newline, and (key name, key id and signature) per line. What is not exactly so is nothing."""
    text, gap, below = note.rpartition("\n\n")
    lines = below.splitlines()
    matches = [_LINE.fullmatch(line) for line in lines]
    blobs = [decoded(match[2]) if match else None for match in matches]
    whole = gap and below.endswith("\n") and len(lines) <= MOST_SIGNATURES
    if not whole or below.count("\n") != len(lines) or None in blobs:
        return "", []
    return f"{text}\n", [(match[1], blob) for match, blob in zip(matches, blobs, strict=True) if match and blob]


def encoded(data: bytes) -> str:
    """Base64 as these formats write it."""
    return base64.b64encode(data).decode()


def decoded(text: str) -> bytes | None:
    """One spelling only: what does not come back exactly so is not base64 of anything."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encoded(data) == text else None
