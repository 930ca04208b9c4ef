"""Months, weeks and Sundays of a period: what claims are counted in (IV076, IV077, IV089)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

ZONDAG = 7


def eerste_dag(dag: date) -> date:
    """First day of the calendar month."""
    return dag.replace(day=1)


def laatste_dag(dag: date) -> date:
    """Last day of the calendar month."""
    return dag.replace(day=monthrange(dag.year, dag.month)[1])


def dagen(begin: date, eind: date) -> int:
    return (eind - begin).days + 1


def weken(begin: date, eind: date) -> int:
    """Calendar weeks (ISO 8601) that a period touches, broken ones included."""
    return (eind.toordinal() - 1) // 7 - (begin.toordinal() - 1) // 7 + 1


def zondagen(begin: date, eind: date) -> int:
    """Sundays in a period."""
    return eind.toordinal() // 7 - (begin.toordinal() - 1) // 7


def maanden(begin: date, eind: date) -> int:
    """Calendar months that a period touches."""
    return (eind.year - begin.year) * 12 + eind.month - begin.month + 1


def laatste_zondag(eind: date) -> date:
    """The last Sunday on or before a day."""
    return eind - timedelta(days=eind.isoweekday() % ZONDAG)


def jaren_eerder(dag: date, jaren: int) -> date:
    """The same day some years before; 28 February for the 29th where there is none."""
    try:
        return dag.replace(year=max(dag.year - jaren, 1))
    except ValueError:
        return dag.replace(year=max(dag.year - jaren, 1), day=28)
