"""Who somebody at a login provider is here: a subject that an operator linked to a professional or a client."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, select

from gateway.crypto.vault import Vault


class SubjectRow(SQLModel, table=True):
    """`subject_index`: keyed index of what the provider calls the person; `person`: id of a professional or client."""

    __tablename__ = "login_subject"

    provider: str = Field(primary_key=True, max_length=31)
    subject_index: str = Field(primary_key=True, max_length=43)
    kind: str
    person: str = Field(index=True)
    since: datetime


def link(session: Session, vault: Vault, provider: str, subject: str, kind: str, person: str, now: datetime) -> None:
    """From now on this subject is this person, and nobody else."""
    session.merge(
        SubjectRow(provider=provider, subject_index=_index(vault, subject), kind=kind, person=person, since=now)
    )


def unlink(session: Session, vault: Vault, provider: str, subject: str) -> bool:
    """Whether there was a link to end."""
    row = session.get(SubjectRow, (provider, _index(vault, subject)))
    if row is not None:
        session.delete(row)
    return row is not None


def person(session: Session, vault: Vault, provider: str, subject: str, kind: str) -> str | None:
    """The person of this kind that a subject was linked to."""
    row = session.get(SubjectRow, (provider, _index(vault, subject)))
    return row.person if row is not None and row.kind == kind else None


def erase(session: Session, person_id: str) -> int:
    """Every link to a person; returns how many there were."""
    rows = session.exec(select(SubjectRow).where(SubjectRow.person == person_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def _index(vault: Vault, subject: str) -> str:
    return vault.index("login", subject)
