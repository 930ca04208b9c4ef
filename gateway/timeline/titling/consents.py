"""Titles of consents: whether it is a yes or a no stands in the words, above all where the question is an objection."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import concept, members, plain

BDS = "urn:oid:2.16.840.1.113883.2.4.4.40.267"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
OTHERWISE = "http://nictiz.nl/fhir/StructureDefinition/ext-TreatmentDirective2.SpecificationOther"
ANSWERS: Mapping[str, str] = {"permit": "toegestaan", "deny": "niet toegestaan"}

# Consents and objections of youth health care (basisdataset JGZ), as (permit, deny).
SENTENCES: Mapping[tuple[str, str], tuple[str, str]] = {
    (BDS, "1163"): (
        "Toestemming om het dossier over te dragen binnen de jeugdgezondheidszorg",
        "Geen toestemming om het dossier over te dragen binnen de jeugdgezondheidszorg",
    ),
    (BDS, "1165"): (
        "Toestemming om informatie aan anderen te geven",
        "Geen toestemming om informatie aan anderen te geven",
    ),
    (BDS, "1395"): (
        "Geen bezwaar tegen overdracht van het dossier binnen de jeugdgezondheidszorg",
        "Bezwaar tegen overdracht van het dossier binnen de jeugdgezondheidszorg",
    ),
    (BDS, "1398"): (
        "Toestemming voor aanmelding bij het LSP",
        "Geen toestemming voor aanmelding bij het LSP",
    ),
    (BDS, "1404"): (
        "Geen bezwaar tegen gebruik voor wetenschappelijk onderzoek",
        "Bezwaar tegen gebruik voor wetenschappelijk onderzoek",
    ),
    (BDS, "1533"): (
        "Toestemming om vaccinatiegegevens te delen met het Rijksvaccinatieprogramma",
        "Geen toestemming om vaccinatiegegevens te delen met het Rijksvaccinatieprogramma",
    ),
    (BDS, "469"): (
        "Toestemming dat een verpleegkundige vaccineert",
        "Geen toestemming dat een verpleegkundige vaccineert",
    ),
    (ACT, "IMMUNIZ"): ("Toestemming voor een vaccinatie", "Geen toestemming voor een vaccinatie"),
}


def consent(content: FhirJson) -> str:
    for provision in members(content.get("provision")):
        if (said := _sentence(provision)) is not None:
            return said
    about = next(filter(None, (concept(part.get("code")) for part in members(content.get("provision")))), "")
    about = about or concept(content.get("category")) or "Wens over behandeling"
    return f"{about}: {answer}" if (answer := _answer(content)) else about


def _answer(content: FhirJson) -> str:
    """Yes, no, or under which conditions (nl-core-TreatmentDirective2): a treatment without it reads as a yes."""
    for extension in members(content.get("modifierExtension")):
        if str(extension.get("url")) == OTHERWISE:
            return f"onder voorwaarden ({plain(extension.get('valueString'))})"
    types = (ANSWERS.get(plain(provision.get("type"))) for provision in members(content.get("provision")))
    return next(filter(None, types), "")


def _sentence(provision: FhirJson) -> str | None:
    answer = {"permit": 0, "deny": 1}.get(plain(provision.get("type")))
    codings = (coding for code in members(provision.get("code")) for coding in members(code.get("coding")))
    named = (SENTENCES.get((plain(coding.get("system")), plain(coding.get("code")))) for coding in codings)
    found = next(filter(None, named), None)
    return found[answer] if found is not None and answer is not None else None
