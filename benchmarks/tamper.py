"""`python -m benchmarks.tamper`: how many of N random tamperings with an exported audit log the verifier finds.

Each changes one thing that somebody with the database in hands could change: an event, a salt, a hash, the order, the
number of rows, the checkpoint, a signature. A rollback to an older backup and a second log for other eyes come on top.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import data
from gateway.audit import checkpoint, tree
from gateway.audit import log as audit
from gateway.audit.checkpoint import Checkpoint
from gateway.flows import watch
from gateway.flows.house import House
from verifier import checks
from verifier.notes import Key
from witness.server import Signer

Line = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """An export with content, the checkpoint somebody kept of it earlier, and the keys to check both with."""

    head: Line
    leaves: list[Line]
    kept: str
    key: Key
    witness: Key

    def findings(self, text: str) -> list[str]:
        return checks.export(text, self.key, [self.kept], (self.witness,), quorum=1)


def sample(house: House, size: int = 120) -> Sample:
    """Fill a log; have it signed and co-signed at two thirds, and again at the end."""
    signer = Signer("witness.example.nl/w1", Ed25519PrivateKey.generate())
    fill(house, 2 * size // 3)
    kept = witnessed(house, signer)
    fill(house, size - 2 * size // 3)
    witnessed(house, signer)
    head, *leaves = (json.loads(line) for line in watch.export_leaves(house, content=True))
    head["checkpoint"] = witnessed(house, signer)
    return Sample(head, leaves, kept, Key.read(str(watch.key(house))), signer.key)


def fill(house: House, count: int) -> None:
    for n in range(count):
        with house.database.work() as session:
            audit.append(
                house.database, session, "login", house.now(), f"client-{n % 7}", person=f"p{n}", outcome="done"
            )


def witnessed(house: House, signer: Signer) -> str:
    size, _body = watch.add_checkpoint(house, 0)
    line = signer.cosign(watch.export(house), int(house.now().timestamp()))
    return watch.cosigned(house, size, line, checkpoint.read_key(signer.verifier_key))


def changed_body(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    leaf = rng.choice(leaves)
    place = rng.randrange(len(leaf["body"]))
    leaf["body"] = leaf["body"][:place] + chr(ord(leaf["body"][place]) ^ 1) + leaf["body"][place + 1 :]


def rewritten_event(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    """Another event with a hash that fits it: only the tree can tell."""
    leaf = rng.choice(leaves)
    leaf["body"] = leaf["body"].replace('"outcome":"', f'"outcome":"{rng.randrange(10**6)}-')
    leaf["leaf"] = tree.leaf_hash(bytes.fromhex(leaf["salt"]), leaf["body"]).hex()


def changed_hash(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    leaf = rng.choice(leaves)
    place = rng.randrange(64)
    leaf["leaf"] = (
        leaf["leaf"][:place] + f"{int(leaf['leaf'][place], 16) ^ (1 + rng.randrange(15)):x}" + leaf["leaf"][place + 1 :]
    )


def changed_salt(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    leaf = rng.choice(leaves)
    leaf["salt"] = rng.randbytes(16).hex()


def swapped_salts(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    one, other = rng.sample(leaves, 2)
    one["salt"], other["salt"] = other["salt"], one["salt"]


def removed(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    del leaves[rng.randrange(len(leaves))]


def reordered(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    one, other = rng.sample(range(len(leaves)), 2)
    leaves[one], leaves[other] = leaves[other], leaves[one]


def duplicated(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    leaves.insert(rng.randrange(len(leaves) + 1), dict(rng.choice(leaves)))


def added(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    salt, body = rng.randbytes(16), '{"event":"read"}'
    made = {"leaf": tree.leaf_hash(salt, body).hex(), "salt": salt.hex(), "body": body}
    leaves.insert(rng.randrange(len(leaves) + 1), made)


def cut_off(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    del leaves[rng.randrange(len(leaves)) :]


def emptied(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    """Content destroyed with no erasure on the log."""
    leaf = rng.choice(leaves)
    del leaf["salt"], leaf["body"]


def changed_size(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    origin, size, rest = head["checkpoint"].split("\n", 2)
    head["checkpoint"] = f"{origin}\n{int(size) + rng.choice([-1, 1]) * rng.randint(1, 9)}\n{rest}"
    if rng.random() < 0.5:
        del leaves[-1]


def forged_signature(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    """A character of the log's or the witness's signature line."""
    note = head["checkpoint"]
    place = rng.randrange(note.index("\n\n") + 4, len(note) - 1)
    head["checkpoint"] = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]


def another_key(rng: random.Random, head: Line, leaves: list[Line]) -> None:
    """The whole log made anew, right in itself, signed with a key that is not the log's."""
    rewritten_event(rng, head, leaves)
    root = tree.root([bytes.fromhex(leaf["leaf"]) for leaf in leaves])
    text = checkpoint.body(head["checkpoint"].split("\n")[0], Checkpoint(len(leaves), root))
    line = head["checkpoint"].split("\n\n")[1].split("\n")[0]
    name, blob = line.split(" ")[1], checkpoint.decoded(line.split(" ")[2]) or b""
    forged = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32)).sign(text.encode())
    head["checkpoint"] = f"{text}\n— {name} {checkpoint.encoded(blob[:4] + forged)}\n"


def flipped_bit(rng: random.Random, head: Line, leaves: list[Line]) -> str:
    """One bit anywhere in the file. What is no text any more is read with a mark in its place."""
    whole = bytearray(text_of(head, leaves).encode())
    whole[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
    return whole.decode("utf-8", "replace")


# Each changes head and leaves in place, or gives the whole text.
KINDS: tuple[Callable[[random.Random, Line, list[Line]], str | None], ...] = (
    changed_body,
    rewritten_event,
    changed_hash,
    changed_salt,
    swapped_salts,
    removed,
    reordered,
    duplicated,
    added,
    cut_off,
    emptied,
    changed_size,
    forged_signature,
    another_key,
    flipped_bit,
)


def run(made: Sample, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Tampers `count` times, kind after kind. Returns how often each was done, and what was not found."""
    rng, done, missed = random.Random(seed), Counter[str](), []
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        head, leaves = dict(made.head), [dict(leaf) for leaf in made.leaves]
        text = kind(rng, head, leaves) or text_of(head, leaves)
        done[kind.__name__] += 1
        if not made.findings(text):
            missed.append(f"{kind.__name__} (number {n}, seed {seed})")
    return done, missed


def main() -> int:
    asked = argparse.ArgumentParser(prog="benchmarks.tamper")
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = data.house(f"sqlite:///{folder}/tamper.db", Path(folder))
        made = sample(house)
        house.database.engine.dispose()
    if made.findings(text_of(made.head, made.leaves)):
        raise SystemExit("the untouched log is not whole: nothing was measured")
    done, missed = run(made, chosen.count, chosen.seed)
    print(f"{sum(done.values()):,} random tamperings of {len(done)} kinds, {len(missed)} not found")
    for kind, times in done.items():
        print(f"  {kind}: {times:,}")
    for one in missed[:20]:
        print(f"  NOT FOUND: {one}")
    return 1 if missed else 0


def text_of(head: Line, leaves: list[Line]) -> str:
    """The file, in its one spelling."""
    lines = (json.dumps(v, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for v in (head, *leaves))
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
