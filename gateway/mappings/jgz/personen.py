"""The child as nl-core-Patient and the people around it as nl-core-ContactPerson: two kinds that never mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gateway.errors import Rejected
from gateway.identifiers import Bsn
from gateway.mappings.hl7v3.elementen import identifier
from gateway.mappings.hl7v3.namen import address, human_name, name_text, telecom
from gateway.mappings.hl7v3.specification import GENDER, NICTIZ
from gateway.mappings.jgz.elementen import concept, words
from gateway.mappings.jgz.werk import Werk
from gateway.sources.hl7v3.model import Adres, Id, Telecom
from gateway.sources.jgz.dossier import BSN
from gateway.sources.jgz.model import Betrokkene, Client, Dossier
from gateway.stages.normalised import Person, Resource, SubjectRef
from gateway.stages.vocabulary import FhirJson

BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
# HL7 telecommunication use to ContactPoint.use (ConceptMap of FHIR R4).


def subject(dossier: Dossier) -> SubjectRef:
    """By BSN, else by the sender's own number for the child. Raises Rejected(bsn-elfproef)."""
    numbers = dossier.client.ids
    for id_ in numbers:
        if id_.root == BSN and id_.extension is not None:
            try:
                return SubjectRef(bsn=Bsn(id_.extension))
            except Rejected as error:
                raise Rejected(error.code, error.message, "careProvisionEvent/subject/patient/id", error.mend) from None
    return SubjectRef(local=f"jgz:{numbers[0].root}|{numbers[0].extension}") if numbers else SubjectRef()


def person(dossier: Dossier, whose: SubjectRef) -> Person:
    known = dossier.client
    patient: FhirJson = {
        "resourceType": "Patient",
        "meta": {"profile": [f"{NICTIZ}nl-core-Patient"]},
        **_identifiers(known.ids),
        **_names(known),
        **_reach(known.telecom, known.adressen),
        "gender": GENDER.get(known.geslacht or "", "unknown"),
        **({"birthDate": known.geboorte} if known.geboorte else {}),
        **_deceased(known),
    }
    place = address(known.geboorteplaats) if known.geboorteplaats else None
    if place:
        patient["extension"] = [{"url": BIRTH_PLACE, "valueAddress": place}]
    return Person(whose, patient, authority="bron", dagtekening=_day(dossier.aangemaakt))


def related(work: Werk) -> Iterator[Resource]:
    """A RelatedPerson for everybody the message names around the child."""
    for who in work.dossier.client.betrokkenen:
        if who.genoemd or who.relatie:
            made = {**around(work, who), "id": work.nth("naaste", *_known_by(who))}
            yield work.resource({**made, "meta": {"profile": [f"{NICTIZ}nl-core-ContactPerson"]}})


def _known_by(who: Betrokkene) -> tuple[str, ...]:
    """What sets one person around a child apart; a number of theirs only by digest."""
    parts = (who.relatie.code if who.relatie else None, name_text(who.naam) or None, who.geboorte)
    return tuple(part for part in parts if part) or ("onbekend",)


def around(work: Werk, who: Betrokkene) -> FhirJson:
    """The RelatedPerson without id. A BSN in it is that person's own, and leads to no record here."""
    name = human_name(who.naam)
    times = {"start": who.vanaf, "end": who.tot}
    return {
        "resourceType": "RelatedPerson",
        **_identifiers(who.ids),
        "patient": work.child,
        **({"relationship": [concept(who.relatie)]} if who.relatie else {}),
        **({"name": [name]} if name else {}),
        **_reach(who.telecom, who.adressen),
        **({"gender": gender} if (gender := GENDER.get(who.geslacht or "")) else {}),
        **({"birthDate": who.geboorte} if who.geboorte else {}),
        **({"period": {edge: day for edge, day in times.items() if day}} if any(times.values()) else {}),
    }


def contained(work: Werk, holder: FhirJson, who: Betrokkene, local: str) -> FhirJson:
    """Put somebody inside the resource that speaks of them, and give the reference: they are nobody's own record."""
    holder.setdefault("contained", []).append({**around(work, who), "id": local})
    display = ", ".join(filter(None, (name_text(who.naam), words(who.relatie))))
    return {"reference": f"#{local}", "type": "RelatedPerson", **({"display": display} if display else {})}


def _identifiers(numbers: Sequence[Id]) -> FhirJson:
    made = [identifier(id_) for id_ in numbers]
    return {"identifier": made} if made else {}


def _names(known: Client) -> FhirJson:
    made = [name for parts in (known.naam, *known.andere_namen) if (name := human_name(parts))]
    for other in made[1:]:
        other["use"] = "usual"
    return {"name": made} if made else {}


def _deceased(known: Client) -> FhirJson:
    match known.overleden:
        case bool():
            return {"deceasedBoolean": known.overleden}
        case str():
            return {"deceasedDateTime": known.overleden}
        case None:
            return {}


def _reach(points: Sequence[Telecom], addresses: Sequence[Adres]) -> FhirJson:
    telecoms = [telecom(point) for point in points]
    places = [made for made in map(address, addresses) if made]
    return ({"telecom": telecoms} if telecoms else {}) | ({"address": places} if places else {})


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment and len(moment) >= 10 else None
