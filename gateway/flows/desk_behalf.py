"""At the desk for somebody else: who decides for them stands there and signs in their own name, with their own PIN.

The registrar learns one thing by it, whether that is so, and the other reads that it was asked (docs/decisions/0113).
"""

from __future__ import annotations

from sqlmodel import Session

from gateway.errors import NotFound, Refused
from gateway.flows import behalf, deeds, desk
from gateway.flows.acting import Acting
from gateway.flows.callers import viewer
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller


def whom(house: House, caller: Caller, client: str, bsn: Bsn, request: str | None = None) -> str:
    """A handle, of this registrar alone, for whom the client at the desk decides now.

    Raises Refused(desk-not-decides), alike for somebody else's and for a number that nobody here has; TooMany.
    """
    desk.assert_registrar_here(house, caller)
    house.count("bsn", str(caller.person))
    with house.database.work() as session:
        other = clients.find(session, house.vault, bsn)
        fine = other is not None and _decides(house, session, client, other)
        outcome = "done" if fine else "refused"
        deeds.record(
            house, session, "search-client", caller, other or client, outcome=outcome, reason="desk", request=request
        )
    if other is None or not fine:
        raise _refused()
    return house.vault.handle(viewer(caller), other)


def acts(house: House, session: Session, caller: Caller, client: str, handle: str) -> Acting:
    """Who signs and for whom: without a handle the client for themselves. Raises Refused as above."""
    if not handle:
        return Acting(client, client)
    held = (one for one in behalf.held(session, client) if house.vault.handle(viewer(caller), one) == handle)
    other = next(held, None)
    if other is None or not _decides(house, session, client, other):
        raise _refused()
    return Acting(other, client)


def _decides(house: House, session: Session, client: str, other: str) -> bool:
    try:
        behalf.assert_decides(house, session, Acting(other, client))
    except NotFound:
        return False
    return other != client


def _refused() -> Refused:
    return Refused("desk-not-decides", "Who stands at the desk does not decide for this person now")
