"""A vaccination as nl-core-Vaccination-event; what was observed around it as Observations that are part of it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.hl7v3.elementen import absent_extension
from gateway.mappings.hl7v3.specification import NICTIZ, THO
from gateway.mappings.jgz.elementen import concept
from gateway.mappings.jgz.toestemming import consent
from gateway.mappings.jgz.waarneming import observation
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import professional
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz.model import Periode, Vaccinatie, Waarneming
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson

ADMINISTERED = {"coding": [{"system": f"{THO}v2-0443", "code": "AP", "display": "Administering Provider"}]}


def vaccination(
    work: Werk, given: Vaccinatie, contact: tuple[str, ...], encounter: FhirJson | None, time: Periode | None
) -> Iterator[Resource]:
    vaccine = given.vaccin.code if given.vaccin and given.vaccin.code else "tekst"
    number = work.nth("vaccinatie", *contact, vaccine)
    at = (*contact, "vaccinatie", number)
    made = _immunization(work, given, number, encounter)
    consents = [consent(work, one) for one in given.toestemmingen]
    around = [_part(work, found, at, made, encounter, time) for found in given.kenmerken]
    reactions: list[FhirJson] = []
    for reaction in given.bijwerkingen:
        seen = _part(work, reaction.waarneming, at, made, encounter, time)
        around.append(seen)
        since = reaction.waarneming.tijd.begin if reaction.waarneming.tijd else None
        detail = {"reference": f"Observation/{seen['id']}", "type": "Observation"}
        reactions.append({**({"date": since} if since else {}), "detail": detail})
        if reaction.gemeld:
            around.append(_part(work, reaction.gemeld, at, made, encounter, None))
    if reactions:
        made["reaction"] = reactions
    for content in (made, *consents, *around):
        yield work.resource(content)


def _immunization(work: Werk, given: Vaccinatie, number: str, encounter: FhirJson | None) -> FhirJson:
    made: FhirJson = {
        "resourceType": "Immunization",
        "id": number,
        "meta": {"profile": [f"{NICTIZ}nl-core-Vaccination-event"]},
        "status": "completed" if given.gegeven else "not-done",
        **_why_not(given),
        "vaccineCode": concept(given.vaccin) if given.vaccin else absent_extension(None),
        "patient": work.child,
        **({"encounter": encounter} if encounter else {}),
        **({"occurrenceDateTime": given.tijd} if given.tijd else {"_occurrenceDateTime": absent_extension(None)}),
        **({"lotNumber": given.partij} if given.partij else {}),
        **({"reasonCode": [concept(given.reden)]} if given.reden else {}),
    }
    if given.uitvoerder:
        made["performer"] = [{"function": ADMINISTERED, "actor": professional(work, given.uitvoerder)}]
        org = given.uitvoerder.organisatie
        if org and org.locatie:
            made["location"] = {"display": org.locatie}
    return made


def _why_not(given: Vaccinatie) -> FhirJson:
    """The objection (683) in a refusal of this vaccination, where it was not given."""
    reasons = (one.reden.waarde for one in given.toestemmingen if one.reden)
    why = next((value for value in reasons if isinstance(value, Code)), None)
    return {"statusReason": concept(why)} if why and not given.gegeven else {}


def _part(
    work: Werk,
    found: Waarneming,
    at: tuple[str, ...],
    of: FhirJson,
    encounter: FhirJson | None,
    time: Periode | None,
) -> FhirJson:
    made = observation(work, found, at, encounter=encounter, time=time)
    return {**made, "partOf": [{"reference": f"Immunization/{of['id']}", "type": "Immunization"}]}
