"""Tariffs that municipalities and providers agreed, as the operator registered them: what TR418 is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from gateway.registry.tables import TariefRow


@dataclass(frozen=True, slots=True)
class Contract:
    """`law`: Wmo or Jeugdwet; `eenheid`: WJ756; `tarief`: cents; `tot`: last day, None while it runs."""

    law: str
    gemeente: str
    aanbieder: str
    product_code: str
    eenheid: str
    tarief: int
    vanaf: date
    tot: date | None = None


def save(session: Session, contract: Contract) -> None:
    session.merge(
        TariefRow(
            law=contract.law,
            gemeente=contract.gemeente,
            aanbieder=contract.aanbieder,
            product_code=contract.product_code,
            eenheid=contract.eenheid,
            vanaf=contract.vanaf,
            tot=contract.tot,
            tarief=contract.tarief,
        )
    )


def agreed(session: Session, law: str, gemeente: str, aanbieder: str) -> tuple[Contract, ...]:
    """All tariffs between one gemeente and one aanbieder under one law."""
    query = select(TariefRow).where(
        TariefRow.law == law, TariefRow.gemeente == gemeente, TariefRow.aanbieder == aanbieder
    )
    return tuple(
        Contract(r.law, r.gemeente, r.aanbieder, r.product_code, r.eenheid, r.tarief, r.vanaf, r.tot)
        for r in session.exec(query).all()
    )
