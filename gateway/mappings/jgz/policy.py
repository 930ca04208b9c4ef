"""What this project decided where the standards leave it open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MAPPING = "jgz-dossieroverdracht/1"

# The message names no patient id besides the BSN, and a reference must never hold a BSN.
SUBJECT = "Patient/jeugdige"

OWN = "https://wijkdossier.nl/fhir/StructureDefinition/"
EXT_ELEMENT = f"{OWN}bds-element"  # an element of the basisdataset beside what FHIR has a place for
EXT_GROUP = f"{OWN}bds-groep"  # which cluster of its kind in the contact: left and right belong together
EXT_PLANNED = f"{OWN}jgz-gepland-contact"
EXT_ASKED_BY = f"{OWN}jgz-aangevraagd-door"
EXT_PLACE = f"{OWN}jgz-locatie"
EXT_INFORMANT = f"{OWN}jgz-informant"
EXT_ROLE = f"{OWN}rol"
EXT_TOLD = f"{OWN}besproken-met"
EXT_ENDED = f"{OWN}reden-beeindiging"

Scope = Literal["patient-privacy", "research", "treatment"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a consentEvent is about. `objection`: the code itself says no, so that negationInd turns it into a yes."""

    objection: bool
    scope: Scope


# BDS elements (267) and, within a vaccination, v3-ActCode IMMUNIZ.
QUESTIONS: Mapping[str, Question] = {
    "1163": Question(objection=False, scope="patient-privacy"),  # overdracht dossier binnen JGZ
    "1165": Question(objection=False, scope="patient-privacy"),  # verstrekking informatie aan derden
    "1395": Question(objection=True, scope="patient-privacy"),  # bezwaar overdracht binnen JGZ
    "1398": Question(objection=False, scope="patient-privacy"),  # aanmelding LSP
    "1404": Question(objection=True, scope="research"),  # bezwaar wetenschappelijk onderzoek
    "1533": Question(objection=False, scope="patient-privacy"),  # gegevensuitwisseling RVP
    "469": Question(objection=False, scope="treatment"),  # verpleegkundige mag vaccineren
    "IMMUNIZ": Question(objection=False, scope="treatment"),
}


def allowed(question: Question, negated: bool | None) -> bool:
    """Whether the answer is a yes. What does not say whether it is negated is read as the no it may be."""
    if negated is None:
        return False
    return negated if question.objection else not negated


# Kinds of intention upon an indication (element names of REPC_MT902000NL) in words. Whether it was carried out since is
# not said, so the status of the request is unknown.
INTENTIONS: Mapping[str, str] = {
    "informIntent": "Voorlichting of advies",
    "registrationIntent": "Registratie",
    "observationIntent": "Onderzoek",
    "referral": "Verwijzing",
    "actIntent": "Handeling",
}
