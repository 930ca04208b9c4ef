"""Name, birth date and address of a client as each source gave them, sealed; and the leading view of them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session, select

from gateway.keyring import Keyring
from gateway.registry import precedence
from gateway.registry.precedence import Remark, View
from gateway.registry.tables import BaseDataRow
from gateway.stages.normalised import Person
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

TABLE = "base_data"


def keep(
    session: Session, keyring: Keyring, client: str, source: str, person: Person, delivery: str, now: datetime
) -> None:
    """Keep what this source says now, unless it says the same as before."""
    content = json.dumps(person.patient).encode()
    fingerprint = keyring.vault.index("base", f"{person.dagtekening}|{json.equal_bytes(person.patient).decode()}")
    rows = _rows(session, client)
    mine = [row for row in rows if row.source == source]
    if any(row.fingerprint == fingerprint for row in mine):
        return
    seq = 1 + max((row.seq for row in mine), default=0)
    session.add(
        BaseDataRow(
            client_id=client,
            source=source,
            seq=seq,
            authority=person.authority,
            dagtekening=person.dagtekening,
            received=now,
            delivery=delivery,
            fingerprint=fingerprint,
            sealed=keyring.seal(session, client, source, content, TABLE, seq),
        )
    )
    session.flush()


def leading(session: Session, keyring: Keyring, client: str) -> tuple[FhirJson | None, tuple[Remark, ...]]:
    """The leading Patient (without id) and every differing value; None when no source described the person.

    Over all sources: for the client's own eyes. What others see is `flows.person`.
    """
    found = views(session, keyring, client)
    return precedence.lead(found) if found else (None, ())


def views(session: Session, keyring: Keyring, client: str) -> list[View]:
    """The person as each source gave it, each different version."""
    return [
        View(
            source=row.source,
            authority=row.authority,
            dagtekening=row.dagtekening,
            received=row.received.replace(tzinfo=UTC),
            patient=json.loads(keyring.unseal(session, client, row.source, row.sealed, TABLE, row.seq)),
        )
        for row in _rows(session, client)
    ]


def births(session: Session, keyring: Keyring, client: str) -> tuple[str, ...]:
    """The birth dates that count (FHIR, possibly partial): of the base registration alone where it gave one.

    Otherwise every differing one that a source says now; a year that fits a whole date from elsewhere adds nothing.
    """
    newest = {row.source: row for row in _rows(session, client)}
    said = [
        (row.authority, str(patient["birthDate"]))
        for row in newest.values()
        if (patient := json.loads(keyring.unseal(session, client, row.source, row.sealed, TABLE, row.seq)))
        and patient.get("birthDate")
    ]
    registered = {born for authority, born in said if authority == "basisregistratie"}
    different = registered or {born for _, born in said}
    return tuple(
        sorted(born for born in different if not any(other != born and other.startswith(born) for other in different))
    )


def _rows(session: Session, client: str) -> list[BaseDataRow]:
    query = select(BaseDataRow).where(BaseDataRow.client_id == client)
    return list(session.exec(query.order_by(BaseDataRow.source, BaseDataRow.seq)).all())  # type: ignore[arg-type]
