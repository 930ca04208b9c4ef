"""Bundles to send from: what our own mapping makes of a message, each client a Patient of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gateway.mappings.istandaarden import Gevolg, answered, normalise
from gateway.mappings.istandaarden.specification import BSN
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.verzoek import Bericht319
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised
from gateway.stages.vocabulary import FhirJson
from tests.unit.sources.istandaarden import bouw

ORIGIN = Origin("bron", "Bron", "gemeente", "wmo", "Wmo")


def bundel(message: SourceMessage) -> FhirJson:
    """The FHIR of a message as one Bundle; a 319 is said by the Task of a request that it answers."""
    said = _answered(message) if isinstance(message.body, Bericht319) else normalise(message, ORIGIN)
    patients = {person.subject.bsn.value: person.patient for person in said.people if person.subject.bsn}
    for resource in said.resources:
        bsn = _bsn(resource.subject)
        patients.setdefault(bsn, {"resourceType": "Patient", "identifier": [{"system": BSN, "value": bsn}]})
    names = {bsn: f"client-{number}" for number, bsn in enumerate(patients)}
    found = [{**patient, "id": names[bsn]} for bsn, patient in patients.items()]
    found += [_about(resource.content, names[_bsn(resource.subject)]) for resource in said.resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in found]}


def _answered(message: SourceMessage) -> Normalised:
    """Only the Task: who answers may know the request from elsewhere."""
    bericht: Bericht319 = message.body
    header = bericht.header
    asked = bouw.aangevraagd_nodes(bericht.law, bericht.antwoord.referentie_aanbieder)
    kop = bouw.Kop(header.gemeente.value, header.aanbieder.value)
    request = lezen.parse(bouw.xml315(bericht.law, asked, kop=kop))
    made = answered(request, Gevolg(antwoorden=[bericht]))
    return replace(made, resources=tuple(r for r in made.resources if r.type == "Task"))


def _bsn(subject: Any) -> str:
    return str(subject.bsn.value)


def _about(value: Any, client: str) -> Any:
    match value:
        case dict():
            return {k: f"Patient/{client}" if v == "Patient/client" else _about(v, client) for k, v in value.items()}
        case list():
            return [_about(each, client) for each in value]
        case _:
            return value
