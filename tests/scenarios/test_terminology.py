"""The terminology service over HTTP: every operation accepts and refuses, by GET and POST, in valid FHIR."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from gateway.audit.tables import AuditRow
from gateway.fhir.check import check
from gateway.mappings.istandaarden import systems as uris
from gateway.terminology import contents
from gateway.wire import json
from omaha import crosswalks
from tests.builders.world import World

OMAHA = "http://terminology.hl7.org/CodeSystem/oms"
BASE = "https://wijkdossier.nl/fhir"
ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
LIFE_DOMAIN = f"{BASE}/ConceptMap/leefgebied"
CONFIDENCE = f"{BASE}/CodeSystem/koppeling-zekerheid"
BASIS = f"{BASE}/CodeSystem/koppeling-grondslag"


def get(town: World, path: str, **query: str) -> Any:
    address = f"/fhir/{path}?{urlencode(query)}" if query else f"/fhir/{path}"
    return town.web.get(address, headers=town.headers("his"))


def post(town: World, path: str, *parts: dict[str, Any]) -> Any:
    body = json.dumps({"resourceType": "Parameters", "parameter": list(parts)}).encode()
    headers = {**town.headers("his"), "Content-Type": "application/fhir+json"}
    return town.web.post(f"/fhir/{path}", content=body, headers=headers)


def ok(answer: Any) -> dict[str, Any]:
    """The answer's body, a valid FHIR resource."""
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = json.loads(answer.content)
    assert check(body) == (), answer.text[:400]
    return body


def refused(answer: Any, status: int, code: str) -> None:
    body = json.loads(answer.content)
    assert (answer.status_code, body["resourceType"]) == (status, "OperationOutcome"), answer.text
    assert body["issue"][0]["details"]["coding"][0]["code"] == code
    assert check(body) == ()


def said(body: dict[str, Any], name: str) -> list[Any]:
    """Values of every parameter with this name."""
    return [
        next(value for member, value in part.items() if member.startswith(("value", "part")))
        for part in body.get("parameter", ())
        if part["name"] == name
    ]


def matches(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Each match: equivalence, code, and its products by element."""
    found = []
    for parts in said(body, "match"):
        match: dict[str, Any] = {"products": {}}
        for part in parts:
            if part["name"] == "product":
                element, concept = part["part"]
                match["products"].setdefault(element["valueUri"], []).append(concept["valueCoding"]["code"])
            else:
                match[part["name"]] = part.get("valueCode") or part.get("valueCoding") or part.get("valueUri")
        found.append(match)
    return found


def test_reading_needs_a_token(town: World) -> None:
    answer = town.web.get("/fhir/CodeSystem/omaha")
    assert answer.status_code == 401


def test_an_answer_is_not_on_the_audit_log(town: World) -> None:
    town.headers("his")
    with town.house.database.work() as session:
        before = len(session.exec(select(AuditRow)).all())
    ok(get(town, "CodeSystem/$lookup", system=OMAHA, code="PB0024"))
    with town.house.database.work() as session:
        assert len(session.exec(select(AuditRow)).all()) == before


def test_every_list_that_a_mapping_writes_into_fhir_is_published() -> None:
    laws = ("Wmo", "Jeugdwet")
    per_law = (uris.categorie, uris.reden_wijziging, uris.reden_beeindiging)
    written = [make(law) for make in per_law for law in laws]
    written += [uris.EENHEID, uris.JURIDISCHE_STATUS, uris.VERTEGENWOORDIGING, uris.SOORT_RELATIE]
    assert [uri for uri in (*written, uris.COMMUNICATIEVORM) if contents.find_system(uri) is None] == []


def test_codes_of_the_crosswalks_are_codes_of_their_systems() -> None:
    for table, url in (("resultaatgebied_to_omaha", "resultaatgebied"), ("iwmo_to_omaha", "iwmo-wmo020")):
        system = contents.system(f"{BASE}/CodeSystem/{url}")
        assert set(crosswalks.table(table)) <= {concept.code for concept in system.concepts}


@pytest.mark.parametrize("type_", ["CodeSystem", "ValueSet", "ConceptMap"])
def test_everything_there_is_valid_fhir_and_can_be_read_by_id(town: World, type_: str) -> None:
    bundle = ok(get(town, type_))
    assert bundle["total"] == len(bundle["entry"]) >= 10
    for entry in bundle["entry"]:
        resource = entry["resource"]
        assert ok(get(town, f"{type_}/{resource['id']}")) == resource
        assert entry["fullUrl"].endswith(f"/fhir/{type_}/{resource['id']}")
    refused(get(town, f"{type_}/no-such"), 404, "not-found")


@pytest.mark.parametrize(
    "uri",
    [
        OMAHA,
        "urn:oid:2.16.840.1.113883.6.98",
        "2.16.840.1.113883.6.98",
        "https://standards.digital.health.nz/ns/omaha-system",
        f"{OMAHA}|2005",
    ],
)
def test_omaha_is_found_under_every_alias(town: World, uri: str) -> None:
    found = ok(get(town, "CodeSystem", url=uri))
    assert [entry["resource"]["url"] for entry in found["entry"]] == [OMAHA]
    named = ok(get(town, "CodeSystem/$lookup", system=uri, code="PB0024"))
    assert said(named, "display") == ["Pain"]


def test_search_by_version_name_and_title_pages_and_refuses_what_it_does_not_know(town: World) -> None:
    zrm = ok(get(town, "CodeSystem", name="zrmdomein"))
    assert {entry["resource"]["version"] for entry in zrm["entry"]} == {"2013", "2017"}
    assert ok(get(town, "CodeSystem", name="zrmdomein", version="2013"))["total"] == 1
    assert ok(get(town, "CodeSystem", **{"name:exact": "zrmdomein2017"}))["total"] == 0
    assert ok(get(town, "CodeSystem", **{"title:contains": "jeugdwet"}))["total"] == 3
    first = ok(get(town, "CodeSystem", _count="2"))
    assert len(first["entry"]) == 2
    following = next(link["url"] for link in first["link"] if link["relation"] == "next").partition("?")[2]
    second = ok(town.web.get(f"/fhir/CodeSystem?{following}", headers=town.headers("his")))
    assert {e["fullUrl"] for e in first["entry"]}.isdisjoint(e["fullUrl"] for e in second["entry"])
    posted = town.web.post("/fhir/CodeSystem/_search", data={"url": OMAHA}, headers=town.headers("his"))
    assert ok(posted)["total"] == 1
    refused(get(town, "CodeSystem", publisher="x"), 422, "search-parameter")


def test_lookup_tells_names_in_both_languages_and_what_stands_above(town: World) -> None:
    body = ok(get(town, "CodeSystem/$lookup", system=OMAHA, code="PB0024", displayLanguage="nl-NL"))
    assert said(body, "display") == ["Pijn"]
    names = [{part["name"]: part.get("valueCode") or part.get("valueString") for part in parts}
             for parts in said(body, "designation")]  # fmt: skip
    assert {"language": "en", "value": "Pain"} in names
    properties = {parts[0]["valueCode"]: parts[1] for parts in said(body, "property")}
    assert properties["parent"]["valueCode"] == "DM0003"
    assert properties["number"]["valueString"] == "24"


def test_a_two_digit_problem_number_names_its_problem_and_a_gap_names_none(town: World) -> None:
    assert said(ok(get(town, "CodeSystem/$lookup", system=OMAHA, code="45")), "display") == ["Oral health"]
    refused(get(town, "CodeSystem/$lookup", system=OMAHA, code="22"), 404, "code-unknown")


def test_lookup_by_post_with_a_coding_on_the_instance(town: World) -> None:
    coding = {"system": f"{BASE}/CodeSystem/iwmo-wmo020", "code": "15"}
    body = ok(post(town, "CodeSystem/$lookup", {"name": "coding", "valueCoding": coding}))
    assert said(body, "display") == ["Beschermd wonen"]
    body = ok(post(town, "CodeSystem/ijw-jz588/$lookup", {"name": "code", "valueCode": "31"}))
    assert said(body, "display") == ["Levering is volgens plan beëindigd"]
    body = ok(get(town, "CodeSystem/iwmo-wmo588/$lookup", code="31"))
    assert said(body, "display") == ["Verhuizing naar een andere gemeente"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"system": "http://unknown.example/x", "code": "a"}, 404, "code-system-unknown"),
        ({"system": f"{OMAHA}|1992", "code": "PB0024"}, 404, "code-system-unknown"),
        ({"system": OMAHA, "code": "PB0099"}, 404, "code-unknown"),
        ({"code": "PB0024"}, 400, "parameter-missing"),
        ({"system": OMAHA}, 400, "parameter-missing"),
        ({"system": OMAHA, "code": "PB0024", "colour": "red"}, 400, "parameter-unknown"),
        ({"coding": "x|y"}, 400, "parameter-complex"),
    ],
)
def test_lookup_refuses(town: World, query: dict[str, str], status: int, code: str) -> None:
    refused(get(town, "CodeSystem/$lookup", **query), status, code)


def test_a_parameter_twice_and_a_body_that_is_no_parameters_are_refused(town: World) -> None:
    twice = town.web.get(
        f"/fhir/CodeSystem/$lookup?{urlencode([('system', OMAHA), ('code', 'a'), ('code', 'b')])}",
        headers=town.headers("his"),
    )
    refused(twice, 400, "parameter-twice")
    headers = {**town.headers("his"), "Content-Type": "application/fhir+json"}
    refused(town.web.post("/fhir/CodeSystem/$lookup", content=b"[]", headers=headers), 400, "parameters-resource")
    refused(post(town, "CodeSystem/$lookup", {"name": "code", "valueInteger": 4}), 400, "parameter-value")


def test_validate_code_in_a_system(town: World) -> None:
    good = ok(get(town, "CodeSystem/$validate-code", url=OMAHA, code="PB0024", display="pijn"))
    assert said(good, "result") == [True]
    wrong = ok(get(town, "CodeSystem/$validate-code", url=OMAHA, code="PB0024", display="Fever"))
    assert (said(wrong, "result"), said(wrong, "display")) == ([False], ["Pain"])
    assert said(ok(get(town, "CodeSystem/$validate-code", url=OMAHA, code="42X")), "result") == [False]
    concept = {"coding": [{"system": "http://x.example", "code": "1"}, {"system": OMAHA, "code": "PB0001"}]}
    parts = ({"name": "url", "valueUri": OMAHA}, {"name": "codeableConcept", "valueCodeableConcept": concept})
    assert said(ok(post(town, "CodeSystem/$validate-code", *parts)), "result") == [True]
    unknown = ok(get(town, "CodeSystem/$validate-code", url="http://unknown.example", code="1"))
    assert said(unknown, "result") == [False]


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("PB0024", "PB0024", "equivalent"),
        ("24", "PB0024", "equivalent"),
        ("DM0003", "PB0024", "subsumes"),
        ("DM0003", "SS2401", "subsumes"),
        ("SS2401", "PB0024", "subsumed-by"),
        ("DM0001", "PB0024", "not-subsumed"),
    ],
)
def test_subsumes_follows_domain_problem_sign(town: World, a: str, b: str, outcome: str) -> None:
    assert said(ok(get(town, "CodeSystem/$subsumes", system=OMAHA, codeA=a, codeB=b)), "outcome") == [outcome]


def test_subsumes_on_icpc_by_chapter_and_rubric_and_refuses_without_hierarchy(town: World) -> None:
    body = ok(get(town, "CodeSystem/$subsumes", system="urn:oid:2.16.840.1.113883.2.4.4.31.1", codeA="R", codeB="R95"))
    assert said(body, "outcome") == ["subsumes"]
    zrm = {"system": f"{BASE}/CodeSystem/zrm-2017-domein", "codeA": "financien", "codeB": "justitie"}
    refused(get(town, "CodeSystem/$subsumes", **zrm), 422, "no-hierarchy")
    refused(get(town, "CodeSystem/$subsumes", system=OMAHA, codeA="PB0024", codeB="nope"), 404, "code-unknown")


def test_expand_counts_all_and_shows_a_page(town: World) -> None:
    whole = ok(get(town, "ValueSet/$expand", url=f"{BASE}/ValueSet/omaha-problemen"))["expansion"]
    assert whole["total"] == len(whole["contains"]) == 42
    page = ok(get(town, "ValueSet/omaha-problemen/$expand", offset="40", count="10"))["expansion"]
    assert (page["total"], page["offset"], len(page["contains"])) == (42, 40, 2)
    assert page["identifier"] == whole["identifier"]
    none = ok(get(town, "ValueSet/omaha-problemen/$expand", count="0"))["expansion"]
    assert none["total"] == 42
    assert "contains" not in none


def test_expand_filters_on_names_in_both_languages_and_shows_the_one_asked_for(town: World) -> None:
    found = ok(get(town, "ValueSet/omaha-problemen/$expand", filter="MEDIC", displayLanguage="nl"))["expansion"]
    assert [one["display"] for one in found["contains"]] == ["Medicatie"]
    found = ok(get(town, "ValueSet/omaha-problemen/$expand", filter="pijn", includeDesignations="true"))["expansion"]
    assert [one["code"] for one in found["contains"]] == ["PB0024"]
    assert {d["value"] for d in found["contains"][0]["designation"]} == {"Pijn", "Pain"}
    assert ok(get(town, "ValueSet/omaha-problemen/$expand", filter="zzz"))["expansion"]["total"] == 0


def test_expand_of_a_value_set_that_is_sent_along(town: World) -> None:
    sent = {
        "resourceType": "ValueSet",
        "status": "draft",
        "compose": {
            "include": [
                {
                    "system": "urn:oid:2.16.840.1.113883.6.98",
                    "filter": [{"property": "concept", "op": "is-a", "value": "PB0024"}],
                }
            ],
            "exclude": [{"system": OMAHA, "concept": [{"code": "SS2401"}]}],
        },
    }
    found = ok(post(town, "ValueSet/$expand", {"name": "valueSet", "resource": sent}))["expansion"]
    codes = [one["code"] for one in found["contains"]]
    assert codes[0] == "PB0024"
    assert "SS2402" in codes
    assert "SS2401" not in codes
    sent["compose"]["include"][0]["filter"][0]["op"] = "regex"
    refused(post(town, "ValueSet/$expand", {"name": "valueSet", "resource": sent}), 422, "value-set-filter")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({}, 400, "parameter-missing"),
        ({"url": f"{BASE}/ValueSet/none"}, 404, "value-set-unknown"),
        ({"url": f"{BASE}/ValueSet/omaha-problemen|1900"}, 404, "value-set-unknown"),
        ({"url": f"{BASE}/ValueSet/omaha-problemen", "offset": "-1"}, 400, "parameter-value"),
        ({"url": f"{BASE}/ValueSet/omaha-problemen", "count": "many"}, 400, "parameter-value"),
    ],
)
def test_expand_refuses(town: World, query: dict[str, str], status: int, code: str) -> None:
    refused(get(town, "ValueSet/$expand", **query), status, code)


def test_validate_code_in_a_value_set(town: World) -> None:
    url = f"{BASE}/ValueSet/omaha-problemen"
    inside = ok(get(town, "ValueSet/$validate-code", url=url, system=OMAHA, code="PB0024"))
    assert said(inside, "result") == [True]
    sign = ok(get(town, "ValueSet/$validate-code", url=url, system=OMAHA, code="SS2401"))
    assert said(sign, "result") == [False]
    refused(get(town, "ValueSet/$validate-code", url=url, code="PB0024"), 400, "parameter-missing")


def test_translate_gives_equivalence_confidence_and_basis(town: World) -> None:
    body = ok(get(town, "ConceptMap/$translate", system=ICPC, code="R95", targetsystem=OMAHA))
    assert said(body, "result") == [True]
    first = matches(body)[0]
    assert first["concept"]["code"] == "PB0028"
    assert first["equivalence"] in {"wider", "equivalent"}
    assert first["products"][BASIS] == ["heuristic"]
    assert first["products"][CONFIDENCE][0] in {"high", "medium", "low"}
    assert first["products"][LIFE_DOMAIN]
    assert first["source"] == f"{BASE}/ConceptMap/icpc-to-omaha|1"


def test_translate_in_reverse_turns_the_equivalence(town: World) -> None:
    forward = ok(get(town, "ConceptMap/icpc-to-omaha/$translate", system=ICPC, code="R95"))
    query = {"system": "2.16.840.1.113883.6.98", "code": "28", "reverse": "true"}
    back = ok(get(town, "ConceptMap/icpc-to-omaha/$translate", **query))
    found = [match for match in matches(back) if match["concept"]["code"] == "R95"]
    assert [match["equivalence"] for match in matches(forward) if match["concept"]["code"] == "PB0028"] == ["wider"]
    assert [match["equivalence"] for match in found] == ["narrower"]
    assert found[0]["concept"]["system"] == ICPC


def test_a_subcode_is_translated_through_its_rubric_and_says_so(town: World) -> None:
    url = f"{BASE}/ConceptMap/icpc-to-omaha"
    body = ok(get(town, "ConceptMap/$translate", url=url, system=ICPC, code="t90.02"))
    assert all(match["products"][f"{BASE}/ConceptMap/via"] == ["T90"] for match in matches(body))


def test_a_known_code_that_fits_nothing_is_unmatched_and_an_unknown_one_has_no_match(town: World) -> None:
    system = f"{BASE}/CodeSystem/iwmo-wmo020"
    body = ok(get(town, "ConceptMap/iwmo-to-omaha/$translate", system=system, code="10"))
    assert said(body, "result") == [False]
    assert [match["equivalence"] for match in matches(body)] == ["unmatched"]
    body = ok(get(town, "ConceptMap/iwmo-to-omaha/$translate", system=system, code="99"))
    assert (said(body, "result"), matches(body)) == ([False], [])


def test_a_line_that_a_person_must_apply_says_so(town: World) -> None:
    body = ok(get(town, "ConceptMap/$translate", system=f"{BASE}/CodeSystem/iwmo-wmo020", code="02"))
    uses = {match["products"][f"{BASE}/CodeSystem/koppeling-gebruik"][0] for match in matches(body)}
    assert uses == {"suggested"}


def test_translate_by_post_from_zrm_2013(town: World) -> None:
    coding = {"system": f"{BASE}/CodeSystem/zrm-2013-domein", "code": "adl"}
    body = ok(post(town, "ConceptMap/$translate", {"name": "coding", "valueCoding": coding}))
    assert {match["concept"]["code"] for match in matches(body)} == {"basale-adl", "instrumentele-adl"}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"code": "R95"}, 400, "parameter-missing"),
        ({"system": ICPC}, 400, "parameter-missing"),
        ({"system": ICPC, "code": "R95", "url": f"{BASE}/ConceptMap/none"}, 404, "concept-map-unknown"),
        ({"system": ICPC, "code": "R95", "reverse": "perhaps"}, 400, "parameter-value"),
    ],
)
def test_translate_refuses(town: World, query: dict[str, str], status: int, code: str) -> None:
    refused(get(town, "ConceptMap/$translate", **query), status, code)


def test_metadata_names_what_is_there(town: World) -> None:
    statement = ok(get(town, "metadata"))
    types = {one["type"]: one for one in statement["rest"][0]["resource"]}
    assert [one["name"] for one in types["ConceptMap"]["operation"]] == ["translate"]
    known = ok(get(town, "metadata", mode="terminology"))
    assert known["resourceType"] == "TerminologyCapabilities"
    assert OMAHA in {one["uri"] for one in known["codeSystem"]}
    refused(get(town, "metadata", mode="x"), 400, "parameter-value")
