"""Whom a caller may have to do with: the caseload, and the client behind a handle or a BSN.

A client who is absent and one who is hidden get the same answer, and take as long.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gateway.consent import roles
from gateway.consent.voices import Combined
from gateway.errors import Rejected
from gateway.flows import consented, deeds, person
from gateway.flows.answers import ClientCard
from gateway.flows.callers import viewer
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, relations
from gateway.registry.names import display_name
from gateway.stages.decided import Caller

OWN = "mijn"


def my_clients(house: House, caller: Caller, *, known: bool = False) -> tuple[ClientCard, ...]:
    """The caller's caseload by name. Base data only; nothing clinical and no count of anything.

    `known`: without those of whom only the number is known yet.
    """
    with house.database.work() as session:
        cards = []
        for client in caseload(house, session, caller):
            patient = person.known(house, session, client, caller)
            if known and patient is None:
                continue
            cards.append(
                ClientCard(
                    handle=house.vault.handle(viewer(caller), client),
                    name=display_name(patient),
                    born=str((patient or {}).get("birthDate", "")),
                )
            )
        deeds.record(house, session, "search-client", caller, outcome="done", reason="caseload")
    return tuple(sorted(cards, key=lambda card: (card.name, card.handle)))


def find_client(house: House, caller: Caller, bsn: str, request: str | None = None) -> str | None:
    """Handle of the client with this BSN when the caller may see them; one answer for every other case.

    Raises TooMany: a number alone must not be a way to find out who is in care.
    """
    house.count("bsn", caller.person or caller.connector or "")
    with house.database.work() as session:
        client = _by_bsn(house, session, bsn)
        known = not roles.barred(caller) and consented.related(house, session, client or "", caller)
        deeds.record(
            house,
            session,
            "search-client",
            caller,
            client,
            outcome="done" if known else "refused",
            reason="bsn",
            request=request,
        )
    return house.vault.handle(viewer(caller), client) if client is not None and known else None


def resolve(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """The client behind a caller's handle, None when the caller has no relation to any such client."""
    client = _named(house, session, caller, handle)
    if client is None or caller.client is not None:
        return client
    return client if consented.related(house, session, client, caller) else None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A client whose record is looked at next, and who is held from here on. `policy`: what is signed, where it had to
    be read for this; it is the one to decide by, for nobody can change it meanwhile."""

    client: str
    policy: Combined | None = None


def admit(house: House, session: Session, caller: Caller, handle: str) -> Admitted | None:
    """As `resolve`, for who goes on to look at the record: what is signed is read once, in the snapshot of the data."""
    client = _named(house, session, caller, handle)
    if client is None:
        return None
    clients.lock(session, client, write=False)
    if caller.client is not None:
        return Admitted(client)
    related, policy = consented.relation(house, session, client, caller)
    return Admitted(client, policy) if related else None


def _named(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """Whom a handle names among those whom a caller may have to do with."""
    if caller.client is not None:
        return caller.client if handle in {OWN, caller.client} else None
    if roles.barred(caller):
        return None
    mine = relations.caseload(session, caller, house.today())
    return next((client for client in mine if house.vault.handle(viewer(caller), client) == handle), None)


def caseload(house: House, session: Session, caller: Caller) -> tuple[str, ...]:
    """Client ids the caller may know of; none for a role that never sees anything of a person."""
    return () if roles.barred(caller) else consented.caseload(house, session, caller)


def meant(house: House, session: Session, caller: Caller, handle: str) -> str | None:
    """Whose handle a refused caller used: for the log alone, so that the client reads of the attempt.

    Every client is tried, whether one fits or not: what is absent takes as long as what is hidden.
    """
    found = [client for client in clients.everyone(session) if house.vault.handle(viewer(caller), client) == handle]
    return found[0] if found else None


def _by_bsn(house: House, session: Session, bsn: str) -> str | None:
    try:
        return clients.find(session, house.vault, Bsn(bsn))
    except Rejected:
        return None
