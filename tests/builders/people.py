"""Tokens of people in tests: what the identity provider would hand out for somebody who is registered."""

from __future__ import annotations

from gateway.auth import backend, development, scopes, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.flows import register
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from tests.builders.world import World

REVIEWER = ("beoordelaar", "R. Eiger", "terminologiebeheerder", "gemeente")
OPERATOR = ("beheerder", "O. Tter", "operator", "gemeente")


def headers(world: World, person: str, kind: str = "person") -> dict[str, str]:
    """`kind` `client`: the id of a client persona of the development login."""
    house = world.house
    token = backend.issue(
        house.signing_key, f"{kind}:{person}", (scopes.READ,), house.settings.audience, house.now(), 300
    )
    return {"Authorization": f"Bearer {token}"}


def reviewers(world: World) -> None:
    for person in (REVIEWER, OPERATOR):
        register.professional(world.house, *person)


def client_id(world: World, bsn: str) -> str:
    with world.house.database.work() as session:
        found = clients.find(session, world.house.vault, Bsn(bsn))
    assert found is not None
    return found


def session(house: House, person: str, kind: str = "zorgverlener") -> str:
    """The cookie of somebody who just logged in."""
    with house.database.work() as opened:
        return sessions.open_(opened, Proven(person, kind, development.PROVIDER), house.now(), Terms(60, 60))
