"""A consentEvent as Consent. An objection says no by itself: negated it is a yes, so its negationInd is turned round.

It records what the family told JGZ. What this gateway discloses follows the client's own signed policy, never this.
"""

from __future__ import annotations

from gateway.mappings.hl7v3.namen import name_text
from gateway.mappings.hl7v3.specification import THO
from gateway.mappings.jgz.elementen import concept, extra
from gateway.mappings.jgz.personen import contained
from gateway.mappings.jgz.policy import EXT_ROLE, EXT_TOLD, QUESTIONS, allowed
from gateway.mappings.jgz.werk import Werk
from gateway.mappings.jgz.zorgverleners import organisation, professional
from gateway.sources.jgz.model import Toestemming
from gateway.stages.vocabulary import FhirJson

# BDS 435 and v3-RoleCode: the child itself gave the answer.
THEMSELVES = frozenset({"01", "ONESELF"})


def consent(work: Werk, found: Toestemming) -> FhirJson:
    """A code that is not in our table keeps status `proposed` and no provision: what it allows is not known."""
    number = (found.code.code if found.code else None) or "onbekend"
    about = concept(found.code) if found.code else {"text": "Toestemming"}
    made: FhirJson = {
        "resourceType": "Consent",
        "id": work.nth("toestemming", number),
        **_answer(work, found, number, about),
        "category": [about],
        "patient": work.child,
    }
    if found.tijd and found.tijd.begin:
        made["dateTime"] = found.tijd.begin
    if performer := _performer(work, found, made):
        made["performer"] = [performer]
    told = [who.organisatie for who in found.besproken_met if who.organisatie]
    if told:
        made["organization"] = [organisation(work, org) for org in told]
    extensions = [extra(mark) for mark in (*found.kenmerken, *((found.reden,) if found.reden else ()))]
    extensions += [
        {"url": EXT_TOLD, "valueReference": professional(work, who)} for who in found.besproken_met if who.naam
    ]
    return made | ({"extension": extensions} if extensions else {})


def _answer(work: Werk, found: Toestemming, number: str, about: FhirJson) -> FhirJson:
    question = QUESTIONS.get(number)
    if question is None:
        work.notice(f"{found.plaats}/code", "What this consent is about is not known; it is kept without an answer")
        return {"status": "proposed", "scope": _scope("patient-privacy"), "policyRule": about}
    if found.genegeerd is None:
        work.notice(
            f"{found.plaats}/@negationInd", "It is not said whether this was given or refused; it is read as a no"
        )
    yes = allowed(question, found.genegeerd)
    return {
        "status": "active",
        "scope": _scope(question.scope),
        "policyRule": {"coding": [{"system": f"{THO}v3-ActCode", "code": "OPTIN" if yes else "OPTOUT"}]},
        "provision": {"type": "permit" if yes else "deny", "code": [about]},
    }


def _scope(code: str) -> FhirJson:
    return {"coding": [{"system": f"{THO}consentscope", "code": code}]}


def _performer(work: Werk, found: Toestemming, made: FhirJson) -> FhirJson | None:
    if found.professional:
        return professional(work, found.professional)
    who = found.gegeven_door
    if who is None or not (who.genoemd or who.relatie):
        return None
    if who.relatie and who.relatie.code in THEMSELVES and not who.ids:
        role = {"url": EXT_ROLE, "valueCodeableConcept": concept(who.relatie)}
        return {"extension": [role], **work.child, **({"display": name_text(who.naam)} if who.naam else {})}
    return contained(work, made, who, "gegeven-door")
