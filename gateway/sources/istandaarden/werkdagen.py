"""Dutch working days: not Saturday, Sunday or a day that the Algemene termijnenwet makes one of rest.

Nothing that was published of iWmo and iJw 3.2 says what a `werkdag` is; that law is what Dutch terms are counted by.
Articles 1 and 3 name Saturday, Sunday, New Year's Day, Good Friday, Easter Monday, Ascension Day, Whit Monday, both
days of Christmas, the day the King's birthday is celebrated, and 5 May (every year).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

ZATERDAG, ZONDAG = 6, 7
# Since 2014 on 27 April, before on the 30th; a day earlier when that is a Sunday.
WILLEM_ALEXANDER = 2014


def werkdag(dag: date) -> bool:
    return dag.isoweekday() < ZATERDAG and dag not in feestdagen(dag.year)


def na_werkdagen(dag: date, aantal: int) -> date:
    """The last day of a term of so many working days: the day it counts from is not one of them."""
    while aantal:
        dag += timedelta(days=1)
        aantal -= werkdag(dag)
    return dag


def werkdagen_tussen(van: date, tot: date) -> int:
    """Working days after `van`, up to and including `tot`; negative when `tot` lies before `van`."""
    if tot < van:
        return -werkdagen_tussen(tot, van)
    return sum(werkdag(van + timedelta(days=n)) for n in range(1, (tot - van).days + 1))


@cache
def feestdagen(jaar: int) -> frozenset[date]:
    pasen = eerste_paasdag(jaar)
    koning = date(jaar, 4, 27 if jaar >= WILLEM_ALEXANDER else 30)
    return frozenset(
        {
            date(jaar, 1, 1),
            pasen - timedelta(days=2),
            pasen + timedelta(days=1),
            koning - timedelta(days=koning.isoweekday() == ZONDAG),
            date(jaar, 5, 5),
            pasen + timedelta(days=39),
            pasen + timedelta(days=50),
            date(jaar, 12, 25),
            date(jaar, 12, 26),
        }
    )


def eerste_paasdag(jaar: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher (Nature, 20 April 1876)."""
    eeuw, rest = divmod(jaar, 100)
    gulden = jaar % 19
    epacta = (19 * gulden + eeuw - eeuw // 4 - (eeuw - (eeuw + 8) // 25 + 1) // 3 + 15) % 30
    zondag = (32 + 2 * (eeuw % 4) + 2 * (rest // 4) - epacta - rest % 4) % 7
    laat = (gulden + 11 * epacta + 22 * zondag) // 451
    maand, dag = divmod(epacta + zondag - 7 * laat + 114, 31)
    return date(jaar, maand, dag + 1)
