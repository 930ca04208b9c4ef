"""A Patient as the client of a message, a RelatedPerson as Relatie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.specification import (
    DATA_ABSENT,
    FAMILY_ROLES,
    GENDER,
    INTERPRETER,
    ROLE_CODE,
    ZIB_ROLE,
    ZIB_ROLES,
)
from gateway.mappings.istandaarden.uitgaand.bundel import bsn
from gateway.mappings.istandaarden.uitgaand.contacten import contacten
from gateway.mappings.istandaarden.uitgaand.namen import naam
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import code, codering, getal, identificatie, terug
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.persoon import Communicatie, Geboortedatum, Relatie

ONBEKEND = Geboortedatum(date(1900, 1, 1), "3")  # IV009
_NIET_BEKEND = frozenset({"unknown", "asked-unknown"})
# How much of a birth date is known, by its length in FHIR: DatumGebruik, and what fills the rest.
_DEELS: Mapping[int, tuple[str | None, str]] = {10: (None, ""), 7: ("1", "-01"), 4: ("2", "-01-01")}


def kern(patient: Stuk, *, volledig: bool) -> dict[str, Any]:
    """What every message about a person says of the client, by the names of `Client`."""
    return {
        "bsn": bsn(patient),
        "geboortedatum": geboren(patient) or patient.mist("birthDate", "Geboortedatum"),
        "geslacht": geslacht(patient) or patient.mist("gender", "Geslacht"),
        "naam": naam(patient, volledig=volledig),
    }


def geboren(person: Stuk) -> Geboortedatum | None:
    """Also partly known, or known to be unknown; None when nothing is said."""
    text = person.tekst("birthDate")
    if text is not None:
        gebruik, rest = _DEELS[len(text)]
        return Geboortedatum(date.fromisoformat(text + rest), gebruik)
    beside = person.stuk("_birthDate")
    absent = beside.extensie(DATA_ABSENT) if beside is not None else None
    return ONBEKEND if absent is not None and absent.tekst("valueCode") in _NIET_BEKEND else None


def geslacht(person: Stuk) -> str | None:
    said = person.tekst("gender")
    if said is None:
        return None
    found = terug(GENDER, said)
    return (
        found if found is not None else person.weiger("Geslacht has no such value", "male, female or unknown", "gender")
    )


def communicatie(patient: Stuk) -> Communicatie | None:
    """An interpreter, where one is needed; a language alone does not say so."""
    form = patient.extensie(systems.EXT_COMMUNICATIEVORM)
    if form is None:
        needed = patient.extensie(INTERPRETER)
        if needed is not None and needed.kaal("valueBoolean"):
            patient.mist("extension", "Communicatie/Vorm", f"give {systems.EXT_COMMUNICATIEVORM}")
        return None
    concept = form.nodig("valueCodeableConcept", "Vorm")
    vorm = code(concept, systems.COMMUNICATIEVORM, codelijsten.COMMUNICATIEVORM, "Vorm")
    spoken = patient.stukken("communication")
    if len(spoken) > 1:
        spoken[1].weiger("Communicatie has one Taal", "give the language of the interpreter alone")
    language = spoken[0].stuk("language") if spoken else None
    return Communicatie(vorm, language.nodige_tekst("text", "Taal") if language is not None else None)


def relatie(person: Stuk, law: Wet, gemeente: str) -> Relatie:
    nummer = identificatie(person, "identifier", systems.relatie(law, gemeente))
    roles = person.stukken("relationship")
    if len(roles) > 1:
        roles[1].weiger("A Relatie has one Soort", "give the relation that matters most")
    reached = contacten(person)
    if not reached:
        person.mist("address", "Contact")
    if len(reached) > 1:
        person.weiger("A Relatie has one Contact", "give one address", "address")
    volgorde = person.extensie(systems.EXT_VOLGORDE)
    return Relatie(
        nummer=nummer or person.mist("identifier", "Nummer", f"give an identifier of {systems.relatie(law, gemeente)}"),
        soort=_soort(roles[0]) if roles else person.mist("relationship", "Soort"),
        naam=naam(person, volledig=True),
        contact=reached[0],
        volgorde=None if volgorde is None else getal(volgorde, "valueUnsignedInt", "Volgorde"),
        geboortedatum=geboren(person),
        geslacht=geslacht(person),
    )


def _soort(role: Stuk) -> str:
    """COD472 itself, or a code of a wider list that means one of it."""
    zib, wide = codering(role, ZIB_ROLE), codering(role, ROLE_CODE)
    found = codering(role, systems.SOORT_RELATIE) or (zib if zib in ZIB_ROLES else None)
    found = found or (terug(FAMILY_ROLES, wide) if wide else None)
    if found is None or found not in codelijsten.SOORT_RELATIE:
        role.mist("coding", f"Soort as a code of {systems.SOORT_RELATIE}")
    return found
