"""`python -m witness --name NAME --folder FOLDER --log KEY`: makes its key at the first start, prints it, serves."""

from __future__ import annotations

import argparse
import os
import sys
from http.server import ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verifier.notes import Key
from witness.memory import Memory
from witness.server import Handler, Signer, Witness


def main() -> int:
    """Serve until stopped."""
    asked = argparse.ArgumentParser(prog="witness", description="Co-sign checkpoints of audit logs that only grew")
    asked.add_argument("--name", required=True, help="name of this witness, such as witness.example.nl/w1")
    asked.add_argument("--folder", type=Path, required=True, help="where its key and its memory are kept")
    asked.add_argument("--log", type=Key.read, action="append", required=True, help="verifier key of a log")
    asked.add_argument("--host", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=8610)
    chosen = asked.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    try:
        signer, memory = Signer(chosen.name, private_key(chosen.folder / "witness.key")), remembering(chosen.folder)
    except LookupError as lost:
        print(lost, file=sys.stderr)
        return 1
    Handler.witness = Witness(signer, {key.name: key for key in chosen.log}, memory)
    server = ThreadingHTTPServer((chosen.host, chosen.port), Handler)
    print(f"witness key: {signer.verifier_key}", flush=True)
    print(f"listening on http://{chosen.host}:{server.server_address[1]}/add-checkpoint", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def remembering(folder: Path) -> Memory:
    """The memory that belongs to the key. Raises LookupError when it is gone: that witness would sign anything once."""
    memory = Memory(folder / "memory.json")
    if not memory.path.exists():
        raise LookupError(f"{memory.path} is gone: what this witness signed is not known. Begin anew, name and key too")
    return memory


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in the file (64 hex digits); made, with an empty memory, where there is none; for its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    Memory(path.with_name("memory.json")).begin()
    made = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "w") as file:
        file.write(made.private_bytes_raw().hex() + "\n")
    return made


if __name__ == "__main__":
    raise SystemExit(main())
