"""What could not be said in FHIR, or not surely: notices over the interactions of one delivery, without values."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.hl7v3.waarden import duration
from gateway.mappings.huisarts.allergieintoleranties import known_category
from gateway.mappings.huisarts.contactmomenten import known_way
from gateway.mappings.huisarts.doseringen import untimed
from gateway.mappings.huisarts.specification import STOPPED
from gateway.sources.huisarts.interacties import (
    Allergieintoleranties,
    Contactmomenten,
    Interactie,
    Ketenzorg,
    Medicatieafspraken,
)
from gateway.stages.delivered import Notice


def remarks(body: Ketenzorg) -> tuple[Notice, ...]:
    """Each remark once, however often it applies."""
    return tuple(dict.fromkeys(notice for one in body.interacties for notice in _of(one)))


def _of(one: Interactie) -> Iterator[Notice]:
    if isinstance(one, Contactmomenten) and not all(known_way(contact.soort) for contact in one.contacten):
        text = "The way of contact is not in our table (NHG table 14): class is left open"
        yield Notice("encounter/code", text)
    if isinstance(one, Allergieintoleranties):
        if any(found.soort and not known_category(found.soort) for found in one.allergieen):
            yield Notice("observation/value", "The kind of allergy has no FHIR category: the source's code is kept")
        if any(found.eind and found.status in {None, "active"} for found in one.allergieen):
            text = "An allergy has an end although it is still active: it stays active, the end is kept beside it"
            yield Notice("observation/effectiveTime/high", text)
    if isinstance(one, Medicatieafspraken):
        if any(found.stoptype and found.stoptype.code not in STOPPED for found in one.afspraken):
            yield Notice("observation/value", "A kind of stopping that is not known is taken as stopped")
        lasting = (
            length for found in one.afspraken for length in (found.duur, *(dose.duur for dose in found.doseringen))
        )
        if any(length is not None and duration(length) is None for length in lasting):
            yield Notice("width", "How long something is taken is not in a unit of time; it is left out")
        if any(untimed(dose) for found in one.afspraken for dose in found.doseringen):
            yield Notice("effectiveTime", "A dosage frequency that FHIR cannot hold is kept in the text only")
