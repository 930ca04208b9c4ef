"""ZRM in FHIR: a score is copied and never computed, the client's and the professional's are never mixed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import Rejected
from gateway.fhir.check import check
from gateway.mappings import fhir_r4
from gateway.mappings.zrm.forms import instrument_of, observations
from gateway.mappings.zrm.scores import said
from gateway.sources.fhir.message import Entry, FhirMessage
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Resource
from gateway.tagging import tag
from gateway.terminology.questionnaires import questionnaires
from omaha import codesystem
from omaha.zrm import INSTRUMENTS, Instrument

BASE = "https://wijkdossier.nl/fhir"
ORIGIN = Origin("gemeente", "Gemeente", "gemeente", "wmo", "Wmo")
NURSE, CLIENT = {"reference": "Practitioner/v1"}, {"reference": "Patient/p1"}


def form(instrument: str = "zrm-2017", scores: dict[str, int] | None = None, **members: Any) -> dict[str, Any]:
    by = CLIENT if instrument.endswith("-zelf") else NURSE
    answered = {"huisvesting": 2, "financien": 4} if scores is None else scores
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "f1",
        "questionnaire": f"{BASE}/Questionnaire/{instrument}",
        "status": "completed",
        "subject": CLIENT,
        "authored": "2026-03-01",
        "author": by,
        **({"source": CLIENT} if by is CLIENT else {}),
        "item": [{"linkId": domain, "answer": [{"valueInteger": level}]} for domain, level in answered.items()],
    } | members


def score(**members: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "subject": CLIENT,
        "performer": [NURSE],
        "code": {"coding": [{"system": codesystem.ZRM, "code": "huisvesting"}]},
        "valueInteger": 2,
    } | members


def normalised(*resources: dict[str, Any]) -> tuple[Resource, ...]:
    message = SourceMessage("fhir-r4", "4.0.1", FhirMessage(tuple(Entry(one) for one in resources)))
    return fhir_r4.normalise(message, ORIGIN).resources


def test_the_forms_are_valid_and_hold_the_domains_of_their_edition() -> None:
    forms = {one["id"]: one for one in questionnaires()}
    assert {id_: len(one["item"]) for id_, one in forms.items()} == {
        "zrm-2017": 13,
        "zrm-2017-zelf": 13,
        "zrm-2013": 11,
        "zrm-2013-zelf": 11,
    }
    assert all(check(one) == () for one in forms.values())
    assert not any(item["required"] for one in forms.values() for item in one["item"])


@given(
    st.sampled_from(sorted(INSTRUMENTS)).flatmap(
        lambda id_: st.tuples(
            st.just(INSTRUMENTS[id_]),
            st.dictionaries(st.sampled_from(sorted(INSTRUMENTS[id_].domains)), st.integers(1, 5)),
        )
    )
)
def test_scores_are_those_that_were_given_and_no_other(case: tuple[Instrument, dict[str, int]]) -> None:
    instrument, given_ = case
    response = form(instrument.id, given_)
    if not given_:
        del response["item"]
    found = [said(one) for one in observations(response, instrument)]
    assert {one.domain: one.level for one in found if one} == given_
    assert {(one.edition, one.rater) for one in found if one} <= {(instrument.edition, instrument.rater)}


def test_a_form_becomes_itself_and_an_observation_for_each_answer() -> None:
    response, *scores = normalised(form())
    assert response.content == form()
    assert [one.content["id"] for one in scores] == ["f1.huisvesting", "f1.financien"]
    for one in scores:
        assert check(one.content) == ()
        assert one.subject == response.subject
        assert one.content["derivedFrom"] == [{"reference": "QuestionnaireResponse/f1"}]
    assert scores[0].content["valueCodeableConcept"]["coding"][0]["code"] == "2"


def test_observations_that_come_along_are_not_made_again() -> None:
    own = score(derivedFrom=[{"reference": "QuestionnaireResponse/f1"}])
    assert [one.content["id"] for one in normalised(form(), own)] == ["f1", "o1"]


def test_a_draft_is_kept_and_gives_no_scores() -> None:
    assert len(normalised(form(status="in-progress"))) == 1


def test_another_form_is_left_alone() -> None:
    other = form(questionnaire="https://elders.example/Questionnaire/zrm", item=[{"linkId": "x"}])
    assert instrument_of(other) is None
    assert len(normalised(other)) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"questionnaire": f"{BASE}/Questionnaire/zrm-1999"}, "zrm-form"),
        ({"item": [{"linkId": "totaal", "answer": [{"valueInteger": 3}]}]}, "zrm-domain"),
        ({"item": [{"linkId": "adl", "answer": [{"valueInteger": 3}]}]}, "zrm-domain"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueInteger": 3}]}] * 2}, "zrm-domain"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueInteger": 0}]}]}, "zrm-level"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueInteger": 99}]}]}, "zrm-level"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueDecimal": 2.5}]}]}, "zrm-level"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueInteger": 2}, {"valueInteger": 3}]}]}, "zrm-level"),
        ({"item": [{"linkId": "justitie", "answer": [{"valueCoding": {"system": "x", "code": "2"}}]}]}, "zrm-level"),
        ({"author": CLIENT}, "zrm-rater"),
        ({"source": CLIENT}, "zrm-rater"),
        ({"questionnaire": f"{BASE}/Questionnaire/zrm-2017-zelf"}, "zrm-rater"),
        ({"questionnaire": f"{BASE}/Questionnaire/zrm-2017-zelf", "source": CLIENT}, "zrm-rater"),
    ],
)
def test_a_form_that_cannot_be_is_refused(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        normalised(form(**changed))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": {"coding": [{"system": codesystem.ZRM, "code": "totaal"}]}}, "zrm-domain"),
        (
            {"code": {"coding": [{"system": codesystem.ZRM, "code": one} for one in ("justitie", "financien")]}},
            "zrm-domain",
        ),
        ({"valueInteger": 6}, "zrm-level"),
        ({"performer": [CLIENT]}, "zrm-rater"),
        ({"performer": [CLIENT, NURSE]}, "zrm-rater"),
        (
            {"category": [{"coding": [{"system": f"{BASE}/CodeSystem/zrm-beoordelaar", "code": "client"}]}]},
            "zrm-rater",
        ),
    ],
)
def test_a_score_that_cannot_be_is_refused(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        normalised(score(**changed))
    assert refused.value.code == code


def test_a_domain_that_was_not_discussed_has_no_level() -> None:
    absent = score(dataAbsentReason={"text": "onbesproken"})
    del absent["valueInteger"]
    found = said(absent)
    assert found is not None
    assert found.level is None


def test_a_score_stands_in_its_lane_and_a_form_in_the_lane_of_every_answer() -> None:
    tags = tag(Resource(score(), None), ORIGIN).tags
    assert [(one.domain, one.basis, one.primary) for one in tags.life] == [("huisvesting", "own-assessment", True)]
    assert tags.problems == ()
    tags = tag(Resource(form(), None), ORIGIN).tags
    assert {one.domain for one in tags.life} == {"huisvesting", "financien"}
    older = {"coding": [{"system": codesystem.ZRM_2013, "code": "adl"}]}
    tags = tag(Resource(score(code=older), None), ORIGIN).tags
    assert {(one.domain, one.basis) for one in tags.life} == {
        ("basale-adl", "heuristic"),
        ("instrumentele-adl", "heuristic"),
    }
