"""Care for what clients signed as rows at rest: sealing it again under a new data key, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, SQLModel, col, select

from gateway.consent import signature
from gateway.consent.beside_tables import ObjectionRow, ProposalRow, RestrictionRow
from gateway.consent.tables import (
    AuthorityCaseRow,
    AuthorityRow,
    ClientKeyRow,
    IncapacityRow,
    LetterRow,
    MandateRow,
    MeetingConsentRow,
    PinRow,
    PolicyRow,
    RecoveryContactRow,
    VoucherRow,
)
from gateway.keyring import Reseal

OWN: Final = "client"
GEZAG: Final = "gezag"
# Everything that is kept of one client here. What the client signed for others is those others' record.
TABLES: Final[Mapping[str, type[SQLModel]]] = {
    "policies": PolicyRow,
    "client keys": ClientKeyRow,
    "mandates": MandateRow,
    "meeting consents": MeetingConsentRow,
    "authorities": AuthorityRow,
    "authority cases": AuthorityCaseRow,
    "incapacities": IncapacityRow,
    "recovery contacts": RecoveryContactRow,
    "vouchers": VoucherRow,
    "letters": LetterRow,
    "pins": PinRow,
    "objections": ObjectionRow,
    "restrictions": RestrictionRow,
    "proposals": ProposalRow,
}


def reseal(session: Session, client: str, source: str, again: Reseal) -> None:
    """Seal again what is kept under one data key: kept keys and letters, or what a register said of authority."""
    if source == OWN:
        kept = select(ClientKeyRow).where(ClientKeyRow.client_id == client)
        for key in session.exec(kept.where(col(ClientKeyRow.sealed_private).is_not(None))).all():
            key.sealed_private = again(key.sealed_private or b"", "client_key")
            session.add(key)
        for letter in session.exec(select(LetterRow).where(LetterRow.client_id == client)).all():
            letter.sealed = again(letter.sealed, "letter", letter.id)
            session.add(letter)
    if source == GEZAG:
        for case in session.exec(select(AuthorityCaseRow).where(AuthorityCaseRow.client_id == client)).all():
            case.sealed = again(case.sealed, "authority_case", case.id)
            session.add(case)
    session.flush()


def erase(session: Session, client: str) -> dict[str, int]:
    """Delete everything signed and kept for a client. Returns how many rows, by what they were."""
    signature.reread.cache_clear()
    counts = {}
    for name, table in TABLES.items():
        owner: Any = table.client_id  # type: ignore[attr-defined]  # every table here leads with it
        rows = session.exec(select(table).where(owner == client)).all()
        for row in rows:
            session.delete(row)
        counts[name] = len(rows)
    session.flush()
    return counts
