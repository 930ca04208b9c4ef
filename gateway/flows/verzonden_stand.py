"""How a message that was sent stands, as values: its envelopes, the faults reported of them, its return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self

from gateway.flows.istandaarden_uitkomst import Deel
from gateway.intake.tables import EnvelopRow, VerzondenRow
from gateway.sources.istandaarden import ggk_fouten
from gateway.sources.istandaarden.catalogus import betekenis


@dataclass(frozen=True, slots=True)
class Omslag:
    """An envelope in which a message left. `code`, `delivery`: of the Fo01 that reported a fault in it.

    `omschrijving`, `details`: the words of who reported it, for the sender alone.
    """

    referentienummer: str
    made: datetime
    code: str | None = None
    delivery: str | None = None
    reported: datetime | None = None
    omschrijving: str | None = None
    details: str | None = None

    @classmethod
    def van(cls, row: EnvelopRow) -> Self:
        reported = row.reported.replace(tzinfo=UTC) if row.reported else None
        return cls(row.referentienummer, row.made.replace(tzinfo=UTC), row.code, row.fout, reported)

    @property
    def fout(self) -> dict[str, Any] | None:
        if self.code is None:
            return None
        return {
            "code": self.code,
            "text": ggk_fouten.betekenis(self.code),
            "omschrijving": self.omschrijving,
            "details": self.details,
            "delivery": self.delivery,
            "received": self.reported.isoformat() if self.reported else None,
        }

    @property
    def getoond(self) -> str:
        """The code with what the national list says it means; nothing of what the message says."""
        return ggk_fouten.getoond(self.code or "")

    def to_json(self) -> dict[str, Any]:
        return {"referentienummer": self.referentienummer, "made": self.made.isoformat(), "fout": self.fout}


@dataclass(frozen=True, slots=True)
class Stand:
    """One message that was sent. `delen`: return codes per part, of one that was not granted as a whole."""

    id: str
    organisation: str
    kind: str
    law: str
    afzender: str
    ontvanger: str
    identificatie: str
    nummer: int
    dagtekening: date
    made: datetime
    state: str
    answered: datetime | None
    retour: str | None
    enveloppen: tuple[Omslag, ...] = ()
    delen: tuple[Deel, ...] = ()

    @classmethod
    def van(cls, row: VerzondenRow, enveloppen: tuple[Omslag, ...]) -> Self:
        return cls(
            id=row.id,
            organisation=row.organisation,
            kind=row.kind,
            law=row.law,
            afzender=row.afzender,
            ontvanger=row.ontvanger,
            identificatie=row.identificatie,
            nummer=row.nummer,
            dagtekening=row.dagtekening,
            made=row.made.replace(tzinfo=UTC),
            state=row.state,
            answered=row.answered.replace(tzinfo=UTC) if row.answered else None,
            retour=row.retour,
            enveloppen=enveloppen,
        )

    @property
    def fout(self) -> Omslag | None:
        """The envelope of which the fault decided that this message did not get there."""
        decided = (each for each in self.enveloppen if each.delivery == self.retour)
        return next(decided, None) if self.state == "foutbericht" else None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "law": self.law,
            "afzender": self.afzender,
            "ontvanger": self.ontvanger,
            "identificatie": self.identificatie,
            "nummer": self.nummer,
            "dagtekening": self.dagtekening.isoformat(),
            "made": self.made.isoformat(),
            "state": self.state,
            "fout": self.fout.fout if self.fout else None,
            "enveloppen": [each.to_json() for each in self.enveloppen],
            "retour": self.retour
            and {
                "delivery": self.retour,
                "received": self.answered.isoformat() if self.answered else None,
                "delen": [
                    {
                        "plaats": deel.plaats,
                        "referentie": deel.referentie,
                        "codes": [{"code": code, "text": betekenis(code)} for code in deel.codes],
                    }
                    for deel in self.delen
                ],
            },
        }


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """`total` counts all that match; `next` is an opaque cursor, None on the last page."""

    total: int
    items: tuple[Stand, ...]
    next: str | None

    def to_json(self) -> dict[str, Any]:
        return {"total": self.total, "items": [each.to_json() for each in self.items], "next": self.next}
