"""Terms of iWmo and iJw messages, watched for whoever sends or receives them: what we owe, what is owed to us.

The gateway answers a message when it judges it, so a return is due (OP090, OP090x4) only for what it has not judged
and for what it sent to somebody else. Content is not told: a term names the message it follows from.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlmodel import Session

from gateway.flows import deeds
from gateway.flows.house import DUTCH, House
from gateway.flows.istandaarden_archief import Archief
from gateway.intake import deliveries, termijnen, verzonden
from gateway.intake.tables import DeliveryRow, TermijnRow, VerzondenRow
from gateway.registry.parties import Connector, Organisation
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.sources.istandaarden.termijnen import DECLARATIE_ANTWOORD, RETOUR, Ontvangen, openstaand
from gateway.sources.istandaarden.werkdagen import na_werkdagen, werkdagen_tussen


@dataclass(frozen=True, slots=True)
class Opgave:
    """One term as it is listed. `wie`: who must send; `werkdagen`: left until `uiterlijk`, negative when overdue.

    `regel`, `verwacht`: the rule and the kind of message that settles it. `gemeente`, `aanbieder`: codes of the
    parties. `kind`, `identificatie`, `plaats`, `delivery`: the message it follows from, and where in it.
    """

    regel: str
    wie: Literal["gemeente", "aanbieder", "wijkdossier"]
    law: str | None
    gemeente: str | None
    aanbieder: str | None
    kind: str | None
    identificatie: str | None
    plaats: str | None
    verwacht: str
    vanaf: date
    uiterlijk: date
    werkdagen: int
    delivery: str

    @property
    def te_laat(self) -> bool:
        return self.werkdagen < 0

    def to_json(self, own: str | None) -> dict[str, Any]:
        """`own`: code of the organisation that asks."""
        wij = own is not None and own == {"gemeente": self.gemeente, "aanbieder": self.aanbieder}.get(self.wie)
        dagen = {"vanaf": self.vanaf.isoformat(), "uiterlijk": self.uiterlijk.isoformat()}
        return {**asdict(self), **dagen, "te_laat": self.te_laat, "wij": wij}


def renew(house: House, session: Session, law: Wet, client: str) -> None:
    """Work out again what is open of one client under one law, after a message about them was accepted."""
    archief = Archief(house, session)
    rows = archief.stand_rows(client, law)
    found = openstaand(Ontvangen(archief.message(row), _dag(row.received), row.id) for row in rows)
    termijnen.replace(session, client, law, (asdict(each) for each in found))


def of_organisation(house: House, connector: Connector, request: str | None = None) -> tuple[Opgave, ...]:
    """The terms of the caller's own organisation, on both sides; audited."""
    with house.database.work() as session:
        deeds.record(house, session, "delivery-status", connector, outcome="seen", request=request)
        return _opgaven(house, session, connector.organisation)


def everything(house: House) -> tuple[Opgave, ...]:
    """For the operator: the terms of everybody."""
    with house.database.work() as session:
        return _opgaven(house, session, None)


def code(organisation: Organisation) -> str | None:
    """By which an organisation is a party to messages; None when it has neither code."""
    return organisation.gemeentecode or organisation.agb


def _opgaven(house: House, session: Session, organisation: Organisation | None) -> tuple[Opgave, ...]:
    today, own = house.today(), None if organisation is None else code(organisation)
    rows = termijnen.running(session, today, code=own) if organisation is None or own is not None else []
    waiting = deliveries.in_state(session, "received")
    if organisation is not None:
        connectors = Archief(house, session)
        waiting = [row for row in waiting if connectors.organisation(row.connector) == organisation.id]
    sent = verzonden.unanswered(session, own) if organisation is None or own is not None else []
    found = [*(_lopend(row, today) for row in rows), *(_ongezien(row, today) for row in waiting)]
    found += [_verzonden(row, today) for row in sent]
    return tuple(sorted(found, key=lambda each: each.uiterlijk))


def _lopend(row: TermijnRow, today: date) -> Opgave:
    return Opgave(
        regel=row.regel,
        wie="gemeente" if row.partij == "gemeente" else "aanbieder",
        law=row.law,
        gemeente=row.gemeente,
        aanbieder=row.aanbieder,
        kind=row.kind,
        identificatie=row.identificatie,
        plaats=row.plaats,
        verwacht=row.verwacht,
        vanaf=row.vanaf,
        uiterlijk=row.uiterlijk,
        werkdagen=werkdagen_tussen(today, row.uiterlijk),
        delivery=row.delivery,
    )


def _ongezien(row: DeliveryRow, today: date) -> Opgave:
    """A delivery that was kept and not judged, such as when a process stopped: its sender has no answer yet."""
    vanaf = _dag(row.received)
    uiterlijk = na_werkdagen(vanaf, RETOUR)
    left = werkdagen_tussen(today, uiterlijk)
    nothing = (None,) * 6
    return Opgave("OP090", "wijkdossier", *nothing, "retourbericht", vanaf, uiterlijk, left, row.id)


def _verzonden(row: VerzondenRow, today: date) -> Opgave:
    """A message that was sent from here and has no return yet; a claim is answered later (OP090x4)."""
    soort = BY_KIND[row.kind]
    by_gemeente = len(row.afzender) == len("0000")
    claimed = soort.nummer == "323"
    uiterlijk = na_werkdagen(row.dagtekening, DECLARATIE_ANTWOORD if claimed else RETOUR)
    return Opgave(
        regel="OP090x4" if claimed else "OP090",
        wie="aanbieder" if by_gemeente else "gemeente",
        law=row.law,
        gemeente=row.afzender if by_gemeente else row.ontvanger,
        aanbieder=row.ontvanger if by_gemeente else row.afzender,
        kind=row.kind,
        identificatie=row.identificatie,
        plaats=None,
        verwacht=soort.retour,
        vanaf=row.dagtekening,
        uiterlijk=uiterlijk,
        werkdagen=werkdagen_tussen(today, uiterlijk),
        delivery=row.id,
    )


def _dag(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).astimezone(DUTCH).date()
