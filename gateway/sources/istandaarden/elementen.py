"""Reading values out of a message that its XSD has approved: text, numbers, dates, times, by local name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from gateway.errors import Rejected
from gateway.wire import xml
from gateway.wire.xml import Element

# xs:time of LDT_Tijd: no zone, any number of decimals; 24:00:00 is midnight.
_TIJD = re.compile(r"(?P<uur>\d{2}):(?P<minuut>\d{2}):(?P<seconde>\d{2})(?:\.(?P<deel>\d+))?")

# What wraps classes of one name: these are counted, and carry no return codes of their own.
VERZAMELINGEN = frozenset(
    {
        "Relaties",
        "Contactgegevens",
        "ToegewezenProducten",
        "StartProducten",
        "StopProducten",
        "AangevraagdeProducten",
        "OngewijzigdeProducten",
        "TeWijzigenProducten",
        "NieuweProducten",
        "Clienten",
        "Prestaties",
    }
)


def geplaatst(parent: Element, place: str) -> Iterator[tuple[str, Element]]:
    """Children with their places, as rules and return codes name them: `…/StartProducten/StartProduct[2]`."""
    counted = xml.local(parent) in VERZAMELINGEN
    for number, child in enumerate(xml.children(parent), start=1):
        step = xml.local(child)
        yield (f"{place}/{step}[{number}]" if counted else f"{place}/{step}"), child


def alle(parent: Element | None, *names: str) -> Iterator[Element]:
    """The elements at the end of a path of local names; nothing when a step is absent."""
    if parent is None:
        return
    for child in xml.children(parent):
        if xml.local(child) == names[0]:
            if names[1:]:
                yield from alle(child, *names[1:])
            else:
                yield child


def een(parent: Element | None, *names: str) -> Element | None:
    return next(alle(parent, *names), None)


def tekst(parent: Element | None, *names: str) -> str | None:
    """Text as sent, spaces included (the standard's strings preserve white space)."""
    found = een(parent, *names)
    return None if found is None else str(found.text or "")


def verplicht(parent: Element | None, *names: str) -> str:
    """Text of an element that the XSD requires."""
    return tekst(parent, *names) or ""


def getal(parent: Element | None, *names: str) -> int | None:
    """An xs:integer of at least 0: surrounding space, sign and any number of leading zeros say nothing."""
    found = tekst(parent, *names)
    return None if found is None else geheel(found)


def geheel(text: str) -> int:
    """Those numbers as text."""
    return int(text.strip().lstrip("+-").lstrip("0") or "0")


def datum(parent: Element | None, *names: str) -> date | None:
    """An xs:date. Raises Rejected (istandaarden-date) for a year that no calendar here has (before 1, after 9999)."""
    found = een(parent, *names)
    if found is None:
        return None
    try:
        return date.fromisoformat(verplicht(parent, *names).strip())
    except ValueError:
        raise Rejected(
            "istandaarden-date",
            "A date lies outside the years 1 to 9999",
            where=xml.path(found),
            mend="send a date of four-digit year, month and day",
        ) from None


def tijd(parent: Element | None, *names: str) -> time | None:
    """An xs:time, kept to the microsecond."""
    found = _TIJD.fullmatch(verplicht(parent, *names).strip())
    if found is None:
        return None
    deel = int((found["deel"] or "0")[:6].ljust(6, "0"))
    return time(int(found["uur"]) % 24, int(found["minuut"]), int(found["seconde"]), deel)
