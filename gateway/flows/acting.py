"""Whose record somebody works on, and in whose name: themselves, or a client they decide for now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gateway.consent import standing
from gateway.errors import NotFound, Refused
from gateway.flows.house import House
from gateway.stages import Caller


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose record it is about, and in whose name is signed."""

    client: str
    holder: str


def acting(house: House, session: Session, caller: Caller, client: str | None = None) -> Acting:
    """The caller for themselves, or for a client whose parent, guardian, curator or mentor they are now.

    Raises Refused(not-the-client), or NotFound alike for a client who does not exist and one of somebody else.
    """
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    if client is None or client == caller.client:
        return Acting(caller.client, caller.client)
    moment = int(house.now().timestamp())
    known = standing.known(session, client, (), moment)
    if not any(a.holder == caller.client and a.runs(moment) for a in known.authorities):
        raise NotFound("not-found", "Nothing here that you may see")
    return Acting(client, caller.client)
