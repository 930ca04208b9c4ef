"""What operators told care systems about their deliveries, kept until the care system has it and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

from sqlalchemy import func
from sqlmodel import Session, col, select

from gateway.intake.tables import DeliveryRow, ReportRow
from gateway.wire import json

About = Literal["rejected", "quiet", "delivery"]


@dataclass(frozen=True, slots=True)
class Report:
    """One melding. `codes`: how many deliveries by error code of ours; `since`, `made`, `read`: UTC; `read` None: the
    care system did not say yet that it has it.
    """

    id: str
    connector: str
    about: About
    delivery: str | None
    codes: Mapping[str, int]
    since: datetime | None
    made: datetime
    read: datetime | None = None

    @property
    def number(self) -> int:
        return sum(self.codes.values())


def save(session: Session, report: Report) -> None:
    session.add(
        ReportRow(
            id=report.id,
            connector=report.connector,
            about=report.about,
            delivery=report.delivery,
            codes=json.dumps(dict(report.codes)),
            since=report.since,
            made=report.made,
        )
    )
    session.flush()


def unread(session: Session, connector: str) -> tuple[Report, ...]:
    """What a care system did not confirm yet, oldest first."""
    query = select(ReportRow).where(ReportRow.connector == connector, col(ReportRow.read).is_(None))
    return tuple(_report(row) for row in session.exec(query.order_by(col(ReportRow.made), col(ReportRow.id))))


def confirm(session: Session, id_: str, connector: str, now: datetime) -> bool:
    """The care system has it; a second time changes nothing. False when it is not one of this care system."""
    row = session.get(ReportRow, id_)
    if row is None or row.connector != connector:
        return False
    row.read = row.read or now
    session.add(row)
    session.flush()
    return True


def latest(session: Session) -> Mapping[tuple[str, About], Report]:
    """The newest by care system and what it is about, of those about a care system as a whole."""
    query = select(ReportRow).where(col(ReportRow.delivery).is_(None)).order_by(col(ReportRow.made), col(ReportRow.id))
    return {(one.connector, one.about): one for one in map(_report, session.exec(query))}


def of_deliveries(session: Session, deliveries: tuple[str, ...]) -> Mapping[str, Report]:
    """The newest that names each of these deliveries."""
    query = select(ReportRow).where(col(ReportRow.delivery).in_(deliveries)).order_by(col(ReportRow.made))
    return {str(row.delivery): _report(row) for row in session.exec(query)}


def refused_since(
    session: Session, connector: str, after: datetime | None
) -> tuple[Mapping[str, int], datetime | None]:
    """How many deliveries of one care system stand refused by error code, decided after a moment; and of the first of
    them when it came.
    """
    query = select(DeliveryRow.code, func.count(), func.min(DeliveryRow.received)).where(
        DeliveryRow.connector == connector, DeliveryRow.state == "rejected"
    )
    if after is not None:
        query = query.where(col(DeliveryRow.decided) > after)
    rows = session.exec(query.group_by(col(DeliveryRow.code))).all()
    first = min((moment for _code, _number, moment in rows), default=None)
    return {code or "": number for code, number, _moment in rows}, first and first.replace(tzinfo=UTC)


def _report(row: ReportRow) -> Report:
    return Report(
        id=row.id,
        connector=row.connector,
        about=cast("About", row.about),
        delivery=row.delivery,
        codes=json.loads(row.codes),
        since=row.since and row.since.replace(tzinfo=UTC),
        made=row.made.replace(tzinfo=UTC),
        read=row.read and row.read.replace(tzinfo=UTC),
    )
