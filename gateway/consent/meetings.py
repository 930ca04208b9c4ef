"""Keeping what clients gave for one meeting: rows by client, meeting and holder; a newer one replaces an older."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from gateway.consent import keys, mandates, objects
from gateway.consent.at_table import Given
from gateway.consent.keys import Key
from gateway.consent.objects import AtTable
from gateway.consent.tables import MeetingConsentRow
from gateway.consent.webauthn import Relying


def keep(session: Session, given: AtTable, token: str, holder: str, now: datetime) -> None:
    """Keep it in place of what this holder gave for the meeting before."""
    end(session, given.envelope.cid, given.meeting, now, holder)
    session.add(
        MeetingConsentRow(
            client_id=given.envelope.cid,
            id=given.envelope.hash,
            meeting=given.meeting,
            holder=holder,
            kid=given.envelope.kid,
            token=token,
            received=now,
        )
    )
    session.flush()


def known(session: Session, client: str, digest: str) -> bool:
    """Whether this very document was given before: it works once."""
    return session.get(MeetingConsentRow, (client, digest)) is not None


def of_meeting(session: Session, client: str, meeting: str, moment: int, relying: Relying) -> dict[str, Given]:
    """By holder, what counts at this meeting now (seconds UTC): not ended, not over, by a key that still signs; of a
    delegate while the mandate runs, and no further than it goes.
    """
    found = {}
    for row in _rows(session, client, meeting):
        key = keys.find(session, client, row.kid)
        if key is not None and key.live and row.holder == key.holder:
            read = objects.read_at_table(row.token, {row.kid: key.jwk}.get, relying)
            addressed = moment < read.exp and (read.envelope.cid, read.meeting) == (client, meeting)
            if addressed and _may(session, mandates.as_bound(session, key, row.received), read, moment):
                found[row.holder] = Given(row.id, row.kid, row.token, read.rules)
    return found


def _may(session: Session, key: Key, given: AtTable, moment: int) -> bool:
    if key.mandate is None:
        return True
    found = mandates.find(session, key.client, key.mandate)
    return found is not None and found.runs(moment) and found.covers(given.rules)


def end(session: Session, client: str, meeting: str, now: datetime, holder: str | None = None) -> int:
    """End what was given for a meeting, by one holder or by all. Returns how many there were."""
    ended = [row for row in _rows(session, client, meeting) if holder in {None, row.holder}]
    for row in ended:
        row.ended = now
        session.add(row)
    session.flush()
    return len(ended)


def _rows(session: Session, client: str, meeting: str) -> list[MeetingConsentRow]:
    query = select(MeetingConsentRow).where(
        MeetingConsentRow.client_id == client,
        MeetingConsentRow.meeting == meeting,
        col(MeetingConsentRow.ended).is_(None),
    )
    return list(session.exec(query.order_by(MeetingConsentRow.id)).all())
