"""Commands about who may decide for whom: registrars, parental authority, curators and mentors, and letters to
bring.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import cast

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.consent.authorities import Capacity
from gateway.errors import Rejected
from gateway.flows import desk, letters, representation
from gateway.identifiers import Bsn
from gateway.wire import json as strict


def add(commands: Commands) -> None:
    registrar = commands.add_parser("registrar", help="let a professional bind keys at the desk")
    registrar.add_argument("--person", required=True)
    registrar.add_argument("--jwk", type=Path, required=True, help="file with the public P-256 key of the registrar")
    registrar.set_defaults(run=add_registrar)

    gezag = commands.add_parser("gezag", help="take in what the BRP says of authority over a minor (answer on stdin)")
    gezag.set_defaults(run=take_gezag)
    listing = commands.add_parser("gezag-cases", help="the work list: authority that a person must find out")
    listing.set_defaults(run=list_cases)
    decide = commands.add_parser("gezag-decide", help="what a person found out (a line each on stdin: BSN capacity)")
    decide.add_argument("case")
    decide.add_argument("--by", required=True, help="who decided")
    decide.set_defaults(run=decide_case)

    appoint = commands.add_parser("appoint", help="register a curator or mentor (BSN of client and of them on stdin)")
    appoint.add_argument("--capacity", required=True, choices=["curator", "mentor"])
    appoint.add_argument("--basis", required=True, help="the court order")
    appoint.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD")
    appoint.add_argument("--scope", type=Path, help="file with permits of what they decide on; absent: everything")
    appoint.set_defaults(run=appoint_one)
    dismiss = commands.add_parser("dismiss", help="end an appointment (BSN of the client on stdin)")
    dismiss.add_argument("appointment")
    dismiss.set_defaults(run=dismiss_one)
    incapable = commands.add_parser("incapable", help="that a client cannot weigh sharing reasonably (BSN on stdin)")
    incapable.add_argument("--basis", required=True, help="whose assessment, and when")
    incapable.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD")
    incapable.set_defaults(run=note_incapable)

    post = commands.add_parser(
        "letters", help="notices that a letter or SMS service has to bring, one JSON object a line"
    )
    post.add_argument("--taken", action="store_true", help="mark what is printed as handed over")
    post.set_defaults(run=list_letters)


def add_registrar(chosen: argparse.Namespace) -> int:
    kid = desk.register(open_house(), chosen.person, json.loads(chosen.jwk.read_text()))
    print(f"registrar {chosen.person} registered with key {kid}")
    return 0


def take_gezag(_chosen: argparse.Namespace) -> int:
    """A whole answer of BRP API Personen: of every person in it, what it says of authority over that person."""
    house, answer = open_house(), strict.loads(sys.stdin.buffer.read())
    people = answer.get("personen") if isinstance(answer, dict) else None
    if not isinstance(people, list):
        raise Rejected("gezag-form", "Not an answer of BRP API Personen", where="personen")
    for n, person in enumerate(people):
        bsn = person.get("burgerservicenummer") if isinstance(person, dict) else None
        print(f"{n}: {representation.note_gezag(house, Bsn(str(bsn)), person)}")
    return 0


def list_cases(_chosen: argparse.Namespace) -> int:
    for case in representation.cases(open_house()):
        print(f"{case.id}\t{case.opened.isoformat(timespec='seconds')}\t{case.client}\t{case.question}\t{case.said}")
    return 0


def decide_case(chosen: argparse.Namespace) -> int:
    lines = [line.split() for line in sys.stdin if line.strip()]
    if any(len(line) != 2 for line in lines):
        print("wijkdossier gezag-decide: a line each, BSN and capacity (ouder, voogd, derde)", file=sys.stderr)
        return 2
    holders = tuple((Bsn(bsn), cast("Capacity", capacity)) for bsn, capacity in lines)
    representation.decide_case(open_house(), chosen.case, chosen.by, holders)
    print(f"case {chosen.case} decided: {len(holders)} with authority")
    return 0


def appoint_one(chosen: argparse.Namespace) -> int:
    client, holder = (Bsn(sys.stdin.readline().strip()) for _ in range(2))
    scope = None if chosen.scope is None else strict.loads(chosen.scope.read_bytes())
    id_ = representation.appoint(
        open_house(), client, holder, chosen.capacity, basis=chosen.basis, until=chosen.until, scope=scope
    )
    print(f"appointment {id_} registered")
    return 0


def dismiss_one(chosen: argparse.Namespace) -> int:
    representation.dismiss(open_house(), Bsn(sys.stdin.readline().strip()), chosen.appointment)
    print(f"appointment {chosen.appointment} ended")
    return 0


def note_incapable(chosen: argparse.Namespace) -> int:
    representation.incapable(open_house(), Bsn(sys.stdin.readline().strip()), chosen.basis, chosen.until)
    print("incapacity registered")
    return 0


def list_letters(chosen: argparse.Namespace) -> int:
    house = open_house()
    for letter in letters.waiting(house):
        print(json.dumps({"client": letter.client, "kind": letter.kind, "text": letter.text}, ensure_ascii=False))
        if chosen.taken:
            letters.handed_over(house, letter)
    return 0
