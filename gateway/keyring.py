"""Data keys, one per client × source (or per connector): what is stored under them opens in memory only.

Destroying the row of a data key makes everything sealed under it unreadable for good; that is how erasure works.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, select

from gateway.crypto.primitives import sha256
from gateway.crypto.root import RootKey, is_under, unwrap, wrap
from gateway.crypto.vault import Vault
from gateway.errors import Fault


class DataKeyRow(SQLModel, table=True):
    """A wrapped data key. `client_id` is empty for keys of a connector; `turn` counts its rotations."""

    __tablename__ = "data_key"

    client_id: str = Field(primary_key=True, max_length=36)
    source: str = Field(primary_key=True, max_length=36)
    wrapped: bytes
    turn: int = Field(default=0, index=True)


# Of a transaction: the keys that were read, and of which nobody else may replace the row until it ends.
KNOWN, HELD = "data keys", "data keys held"
# Takes what was sealed under the old key and what bound it to its place, gives it sealed under the new one.
Reseal = Callable[..., bytes]
# Takes what was sealed, and as one text what `bound` it to its place.
Opener = Callable[[bytes, str], bytes]


class Keyring:
    """Seals and unseals under the data key of a scope. `bound` ties a ciphertext to its place."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def hold(self, session: Session, client: str, source: str) -> DataKeyRow | None:
        """Until the transaction ends nobody replaces this key: what is sealed under it opens, and what is read too."""
        return _held(session, client, source, hold=True)

    def seal(self, session: Session, client: str, source: str, data: bytes, *bound: str | int) -> bytes:
        row = self.hold(session, client, source)
        if row is None:
            # A new key is of the turn that holds: a rotation that was done does not look like one that was broken off.
            made, turn = self.vault.new_data_key(_scope(client, source)), newest_turn(session)
            row = DataKeyRow(client_id=client, source=source, wrapped=made, turn=turn)
            session.add(row)
            session.flush()
        return self.vault.seal(row.wrapped, _scope(client, source), data, _bound(client, source, bound))

    def unseal(self, session: Session, client: str, source: str, sealed: bytes, *bound: str | int) -> bytes:
        """Raises Fault when the key is gone or anything was changed."""
        row = _held(session, client, source)
        if row is None:
            raise Fault("data-key-gone", "The data key of this record does not exist")
        return self.vault.unseal(row.wrapped, _scope(client, source), sealed, _bound(client, source, bound))

    def opener(self, session: Session, client: str, source: str) -> Opener:
        """Unseals what is under one data key, also when the transaction in which it was read is over."""
        row = _held(session, client, source)
        if row is None:
            raise Fault("data-key-gone", "The data key of this record does not exist")
        return self.vault.opener(row.wrapped, _scope(client, source))

    def renew(self, session: Session, client: str, source: str, turn: int) -> Reseal | None:
        """Replace a data key by one of this turn; the caller reseals everything under it in the same transaction.

        None when the key is not there, or was replaced by then.
        """
        row = session.get(DataKeyRow, (client, source), with_for_update=True)
        if row is None or row.turn >= turn:
            return None
        old, scope = row.wrapped, _scope(client, source)
        row.wrapped, row.turn = self.vault.new_data_key(scope), turn
        session.add(row)
        session.flush()
        session.info.get(KNOWN, {}).pop((client, source), None)

        def reseal(sealed: bytes, *bound: str | int) -> bytes:
            place = _bound(client, source, bound)
            return self.vault.seal(row.wrapped, scope, self.vault.unseal(old, scope, sealed, place), place)

        return reseal

    def destroy(self, session: Session, client: str, source: str) -> str | None:
        """Destroy a data key. Returns the SHA-256 of what was stored of it, None when there was none."""
        row = session.get(DataKeyRow, (client, source))
        if row is None:
            return None
        self.vault.forget(row.wrapped, _scope(client, source))
        session.info.get(KNOWN, {}).pop((client, source), None)
        session.delete(row)
        session.flush()
        return sha256(row.wrapped)


def _held(session: Session, client: str, source: str, *, hold: bool = False) -> DataKeyRow | None:
    """The row of a data key, read once in a transaction: a record has thousands of values under one key, and who reads
    what one source said of a client reads the others next.

    `hold`: with a share lock, against a rotation of keys meanwhile (SQLite runs one transaction at a time anyway).
    """
    place = (client, source)
    known: dict[tuple[str, str], DataKeyRow] = session.info.setdefault(KNOWN, {})
    held: set[tuple[str, str]] = session.info.setdefault(HELD, set())
    if hold and place not in held:
        row = session.get(DataKeyRow, place, with_for_update={"read": True})
        if row is not None:
            known[place] = row
            held.add(place)
    elif place not in known:
        asked = select(DataKeyRow).where(DataKeyRow.client_id == client)
        rows = session.exec(asked if client else asked.where(DataKeyRow.source == source)).all()
        known.update({(row.client_id, row.source): row for row in rows})
    return known.get(place)


def scopes(session: Session, *, below_turn: int | None = None) -> list[tuple[str, str]]:
    """All (client, source) that have a data key; or those that a rotation to this turn has still to do."""
    query = select(DataKeyRow.client_id, DataKeyRow.source)
    if below_turn is not None:
        query = query.where(DataKeyRow.turn < below_turn)
    return list(session.exec(query.order_by(col(DataKeyRow.client_id), col(DataKeyRow.source))).all())


def newest_turn(session: Session) -> int:
    return session.exec(select(func.max(DataKeyRow.turn))).one() or 0


def sources_of(session: Session, client: str) -> list[str]:
    return list(session.exec(select(DataKeyRow.source).where(DataKeyRow.client_id == client)).all())


def rewrap(session: Session, old: RootKey, new: RootKey, most: int) -> int:
    """Wrap at most so many data keys that are still under the old root key under the new one. Returns how many."""
    under_old = [row for row in session.exec(select(DataKeyRow)).all() if is_under(old, row.wrapped)][:most]
    for row in under_old:
        scope = _scope(row.client_id, row.source)
        row.wrapped = wrap(new, unwrap(old, row.wrapped, scope), scope)
        session.add(row)
    session.flush()
    return len(under_old)


def _scope(client: str, source: str) -> str:
    return f"{client}|{source}"


def _bound(client: str, source: str, bound: tuple[str | int, ...]) -> str:
    return "|".join((_scope(client, source), *map(str, bound)))
