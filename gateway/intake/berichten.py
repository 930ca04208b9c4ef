"""Finding iWmo and iJw messages again by what they name, through keyed indexes; what they say stands in themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from gateway.crypto.vault import Vault
from gateway.intake.tables import BerichtSleutelRow

# Of one query; databases bound the number of parameters.
MOST_KEYS = 500


def note(session: Session, vault: Vault, soort: str, *names: str, delivery: str, dag: date | None = None) -> None:
    """Remember that a delivery names this. `soort`: what kind of name it is (`verzoek`, `prestatie` …)."""
    session.merge(BerichtSleutelRow(sleutel=_sleutel(vault, soort, names), delivery=delivery, dag=dag))


def note_all(
    session: Session, vault: Vault, soort: str, scope: tuple[str, ...], names: Iterable[str], *, delivery: str
) -> None:
    """Remember that a delivery names each of these within one scope."""
    keys = list(dict.fromkeys(_sleutel(vault, soort, (*scope, name)) for name in names))
    for start in range(0, len(keys), MOST_KEYS):
        part = keys[start : start + MOST_KEYS]
        query = select(BerichtSleutelRow.sleutel).where(
            BerichtSleutelRow.delivery == delivery, col(BerichtSleutelRow.sleutel).in_(part)
        )
        known = set(session.exec(query).all())
        rows = [{"sleutel": key, "delivery": delivery} for key in part if key not in known]
        if rows:
            session.execute(insert(BerichtSleutelRow), rows)


def named(session: Session, vault: Vault, soort: str, *names: str) -> tuple[str, ...]:
    """Deliveries that name this."""
    query = select(BerichtSleutelRow.delivery).where(BerichtSleutelRow.sleutel == _sleutel(vault, soort, names))
    return tuple(session.exec(query.order_by(BerichtSleutelRow.delivery)).all())


def used(session: Session, vault: Vault, soort: str, scope: tuple[str, ...], names: Iterable[str]) -> frozenset[str]:
    """Of many names within one scope, those that some delivery names."""
    keys = {_sleutel(vault, soort, (*scope, name)): name for name in names}
    wanted, found = list(keys), set[str]()
    for start in range(0, len(wanted), MOST_KEYS):
        part = wanted[start : start + MOST_KEYS]
        query = select(BerichtSleutelRow.sleutel).where(col(BerichtSleutelRow.sleutel).in_(part)).distinct()
        found.update(session.exec(query).all())
    return frozenset(keys[key] for key in found)


def newest(session: Session, vault: Vault, soort: str, *names: str) -> date | None:
    """The latest `dag` of deliveries that name this."""
    query = select(func.max(BerichtSleutelRow.dag)).where(BerichtSleutelRow.sleutel == _sleutel(vault, soort, names))
    return session.exec(query).one()


def forget(session: Session, vault: Vault, soort: str, *names: str) -> tuple[str, ...]:
    """Deliveries that named this, and do so no longer."""
    query = select(BerichtSleutelRow).where(BerichtSleutelRow.sleutel == _sleutel(vault, soort, names))
    rows = session.exec(query.order_by(BerichtSleutelRow.delivery)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return tuple(row.delivery for row in rows)


def _sleutel(vault: Vault, soort: str, names: tuple[str, ...]) -> str:
    return vault.index(f"bericht-{soort}", "|".join(f"{len(name)}:{name}" for name in names))
