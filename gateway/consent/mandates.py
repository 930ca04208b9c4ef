"""Mandates as they stand: who gave one to whom, what it covers, and from when and until when it is good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from gateway.consent import covering, custody, keys, objects
from gateway.consent.keys import seconds
from gateway.consent.model import Rule
from gateway.consent.objects import Mandate
from gateway.consent.tables import MandateRow


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


def standing(session: Session, row: MandateRow) -> Standing:
    key = keys.find(session, row.client_id, row.kid)
    return Standing(
        id=row.id,
        client=row.client_id,
        holder=row.holder,
        delegate=row.delegate,
        said=objects.read_mandate(row.token, {row.kid: None if key is None else key.jwk}.get),
        settles=None if key is None else custody.settles(key.facts, seconds(row.received)),
        ended=row.ended is not None,
    )
