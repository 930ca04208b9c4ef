"""The secrets that outlive a root key, wrapped under it: made at the first start, wrapped again at a rotation."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sqlmodel import Field, Session, SQLModel, select

from gateway.crypto.root import RootKey, is_under, unwrap, wrap
from gateway.crypto.vault import Secrets

BSN_INDEX = "bsn-index"
SINGLE = ("index", "handle", "signing", "log")


class SecretRow(SQLModel, table=True):
    """One wrapped secret of 32 bytes. Only the BSN index has more than one generation."""

    __tablename__ = "secret"

    purpose: str = Field(primary_key=True, max_length=20)
    generation: int = Field(primary_key=True)
    wrapped: bytes


def load(session: Session, root: RootKey) -> Secrets:
    """All secrets; what is not there yet is made. Raises Fault when they are under another root key."""
    rows = {(row.purpose, row.generation): row.wrapped for row in session.exec(select(SecretRow)).all()}
    for purpose in (BSN_INDEX, *SINGLE):
        if not any(known == purpose for known, _ in rows):
            rows[purpose, 1] = add(session, root, purpose, 1)
    opened = {key: unwrap(root, wrapped, _scope(*key)) for key, wrapped in rows.items()}
    return Secrets(
        {generation: secret for (purpose, generation), secret in opened.items() if purpose == BSN_INDEX},
        *(opened[purpose, 1] for purpose in SINGLE),
    )


def add(session: Session, root: RootKey, purpose: str, generation: int) -> bytes:
    """Make one more secret; returns it wrapped."""
    wrapped = wrap(root, os.urandom(32), _scope(purpose, generation))
    session.add(SecretRow(purpose=purpose, generation=generation, wrapped=wrapped))
    session.flush()
    return wrapped


def drop(session: Session, purpose: str, *, before: int) -> None:
    """Forget the generations before this one."""
    for row in session.exec(select(SecretRow).where(SecretRow.purpose == purpose)).all():
        if row.generation < before:
            session.delete(row)
    session.flush()


def rewrap(session: Session, old: RootKey, new: RootKey) -> int:
    """Wrap every secret that is still under the old root key under the new one. Returns how many."""
    done = 0
    for row in _rows_under(session, old):
        scope = _scope(row.purpose, row.generation)
        row.wrapped = wrap(new, unwrap(old, row.wrapped, scope), scope)
        session.add(row)
        done += 1
    session.flush()
    return done


def _rows_under(session: Session, root: RootKey) -> Iterator[SecretRow]:
    return (row for row in session.exec(select(SecretRow)).all() if is_under(root, row.wrapped))


def _scope(purpose: str, generation: int) -> str:
    return f"secret|{purpose}|{generation}"
