"""Titles, details, kinds and sureness, from FHIR content of every shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway import timeline
from gateway.timeline import Filters, build
from gateway.timeline.details import DATES, PERIODS, TEXT, details
from gateway.timeline.kinds import KINDS, OF_TYPE, kind_of
from gateway.timeline.reading import line, narrative
from gateway.timeline.titles import TITLES, title
from gateway.wire import json
from tests.unit.timeline.items import TODAY, disclosed, item, life, problem


def said(content: dict[str, Any]) -> dict[str, str]:
    return {detail.label: detail.value for detail in details(content)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"resourceType": "Condition", "code": {"coding": [{"code": "R05", "display": "Hoesten"}]}}, "Hoesten"),
        ({"resourceType": "Encounter", "class": {"code": "HH"}}, "Huisbezoek"),
        (
            {"resourceType": "Encounter", "type": [{"text": "Consult"}], "reasonCode": [{"text": "hoesten"}]},
            "Consult: hoesten",
        ),
        ({"resourceType": "Composition", "title": "Bijwerking", "type": {"text": "Verslag"}}, "Verslag: Bijwerking"),
        (
            {
                "resourceType": "Composition",
                "title": "Hoesten",
                "type": {"coding": [{"code": "67781-5", "display": "x"}]},
            },
            "Contactverslag: Hoesten",
        ),
        (
            {
                "resourceType": "Observation",
                "code": {"coding": [{"system": "http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "code": "E"}]},
                "valueString": "COPD",
            },
            "Evaluatie (E): COPD",
        ),
        (
            {
                "resourceType": "Observation",
                "code": {"coding": [{"system": "urn:x", "code": "E", "display": "Iets anders"}]},
                "valueString": "x",
            },
            "Iets anders: x",
        ),
        (
            {"resourceType": "ServiceRequest", "code": {"text": "Begeleiding"}, "status": "revoked"},
            "Begeleiding, ingetrokken",
        ),
        (
            {
                "resourceType": "Observation",
                "code": {"text": "Bloeddruk"},
                "component": [
                    {"code": {"text": "boven"}, "valueQuantity": {"value": 140, "unit": "mmHg"}},
                    {"code": {"text": "onder"}, "valueQuantity": {"value": 85, "unit": "mmHg"}},
                ],
            },
            "Bloeddruk: boven 140 mmHg, onder 85 mmHg",
        ),
        (
            {
                "resourceType": "Observation",
                "code": {"coding": [{"code": "255362007", "display": "Subjective"}]},
                "valueString": "Sinds 2 maanden hoesten.",
            },
            "Subjectief (S): Sinds 2 maanden hoesten.",
        ),
        (
            {"resourceType": "EpisodeOfCare", "status": "finished", "type": [{"text": "Begeleiding"}]},
            "Beëindigd: Begeleiding",
        ),
        (
            {"resourceType": "Basic", "text": {"div": "<div>Een <b>losse</b> regel &amp; meer</div>"}},
            "Een losse regel & meer",
        ),
        ({"resourceType": "Basic"}, "Overig"),
    ],
)
def test_a_title_says_what_it_is(content: dict[str, Any], expected: str) -> None:
    assert title(content, "Overig") == expected


def test_decimals_keep_their_digits_and_get_a_comma() -> None:
    content = json.loads(
        '{"resourceType":"Observation","code":{"text":"Kalium"},"valueQuantity":{"value":5.10,"unit":"mmol/l"}}'
    )
    assert title(content, "") == "Kalium: 5,10 mmol/l"


def test_contact_only_says_no_more_than_that() -> None:
    content = {"resourceType": "Encounter", "class": {"code": "HH"}, "participant": [{"individual": {"display": "N."}}]}
    [day] = build(disclosed(item(content, level="contact-only")), Filters(), TODAY).days
    [entry] = day.entries
    assert (entry.title, entry.kind.key, entry.life, entry.problems) == ("Alleen dat er contact was", "contact", (), ())


def test_details_name_fields_and_leave_dates_to_the_presenter() -> None:
    content = {
        "resourceType": "ServiceRequest",
        "status": "active",
        "authoredOn": "2026-01-08",
        "occurrencePeriod": {"start": "2026-02-01", "end": "2027-01-31"},
        "quantityRatio": {"numerator": {"value": 5, "unit": "dagdelen"}, "denominator": {"value": 1, "unit": "week"}},
        "requester": {"display": "Gemeente Voorbeeldstad"},
        "note": [{"text": "Met vervoer"}],
    }
    assert said(content) == {
        "Besloten of gevraagd op": "2026-01-08",
        "Vanaf": "2026-02-01",
        "Tot en met": "2027-01-31",
        "Aangevraagd of besloten door": "Gemeente Voorbeeldstad",
        "Hoeveelheid": "5 dagdelen per week",
        "Toelichting": "Met vervoer",
        "Stand": "actief",
    }
    assert [detail.label for detail in details(content) if detail.date] == [
        "Besloten of gevraagd op",
        "Vanaf",
        "Tot en met",
    ]


def test_sections_of_a_report_are_details_in_full() -> None:
    text = "SOEP " + "lang verhaal " * 40
    content = {"resourceType": "Composition", "section": [{"title": "S", "text": {"div": f"<div>{text}</div>"}}]}
    assert said(content)["S"] == text.strip()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (problem("PB0024", basis="own-assessment"), "vastgesteld door verpleegkundige"),
        (problem("PB0024", confidence="low"), "afgeleid, onzeker"),
        (problem("PB0024", confidence="medium"), "afgeleid"),
    ],
)
def test_how_sure_a_tag_is_stands_with_it(tag: Any, expected: str) -> None:
    shown = disclosed(item({"resourceType": "Condition"}, problems=(tag,), life=(life("basale-adl"),)))
    [mark] = build(shown, Filters(), TODAY).days[0].entries[0].problems
    assert mark.sureness == expected
    assert mark.name != "PB0024"


def test_a_decision_of_the_municipality_is_no_referral() -> None:
    content = {"resourceType": "ServiceRequest"}
    assert kind_of(item(content, domain="wmo")).key == "besluit"
    assert kind_of(item(content, domain="huisarts")).key == "verwijzing"


def test_what_a_provider_asks_of_the_municipality_is_no_decision() -> None:
    asked = item({"resourceType": "ServiceRequest", "intent": "proposal"}, domain="wmo")
    assert kind_of(asked).key == "verwijzing"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"resourceType": "Claim", "total": {"value": 50, "currency": "EUR"}}, "Declaratie, € 50"),
        ({"resourceType": "ClaimResponse", "outcome": "error"}, "Declaratie afgewezen"),
        (
            {
                "resourceType": "ClaimResponse",
                "total": [{"category": {"coding": [{"code": "benefit"}]}, "amount": {"value": 7, "currency": "EUR"}}],
            },
            "Declaratie, € 7 toegekend",
        ),
    ],
)
def test_a_claim_says_its_amount(content: dict[str, Any], expected: str) -> None:
    [entry] = build(disclosed(item(content)), Filters(), TODAY).days[0].entries
    assert entry.title == expected


def test_tables_know_only_kinds_that_exist() -> None:
    assert set(OF_TYPE.values()) <= set(KINDS)


def test_a_long_line_is_cut_at_a_word() -> None:
    assert line("woord " * 100).endswith("woord …")
    assert len(line("woord " * 100)) <= 142


def test_a_narrative_never_brings_markup_along() -> None:
    assert narrative({"div": "<div>a<script>alert(1)</script> &lt;b&gt;</div>"}) == "a <b>"


MEMBERS = ["coding", "text", "display", "div", "code", "value", "start", "numerator", "detail", "actor", "unit"]
ELEMENTS = sorted({element for _label, element, _read in TEXT} | {element for _label, element in DATES} | set(PERIODS))
ELEMENTS += ["code", "type", "class", "text", "component", "section", "activity", "category", "extension", "diagnosis"]
ELEMENTS += ["provision", "name", "reaction", "payload", "prediction", "relationship", "valueQuantity", "valueRatio"]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "x", "<b>", "2026-01-01", "R05"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TITLES)), st.dictionaries(st.sampled_from(ELEMENTS), values, max_size=6))
def test_no_content_breaks_a_page(type_: str, content: dict[str, Any]) -> None:
    shown = disclosed(item({**content, "resourceType": type_}))
    form = timeline.to_json(build(shown, Filters(), TODAY))
    assert form["days"][0]["entries"][0]["title"]


def test_the_text_of_a_section_within_a_section_is_read() -> None:
    inner = {"title": "Reden", "text": {"div": "<div>knieklachten</div>"}}
    content = {"resourceType": "Composition", "section": [{"title": "Kern", "section": [inner]}]}
    assert "knieklachten" in str(details(content))
