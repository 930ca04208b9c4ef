"""Commands of the operator: register who may connect, look after deliveries."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gateway.auth import scopes
from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.flows import notify, register, replay, status
from gateway.identifiers import Bsn
from gateway.notices import notifier
from gateway.registry.parties import Organisation


def add(commands: Commands) -> None:
    organisation = commands.add_parser("organisation", help="register an organisation")
    for name in ("id", "name", "orgtype", "domain", "law"):
        organisation.add_argument(f"--{name}", required=True)
    for name in ("agb", "ura", "gemeentecode"):
        organisation.add_argument(f"--{name}")
    organisation.set_defaults(run=add_organisation)

    connector = commands.add_parser("connector", help="register a care system, or list them")
    connector.add_argument("--id")
    connector.add_argument("--name")
    connector.add_argument("--organisation")
    keys = connector.add_mutually_exclusive_group()
    keys.add_argument("--jwks", type=Path, help="file with its public keys, each with kid and alg")
    keys.add_argument("--jwks-url", help="https address where it publishes its public keys")
    connector.add_argument("--scopes", default=" ".join(scopes.DEFAULT), help="the most its tokens may do")
    connector.add_argument(
        "--certificate", type=Path, action="append", default=[], help="PEM of the client certificate it connects with"
    )
    connector.set_defaults(run=connectors)

    professional = commands.add_parser("professional", help="register a professional")
    for name in ("id", "name", "role", "organisation"):
        professional.add_argument(f"--{name}", required=True)
    for register_ in register.NUMBERS:
        professional.add_argument(f"--{register_}", help="by which care systems of the organisation name them")
    professional.set_defaults(run=add_professional)

    relation = commands.add_parser(
        "relation", help="put a client in a caseload by hand (BSN is read from standard input)"
    )
    relation.add_argument("--party", required=True, help="org:ID or person:ID")
    kinds = ["behandelrelatie", "toewijzing", "casus", "maatregel", "mantelzorg"]
    relation.add_argument("--kind", required=True, choices=kinds)
    relation.set_defaults(run=add_relation)

    listing = commands.add_parser("quarantine", help="list deliveries that are rejected, parked or undecided")
    listing.set_defaults(run=quarantine)
    parked = commands.add_parser("parked", help="list items that wait for their client")
    parked.set_defaults(run=parked_items)
    outbox = commands.add_parser("notices", help="send what waits in the outbox")
    outbox.set_defaults(run=notices)
    again = commands.add_parser("replay", help="judge a kept delivery again")
    again.add_argument("delivery")
    again.set_defaults(run=replay_one)


def add_organisation(chosen: argparse.Namespace) -> int:
    members = ("id", "name", "orgtype", "domain", "law", "agb", "ura", "gemeentecode")
    register.organisation(open_house(), Organisation(**{name: getattr(chosen, name) for name in members}))
    print(f"organisation {chosen.id} registered")
    return 0


def connectors(chosen: argparse.Namespace) -> int:
    house = open_house()
    if chosen.id is None:
        for known in register.connectors(house):
            told = (
                known.id,
                known.name,
                known.organisation.id,
                ", ".join(known.keys),
                known.jwks_url,
                *known.certificates,
            )
            print("\t".join(told).rstrip())
        return 0
    if not (chosen.name and chosen.organisation and (chosen.jwks or chosen.jwks_url)):
        print("wijkdossier connector: --id needs --name, --organisation and --jwks or --jwks-url", file=sys.stderr)
        return 2
    pems = tuple(path.read_text("ascii", "replace") for path in chosen.certificate)
    who = (house, chosen.id, chosen.name, chosen.organisation)
    if chosen.jwks_url:
        register.connector_at(*who, chosen.jwks_url, chosen.scopes, pems)
    else:
        register.connector(*who, json.loads(chosen.jwks.read_text()), chosen.scopes, pems)
    print(f"connector {chosen.id} registered")
    return 0


def add_professional(chosen: argparse.Namespace) -> int:
    numbers = {register_: getattr(chosen, register_) for register_ in register.NUMBERS}
    register.professional(open_house(), chosen.id, chosen.name, chosen.role, chosen.organisation, **numbers)
    print(f"professional {chosen.id} registered")
    return 0


def add_relation(chosen: argparse.Namespace) -> int:
    # Read, not passed as an argument: arguments end up in shell history and process lists.
    register.relation(open_house(), Bsn(sys.stdin.readline().strip()), chosen.party, chosen.kind)
    print("relation registered")
    return 0


def quarantine(_chosen: argparse.Namespace) -> int:
    for line in status.quarantine(open_house()):
        received = line.received.isoformat(timespec="seconds")
        print(f"{line.delivery}\t{line.state}\t{received}\t{line.connector}\t{line.kind or '?'}\t{line.code or ''}")
    return 0


def parked_items(_chosen: argparse.Namespace) -> int:
    for connector, delivery, type_, since in status.parked_items(open_house()):
        print(f"{delivery}\t{connector}\t{type_}\t{since.isoformat(timespec='seconds')}")
    return 0


def notices(_chosen: argparse.Namespace) -> int:
    """Exit 1 when something is left that could not be sent."""
    house = open_house()
    sent, left = notify.run(house, notifier.from_settings(house.settings)), notify.waiting(house)
    print(f"{sent} sent, {left} waiting")
    return 1 if left else 0


def replay_one(chosen: argparse.Namespace) -> int:
    receipt = replay.replay(open_house(), chosen.delivery)
    print(f"{receipt.delivery}: {receipt.state} {receipt.code or ''}".rstrip())
    return 0
