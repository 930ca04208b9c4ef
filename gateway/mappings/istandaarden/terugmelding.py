"""A return message (302 to 320) as MessageHeader with an OperationOutcome: what became of the message it answers."""

from __future__ import annotations

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import systems
from gateway.mappings.istandaarden.elementen import aanbieder, coding, concept, extension, gemeente
from gateway.mappings.istandaarden.specification import AGB
from gateway.sources.istandaarden.catalogus import betekenis
from gateway.sources.istandaarden.terugmelding import NIET_GETOETST, KlasseOordeel, Terugmelding
from gateway.stages.vocabulary import FhirJson

UITKOMST = "uitkomst"


def message_header(terug: Terugmelding) -> FhirJson:
    """`source` is who answers; the header of a return names sender and receiver of what it answers (IV028)."""
    header, named = terug.header, terug.header.bericht_identificatie
    parties = [
        (f"{systems.GEMEENTECODE}/{header.gemeente.value}", gemeente(header.gemeente)),
        (f"{AGB}/{header.aanbieder.value}", aanbieder(header.aanbieder)),
    ]
    (to, receiver), (by, sender) = parties if header.afzender == "gemeente" else reversed(parties)
    answered = {"system": systems.bericht(header.afzender_code), "value": named.identificatie}
    response: FhirJson = {
        "identifier": fhir_id(terug.heen, header.afzender_code, named.identificatie),
        "code": "ok" if terug.goedgekeurd else "fatal-error",
    }
    made: FhirJson = {
        "resourceType": "MessageHeader",
        "id": fhir_id("terugmelding", terug.kind, header.afzender_code, named.identificatie),
        "extension": [extension(systems.EXT_BERICHT_IDENTIFICATIE, "Identifier", answered)],
        "eventCoding": coding(systems.BERICHTCODE, header.bericht_code, terug.kind),
        "destination": [{"endpoint": to, "receiver": receiver}],
        "sender": sender,
        "source": {"endpoint": by},
        "response": response,
    }
    if not terug.goedgekeurd:
        response["details"] = {"reference": f"#{UITKOMST}"}
        made["contained"] = [_outcome(terug)]
    return made


def retourcodes(terug: Terugmelding) -> FhirJson:
    """Every code that says what is wrong, once."""
    found = [*KlasseOordeel("Header", terug.retourcodes).fouten, *(c for k in terug.klassen for c in k.fouten)]
    return concept(*(retourcode(code) for code in dict.fromkeys(found)))


def retourcode(code: str) -> FhirJson:
    return coding(systems.RETOURCODE, code, betekenis(code))


def _outcome(terug: Terugmelding) -> FhirJson:
    """One issue per class and code, those in order included: they say what was tested."""
    classes = (KlasseOordeel("Header", terug.retourcodes), *terug.klassen)
    return {
        "resourceType": "OperationOutcome",
        "id": UITKOMST,
        "issue": [_issue(klasse, code) for klasse in classes for code in klasse.codes],
    }


def _issue(klasse: KlasseOordeel, code: str) -> FhirJson:
    wrong = code in klasse.fouten
    untested = code == NIET_GETOETST
    return {
        "severity": "error" if wrong else "warning" if untested else "information",
        "code": "business-rule" if wrong else "incomplete" if untested else "informational",
        "details": concept(retourcode(code)),
        "location": [klasse.plaats],
    }
