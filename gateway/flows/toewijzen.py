"""An accepted 301 gives the provider it names the relation `toewijzing` to the client, for as long as it allocates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.registry import parties, relations
from gateway.sources.istandaarden.bericht import ToegewezenProduct, Wet
from gateway.sources.istandaarden.stand import fold
from gateway.stages import SourceMessage

WETTEN: tuple[Wet, ...] = ("Wmo", "Jeugdwet")


def relate(house: House, session: Session, client: str, delivery: str, also: Iterable[SourceMessage] = ()) -> None:
    """Make the relations of a client again from all allocations that are known, of both laws and every gemeente.

    `also`: a 301 that is being accepted. A deleted allocation, and one that has ended, gives nothing.
    """
    archief, extra = Archief(house, session), list(also)
    running: dict[str, list[ToegewezenProduct]] = defaultdict(list)
    named: set[str] = set()
    for law in WETTEN:
        state = fold([*archief.stand(client, law), *(m for m in extra if m.body.law == law)])
        for number, product in state.toewijzingen.items():
            named.add(state.aanbieders[number])
            if not product.verwijderd and (product.einddatum is None or product.einddatum >= house.today()):
                running[state.aanbieders[number]].append(product)
    for agb in named:
        for organisation in parties.with_agb(session, agb):
            party = f"org:{organisation}"
            if running[agb]:
                basis, until = f"delivery {delivery}", _last_day(running[agb])
                relations.hold_until(session, client, party, "toewijzing", house.now(), basis, until)
            else:
                relations.withdraw(session, client, party, "toewijzing")


def _last_day(allocated: list[ToegewezenProduct]) -> date | None:
    """None while one of them has no end."""
    ends = [product.einddatum for product in allocated]
    return None if None in ends else max(end for end in ends if end is not None)
