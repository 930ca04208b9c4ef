"""A ZRM score as an Observation: whether it may be kept, and what it says; read, never made up."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.errors import Rejected
from gateway.mappings.zrm.forms import level_of, names_client
from gateway.mappings.zrm.words import RATER
from gateway.stages.vocabulary import FhirJson
from omaha import zrm
from omaha.zrm import Edition, Rater


@dataclass(frozen=True, slots=True)
class Score:
    """`level` None: the domain was not discussed. `day`: as written, may be partial or empty."""

    edition: Edition
    domain: str
    rater: Rater
    level: int | None
    day: str


def said(observation: FhirJson) -> Score | None:
    """What a kept Observation says; it was judged when it came in. None when it is no ZRM score."""
    found = _domains(observation)
    if observation.get("resourceType") != "Observation" or not found:
        return None
    edition, domain = found[0]
    absent = "dataAbsentReason" in observation
    level = None if absent else level_of(observation, "value", "Observation.value[x]")
    rater: Rater = "client" if _raters(observation) == {"client"} else "professional"
    day = str(observation.get("effectiveDateTime") or observation.get("effectivePeriod", {}).get("start") or "")
    return Score(edition, domain, rater, level, day)


def judge(observation: FhirJson) -> None:
    """Whether a score may be kept; anything else passes. Raises Rejected: zrm-domain, zrm-level, zrm-rater."""
    found = _domains(observation) if observation.get("resourceType") == "Observation" else []
    if not found:
        return
    edition, domain = found[0]
    if len(found) > 1 or domain not in zrm.instrument(edition, "client").domains:
        rule = f"A score is of one domain of the ZRM {edition}; there is no total"
        raise Rejected("zrm-domain", rule, "Observation.code", "send an Observation for each domain")
    if "dataAbsentReason" not in observation:
        level_of(observation, "value", "Observation.value[x]")
    _assert_rater(observation)


def _domains(observation: FhirJson) -> list[tuple[Edition, str]]:
    codings = observation.get("code", {}).get("coding", ())
    return [(edition, str(one.get("code"))) for one in codings if (edition := zrm.of_system(one.get("system")))]


def _raters(observation: FhirJson) -> set[str]:
    return {
        str(one.get("code"))
        for concept in observation.get("category", ())
        for one in concept.get("coding", ())
        if one.get("system") == RATER
    }


def _assert_rater(observation: FhirJson) -> None:
    """What the category says (else a professional) must agree with who performed it: both are never mixed."""
    said_ = _raters(observation)
    performers = {names_client(one) for one in observation.get("performer", ())}
    by_client = True in performers
    if len(said_) > 1 or not said_ <= {"client", "professional"} or (by_client and len(performers) > 1):
        rule = "A score is the client's own or a professional's, never both"
        raise Rejected("zrm-rater", rule, where="Observation.category")
    if by_client != (said_ == {"client"}):
        raise Rejected(
            "zrm-rater",
            "The category says one rater and the performer another",
            where="Observation.performer",
            mend="category client with the Patient as performer, else category professional",
        )
