"""What the log forgets: the content of its oldest events, once they were kept long enough; their leaves stay.

From the beginning up to a day, and nothing else: somebody who destroys one event must not be able to call it an
erasure. Erasing a client leaves the log alone, which the law asks for; its pseudonym leads to nobody any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import Session, col, select, update

from gateway.audit import log
from gateway.audit.tables import AuditRow
from gateway.db import Database

LEAST_YEARS: Final = 5  # NEN 7513, by way of the Dutch AuditEvent mapping; not read again in the norm itself
EVENT: Final = "log-erasure"


def forget(database: Database, session: Session, before: date, now: datetime, **fields: Any) -> int:
    """Destroy salt and content of every event before a day (UTC). Returns how many; of none there is no event.

    The erasure is an event itself: the first and the last leaf, and the day. An empty leaf that no such event names
    is a finding.
    """
    database.lock_for_append(session, log.APPEND_LOCK)
    moment = datetime.combine(before, time(), UTC)
    kept = session.exec(select(func.min(AuditRow.seq)).where(AuditRow.recorded >= moment)).one()
    last = log.size(session) if kept is None else kept - 1
    emptied = session.execute(
        update(AuditRow)
        .where(col(AuditRow.seq) <= last, col(AuditRow.body).is_not(None))
        .values(client_id=None, org=None, body=None, salt=None, event="erased")
    ).rowcount  # type: ignore[attr-defined]  # an UPDATE has a row count
    if emptied:
        log.append(database, session, EVENT, now, leaves=[[1, last]], before=before.isoformat(), **fields)
    return int(emptied)


def erased_up_to(said: Mapping[str, Any], number: int) -> int | None:
    """The last leaf that an erasure took the content of; None for one that cannot be right. `number`: its own leaf."""
    try:
        [[first, last]] = said["leaves"]
        day, then = date.fromisoformat(said["before"]), datetime.fromisoformat(said["time"]).date()
        right = first == 1 <= last < number and years_before(then, LEAST_YEARS) >= day
    except (ValueError, TypeError, KeyError):
        return None
    return int(last) if right else None


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the day before where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
