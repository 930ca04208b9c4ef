"""Commands around the audit log: checkpoints, exports, witnesses, and checking it."""

from __future__ import annotations

import argparse
from pathlib import Path

import httpx

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.errors import Conflict
from gateway.flows import watch
from gateway.flows.house import House


def add(commands: Commands) -> None:
    point = commands.add_parser("checkpoint", help="export a signed checkpoint of the audit log")
    point.add_argument("--out", type=Path, required=True)
    point.set_defaults(run=checkpoint)
    key = commands.add_parser("audit-key", help="print the verifier key of the audit log")
    key.set_defaults(run=print_key)
    leaves = commands.add_parser("audit-export", help="export the audit log for an auditor outside")
    leaves.add_argument("--out", type=Path, required=True)
    leaves.add_argument("--content", action="store_true", help="with events and salts; without it hashes only")
    leaves.set_defaults(run=export)
    witness = commands.add_parser("witness", help="have a witness co-sign the newest checkpoint, and keep it")
    witness.add_argument("--url", required=True, help="submission prefix of the witness")
    witness.add_argument("--key", required=True, help="its verifier key, got from whoever runs it")
    witness.add_argument("--out", type=Path, help="also write the co-signed checkpoint here")
    witness.set_defaults(run=cosign)
    check = commands.add_parser("verify-audit", help="check the audit log against an exported checkpoint")
    check.add_argument("--checkpoint", type=Path, required=True)
    check.add_argument("--witness", action="append", default=[], help="verifier key of a witness: its signatures too")
    check.set_defaults(run=verify_audit)
    old = commands.add_parser("audit-expire", help="erase the content of events that were kept long enough")
    old.add_argument("--years", type=int, required=True, help="how long they are kept: five at least (NEN 7513)")
    old.set_defaults(run=expire)


def checkpoint(chosen: argparse.Namespace) -> int:
    chosen.out.write_text(watch.export(open_house()))
    print(f"checkpoint written to {chosen.out}: keep it somewhere else than the database")
    return 0


def print_key(_chosen: argparse.Namespace) -> int:
    print(watch.key(open_house()))
    return 0


def export(chosen: argparse.Namespace) -> int:
    count = -1  # the first line is the head
    with chosen.out.open("w", encoding="utf-8") as file:
        for line in watch.export_leaves(open_house(), content=chosen.content):
            file.write(line)
            count += 1
    print(f"{count} leaves written to {chosen.out}; check them with: python -m verifier log {chosen.out} --key …")
    return 0


def cosign(chosen: argparse.Namespace) -> int:
    """Exit 1 when the witness refuses: it saw another log than this one."""
    house = open_house()
    with httpx.Client(timeout=30) as web:
        note = ask(house, web, chosen.url, chosen.key)
    if chosen.out is not None:
        chosen.out.write_text(note)
    print(f"signed by {watch.witness_key(chosen.key).name}")
    return 0


def ask(house: House, web: httpx.Client, url: str, key: str) -> str:
    """Offer the newest checkpoint to a witness (C2SP tlog-witness). Returns it with the witness's signature.

    Raises Conflict when the witness refuses: what it saw before is not the beginning of this log.
    """
    witness, known = watch.witness_key(key), 0
    for _attempt in range(2):
        size, body = watch.add_checkpoint(house, known)
        answer = web.post(f"{url.rstrip('/')}/add-checkpoint", content=body.encode())
        if answer.status_code == 200:
            return watch.cosigned(house, size, answer.text, witness)
        if answer.status_code != 409 or not answer.text.strip().isdecimal() or int(answer.text) == known:
            break
        known = int(answer.text)  # it has seen us before, up to here
    raise Conflict(
        "witness-refused",
        f"The witness does not sign this checkpoint (HTTP {answer.status_code})",
        mend="compare its memory with the checkpoints you kept: one of the two logs was rolled back or rewritten",
    )


def verify_audit(chosen: argparse.Namespace) -> int:
    """Exit 0 when the log is whole against the checkpoint, 1 with each finding on a line."""
    house, witnesses = open_house(), [watch.witness_key(text) for text in chosen.witness]
    findings = watch.verify(house, chosen.checkpoint.read_text(), witnesses)
    for line in (*findings, *(() if findings else watch.erasures(house))):
        print(line)
    print("audit log: whole" if not findings else f"audit log: NOT whole, {len(findings)} findings")
    return 1 if findings else 0


def expire(chosen: argparse.Namespace) -> int:
    house = open_house()
    count = watch.forget(house, chosen.years)
    print(f"{count} events erased; their hashes stay, and the erasure is on the log", flush=True)
    if count:
        house.database.scrub()
    return 0
