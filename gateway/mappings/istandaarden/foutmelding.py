"""A Fo01 about a message that was sent, as MessageHeader with an OperationOutcome: it did not get to its receiver."""

from __future__ import annotations

from urllib.parse import quote

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import systems
from gateway.mappings.istandaarden.elementen import coding, concept, extension
from gateway.mappings.istandaarden.terugmelding import UITKOMST
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.ggk import FOUT_KIND, Foutmelding
from gateway.sources.istandaarden.ggk_fouten import betekenis
from gateway.stages.vocabulary import FhirJson


def message_header(bericht: Heenbericht, kind: str, fout: Foutmelding) -> FhirJson:
    """`source` is the system that reports. Its own words are left to the delivery: they may hold anything."""
    afzender, named = bericht.header.afzender_code, bericht.header.bericht_identificatie
    answered = {"system": systems.bericht(afzender), "value": named.identificatie}
    return {
        "resourceType": "MessageHeader",
        "id": fhir_id("foutbericht", kind, afzender, named.identificatie),
        "extension": [extension(systems.EXT_BERICHT_IDENTIFICATIE, "Identifier", answered)],
        "eventCoding": coding(systems.STUF_BERICHTCODE, FOUT_KIND, "Foutbericht"),
        "source": {"endpoint": f"{systems.STUF_SYSTEEM}/{quote(fout.applicatie)}", "software": fout.applicatie},
        "response": {
            "identifier": fhir_id(kind, afzender, named.identificatie),
            "code": "fatal-error",
            "details": {"reference": f"#{UITKOMST}"},
        },
        "contained": [
            {
                "resourceType": "OperationOutcome",
                "id": UITKOMST,
                "issue": [{"severity": "error", "code": "processing", "details": foutcode(fout.code)}],
            }
        ],
    }


def foutcode(code: str) -> FhirJson:
    return concept(coding(systems.FOUTCODE, code, betekenis(code)))
