"""Registering organisations, care systems, professionals and the caseload: by the operator, or for the demo town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.auth import certificates, development, scopes
from gateway.auth import jwks as keys
from gateway.consent import registrars
from gateway.crypto.p256 import SigningKey
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.identifiers import Agb, Big, Bsn, Uzi
from gateway.registry import clients, parties, relations
from gateway.registry import tarieven as contracts
from gateway.registry.parties import Connector, Organisation
from gateway.registry.tarieven import Contract
from gateway.settings import Settings
from gateway.wire.fetch import Fetcher

Jwks = Mapping[str, Mapping[str, str]]
NUMBERS = {"agb": Agb, "uzi": Uzi, "big": Big}


def organisation(house: House, value: Organisation) -> None:
    with house.database.work() as session:
        parties.save_organisation(session, value)


def connector(
    house: House,
    id_: str,
    name: str,
    organisation_id: str,
    jwks: Any,
    granted: str = " ".join(scopes.DEFAULT),
    connecting_with: tuple[str, ...] = (),
) -> None:
    """Register a care system with its public keys. `connecting_with`: its certificates as PEM, if it must have one.

    Raises Rejected: jwks, client-certificate; BadInput(invalid-scope).
    """
    _save(house, id_, name, organisation_id, keys.registered(jwks), granted, connecting_with)


def connector_at(
    house: House,
    id_: str,
    name: str,
    organisation_id: str,
    url: str,
    granted: str = " ".join(scopes.DEFAULT),
    connecting_with: tuple[str, ...] = (),
) -> None:
    """Register a care system by the address where it publishes its keys; they are read now, and again later.

    Raises Rejected: jwks, client-certificate, fetch-address, fetch-failed, fetch-answer.
    """
    there = outside(house.settings).fetch(url)
    found = keys.read(there.document)
    _save(house, id_, name, organisation_id, found, granted, connecting_with, url, there.lasts)


def outside(settings: Settings) -> Fetcher:
    """What fetches from addresses that a care system named: of the public internet, except in the demo."""
    inside = development.allowed(settings)
    return Fetcher(private=inside, plain=inside)


def _save(
    house: House,
    id_: str,
    name: str,
    organisation_id: str,
    found: Jwks,
    granted: str,
    pems: tuple[str, ...],
    url: str = "",
    lasts: int | None = None,
) -> None:
    allowed, thumbprints = " ".join(scopes.parse(granted)), certificates.of_files(pems)
    with house.database.work() as session:
        parties.organisation(session, organisation_id)
        parties.save_connector(
            session, id_, name, organisation_id, found, allowed, house.now(), url, lasts, thumbprints
        )


def professional(house: House, id_: str, name: str, role: str, organisation_id: str, **numbers: str | None) -> None:
    """`numbers`: agb, uzi, big, by which the care systems of the organisation name them. Raises NotFound,
    Rejected(identifier-form).
    """
    given = {register: NUMBERS[register](number).value for register, number in numbers.items() if number}
    with house.database.work() as session:
        parties.organisation(session, organisation_id)
        parties.save_professional(session, id_, name, role, organisation_id, given)


def relation(house: House, bsn: Bsn, party: str, kind: relations.Kind) -> None:
    """Put a client in the caseload of a party, by hand; the client reads of it."""
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, bsn, house.now())
        relations.note(session, client, party, kind, house.now(), relations.BY_HAND)
        deeds.record(house, session, "relation", deeds.OPERATOR, client, what=party, reason=kind, outcome="done")


def tarieven(house: House, agreed: Sequence[Contract]) -> None:
    """Tariffs that claims (323) are judged by; all or none."""
    with house.database.work() as session:
        for contract in agreed:
            contracts.save(session, contract)


def connectors(house: House) -> tuple[Connector, ...]:
    with house.database.work() as session:
        return parties.connectors(session)


def connector_by_id(house: House, id_: str) -> Connector | None:
    with house.database.work() as session:
        return parties.connector(session, id_)


def town(house: House, jwks: Mapping[str, Mapping[str, Any]]) -> None:
    """The fictional town of the demo. `jwks`: connector id → its public JWKS."""
    development.assert_allowed(house.settings)
    people = development.town()
    for o in people["organisation"]:
        organisation(house, Organisation(**o))
    for c in people["connector"]:
        if c["id"] in jwks:
            connector(house, c["id"], c["name"], c["organisation"], jwks[c["id"]])
    for p in people["professional"]:
        professional(house, p["id"], p["name"], p["role"], p["organisation"])
        if p.get("registrar"):
            # A key nobody has: enough to witness with. To sign with one of their own they make it in their browser.
            with house.database.work() as session:
                registrars.add(session, p["id"], SigningKey.generate().jwk, house.now())
    for r in people.get("relation", ()):
        party = f"org:{r['organisation']}" if "organisation" in r else f"person:{r['professional']}"
        relation(house, Bsn(r["client"]), party, r["kind"])
