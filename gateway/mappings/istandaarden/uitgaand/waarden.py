"""Values of FHIR as the standard writes them: days, times, codes, numbers, amounts in cents."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from gateway.mappings.istandaarden.elementen import moment
from gateway.mappings.istandaarden.specification import EURO
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.moments import NEDERLAND, dutch_day

_DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def dag(stuk: Stuk, name: str, element: str) -> date:
    """A whole day; of a moment the Dutch day it falls on."""
    found = dag_of_niets(stuk, name)
    return found if found is not None else stuk.mist(name, element)


def dag_of_niets(stuk: Stuk, name: str) -> date | None:
    text = stuk.tekst(name)
    if text is None:
        return None
    try:
        day = dutch_day(text) or ""
    except ValueError:  # a second 60, which FHIR allows
        day = ""
    if _DAG.fullmatch(day) is None:
        stuk.weiger("The message needs a whole day", "give year, month and day", name)
    return date.fromisoformat(day)


def moment_van(stuk: Stuk, name: str, element: str) -> tuple[date, time]:
    """Day and Dutch local time. What our own mapping wrote is read back as it was, also in the hour that is skipped."""
    text = stuk.nodige_tekst(name, element)
    if "T" not in text:
        stuk.mist(name, f"{element} with its time")
    try:
        known = datetime.fromisoformat(text)
        if moment(known.date(), known.time()) == text:
            return known.date(), known.time()
        local = known.astimezone(NEDERLAND)
    except (OverflowError, ValueError):
        stuk.weiger("This moment is in no calendar", "correct it", name)
    return local.date(), local.time()


def codering(concept: Stuk, system: str) -> str | None:
    """The code of one system in a CodeableConcept. Raises Rejected for two different ones."""
    found = {str(each.tekst("code")) for each in concept.stukken("coding") if each.tekst("system") == system}
    found.discard("None")
    if len(found) > 1:
        concept.weiger("Two codes of one list stand here", "choose one")
    return next(iter(found), None)


def code(concept: Stuk, system: str, lijst: Collection[str], element: str) -> str:
    """A code that the message needs, of this system and in its list."""
    found = codering(concept, system)
    if found is None:
        concept.mist("coding", f"{element} as a code of {system}")
    if found not in lijst:
        concept.weiger(f"{element} is not in its code list", f"use a code of {system}")
    return found


def terug(lijst: Mapping[str, str], waarde: str) -> str | None:
    """The key that a table gives this value to, when it is the only one."""
    found = [key for key, value in lijst.items() if value == waarde]
    return found[0] if len(found) == 1 else None


def identificatie(stuk: Stuk, name: str, system: str) -> str | None:
    """The value of an identifier (one, or among several) of this system."""
    given = stuk.stuk(name)
    several = [given] if given is not None else stuk.stukken(name)
    found = {str(each.tekst("value")) for each in several if each.tekst("system") == system and each.tekst("value")}
    if len(found) > 1:
        stuk.weiger("Two identifiers of one system stand here", "give one", name)
    return next(iter(found), None)


def getal(stuk: Stuk, name: str, element: str) -> int:
    """A whole number that is not negative."""
    found = Decimal(stuk.kaal(name)) if name in stuk else stuk.mist(name, element)
    if found != found.to_integral_value() or found < 0:
        stuk.weiger(f"{element} is a whole number of at least 0", "round it at the source", name)
    return int(found)


def nummer(text: str, stuk: Stuk, name: str, element: str) -> int:
    """A number that FHIR holds as text."""
    if re.fullmatch(r"[0-9]{1,18}", text) is None:
        stuk.weiger(f"{element} is a number", "give the number alone", name)
    return int(text)


def centen(stuk: Stuk, element: str, eenheid: str) -> int:
    """An amount in euros as cents, negative when paid back. `eenheid`: where the currency stands (currency, code)."""
    if stuk.tekst(eenheid) != EURO.code:
        stuk.weiger(f"{element} is in euros", "give EUR", eenheid)
    value = Decimal(stuk.kaal("value")) if "value" in stuk else stuk.mist("value", element)
    if abs(value) >= 10**12 or value * 100 != (value * 100).to_integral_value():
        stuk.weiger(f"{element} is in whole cents", "round it at the source", "value")
    return int(value * 100)
