"""A filled-in ZRM form becomes one Observation for each domain that was scored: copied, never computed.

A form says by its Questionnaire who filled it in; a form of the client that a professional signed, or the reverse, is
refused, so that a self-score and a professional's score are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.errors import Rejected
from gateway.fhir.references import target_type
from gateway.mappings.zrm.words import CATEGORY, LEVEL, QUESTIONNAIRE, RATER
from gateway.stages.vocabulary import FhirJson
from omaha import codesystem, zrm
from omaha.zrm import Instrument


def instrument_of(response: FhirJson) -> Instrument | None:
    """The instrument a QuestionnaireResponse answers; None for another form.

    Raises Rejected(zrm-form) for a form under our address that does not exist.
    """
    named = str(response.get("questionnaire", "")).partition("|")[0]
    if not named.startswith(QUESTIONNAIRE):
        return None
    found = zrm.INSTRUMENTS.get(named.removeprefix(QUESTIONNAIRE))
    if found is None and named.removeprefix(QUESTIONNAIRE).startswith("zrm"):
        raise Rejected(
            "zrm-form",
            "There is no such ZRM form",
            "QuestionnaireResponse.questionnaire",
            f"use one of {', '.join(sorted(zrm.INSTRUMENTS))}",
        )
    return found


def observations(response: FhirJson, instrument: Instrument) -> tuple[FhirJson, ...]:
    """One for each answered domain. Raises Rejected: zrm-rater, zrm-domain, zrm-level, zrm-status."""
    _assert_rater(response, instrument)
    if response.get("status") not in {"completed", "amended"}:
        return ()
    return tuple(_observation(response, instrument, domain, level) for domain, level in _scores(response, instrument))


def _scores(response: FhirJson, instrument: Instrument) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for index, item in enumerate(response.get("item", ())):
        place = f"QuestionnaireResponse.item[{index}]"
        domain = str(item.get("linkId"))
        if domain not in instrument.domains or domain in seen or "item" in item:
            rule = f"An item is one domain of the ZRM {instrument.edition}, once; there is no total"
            raise Rejected("zrm-domain", rule, f"{place}.linkId", f"use one of {', '.join(instrument.domains)}")
        seen.add(domain)
        answers = item.get("answer", ())
        if len(answers) > 1:
            raise Rejected("zrm-level", "A domain has one level", where=f"{place}.answer", mend="send one answer")
        if answers:
            yield domain, level_of(answers[0], "value", f"{place}.answer[0]")


def level_of(holder: FhirJson, stem: str, where: str) -> int:
    """The level that a coding, concept or whole number says. Raises Rejected(zrm-level); 99 is no level."""
    integer, coding = holder.get(f"{stem}Integer"), holder.get(f"{stem}Coding")
    concept = holder.get(f"{stem}CodeableConcept", {})
    codings = [coding] if coding else [one for one in concept.get("coding", ()) if one.get("system") == LEVEL]
    said = str(integer) if isinstance(integer, int) else str(codings[0].get("code")) if codings else ""
    if codings and codings[0].get("system") not in {None, LEVEL}:
        said = ""
    if said not in {str(level) for level in codesystem.LIFE_LEVELS}:
        raise Rejected(
            "zrm-level",
            "A level is 1 to 5, as whole number or as code of zrm-niveau",
            where=where,
            mend="leave out a domain that was not discussed (99), or send dataAbsentReason",
        )
    return int(said)


def names_client(reference: FhirJson) -> bool:
    """Whether a Reference is to a Patient, by its type or its address."""
    return reference.get("type") == "Patient" or target_type(str(reference.get("reference", ""))) == "Patient"


def _assert_rater(response: FhirJson, instrument: Instrument) -> None:
    held = (response[member] for member in ("author", "source") if isinstance(response.get(member), dict))
    by_client = {names_client(reference) for reference in held}
    if True in by_client and instrument.rater == "professional":
        raise Rejected(
            "zrm-rater",
            "This is the form of a professional, and the client filled it in",
            "QuestionnaireResponse.author",
            "send what the client says of themselves on the form that ends in -zelf",
        )
    if by_client != {True} and instrument.rater == "client":
        raise Rejected(
            "zrm-rater",
            "This is the client's own form, and it does not say that the client is its source",
            "QuestionnaireResponse.source",
            "name the Patient as source and as author, or send the form of a professional",
        )


def _observation(response: FhirJson, instrument: Instrument, domain: str, level: int) -> FhirJson:
    day = response.get("authored")
    by = response.get("author") or response.get("source")
    made: FhirJson = {
        "resourceType": "Observation",
        "status": "amended" if response["status"] == "amended" else "final",
        "category": [{"coding": [dict(CATEGORY)]}, {"coding": [{"system": RATER, "code": instrument.rater}]}],
        "code": {
            "coding": [{"system": instrument.system, "code": domain, "display": instrument.domains[domain]}],
            "text": f"ZRM: {instrument.domains[domain]}",
        },
        **{member: response[member] for member in ("subject", "encounter") if member in response},
        **({"effectiveDateTime": day} if day else {}),
        **({"performer": [by]} if by else {}),
        "valueCodeableConcept": _level(level),
    }
    if "id" in response:
        made["id"] = f"{response['id']}.{domain}"
        made["derivedFrom"] = [{"reference": f"QuestionnaireResponse/{response['id']}"}]
    return made


def _level(level: int) -> dict[str, Any]:
    name = codesystem.LIFE_LEVELS[level]
    return {"coding": [{"system": LEVEL, "code": str(level), "display": name}], "text": f"{level} {name.lower()}"}
