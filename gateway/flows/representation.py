"""Who may decide for whom: parental authority as the BRP states it, curator and mentor, and what a person must find
out.

What the register leaves open goes on a work list, and until somebody decided it nobody can permit anything for that
child.
"""

from __future__ import annotations

import json as plain
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlmodel import Session, col, select

from gateway.audit import log as audit
from gateway.consent import gezag, objects
from gateway.consent.authorities import GEZAG, Capacity
from gateway.consent.gezag import Doubt
from gateway.consent.keys import utc
from gateway.consent.tables import AuthorityCaseRow, AuthorityRow, IncapacityRow
from gateway.errors import NotFound, Rejected
from gateway.flows.house import DUTCH, House
from gateway.identifiers import Bsn
from gateway.registry import clients

TABLE: Final = "authority_case"
SOURCE: Final = "gezag"


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the work list. `question`: what to find out; `said`: the explanation the register gave."""

    id: str
    client: str
    why: str
    question: str
    said: str
    opened: datetime


def note_gezag(house: House, minor: Bsn, person: Any) -> str:
    """Take in what the BRP says of authority over a minor; it replaces what it said before. Returns `held` or the
    doubt.

    `person`: their own Persoon in the answer, with the field `gezag`. Raises Rejected(gezag-form).
    """
    found = gezag.about(minor, person)
    with house.database.work() as session:
        client = clients.find_or_make(session, house.vault, minor, house.now())
        clients.lock(session, client)
        _end_parental(house, session, client)
        _close_cases(house, session, client, "BRP")
        if isinstance(found, Doubt):
            _open_case(house, session, client, found)
        else:
            for holder in found.holders:
                person_id = clients.find_or_make(session, house.vault, holder.bsn, house.now())
                _add(house, session, client, person_id, holder.capacity, basis="BRP")
        outcome = found.why if isinstance(found, Doubt) else "held"
        _record(house, session, client, f"BRP: {outcome}", None)
    return outcome


def cases(house: House) -> tuple[Case, ...]:
    """The work list, oldest first."""
    with house.database.work() as session:
        query = select(AuthorityCaseRow).where(col(AuthorityCaseRow.decided).is_(None))
        return tuple(_case(house, session, row) for row in session.exec(query.order_by(col(AuthorityCaseRow.opened))))


def case_of(session: Session, client: str) -> str | None:
    """The open case about this client, if there is one."""
    query = select(AuthorityCaseRow.id).where(
        AuthorityCaseRow.client_id == client, col(AuthorityCaseRow.decided).is_(None)
    )
    return session.exec(query).first()


def decide_case(house: House, case: str, by: str, holders: tuple[tuple[Bsn, Capacity], ...]) -> None:
    """A person found out who has authority. `by`: who decided, for the log. Raises NotFound, Rejected.

    The answer may be that nobody has: then `holders` is empty and nobody can permit anything, as before.
    """
    if any(capacity not in GEZAG for _, capacity in holders):
        raise Rejected(
            "capacity", "Authority over a minor is of a parent, a guardian or a third party", where="capacity"
        )
    with house.database.work() as session:
        row = session.exec(select(AuthorityCaseRow).where(AuthorityCaseRow.id == case)).first()
        if row is None or row.decided is not None:
            raise NotFound("case-unknown", "No such open case")
        clients.lock(session, row.client_id)
        row.decided, row.decided_by = house.now(), by
        session.add(row)
        _end_parental(house, session, row.client_id)
        for bsn, capacity in holders:
            person = clients.find_or_make(session, house.vault, bsn, house.now())
            _add(house, session, row.client_id, person, capacity, basis=f"decided by {by}")
        _record(house, session, row.client_id, f"decided: {len(holders)}", by)


def appoint(
    house: House,
    client: Bsn,
    holder: Bsn,
    capacity: Capacity,
    *,
    basis: str,
    until: date | None = None,
    scope: list[dict[str, Any]] | None = None,
) -> str:
    """Register a curator or mentor as the court appointed them. Returns the id of the appointment.

    `until`: the last Dutch day; `scope`: permits (as in a mandate) of what they decide on, absent: everything.
    """
    if capacity in GEZAG:
        raise Rejected("capacity", "Authority over a minor comes from the BRP or from the work list", where="capacity")
    if scope is not None:
        objects.read_scope(scope)
    with house.database.work() as session:
        cid = clients.find_or_make(session, house.vault, client, house.now())
        clients.lock(session, cid)
        person = clients.find_or_make(session, house.vault, holder, house.now())
        id_ = _add(house, session, cid, person, capacity, basis=basis, until=until, scope=scope)
        _record(house, session, cid, f"appointed: {capacity}", None)
    return id_


def dismiss(house: House, client: Bsn, appointment: str) -> None:
    """End an appointment now. Raises NotFound."""
    with house.database.work() as session:
        cid = clients.find(session, house.vault, client)
        row = None if cid is None else session.get(AuthorityRow, (cid, appointment))
        if cid is None or row is None:
            raise NotFound("appointment-unknown", "No such appointment")
        clients.lock(session, cid)
        row.ends = house.now()
        session.add(row)
        _record(house, session, cid, f"dismissed: {row.capacity}", None)


def incapable(house: House, client: Bsn, basis: str, until: date | None = None) -> None:
    """A person established that the client cannot weigh sharing reasonably (wilsonbekwaamheid), until a day or open."""
    with house.database.work() as session:
        cid = clients.find_or_make(session, house.vault, client, house.now())
        clients.lock(session, cid)
        row = IncapacityRow(client_id=cid, id=str(uuid.uuid4()), begins=house.now(), ends=_end_of(until), basis=basis)
        session.add(row)
        session.flush()
        _record(house, session, cid, "incapable", None)


def _case(house: House, session: Session, row: AuthorityCaseRow) -> Case:
    said = house.keyring.unseal(session, row.client_id, SOURCE, row.sealed, TABLE, row.id).decode()
    question = gezag.QUESTIONS[row.why]  # type: ignore[index]  # written from the same closed list
    return Case(row.id, row.client_id, row.why, question, said, utc(row.opened))


def _add(
    house: House,
    session: Session,
    client: str,
    holder: str,
    capacity: str,
    *,
    basis: str,
    until: date | None = None,
    scope: list[dict[str, Any]] | None = None,
) -> str:
    if holder == client:
        raise Rejected("own-authority", "Nobody is their own representative", where="holder")
    row = AuthorityRow(
        client_id=client,
        id=str(uuid.uuid4()),
        holder=holder,
        capacity=capacity,
        begins=house.now(),
        ends=_end_of(until),
        scope=None if scope is None else plain.dumps(scope),
        basis=basis,
    )
    session.add(row)
    session.flush()
    return row.id


def _end_parental(house: House, session: Session, client: str) -> None:
    """What was known of parental authority ends; curator and mentor are no part of it."""
    query = select(AuthorityRow).where(AuthorityRow.client_id == client, col(AuthorityRow.capacity).in_(GEZAG))
    for row in session.exec(query).all():
        if row.ends is None or utc(row.ends) > house.now():
            row.ends = house.now()
            session.add(row)
    session.flush()


def _open_case(house: House, session: Session, client: str, doubt: Doubt) -> None:
    id_ = str(uuid.uuid4())
    sealed = house.keyring.seal(session, client, SOURCE, doubt.said.encode(), TABLE, id_)
    session.add(AuthorityCaseRow(client_id=client, id=id_, why=doubt.why, sealed=sealed, opened=house.now()))
    session.flush()


def _close_cases(house: House, session: Session, client: str, by: str) -> None:
    query = select(AuthorityCaseRow).where(
        AuthorityCaseRow.client_id == client, col(AuthorityCaseRow.decided).is_(None)
    )
    for row in session.exec(query).all():
        row.decided, row.decided_by = house.now(), by
        session.add(row)
    session.flush()


def _record(house: House, session: Session, client: str, reason: str, person: str | None) -> None:
    audit.append(
        house.database, session, "authority", house.now(), client, person=person, outcome="done", reason=reason
    )


def _end_of(day: date | None) -> datetime | None:
    """The moment at which the Dutch day after this one begins."""
    if day is None:
        return None
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), DUTCH)
