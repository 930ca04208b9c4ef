"""An accepted 301 of a gemeente gives the provider it names the relation `toewijzing`, for as long as it allocates.

A relation is half a legal ground, so only what came from the gemeente itself counts: who it came from follows from the
connector's key. A provider that passes on the 301 it received has a message in the record and no relation by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.intake.tables import DeliveryRow
from gateway.registry import parties, relations
from gateway.sources.istandaarden.bericht import Bericht301, ToegewezenProduct, Wet
from gateway.sources.istandaarden.stand import fold
from gateway.stages.delivered import SourceMessage

WETTEN: tuple[Wet, ...] = ("Wmo", "Jeugdwet")


def relate(house: House, session: Session, client: str, row: DeliveryRow, also: Iterable[SourceMessage] = ()) -> None:
    """Make the relations of a client again from all allocations that are known, of both laws and every gemeente.

    `also`: what is being accepted in this delivery. A deleted allocation, and one that has ended, gives nothing.
    """
    archief = Archief(house, session)
    extra = [message for message in also if _of_the_gemeente(archief, row, message)]
    running: dict[str, list[ToegewezenProduct]] = defaultdict(list)
    named: set[str] = set()
    for law in WETTEN:
        known = ((each, archief.message(each)) for each in archief.stand_rows(client, law))
        given = [message for each, message in known if _of_the_gemeente(archief, each, message)]
        state = fold([*given, *(m for m in extra if m.body.law == law)])
        for number, product in state.toewijzingen.items():
            named.add(state.aanbieders[number])
            if not product.verwijderd and (product.einddatum is None or product.einddatum >= house.today()):
                running[state.aanbieders[number]].append(product)
    for agb in named:
        for organisation in parties.with_agb(session, agb):
            party = f"org:{organisation}"
            if running[agb]:
                basis, until = f"delivery {row.id}", _last_day(running[agb])
                relations.hold_until(session, client, party, "toewijzing", house.now(), basis, until)
            else:
                relations.withdraw(session, client, party, "toewijzing")


def _of_the_gemeente(archief: Archief, row: DeliveryRow, message: SourceMessage) -> bool:
    """Whether a message is no 301, or one that the gemeente it names delivered."""
    bericht = message.body
    return not isinstance(bericht, Bericht301) or archief.gemeentecode(row.connector) == bericht.header.gemeente.value


def _last_day(allocated: list[ToegewezenProduct]) -> date | None:
    """None while one of them has no end."""
    ends = [product.einddatum for product in allocated]
    return None if None in ends else max(end for end in ends if end is not None)
