"""Whose record somebody works on, and in whose name: themselves, a client they decide for now, or one who gave them a
machtiging.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gateway.consent import mandates, standing
from gateway.consent.model import Rule
from gateway.errors import NotFound, Refused
from gateway.flows.house import House
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Under:
    """Under which machtiging of which client somebody signs. A flow that does not take one is not for delegates."""

    client: str
    mandate: str


Whom = str | Under | None


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose record it is about, and in whose name is signed.

    `mandate`: under which, by a delegate; `scope`: how far that goes; `ends`: until when (seconds UTC, exclusive). Who
    acts under a mandate signs and reads no record.
    """

    client: str
    holder: str
    mandate: str | None = None
    scope: tuple[Rule, ...] = ()
    ends: int | None = None


def acting(house: House, session: Session, caller: Caller, whom: Whom = None) -> Acting:
    """The caller for themselves, for a client whose parent, guardian, curator or mentor they are now, or under a
    mandate that runs.

    Raises Refused(not-the-client), or NotFound alike for a client who does not exist and one of somebody else.
    """
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    if isinstance(whom, Under):
        return _under(house, session, caller, whom)
    if whom is None or whom == caller.client:
        return Acting(caller.client, caller.client)
    if not _has_authority(house, session, caller.client, whom):
        raise _absent()
    return Acting(whom, caller.client)


def _under(house: House, session: Session, caller: Caller, under: Under) -> Acting:
    """A mandate is worth no more than what who gave it may do themselves."""
    found = mandates.find(session, under.client, under.mandate)
    if found is None or found.delegate != caller.client or not found.runs(int(house.now().timestamp())):
        raise _absent()
    if mandates.replaced(session, found):  # by one that names the same key
        raise _absent()
    if found.holder != found.client and not _has_authority(house, session, found.holder, found.client):
        raise _absent()
    return Acting(found.client, found.holder, found.id, found.said.scope, found.said.exp)


def _has_authority(house: House, session: Session, holder: str, client: str) -> bool:
    moment = int(house.now().timestamp())
    known = standing.known(session, client, (), moment)
    return any(a.holder == holder and a.runs(moment) for a in known.authorities)


def _absent() -> NotFound:
    return NotFound("not-found", "Nothing here that you may see")
