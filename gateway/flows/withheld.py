"""What sources withhold from who reads as the client, at this moment and in Dutch time: no job ends anything.

Whoever is bound and not told (docs/decisions/0098) reads a log that does not tell it either.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gateway.audit.log import Entry
from gateway.consent.withheld import NOTHING, Withheld, bound
from gateway.consent.withholding import grounds
from gateway.flows.house import House
from gateway.record import opening
from gateway.review import withholdings
from gateway.review.withholdings import Withholding
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Log:
    """How the log looks to one reader. `shown`: the records it may name, None: all; `untold`: withholdings
    that it is silent of.
    """

    shown: frozenset[str] | None = None
    untold: frozenset[str] = frozenset()

    def tells(self, entry: Entry) -> bool:
        """Whether an entry may be read at all."""
        return entry.fields.get("withholding") not in self.untold


def running(house: House, session: Session, client: str, caller: Caller) -> tuple[Withholding, ...]:
    """The withholdings that bind this reader now, oldest first; none for who does not read as the client."""
    who, today = bound(caller), house.today()
    if who is None:
        return ()
    return tuple(
        one for one in withholdings.of_client(session, client) if who in one.binds and one.runs(today)
    )  # fmt: skip


def binding(house: House, session: Session, client: str, caller: Caller) -> Withheld:
    """The same as the gate asks it."""
    found = running(house, session, client, caller)
    if not found:
        return NOTHING
    return Withheld(
        items=frozenset((one.source, record_) for one in found for record_ in one.records),
        contacts=frozenset((one.source, contact) for one in found for contact in one.contacts),
    )


def told(house: House, session: Session, client: str, caller: Caller) -> tuple[Withholding, ...]:
    """Of those that bind this reader, the ones whose ground says that they are told."""
    who = bound(caller)
    return tuple(one for one in running(house, session, client, caller) if who in grounds()[one.ground].tells)


def log_of(house: House, session: Session, caller: Caller) -> Log:
    """How the log of a client looks to who reads as the client."""
    client, who = caller.client, bound(caller)
    if client is None or who is None:
        return Log()
    beyond = binding(house, session, client, caller)
    kept = opening.current(session, house.keyring, client, {}, closed=True).versions if beyond else ()
    return Log(
        # Named is only what is in the record this reader reads: what is withheld is not, nor the bytes that go with it.
        shown=frozenset(one.record for one in kept if not beyond.hides(one.attributes)) if beyond else None,
        # Also of those that are over: that there was one would tell as much.
        untold=frozenset(
            one.id
            for one in withholdings.of_client(session, client)
            if who in one.binds and who not in grounds()[one.ground].tells
        ),
    )


def as_client(client: str) -> Caller:
    """The client who looks along with others."""
    return Caller(client, "", None, None, None, client=client)
