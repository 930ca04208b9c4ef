"""Noodinzage: a reason, logging in again, then the record as far as the client's emergency mode opens it, for an hour.

Everything is the same for every client, whether there is a record, whether anything is hidden, whether the client
forbids it: what opens is what the gate lets through, and nothing says how much that is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from gateway.consent import emergency as lock
from gateway.consent import roles
from gateway.consent.gate import Seat
from gateway.errors import Conflict, Refused, Rejected
from gateway.flows import callers, caseloads, deeds, disclose, emergency_told, login, looks, person
from gateway.flows.callers import WORK
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients, emergencies, parties, relations
from gateway.registry.emergencies import EmergencyRow
from gateway.registry.names import display_name
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed

LONGEST_REASON = 500
RIGHT, WRONG = "terecht", "onterecht"


@dataclass(frozen=True, slots=True)
class Asked:
    """A noodinzage waiting for its proof. `name`: of the client, as the caller may know it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a noodinzage shows, and until when."""

    id: str
    ends: datetime
    disclosed: Disclosed


@dataclass(frozen=True, slots=True)
class ToReview:
    """One line of the review queue. `client`: how the officer's log calls the client."""

    id: str
    who: str
    client: str
    opened: datetime
    due: datetime
    late: bool
    reason: str


def about(house: House, caller: Caller, handle: str) -> str:
    """Name of the client a noodinzage would be about. Raises NotFound, and Refused for a role not on the list."""
    assert_may(caller)
    with house.database.work() as session:
        client = caseloads.resolve(house, session, caller, handle)
        patient = None if client is None else person.known(house, session, client, caller)
        if client is None:
            looks.record_refusal(
                house, session, caller, caseloads.meant(house, session, caller, handle), "noodinzage", None
            )
    if client is None:
        raise absent()
    return display_name(patient)


def ask(house: House, caller: Caller, handle: str, reason: str) -> str:
    """Give the reason for a client of one's own caseload. Returns an id to be proved; nothing opens yet."""
    assert_may(caller)
    text = _reason(reason)
    with house.database.work() as session:
        client = caseloads.resolve(house, session, caller, handle)
        id_ = None if client is None else _ask(house, session, caller, client, text)
        if client is None:
            looks.record_refusal(
                house, session, caller, caseloads.meant(house, session, caller, handle), "noodinzage", None
            )
    if id_ is None:
        raise absent()
    return id_


def ask_by_bsn(house: House, caller: Caller, bsn: str, reason: str) -> str:
    """The same for somebody in nobody's caseload. A number that is new here gets an empty record: all look alike."""
    assert_may(caller)
    house.count("bsn", caller.person or "")
    text, number = _reason(reason), Bsn(bsn)
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, number, house.now())
        return _ask(house, session, caller, client, text)


def asked(house: House, caller: Caller, id_: str) -> Asked:
    """What is to be proved. Raises NotFound when there is no such thing, or it waited too long."""
    with house.database.work() as session:
        row = _waiting(house, session, caller, id_)
        known = relations.kinds(session, row.client_id, caller, house.today())
        patient = person.known(house, session, row.client_id, caller) if known else None
    return Asked(id_, display_name(patient))


def open_(house: House, caller: Caller, token: str, persona: str, id_: str) -> str:
    """Log in again and open. Returns the new session token; the old one is over.

    Notices to client, contact person and privacy officer are written in the same transaction.
    """
    assert_may(caller)
    with house.database.work() as session:
        _waiting(house, session, caller, id_)
    fresh = login.again(house, token, persona)
    with house.database.work() as session:
        row = _waiting(house, session, caller, id_)
        row.opened = house.now()
        row.ends = house.now() + timedelta(minutes=lock.terms().minutes)
        emergencies.save(session, row)
        emergency_told.tell(house, session, row)
        _record(house, session, caller, row, "geopend", "done")
    return fresh


def look(
    house: House, caller: Caller, id_: str, *, on_paper: bool = False, shown: disclose.Shown | None = None
) -> Opened:
    """The record, while it is open. `shown`: as in `disclose.cleared`. Raises NotFound before, after, and for anybody
    else."""
    with house.database.work() as session:
        row = emergencies.find(session, id_)
        seen: Disclosed | None = None
        if row is not None and row.person == caller.person and emergencies.holds(row, house.now()):
            known = relations.kinds(session, row.client_id, caller, house.today())
            seat = Seat(replace(caller, via="nood"), known | {lock.RELATION}, "ETREAT")
            without = disclose.ON_PAPER if on_paper else ()
            seen = disclose.cleared(
                house, session, [seat], row.client_id, without=without, related=bool(known), shown=shown
            )
            looks.record_read(house, session, seen, seen.items, what="noodinzage")
        else:
            looks.record_refusal(house, session, caller, None, "noodinzage", None)
    if row is None or row.ends is None or seen is None:
        raise absent()
    return Opened(id_, row.ends.replace(tzinfo=UTC), seen)


def queue(house: House, caller: Caller) -> tuple[ToReview, ...]:
    """What the officer's own organisation opened and nobody reviewed yet. Raises Refused for others."""
    _assert_reviews(caller)
    hours = timedelta(hours=lock.terms().review_hours)
    with house.database.work() as session:
        people = {p.id: p for p in parties.professionals(session)}
        rows = emergencies.unreviewed(session, str(caller.org))
        found = tuple(
            ToReview(
                id=row.id,
                who=_name(people.get(row.person)),
                client=house.vault.handle(callers.viewer(caller), row.client_id),
                opened=_utc(row.opened),
                due=_utc(row.opened) + hours,
                late=house.now() >= _utc(row.opened) + hours,
                reason=emergencies.reason(session, house.keyring, row),
            )
            for row in rows
        )
        deeds.record(house, session, "log-read", caller, what="noodinzage", outcome="seen")
    return found


def review(house: House, caller: Caller, id_: str, verdict: str) -> None:
    """Say whether a noodinzage was right. The client reads it; what was not right is told as well."""
    _assert_reviews(caller)
    if verdict not in {RIGHT, WRONG}:
        raise Rejected("review-verdict", "A noodinzage was terecht or onterecht", where="oordeel")
    with house.database.work() as session:
        row = emergencies.find(session, id_)
        if row is None or row.opened is None or row.org != caller.org:
            raise absent()
        if row.person == caller.person:
            raise Refused("review-own", "Nobody reviews their own noodinzage")
        if row.reviewed is not None:
            raise Conflict("review-done", "This noodinzage was reviewed already")
        row.reviewed, row.reviewer, row.verdict = house.now(), caller.person, verdict
        emergencies.save(session, row)
        _record(house, session, caller, row, f"beoordeeld: {verdict}", "done")


def _ask(house: House, session: Session, caller: Caller, client: str, reason: str) -> str:
    clients.lock(session, client)
    row = emergencies.ask(session, house.keyring, client, str(caller.person), str(caller.org), reason, house.now())
    _record(house, session, caller, row, "reden gegeven", "asked")
    return row.id


def _waiting(house: House, session: Session, caller: Caller, id_: str) -> EmergencyRow:
    row = emergencies.find(session, id_)
    late = timedelta(minutes=lock.terms().proof_minutes)
    if row is None or row.person != caller.person or row.opened is not None or house.now() > _utc(row.asked) + late:
        raise absent()
    return row


def _record(house: House, session: Session, caller: Caller, row: EmergencyRow, what: str, outcome: str) -> None:
    deeds.record(
        house,
        session,
        "emergency",
        replace(caller, via="nood"),
        row.client_id,
        purpose=lock.PURPOSE,
        emergency=row.id,
        what=what,
        outcome=outcome,
    )


def _reason(reason: str) -> str:
    text = " ".join(reason.split())
    if not lock.terms().shortest_reason <= len(text) <= LONGEST_REASON:
        raise Rejected(
            "emergency-reason", "Say in a sentence why this cannot wait", where="reden", mend="give a reason"
        )
    return text


def assert_may(caller: Caller) -> None:
    if not lock.may(caller):
        raise Refused("emergency-role", "This role has no noodinzage")


def _assert_reviews(caller: Caller) -> None:
    if not any(roles.reads_log(role.role) and role.org == caller.org for role in caller.roles):
        raise Refused("review-role", "A noodinzage is reviewed by a privacy officer of the organisation")


def _name(professional: parties.Professional | None) -> str:
    return "onbekend" if professional is None else f"{professional.name}, {WORK.get(professional.role, '')}"


def _utc(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment.replace(tzinfo=UTC)
