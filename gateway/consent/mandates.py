"""Mandates as they stand: who gave one to whom, what it covers, and from when and until when it is good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.consent import covering, custody, keys, objects
from gateway.consent.keys import Key, seconds, utc
from gateway.consent.model import Rule
from gateway.consent.objects import Mandate
from gateway.consent.tables import MandateRow
from gateway.crypto.jwk import thumbprint


@dataclass(frozen=True, slots=True)
class Standing:
    """One mandate. `holder`: who gave it, in whose name is signed; `said`: as signed.

    `settles`: from when it counts (seconds UTC), None: never, the key that signed it was in other hands. `ended`: taken
    back, or given up.
    """

    id: str
    client: str
    holder: str
    delegate: str
    said: Mandate
    settles: int | None
    ended: bool

    def runs(self, now: int) -> bool:
        """Whether what is signed under it may widen. `now`: seconds UTC."""
        counts = self.settles is not None and self.settles <= now
        return counts and not self.ended and self.said.nbf <= now < self.said.exp

    def covers(self, wishes: Sequence[Rule]) -> bool:
        """Whether these permits lie within it, and end no later than it does."""
        timely = all(rule.exp is not None and rule.exp <= self.said.exp for rule in wishes)
        return timely and not covering.beyond(wishes, self.said.scope)


def find(session: Session, client: str, mandate: str) -> Standing | None:
    row = session.get(MandateRow, (client, mandate))
    return None if row is None else standing(session, row)


def scope(session: Session, client: str, mandate: str, now: int) -> tuple[Rule, ...]:
    """What may be granted under a mandate by what is signed at `now` (seconds UTC); nothing once it is over."""
    found = find(session, client, mandate)
    good = found is not None and not found.ended and found.said.nbf <= now < found.said.exp
    return found.said.scope if found is not None and good else ()


def any_of(session: Session, client: str, holder: str) -> bool:
    """Whether somebody ever gave one for this client."""
    query = select(MandateRow.id).where(MandateRow.client_id == client, MandateRow.holder == holder)
    return session.exec(query.limit(1)).first() is not None


def of_delegate(session: Session, delegate: str) -> Iterable[Standing]:
    """Every mandate ever given to somebody, oldest first."""
    query = select(MandateRow).where(MandateRow.delegate == delegate)
    rows = session.exec(query.order_by(col(MandateRow.received), col(MandateRow.id))).all()
    return tuple(standing(session, row) for row in rows)


def replaced(session: Session, one: Standing) -> bool:
    """Whether a later mandate took over its key: nothing new is signed under it, what was signed goes on to its end."""
    key = keys.find(session, one.client, thumbprint(one.said.jwk))
    return key is not None and key.mandate not in {None, one.id}


def naming(session: Session, key: Key) -> tuple[MandateRow, ...]:
    """Every mandate that names this key of a delegate, oldest first."""
    query = select(MandateRow).where(
        MandateRow.client_id == key.client, MandateRow.holder == key.holder, MandateRow.delegate == key.keeper
    )
    rows = session.exec(query).all()
    named = (row for row in rows if thumbprint(objects.reread_mandate(row.token).jwk) == key.facts.kid)
    return tuple(sorted(named, key=lambda row: (utc(row.received), row.id == key.mandate)))


def as_bound(session: Session, key: Key, when: datetime) -> Key:
    """A key as it was bound at a moment (UTC): of a delegate's, under the mandate it signed under then."""
    if key.mandate is None:
        return key
    before = [row for row in naming(session, key) if utc(row.received) <= utc(when)]
    if not before or before[-1].id == key.mandate:
        return key
    return replace(key, mandate=before[-1].id, facts=replace(key.facts, bound=seconds(before[-1].received)))


def standing(session: Session, row: MandateRow) -> Standing:
    key = keys.find(session, row.client_id, row.kid)
    return Standing(
        id=row.id,
        client=row.client_id,
        holder=row.holder,
        delegate=row.delegate,
        said=objects.reread_mandate(row.token),
        settles=None if key is None else custody.settles(key.facts, seconds(row.received)),
        ended=row.ended is not None,
    )
