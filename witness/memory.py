"""What the witness remembers of each log: the newest checkpoint it signed, in one file, replaced as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from verifier.notes import Checkpoint
from witness.growth import consistent


@dataclass(frozen=True)
class Refused(Exception):
    """`status` and `text` are the answer of C2SP tlog-witness."""

    status: int
    text: str = ""


@dataclass
class Memory:
    """Reading, checking and writing happen under one lock: two requests at once cannot roll each other back."""

    path: Path
    lock: Lock = field(default_factory=Lock)

    def advance(self, origin: str, old: int, proof: Sequence[bytes], point: Checkpoint) -> None:
        """Accept a checkpoint that continues the last one. Raises Refused, and then remembers nothing of it."""
        with self.lock:
            known = json.loads(self.path.read_text()) if self.path.exists() else {}
            size, root = known.get(origin, (0, ""))
            if old > point.size:
                raise Refused(400, "the old size is larger than the checkpoint")
            if old != size or (old == point.size and size and root != point.root.hex()):
                raise Refused(409, f"{size}\n")
            if not _continues(size, bytes.fromhex(root), proof, point):
                raise Refused(422, "the consistency proof does not verify")
            known[origin] = (point.size, point.root.hex())
            self._write(json.dumps(known, indent=1, sort_keys=True))

    def begin(self) -> None:
        """An empty memory, unless there is one."""
        with self.lock:
            if not self.path.exists():
                self._write("{}")

    def _write(self, text: str) -> None:
        """Durable before it is answered: written beside, synced, and put in place in one step."""
        beside = self.path.with_suffix(".new")
        with beside.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _continues(size: int, root: bytes, proof: Sequence[bytes], point: Checkpoint) -> bool:
    if size == 0:
        return not proof
    try:
        return consistent(size, point.size, root, point.root, proof)
    except ValueError:
        return False
