"""O2: deliveries that were refused, why by rule and place, what they looked like without what they say, and again.

Also what waits, and for what. No word and no value of a message leaves here: a sentence comes from our own list of
rules, a place and a shape hold names that a standard gave (intake/shape.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final, Literal

from sqlmodel import Session

from gateway.errors import BadInput, NotFound
from gateway.flows import deeds, replay
from gateway.flows.house import House
from gateway.flows.operators import assert_operator
from gateway.flows.receipts import Reason, Receipt
from gateway.intake import deliveries, figures
from gateway.intake import shape as shapes
from gateway.intake.tables import DeliveryRow
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.sources.istandaarden import catalogus
from gateway.stages.decided import Caller

A_PAGE: Final = 50
MOST_FINDINGS: Final = 20
For = Literal["client", "message", "judgement"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was wrong. `rule`: code of a rule or an error; `sentence`: of our own list, "" if not there."""

    rule: str
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """One refused delivery. `received` UTC; `size` in bytes; `more`: findings that are not listed."""

    delivery: str
    connector: str
    organisation: str
    received: datetime
    kind: str
    code: str
    size: int
    findings: tuple[Finding, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what was refused; `older`: whether there is another."""

    found: tuple[Rejection, ...]
    page: int
    older: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at one care system: how many, of what kind, for what, and since when the first (UTC)."""

    connector: str
    organisation: str
    kind: str
    reason: For
    number: int
    since: datetime


def rejected(house: House, caller: Caller, connector: str | None = None, page: int = 1) -> Listing:
    """What was refused, newest first, of one care system or of all. Raises Refused for who is no operator."""
    assert_operator(caller)
    with house.database.work() as session:
        known = _connectors(session)
        rows = figures.in_states(session, ("rejected",), connector, (page - 1) * A_PAGE, A_PAGE + 1)
        found = tuple(_rejection(house, session, row, known[row.connector]) for row in rows if row.connector in known)
    return Listing(found[:A_PAGE], page, len(rows) > A_PAGE)


def everything(house: House, caller: Caller, connector: str | None = None) -> Iterator[Rejection]:
    """All of it, a page at a time, to keep as a file. Raises Refused before the first."""
    listed = rejected(house, caller, connector)
    yield from listed.found
    while listed.older:
        listed = rejected(house, caller, connector, listed.page + 1)
        yield from listed.found


def opened(
    house: House, caller: Caller, delivery: str, request: str | None = None
) -> tuple[Rejection, tuple[str, ...]]:
    """One refused delivery and its shape, () when it cannot be read at all. On the log first. Raises NotFound."""
    assert_operator(caller)
    with house.database.work() as session:
        row = _refused(session, delivery)
        known = None if row is None else _connectors(session).get(row.connector)
        _record(house, session, caller, delivery if known else None, "shape", request)
        if row is not None and known is not None:
            found = _rejection(house, session, row, known)
            return found, _shape(deliveries.body(session, house.keyring, row, known.origin.organisation))
    raise NotFound("delivery-unknown", "No such delivery")


def again(house: House, caller: Caller, delivery: str, request: str | None = None) -> Receipt:
    """Judge a refused delivery once more, after a fix. Who asked is on the log. Raises NotFound, Conflict."""
    assert_operator(caller)
    with house.database.work() as session:
        row = _refused(session, delivery)
        _record(house, session, caller, delivery if row else None, "replay", request)
    if row is None:
        raise NotFound("delivery-unknown", "No such delivery")
    return replay.replay(house, delivery)


def waiting(house: House, caller: Caller) -> tuple[Waiting, ...]:
    """What waits and for what, the longest first: counts by care system and kind. Raises Refused."""
    assert_operator(caller)
    with house.database.work() as session:
        known = _connectors(session)
        of_items, still = figures.parked_types(session), figures.standing_still(session)
    lines: list[tuple[str, str, For, int, datetime]] = [
        *((of, type_, "client", number, since) for (of, type_), (number, since) in of_items.items()),
        *(
            (of, kind or "", "message" if state == "parked" else "judgement", number, since)
            for (of, kind, state), (number, since) in still.items()
        ),
    ]
    found = (
        Waiting(known[of].name, known[of].organisation.name, kind, reason, number, since)
        for of, kind, reason, number, since in lines
        if of in known
    )
    return tuple(sorted(found, key=lambda one: (one.since, one.connector, one.kind)))


@cache
def _sentences() -> Mapping[str, str]:
    return {item.code: item.zin for item in catalogus.items()}


def _rejection(house: House, session: Session, row: DeliveryRow, sender: Connector) -> Rejection:
    told = deliveries.receipt(session, house.keyring, row, sender.origin.organisation)
    reasons = Receipt.from_json(told).reasons if told is not None else ()
    findings = tuple(dict.fromkeys(_findings(reasons)))
    return Rejection(
        delivery=row.id,
        connector=sender.name,
        organisation=sender.organisation.name,
        received=row.received.replace(tzinfo=UTC),
        kind=row.kind or "",
        code=row.code or "",
        size=row.size,
        findings=findings[:MOST_FINDINGS],
        more=max(0, len(findings) - MOST_FINDINGS),
    )


def _findings(reasons: tuple[Reason, ...]) -> Iterator[Finding]:
    for reason in reasons:
        yield Finding(reason.code, _sentences().get(reason.code, ""), shapes.place(reason.where or ""))


def _shape(body: bytes) -> tuple[str, ...]:
    try:
        return shapes.shape(body)
    except BadInput:
        return ()


def _refused(session: Session, delivery: str) -> DeliveryRow | None:
    row = deliveries.find(session, delivery)
    return row if row is not None and row.state == "rejected" else None


def _connectors(session: Session) -> dict[str, Connector]:
    return {one.id: one for one in parties.connectors(session)}


def _record(
    house: House, session: Session, caller: Caller, delivery: str | None, reason: str, request: str | None
) -> None:
    deeds.record(
        house,
        session,
        "delivery-status",
        caller,
        delivery=delivery,
        outcome="seen" if delivery else "refused",
        reason=reason,
        request=request,
    )
