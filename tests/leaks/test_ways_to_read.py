"""Each way to read FHIR gives what it should within the visible set, and refuses by name what it does not do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.fhir import definitions, types
from gateway.fhir.search import links
from gateway.flows.references import record_id
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import rich, worlds
from tests.leaks.worlds import Town, sign


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(light_house: Any) -> Town:
    return worlds.town(light_house)


@pytest.fixture
def ask(made: Town) -> Callable[..., Any]:
    def ask(url: str, viewer: str = "nurse", status: int = 200, **posted: Any) -> Any:
        headers = made.headers(viewer)
        answer = made.world.web.post(url, headers=headers, **posted) if posted else None
        answer = answer or made.world.web.get(url.replace("{h}", made.handle(viewer)), headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


def id_of(made: Town, connector: str, type_: str, local: str) -> str:
    return record_id(made.house.vault, connector, type_, local)


def names(found: dict[str, Any], mode: str = "match") -> set[str]:
    return {
        f"{e['resource']['resourceType']}/{e['resource']['id']}"
        for e in found.get("entry", ())
        if e.get("search", {}).get("mode", mode) == mode
    }


def test_history_and_vread_tell_what_a_resource_said(made: Town, ask: Callable[..., Any]) -> None:
    made.world.send("ecd", bundle(patient(), condition("K86", "n2", onsetDateTime="2026-02-03")))
    path = f"/fhir/Condition/{id_of(made, 'ecd', 'Condition', 'n2')}"
    history = ask(f"{path}/_history")
    assert (history["type"], history["total"]) == ("history", 2)
    now, before = [entry["resource"]["code"]["coding"][0]["code"] for entry in history["entry"]]
    assert (now, before) == ("K86", "R95")
    for entry, code in zip(history["entry"], ("K86", "R95"), strict=True):
        version = entry["response"]["etag"].removeprefix('W/"').removesuffix('"')
        assert ask(f"{path}/_history/{version}")["code"]["coding"][0]["code"] == code
    ask(f"{path}/_history/1", status=404)


def test_an_earlier_state_that_is_hidden_is_in_no_history(made: Town, ask: Callable[..., Any]) -> None:
    """What was sensitive once and is not now: the doctor sees one state, nursing both."""
    for code in ("P76", "R95"):
        made.world.send("ecd", bundle(patient(), condition(code, "z", onsetDateTime="2026-02-03")))
    path = f"/fhir/Condition/{id_of(made, 'ecd', 'Condition', 'z')}/_history"
    assert (ask(path, "nurse")["total"], ask(path, "arts")["total"]) == (2, 1)


def test_a_change_of_what_is_masked_is_no_state(made: Town, ask: Callable[..., Any]) -> None:
    path = f"/fhir/Condition/{id_of(made, 'his', 'Condition', 'h1')}"
    before = ask(f"{path}/_history")
    made.world.send("his", bundle(patient(), condition("K86", "h1", note=[{"text": "twee"}], meta={"versionId": "2"})))
    assert ask(f"{path}/_history") == before
    assert ask(f"{path}/_history", "arts")["total"] == 2
    assert "note" not in ask(path)
    ask(path.replace("Condition", "Provenance"), status=404)


def test_include_and_revinclude_go_along_and_do_not_count(made: Town, ask: Callable[..., Any]) -> None:
    visit, problem = id_of(made, "ecd", "Encounter", "v1"), id_of(made, "ecd", "Condition", "n1")
    found = ask(f"/fhir/Condition?patient={{h}}&_id={problem}&_include=Condition:encounter&_include=Condition:subject")
    assert (found["total"], names(found)) == (1, {f"Condition/{problem}"})
    assert names(found, "include") == {f"Encounter/{visit}", f"Patient/{made.handle('nurse')}"}
    found = ask("/fhir/Encounter?patient={h}&_revinclude=Condition:encounter&_revinclude=Provenance:target")
    assert names(found, "include") == {f"Condition/{problem}", f"Provenance/{visit}"}


def test_chains_links_and_has_look_one_step_further(made: Town, ask: Callable[..., Any]) -> None:
    visit, problem = id_of(made, "ecd", "Encounter", "v1"), id_of(made, "ecd", "Condition", "n1")
    for url, expected in (
        (f"/fhir/Condition?patient={{h}}&encounter=Encounter/{visit}", {f"Condition/{problem}"}),
        (f"/fhir/Condition?patient={{h}}&encounter={visit}", {f"Condition/{problem}"}),
        ("/fhir/Condition?patient={h}&encounter.date=ge2026-02-01", {f"Condition/{problem}"}),
        ("/fhir/Condition?patient={h}&encounter:Encounter.date=lt2026-02-01", set()),
        ("/fhir/Encounter?patient={h}&_has:Condition:encounter:code=R95", {f"Encounter/{visit}"}),
        ("/fhir/Encounter?patient={h}&_has:Condition:encounter:code=P76", set()),
    ):
        assert names(ask(url)) == expected, url


def test_has_does_not_reach_what_is_hidden(made: Town, ask: Callable[..., Any]) -> None:
    sent = condition("P76", "later", onsetDateTime="2026-02-01", encounter={"reference": "Encounter/v1"})
    made.world.send("ecd", bundle(patient(), sent))
    url = "/fhir/Encounter?patient={h}&_has:Condition:encounter:code=P76"
    assert (ask(url, "nurse")["total"], ask(url, "arts")["total"]) == (1, 0)
    url = "/fhir/Encounter?patient={h}&_revinclude=Condition:encounter"
    assert len(names(ask(url, "nurse"), "include")) == len(names(ask(url, "arts"), "include")) + 1


def test_a_number_that_is_masked_is_not_there_to_search(made: Town, ask: Callable[..., Any]) -> None:
    """Nor one that is hidden: whoever sees it finds it, and whoever does not finds what has no number."""
    sign(made, rich.WISHES)
    made.world.send("his", bundle(patient(), rich.weight("w1", 81.5)))
    url = "/fhir/Observation?patient={h}&"
    for query, seen, masked in (
        ("value-quantity=81.5", 1, 0),
        ("value-quantity=ne5||kg", 1, 0),
        ("combo-value-quantity=gt0", 1, 0),
        ("value-quantity:missing=true", 0, 1),
    ):
        totals = (ask(f"{url}{query}", "arts")["total"], ask(f"{url}{query}", "nurse")["total"])
        assert totals == (seen, masked), query
    assert ask(f"{url}value-quantity:missing=true", "consulent")["total"] == 0


def test_all_includes_stay_within_what_is_seen(made: Town, ask: Callable[..., Any]) -> None:
    """A visit is about something sensitive, which points back at it."""
    sent = condition("P76", "later", onsetDateTime="2026-02-01", encounter={"reference": "Encounter/v1"})
    about = [{"condition": {"reference": "Condition/later"}}]
    made.world.send("ecd", bundle(patient(), sent, {**rich.visit("v1"), "diagnosis": about}))
    hidden = f"Condition/{id_of(made, 'ecd', 'Condition', 'later')}"
    for url in ("/fhir/Encounter?patient={h}&_include=*", "/fhir/Encounter?patient={h}&_revinclude=*"):
        assert hidden in names(ask(url, "nurse"), "include")
        assert hidden not in names(ask(url, "arts"), "include")


def test_a_link_to_what_is_hidden_is_left_out(made: Town, ask: Callable[..., Any]) -> None:
    made.world.send("ecd", bundle(patient(), condition("P76", "later", onsetDateTime="2026-02-01")))
    goal = f"/fhir/Goal/{id_of(made, 'ecd', 'Goal', 'g1')}"
    assert len(ask(goal, "nurse")["addresses"]) == 2
    seen = ask(goal, "arts")
    assert seen["addresses"] == [{"reference": f"Condition/{id_of(made, 'ecd', 'Condition', 'n1')}"}]
    assert "Depressie" not in str(seen)


def test_a_contact_of_a_day_can_be_read_under_ones_own_handle_alone(made: Town, ask: Callable[..., Any]) -> None:
    found = ask("/fhir/Encounter?patient={h}", "consulent")
    of_day = [e["resource"]["id"] for e in found["entry"] if "." in e["resource"]["id"]]
    assert of_day
    for id_ in of_day:
        assert ask(f"/fhir/Encounter/{id_}", "consulent")["id"] == id_
        assert ask(f"/fhir/Encounter/{id_}/_history", "consulent")["total"] == 1
        ask(f"/fhir/Encounter/{id_}", "arts", 404)
        ask(f"/fhir/Provenance/{id_}", "consulent", 404)


NOT_DONE = (
    "encounter.encounter.date=2026",
    "patient.name=Wit",
    "subject:Patient.birthdate=1967",
    "_has:Condition:subject:code=R95",
    "_has:Condition:encounter:encounter:date=2026",
    "_has:Provenance:target:_id=x",
    "_include=Encounter:*",
    "date=2026",
    "value-quantity=5",
    "_include=Condition:asserter",
    "_include:iterate=Condition:encounter",
    "_include=Observation:encounter",
    "_revinclude=Patient:link",
    "code:in=x",
    "_filter=x",
    "_contained=true",
    "_query=x",
    "_text=x",
)


def test_what_is_not_done_is_refused_by_name(ask: Callable[..., Any]) -> None:
    for query in NOT_DONE:
        told = ask(f"/fhir/Condition?patient={{h}}&{query}", status=422)
        assert told["issue"][0]["details"]["coding"][0]["code"] == "search-parameter"
        assert told["issue"][0]["expression"][0] in query
    for name in ("identifier", "patient.identifier", "_has:Condition:patient:identifier"):
        told = ask(f"/fhir/Condition?{name}=999900006", status=422)
        assert told["issue"][0]["details"]["coding"][0]["code"] == "bsn-in-address"


def test_a_batch_answers_each_entry_as_a_request_of_its_own(made: Town, ask: Callable[..., Any]) -> None:
    h, visit = made.handle("nurse"), id_of(made, "ecd", "Encounter", "v1")
    urls = [f"Encounter/{visit}", f"Condition?patient={h}", f"Patient/{h}/$everything", f"Encounter/{visit}/_history",
            "Condition/nobody", "Condition?identifier=1", "Nothing/x", "../clients", "metadata"]  # fmt: skip
    entries: list[Any] = [{"request": {"method": "GET", "url": url}} for url in urls]
    entries += [{"request": {"method": "DELETE", "url": urls[0]}}, {}, 7]
    answer = ask("/fhir", json={"resourceType": "Bundle", "type": "batch", "entry": entries})
    assert answer["type"] == "batch-response"
    statuses = [entry["response"]["status"] for entry in answer["entry"]]
    assert statuses == [*["200"] * 4, "404", "422", "404", "400", "400", "405", "405", "405"]
    for url, entry in zip(urls[:4], answer["entry"], strict=False):
        assert entry["resource"] == ask(f"/fhir/{url}")


def test_what_is_no_batch_is_refused(ask: Callable[..., Any]) -> None:
    bundle_ = {"resourceType": "Bundle"}
    for body in ([1], {**bundle_, "type": "collection"}, {**bundle_, "type": "batch", "entry": [{}] * 51}):
        assert ask("/fhir", status=422, json=body)["issue"][0]["details"]["coding"][0]["code"] == "batch"


def test_links_name_elements_that_are_references() -> None:
    for type_, names_ in links.LINKS.items():
        assert type_ in types.SERVED
        for name in names_:
            assert links.target_types(type_, name) is not None
            owner, *rest = type_, *names_[name].split(".")
            for member in rest:
                element = definitions.definition(owner).elements[member]
                owner = element.type
            assert owner == "Reference", (type_, name)


def test_the_capability_statement_is_true(made: Town, ask: Callable[..., Any]) -> None:
    """Everything it lists is answered, for every type."""
    (rest,) = ask("/fhir/metadata")["rest"]
    assert rest["interaction"] == [{"code": "batch"}, {"code": "transaction"}]
    h = made.handle("nurse")
    given = {"reference": "x", "token": "x", "date": "2026", "quantity": "1"}
    for resource in rest["resource"]:
        type_ = resource["type"]
        if type_ not in types.SERVED - {"Patient"}:  # the log, bytes and terminology are tested where they live
            continue
        others = [p for p in resource["searchParam"] if p["name"] not in {"patient", "subject"}]
        listed = [(p["name"], given[p["type"]]) for p in others]
        listed += [("_include", value) for value in resource.get("searchInclude", ())]
        listed += [("_revinclude", value) for value in resource.get("searchRevInclude", ())]
        made.world.web.cookies.clear()
        query = "&".join(f"{name}={value}" for name, value in listed)
        assert ask(f"/fhir/{type_}?patient={h}&{query}")["total"] == 0
