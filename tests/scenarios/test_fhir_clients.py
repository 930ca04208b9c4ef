"""What clients of FHIR servers rely on: forms, parts, versions and headers of an answer (FHIR R4, http and search)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from gateway.flows import register
from gateway.identifiers import Bsn
from tests.builders.world import BSN, World, bundle, condition, patient
from tests.scenarios.test_fhir import WEIGHT, found, get, handle


@pytest.fixture
def filled(world: World) -> World:
    assert world.send("his", bundle(patient(), condition("R95"), condition("T90.02", "c2"), WEIGHT)).status_code == 201
    return world


def ask(world: World, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return world.web.request(method, f"/fhir/{path}", headers={**world.headers("his"), **named})


def observation(world: World) -> dict[str, Any]:
    [only] = found(get(world, f"Observation?patient={handle(world)}"))
    return dict(only)


@pytest.mark.parametrize("form", ["json", "application/json", "application/fhir+json", "text/json"])
def test_json_is_answered_under_each_of_its_names(filled: World, form: str) -> None:
    named = filled.web.get("/fhir/metadata", params={"_format": form})
    accepted = filled.web.get(
        "/fhir/metadata", headers={"Accept": f"{form}, image/png;q=0.1" if "/" in form else "*/*"}
    )
    assert (named.status_code, accepted.status_code) == (200, 200)


@pytest.mark.parametrize("wanted", ["application/fhir+xml", "image/png", "application/fhir+json; fhirVersion=3.0"])
def test_who_takes_no_json_is_told_so(filled: World, wanted: str) -> None:
    refused = ask(filled, f"Observation?patient={handle(filled)}", Accept=wanted)
    assert refused.status_code == 406
    assert refused.json()["issue"][0]["details"]["coding"][0]["code"] == "not-acceptable"


def test_the_parameter_goes_before_the_header(filled: World) -> None:
    query = f"Observation?patient={handle(filled)}"
    assert ask(filled, f"{query}&_format=xml", Accept="application/json").status_code == 406
    assert ask(filled, f"{query}&_format=json&_pretty=true", Accept="application/xml").status_code == 200


def test_a_resource_tells_its_version_and_when_it_came(filled: World) -> None:
    only = observation(filled)
    read = ask(filled, f"Observation/{only['id']}")
    assert read.headers["etag"] == f'W/"{read.json()["meta"]["versionId"]}"'
    assert read.headers["last-modified"].endswith("GMT")
    assert read.json() == only
    [entry] = ask(filled, f"Observation/{only['id']}/_history").json()["entry"]
    assert entry["response"]["lastModified"] == only["meta"]["lastUpdated"]
    again = ask(filled, f"Observation/{only['id']}/_history/{only['meta']['versionId']}")
    assert again.json() == only
    assert '"value":81.50' in again.text


def test_what_the_reader_has_already_is_not_sent_again(filled: World) -> None:
    path = f"Observation/{observation(filled)['id']}"
    tag = ask(filled, path).headers["etag"]
    same = ask(filled, path, If_None_Match=f'W/"other", {tag}')
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert ask(filled, path, If_None_Match='W/"other"').status_code == 200
    assert ask(filled, path, If_None_Match="*").status_code == 304
    assert ask(filled, "Observation/none", If_None_Match="*").status_code == 404


def test_head_is_get_without_a_body(filled: World) -> None:
    for path in ("metadata", f"Observation?patient={handle(filled)}", f"Observation/{observation(filled)['id']}"):
        head, read = ask(filled, path, "HEAD"), ask(filled, path)
        assert (head.status_code, head.content, read.status_code) == (200, b"", 200)
        assert head.headers.get("etag") == read.headers.get("etag")
    assert ask(filled, "Observation/none", "HEAD").status_code == 404


def test_a_refused_method_says_what_is_taken(filled: World) -> None:
    refused = ask(filled, "Observation/x", "DELETE")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    assert refused.json()["resourceType"] == "OperationOutcome"


PARTS = {
    "_summary=true": {"status", "code", "subject", "effectiveDateTime", "valueQuantity"},
    "_elements=code,value": {"status", "code", "valueQuantity"},
    "_summary=text": {"status", "code"},
}


@pytest.mark.parametrize(("asked", "kept"), PARTS.items())
def test_a_part_is_marked_as_one(filled: World, asked: str, kept: set[str]) -> None:
    [part] = found(get(filled, f"Observation?patient={handle(filled)}&{asked}"))
    assert set(part) - {"resourceType", "id", "meta"} == kept
    assert [tag["code"] for tag in part["meta"]["tag"]] == ["SUBSETTED"]
    assert ask(filled, f"Observation/{part['id']}?{asked}").json() == part


def test_the_number_alone_may_be_asked(filled: World) -> None:
    for path in (f"Condition?patient={handle(filled)}", "Patient?", f"Patient/{handle(filled)}/$everything?"):
        whole, counted = get(filled, path), get(filled, f"{path}&_summary=count")
        assert counted.json()["total"] == whole.json()["total"] > 0
        assert "entry" not in counted.json()
        assert {link["relation"] for link in counted.json()["link"]} == {"self"}


@pytest.mark.parametrize(
    "asked", ["_summary=much", "_total=guess", "_summary=true&_elements=code", "_summary=true&_summary=true"]
)
def test_a_part_that_does_not_exist_is_refused(filled: World, asked: str) -> None:
    refused = get(filled, f"Observation?patient={handle(filled)}&{asked}")
    assert refused.status_code == 400
    assert refused.json()["issue"][0]["details"]["coding"][0]["code"] == "parameter-value"


def test_a_part_goes_on_over_pages(filled: World) -> None:
    first = get(filled, f"Condition?patient={handle(filled)}&_count=1&_elements=code").json()
    following = next(link["url"] for link in first["link"] if link["relation"] == "next")
    second = filled.web.get(following, headers=filled.headers("his")).json()
    assert [set(page["entry"][0]["resource"]) >= {"code", "meta"} for page in (first, second)] == [True, True]
    assert "subject" in second["entry"][0]["resource"]  # FHIR asks for it
    assert "note" not in second["entry"][0]["resource"]


def bundled(world: World, kind: str, *urls: str) -> httpx.Response:
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]
    body = {"resourceType": "Bundle", "type": kind, "entry": entries}
    return world.web.post("/fhir", json=body, headers=world.headers("his"))


def test_a_transaction_of_reads_is_answered_whole_or_not_at_all(filled: World) -> None:
    known = f"/Observation/{observation(filled)['id']}"
    answer = bundled(filled, "transaction", known, f"Condition?patient={handle(filled)}&_summary=count")
    assert answer.json()["type"] == "transaction-response"
    assert [entry["response"]["status"] for entry in answer.json()["entry"]] == ["200", "200"]
    refused = bundled(filled, "transaction", known, "Observation/none")
    assert (refused.status_code, refused.json()["resourceType"]) == (404, "OperationOutcome")
    assert bundled(filled, "batch", known, "Observation/none", "Teapot/x").status_code == 200


def test_an_unknown_parameter_is_left_out_only_where_that_was_allowed(filled: World) -> None:
    query = f"Condition?patient={handle(filled)}&colour=red"
    assert ask(filled, query).status_code == 422
    assert ask(filled, query, Prefer="handling=strict").status_code == 422
    lenient = ask(filled, query, Prefer="return=minimal; handling=lenient")
    assert lenient.json()["total"] == 2
    assert "colour" not in lenient.json()["link"][0]["url"]
    assert ask(filled, f"{query}&onset-date=yesterday", Prefer="handling=lenient").status_code == 422


def test_a_client_is_named_in_each_way_that_fhir_has(filled: World) -> None:
    client = handle(filled)
    base = filled.house.settings.base_url
    for whose in (f"patient={client}", f"subject=Patient/{client}", f"subject:Patient={client}"):
        assert get(filled, f"Condition?{whose}").json()["total"] == 2
    assert get(filled, f"Condition?patient={base}/fhir/Patient/{client}").json()["total"] == 2
    assert get(filled, f"Condition?patient=https://elders.example.nl/fhir/Patient/{client}").json()["total"] == 0


def test_everything_may_be_narrowed(filled: World) -> None:
    client = handle(filled)
    asked = {
        "": ["Condition", "Condition", "Observation", "Patient"],
        "_type=Observation": ["Observation"],
        "_type=Patient,Condition": ["Condition", "Condition", "Patient"],
        "start=2026-01-01&end=2026-12-31": ["Observation", "Patient"],
        "_since=2999-01-01T00:00:00Z": ["Patient"],
        "_since=2020-01-01T00:00:00Z&_type=Condition": ["Condition", "Condition"],
    }
    got = {q: sorted(r["resourceType"] for r in found(get(filled, f"Patient/{client}/$everything?{q}"))) for q in asked}
    assert got == asked
    for wrong in ("_type=Teapot", "start=yesterday", "_since=ge2020", "colour=red"):
        assert get(filled, f"Patient/{client}/$everything?{wrong}").status_code == 422, wrong
    assert get(filled, f"Condition?patient={client}&_type=Condition").status_code == 422


def test_everything_may_be_asked_by_parameters(filled: World) -> None:
    path = f"Patient/{handle(filled)}/$everything"

    def post(*parts: dict[str, Any]) -> httpx.Response:
        body = {"resourceType": "Parameters", **({"parameter": list(parts)} if parts else {})}
        return filled.web.post(f"/fhir/{path}", json=body, headers=filled.headers("his"))

    types = [{"name": "_type", "valueCode": "Condition"}, {"name": "_type", "valueCode": "Observation"}]
    asked = post(*types, {"name": "start", "valueDate": "2026-01-01"}, {"name": "_count", "valueInteger": 5})
    same = get(filled, f"{path}?start=2026-01-01&_type=Condition,Observation&_count=5")
    assert asked.json() == same.json()
    assert same.json()["link"][0]["url"].endswith("?start=2026-01-01&_type=Condition%2CObservation&_count=5")
    bare = filled.web.post(f"/fhir/{path}", headers=filled.headers("his"))
    assert bare.json() == post().json() == get(filled, path).json()
    since = post({"name": "_since", "valueInstant": "2999-01-01T00:00:00Z"})
    assert [r["resourceType"] for r in found(since)] == ["Patient"]
    for wrong in ({"name": "colour", "valueCode": "red"}, {"name": "start", "valueCode": "2026"}, {"naam": 1}):
        assert post(wrong).status_code == 400, wrong
    for unread in (b"[]", b"{", b'{"resourceType":"Patient"}'):
        answer = filled.web.post(f"/fhir/{path}", content=unread, headers=filled.headers("his"))
        assert (answer.status_code, answer.json()["resourceType"]) == (400, "OperationOutcome")


def test_quantities_are_found_in_their_unit(filled: World) -> None:
    client = handle(filled)
    totals = {
        "value-quantity=81.5": 1,
        "value-quantity=gt80|http://unitsofmeasure.org|kg": 1,
        "value-quantity=gt80||g": 0,
        "value-quantity=ap75||kg": 1,
        "value-quantity=lt80": 0,
        "combo-value-quantity=ge81.5": 1,
        "component-value-quantity=ge0": 0,
        "value-quantity:missing=true": 0,
    }
    asked = {query: get(filled, f"Observation?patient={client}&{query}").json()["total"] for query in totals}
    assert asked == totals


def test_a_caseload_goes_by_pages(filled: World) -> None:
    people = {"999995005": "Ans", "999995017": "Bea", "999995029": "Cor", "999995030": "Dik"}
    sent = [patient(bsn, f"q{n}", name=[{"family": name}]) for n, (bsn, name) in enumerate(people.items())]
    for one in sent:
        assert filled.send("his", bundle(one)).status_code == 201
    # Somebody of whom nothing is known yet but the number is in no list, and in nobody's way.
    register.relation(filled.house, Bsn("999995042"), "org:praktijk", "behandelrelatie")
    assert len(filled.web.get("/clients", headers=filled.headers("his")).json()["clients"]) == 6
    whole = get(filled, "Patient").json()
    assert whole["total"] == len(whole["entry"]) == 5
    pages, url = [], "Patient?_count=2&_elements=name"
    while url:
        page = get(filled, url).json()
        assert page["total"] == 5
        pages.append([entry["resource"]["id"] for entry in page["entry"]])
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        url = following[0].partition("/fhir/")[2] if following else ""
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [id_ for page in pages for id_ in page] == [entry["resource"]["id"] for entry in whole["entry"]]


def test_a_page_of_a_caseload_is_of_one_state_of_it(filled: World) -> None:
    assert filled.send("his", bundle(patient("999995005", "q1"))).status_code == 201
    first = get(filled, "Patient?_count=1").json()
    following = next(link["url"] for link in first["link"] if link["relation"] == "next").partition("/fhir/")[2]
    assert len(get(filled, following).json()["entry"]) == 1
    assert get(filled, following, "his-2").status_code == 410
    assert get(filled, f"{following}0").status_code == 410
    assert filled.send("his", bundle(patient("999995017", "q2"))).status_code == 201
    assert get(filled, following).status_code == 410


def test_a_history_may_be_cut(filled: World) -> None:
    only = observation(filled)
    assert filled.send("his", bundle(patient(), {**WEIGHT, "status": "amended"})).status_code == 201
    path = f"Observation/{only['id']}/_history"
    whole = get(filled, path).json()
    assert [entry["resource"]["status"] for entry in whole["entry"]] == ["amended", "final"]
    newest = get(filled, f"{path}?_count=1").json()
    assert (newest["total"], newest["entry"]) == (2, whole["entry"][:1])
    since = whole["entry"][0]["resource"]["meta"]["lastUpdated"].replace("+", "%2B")
    assert get(filled, f"{path}?_since={since}").json()["total"] in {1, 2}  # both may have come in one millisecond
    assert get(filled, f"{path}?_since=2999").json()["total"] == 0
    assert get(filled, f"{path}?_summary=count").json()["total"] == 2
    assert get(filled, f"{path}?_count=1").json()["link"] == [
        {"relation": "self", "url": f"{filled.house.settings.base_url}/fhir/{path}?_count=1"}
    ]
    for wrong in ("_since=gisteren", "_count=x", "_at=2020", "_count=1&_count=2"):
        assert get(filled, f"{path}?{wrong}").status_code == 422, wrong


def test_several_keys_sort_one_after_the_other(filled: World) -> None:
    client = handle(filled)
    by_id = [r["id"] for r in found(get(filled, f"Condition?patient={client}&_sort=_id"))]
    assert [r["id"] for r in found(get(filled, f"Condition?patient={client}&_sort=date,-_id"))] == by_id[::-1]
    assert get(filled, f"Condition?patient={client}&_sort=date,colour").status_code == 422


def test_patients_are_searched_by_their_own_parameters_alone(filled: World) -> None:
    """Also where others may be left out: one that asks for somebody is none of those, whatever its modifier."""
    for name in ("identifier:exact", "_id:not", "999900006", "name"):
        refused = filled.web.post("/fhir/Patient/_search", data={name: "999900006"}, headers=filled.headers("his"))
        assert (refused.status_code, "999900006" in refused.text) == (422, False), name
    lenient = {**filled.headers("his"), "Prefer": "handling=lenient"}
    for name, status in (("identifier:exact", 422), ("_id:not", 422), ("colour", 200)):
        posted = filled.web.post("/fhir/Patient/_search", data={name: "999900006"}, headers=lenient)
        assert posted.status_code == status, name
    assert get(filled, "Patient?_count=many").status_code == 422
    assert get(filled, "Patient?_id=a,b").status_code == 422
    both = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{BSN}", "_id": "x"}
    assert filled.web.post("/fhir/Patient/_search", data=both, headers=filled.headers("his")).status_code == 422
    assert "entry" not in get(filled, "Patient?_count=0").json()


@pytest.mark.parametrize(
    "path", ["/fhir/Condition/_search", "/fhir/AuditEvent/_search", "/fhir/CodeSystem/_search", "/token"]
)
def test_a_form_of_too_many_fields_is_refused(filled: World, path: str) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = filled.web.post(path, content="a=1&" * 60, headers={**filled.headers("his"), **kind})
    assert answer.status_code == 400
    assert get(filled, f"Condition?{'a=1&' * 300}").status_code == 400


def test_another_form_is_refused_wherever_it_is_asked(filled: World) -> None:
    about = {"patient": handle(filled), "_format": "xml"}
    posted = filled.web.post("/fhir/Condition/_search", data=about, headers=filled.headers("his"))
    assert posted.status_code == 406
    answered = bundled(filled, "batch", f"Condition?patient={about['patient']}&_format=xml", "Patient?_format=json")
    assert [entry["response"]["status"] for entry in answered.json()["entry"]] == ["406", "200"]
