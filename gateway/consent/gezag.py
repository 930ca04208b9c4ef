"""Parental authority as the BRP states it (`gezag[]` of BRP API Personen 2.7.0) → who holds it, or why a person must
look.

Pure. What the register does not know for certain is never a default: it is a doubt, and a doubt goes to a work list.
The register is asked about the minor: an adult's own list leaves out the children for whom it could not be determined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway.errors import Rejected
from gateway.identifiers import Bsn

Capacity = Literal["ouder", "voogd", "derde"]
Why = Literal[
    "geen-gezagsrelatie",
    "meer-dan-een-gezagsrelatie",
    "in-onderzoek",
    "onbekende-derde",
    "voogd-onbekend",
    "tijdelijk-geen-gezag",
    "niet-te-bepalen",
    "zonder-burgerservicenummer",
    "onbekende-vorm",
]
# What the person who looks is told first (Dutch, for professionals).
QUESTIONS: Mapping[Why, str] = {
    "geen-gezagsrelatie": "De BRP noemt niemand met gezag. Wie heeft het?",
    "meer-dan-een-gezagsrelatie": "De BRP noemt meer dan één gezagsrelatie. Welke geldt?",
    "in-onderzoek": "Het gezag is in onderzoek bij de BRP. Wie heeft het nu?",
    "onbekende-derde": "Een ouder heeft gezag samen met iemand die de BRP niet kent. Wie is dat?",
    "voogd-onbekend": "Er is voogdij en de BRP kent de voogd niet. Welke persoon of instelling is het?",
    "tijdelijk-geen-gezag": "Tijdelijk heeft niemand gezag. Is er een voorlopige voogd?",
    "niet-te-bepalen": "De BRP kan het gezag niet bepalen. Wie heeft het?",
    "zonder-burgerservicenummer": "Iemand met gezag staat zonder burgerservicenummer in de BRP. Wie is dat?",
    "onbekende-vorm": "De BRP antwoordt in een vorm die wij niet kennen. Wie heeft het gezag?",
}


@dataclass(frozen=True, slots=True)
class Holder:
    bsn: Bsn
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Held:
    """Who has authority together: all of them must agree."""

    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person must decide. `said`: the explanation of the register (`toelichting`), to be kept sealed."""

    why: Why
    said: str = ""


def about(minor: Bsn, person: Any) -> Held | Doubt:
    """Authority over this minor, from their own `Persoon` in the answer of the register (member `gezag`).

    Raises Rejected(gezag-form) when it is no object at all or `gezag` was not asked for.
    """
    if not isinstance(person, dict) or not isinstance(person.get("gezag"), list):
        raise Rejected("gezag-form", "Not a person of the BRP with the field gezag", where="gezag")
    mine = [relation for relation in person["gezag"] if _minor(relation) == minor.value]
    if not mine:
        return Doubt("geen-gezagsrelatie")
    if len(mine) > 1:
        return Doubt("meer-dan-een-gezagsrelatie")
    return _one(mine[0])


def _one(relation: Mapping[str, Any]) -> Held | Doubt:
    found = _of_type(relation)
    # Absent is "not under investigation" (the member is a presence flag); anything but an outright false is a doubt.
    if isinstance(found, Held) and relation.get("inOnderzoek", False) is not False:
        return Doubt("in-onderzoek")
    return found


def _of_type(relation: Mapping[str, Any]) -> Held | Doubt:
    match relation.get("type"):
        case "GezamenlijkOuderlijkGezag":
            return _parents(relation.get("ouders"))
        case "EenhoofdigOuderlijkGezag":
            return _held([(relation.get("ouder"), "ouder")])
        case "GezamenlijkGezag":
            return _parent_and_third(relation)
        case "Voogdij":
            return _guardians(relation.get("derden"))
        case other:
            return Doubt(_OPEN.get(str(other), "onbekende-vorm"), str(relation.get("toelichting", "")))


_OPEN: Mapping[str, Why] = {
    "TijdelijkGeenGezag": "tijdelijk-geen-gezag",
    "GezagNietTeBepalen": "niet-te-bepalen",
}


def _parents(parents: Any) -> Held | Doubt:
    if not isinstance(parents, list) or len(parents) != 2:
        return Doubt("onbekende-vorm")
    return _held([(parent, "ouder") for parent in parents])


def _parent_and_third(relation: Mapping[str, Any]) -> Held | Doubt:
    third = relation.get("derde")
    # A third without `type` is not known to be known.
    if not isinstance(third, dict) or third.get("type") != "BekendeDerde":
        return Doubt("onbekende-derde")
    return _held([(relation.get("ouder"), "ouder"), (third, "derde")])


def _guardians(guardians: Any) -> Held | Doubt:
    """One or two guardians; a list without any is a guardian the register does not know (an institution)."""
    known = isinstance(guardians, list) and 0 < len(guardians) <= 2
    if not known or any(not isinstance(g, dict) or g.get("type", "BekendeDerde") != "BekendeDerde" for g in guardians):
        return Doubt("voogd-onbekend")
    return _held([(guardian, "voogd") for guardian in guardians])


def _held(people: list[tuple[Any, Capacity]]) -> Held | Doubt:
    holders = []
    for person, capacity in people:
        try:
            holders.append(Holder(Bsn(str(person["burgerservicenummer"])), capacity))
        except (KeyError, TypeError, Rejected):
            return Doubt("zonder-burgerservicenummer")
    if len({holder.bsn for holder in holders}) != len(holders):
        return Doubt("onbekende-vorm")
    return Held(tuple(holders))


def _minor(relation: Any) -> str | None:
    minor = relation.get("minderjarige") if isinstance(relation, dict) else None
    found = minor.get("burgerservicenummer") if isinstance(minor, dict) else None
    return found if isinstance(found, str) else None
