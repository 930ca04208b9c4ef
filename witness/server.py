"""The HTTP interface of C2SP tlog-witness: POST /add-checkpoint, one answer per line of that specification."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verifier.notes import WITNESS, Key, read, unbase64
from witness.memory import Memory, Refused

MOST_BYTES = 64 * 1024
_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True)
class Signer:
    """The witness's own key. Its name says who it is; the same key never signs under two names."""

    name: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> Key:
        material = bytes([WITNESS]) + self.private.public_key().public_bytes_raw()
        id_ = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        return Key(self.name, id_, WITNESS, material[1:])

    @property
    def verifier_key(self) -> str:
        material = bytes([WITNESS]) + self.key.public
        return f"{self.name}+{self.key.id.hex()}+{base64.b64encode(material).decode()}"

    def cosign(self, note: str, now: int) -> str:
        """The signature line under a checkpoint: time, and Ed25519 over header, time and the note's text."""
        text = note.rpartition("\n\n")[0] + "\n"
        signature = self.private.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        blob = self.key.id + now.to_bytes(8, "big") + signature
        return f"— {self.name} {base64.b64encode(blob).decode()}\n"


@dataclass(frozen=True)
class Witness:
    """`logs`: the verifier key of every log that is witnessed, by origin."""

    signer: Signer
    logs: dict[str, Key]
    memory: Memory

    def add_checkpoint(self, body: str) -> str:
        """The cosignature line. Raises Refused with the status that the specification names."""
        head, gap, note = body.partition("\n\n")
        first, *lines = head.split("\n")
        old = _OLD.fullmatch(first)
        if not gap or old is None or len(lines) > 63:
            raise Refused(400, "not an add-checkpoint request")
        try:
            proof = [unbase64(line) for line in lines]
        except ValueError:
            raise Refused(400, "a line of the proof is not base64") from None
        log = self.logs.get(note.split("\n")[0])
        if log is None:
            raise Refused(404, "this log is not witnessed here")
        try:
            point = read(note, log)
        except (ValueError, InvalidSignature):
            raise Refused(403, "not a checkpoint that this log signed") from None
        self.memory.advance(log.name, int(old[1]), proof, point)
        return self.signer.cosign(note, int(time.time()))


class Handler(BaseHTTPRequestHandler):
    """`witness` is set by the program that serves."""

    witness: ClassVar[Witness]
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint" or not length.isdecimal() or int(length) > MOST_BYTES:
            self.close_connection = True
            return self._answer(404 if self.path != "/add-checkpoint" else 400, "")
        try:
            text = self.rfile.read(int(length)).decode("utf-8")
            return self._answer(200, self.witness.add_checkpoint(text))
        except UnicodeDecodeError:
            return self._answer(400, "not UTF-8")
        except Refused as refused:
            return self._answer(refused.status, refused.text)

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Says nothing: what is worth keeping is in the memory file."""
