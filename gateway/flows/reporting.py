"""Meld bron: an operator tells a care system that its deliveries are refused or stay away; it fetches and confirms.

A report holds numbers, moments and error codes of ours, and may name a delivery that the care system sent itself. Not a
word of a message is in it: what was wrong with one is in the receipt that its sender has.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.errors import Conflict, NotFound
from gateway.flows import deeds
from gateway.flows.connections import QUIET_AFTER
from gateway.flows.house import House
from gateway.flows.operators import assert_operator
from gateway.intake import deliveries, figures, reports
from gateway.intake.reports import About, Report
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Told:
    """When a care system was told, and when it said that it has it (None: not yet); UTC."""

    made: datetime
    read: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What was told one care system last, None for nothing yet; and `may`: whether there is anything to tell now."""

    last: Told | None
    may: bool


def standing(house: House, caller: Caller) -> Mapping[str, Standing]:
    """By care system. Raises Refused for who is no operator."""
    assert_operator(caller)
    with house.database.work() as session:
        last = reports.latest(session)
        return {
            one.id: Standing(_last(last, one.id), _tellable(house, session, one.id, last) is not None)
            for one in parties.connectors(session)
        }


def of_deliveries(house: House, caller: Caller, ids: tuple[str, ...]) -> Mapping[str, Told]:
    """Which of these deliveries were reported one by one, by id. Raises Refused."""
    assert_operator(caller)
    with house.database.work() as session:
        return {id_: Told(one.made, one.read) for id_, one in reports.of_deliveries(session, ids).items()}


def report(house: House, caller: Caller, connector: str, request: str | None = None) -> None:
    """Tell a care system what was refused since it was last told, or else that it is quiet.

    Raises Refused, NotFound for no such care system, and Conflict when there is nothing to tell.
    """
    assert_operator(caller)
    with house.database.work() as session:
        known = parties.connector(session, connector)
        made = None if known is None else _tellable(house, session, connector, reports.latest(session))
        if made is not None:
            reports.save(session, made)
        _record(house, session, caller, made, connector if known else None, request)
    if known is None:
        raise NotFound("connector-unknown", "No such care system")
    if made is None:
        raise Conflict("report-nothing", "There is nothing that this care system was not told already")


def report_delivery(house: House, caller: Caller, delivery: str, request: str | None = None) -> None:
    """Tell a care system of one delivery that stands refused. Raises Refused, NotFound, Conflict when it was told."""
    assert_operator(caller)
    with house.database.work() as session:
        row = deliveries.find(session, delivery)
        found = row if row is not None and row.state == "rejected" else None
        told = found is not None and delivery in reports.of_deliveries(session, (delivery,))
        made = None
        if found is not None and not told:
            since = found.received.replace(tzinfo=UTC)
            made = _made(house, found.connector, "delivery", {found.code or "": 1}, since, delivery)
            reports.save(session, made)
        _record(house, session, caller, made, found.connector if found else None, request, delivery)
    if found is None:
        raise NotFound("delivery-unknown", "No such delivery")
    if made is None:
        raise Conflict("report-nothing", "There is nothing that this care system was not told already")


def unread(house: House, system: Connector, request: str | None = None) -> tuple[Report, ...]:
    """What the calling care system was told and did not confirm yet, oldest first."""
    with house.database.work() as session:
        found = reports.unread(session, system.id)
        _record(house, session, system, None, system.id, request, reason="listed")
    return found


def confirm(house: House, system: Connector, id_: str, request: str | None = None) -> None:
    """The calling care system has it; a second time changes nothing. Raises NotFound for another's as for none."""
    with house.database.work() as session:
        known = reports.confirm(session, id_, system.id, house.now())
        _record(house, session, system, None, system.id if known else None, request, reason="confirmed")
    if not known:
        raise NotFound("report-unknown", "No such report to you")


def _last(of: Mapping[tuple[str, About], Report], connector: str) -> Told | None:
    """The newest of what a care system was told as a whole, whatever it was about."""
    made = [one for one in (of.get((connector, "rejected")), of.get((connector, "quiet"))) if one is not None]
    newest = max(made, key=lambda one: one.made, default=None)
    return None if newest is None else Told(newest.made, newest.read)


def _tellable(
    house: House, session: Session, connector: str, last: Mapping[tuple[str, About], Report]
) -> Report | None:
    """What there is to tell now: refusals that are not told yet, or else that nothing came for a day."""
    told, before = last.get((connector, "rejected")), last.get((connector, "quiet"))
    codes, since = reports.refused_since(session, connector, told.made if told else None)
    if codes:
        return _made(house, connector, "rejected", codes, since)
    came = figures.last_of(session, connector)
    if came is None or house.now() - came <= QUIET_AFTER or (before is not None and before.since == came):
        return None
    return _made(house, connector, "quiet", {}, came)


def _made(
    house: House, connector: str, about: About, codes: Mapping[str, int], since: datetime | None, delivery: str = ""
) -> Report:
    return Report(str(uuid.uuid4()), connector, about, delivery or None, codes, since, house.now())


def _record(
    house: House, session: Session, by: deeds.By, made: Report | None, about: str | None,
    request: str | None, delivery: str | None = None, reason: str = "",
) -> None:  # fmt: skip
    """`about`: the care system, None when there is no such one, or none of the caller's."""
    done = made is not None or (bool(reason) and about is not None)
    deeds.record(
        house, session, "report", by, what=about, delivery=delivery if made else None,
        reason=reason or (made.about if made else "nothing"), outcome="done" if done else "refused", request=request,
    )  # fmt: skip
