"""Registering organisations, care systems, professionals and the caseload: by the operator, or for the demo town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.audit import log as audit
from gateway.auth import development, scopes
from gateway.errors import Rejected
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, parties, relations
from gateway.registry import tarieven as contracts
from gateway.registry.parties import Connector, Organisation
from gateway.registry.tarieven import Contract

KEY_MEMBERS = frozenset({"kty", "crv", "x", "y", "n", "e", "alg", "kid", "use", "key_ops"})


def organisation(house: House, value: Organisation) -> None:
    with house.database.work() as session:
        parties.save_organisation(session, value)


def connector(house: House, id_: str, name: str, organisation_id: str, jwks: Mapping[str, Any]) -> None:
    """Register a care system with its public keys. Raises Rejected for a private key or a key without `alg`."""
    check_jwks(jwks)
    with house.database.work() as session:
        parties.organisation(session, organisation_id)
        parties.save_connector(session, id_, name, organisation_id, jwks, " ".join(scopes.DEFAULT), house.now())


def professional(house: House, id_: str, name: str, role: str, organisation_id: str) -> None:
    with house.database.work() as session:
        parties.organisation(session, organisation_id)
        parties.save_professional(session, id_, name, role, organisation_id)


def relation(house: House, bsn: Bsn, party: str, kind: relations.Kind) -> None:
    """Put a client in the caseload of a party, by hand; the client reads of it."""
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, bsn, house.now())
        relations.note(session, client, party, kind, house.now(), "registered by hand")
        audit.append(
            house.database,
            session,
            "relation",
            house.now(),
            client,
            what=party,
            reason=kind,
            outcome="done",
            via="beheer",
        )


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


def town(house: House, keys: Mapping[str, Mapping[str, Any]]) -> None:
    """The fictional town of the demo. `keys`: connector id → its public JWKS."""
    development.assert_allowed(house.settings)
    people = development.town()
    for o in people["organisation"]:
        organisation(house, Organisation(**o))
    for c in people["connector"]:
        if c["id"] in keys:
            connector(house, c["id"], c["name"], c["organisation"], keys[c["id"]])
    for p in people["professional"]:
        professional(house, p["id"], p["name"], p["role"], p["organisation"])
    for r in people.get("relation", ()):
        party = f"org:{r['organisation']}" if "organisation" in r else f"person:{r['professional']}"
        relation(house, Bsn(r["client"]), party, r["kind"])


def check_jwks(jwks: Mapping[str, Any]) -> None:
    """Public keys only, each with `kid` and exactly one `alg` that we take."""
    keys = jwks.get("keys")
    if not isinstance(keys, list) or not keys:
        raise Rejected("jwks", "A JWKS needs at least one key", where="keys")
    for key in keys:
        extra = set(key) - KEY_MEMBERS
        if extra or not key.get("kid") or key.get("alg") not in {"ES256", "ES384", "RS384"}:
            raise Rejected("jwks", "Each key is public and has kid and alg ES256, ES384 or RS384", where="keys")
