"""What an entry of a BgZ section says, as one resource; which element takes what is in the file of each kind."""

from __future__ import annotations

from typing import assert_never

from gateway.mappings.cda.allergie import allergy
from gateway.mappings.cda.gebeurtenissen import encounter, immunization, procedure
from gateway.mappings.cda.probleem import condition, flag
from gateway.mappings.cda.waarneming import observation
from gateway.sources.cda.model import (
    Allergie,
    Contact,
    Gegeven,
    Probleem,
    Vaccinatie,
    Verrichting,
    Waarneming,
    Waarschuwing,
)
from gateway.stages.vocabulary import FhirJson


def resource(found: Gegeven, who: FhirJson | None) -> FhirJson:
    """`who`: a reference to whoever did or recorded it."""
    made: FhirJson
    match found:
        case Waarneming():
            made = observation(found, who)
        case Probleem():
            made = condition(found, who)
        case Waarschuwing():
            made = flag(found, who)
        case Allergie():
            made = allergy(found, who)
        case Contact():
            made = encounter(found, who)
        case Vaccinatie():
            made = immunization(found, who)
        case Verrichting():
            made = procedure(found, who)
        case _:
            assert_never(found)
    return made
