"""ZRM through the API: professionals and client side by side, as the client shares; a low score asks for a goal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.auth import development
from gateway.fhir.check import check
from gateway.flows import caseloads, register, steward
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.stages.decided import Caller, RoleAt
from gateway.wire import json
from omaha import codesystem
from tests.builders import people
from tests.builders.world import World, bundle, in_caseload, patient

BASE = "https://wijkdossier.nl/fhir"
PERSONA = development.town()["client"][0]
BSN = PERSONA["bsn"]
REGISSEUR = ("regisseur", "F. Fazant", "regisseur", "gemeente")


def form(scores: dict[str, int], id_: str = "f1", **members: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id_,
        "questionnaire": f"{BASE}/Questionnaire/zrm-2017",
        "status": "completed",
        "subject": {"reference": "Patient/p1"},
        "authored": "2026-03-01",
        "author": {"display": "D. Das"},
        "item": [{"linkId": domain, "answer": [{"valueInteger": level}]} for domain, level in scores.items()],
    } | members


def goal(id_: str = "g1", **members: Any) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "id": id_,
        "lifecycleStatus": "active",
        "description": {"text": "een woning"},
        "subject": {"reference": "Patient/p1"},
    } | members


def named(domain: str) -> dict[str, Any]:
    return {"category": [{"coding": [{"system": codesystem.ZRM, "code": domain}]}]}


def send(world: World, *resources: dict[str, Any], by: str = "wmo") -> Any:
    answer = world.send(by, bundle(patient(BSN), *resources))
    assert answer.status_code == 201, answer.text
    return answer


def get(world: World, path: str, person: str, kind: str = "person") -> Any:
    return world.web.get(path, headers=people.headers(world, person, kind))


def handle(world: World, person: str, role: str, org: str) -> str:
    caller = Caller(person, person, org, org, "gemeente", (RoleAt(role, org),))
    return caseloads.my_clients(world.house, caller)[0].handle


def side_by_side(world: World, person: str = "consulent", role: str = "wmo-consulent", org: str = "gemeente") -> Any:
    answer = get(world, f"/clients/{handle(world, person, role, org)}/zrm", person)
    assert answer.status_code == 200, answer.text
    return {one["domain"]: one for one in answer.json()["domains"]}


def tasks(world: World, person: str = "consulent", role: str = "wmo-consulent", org: str = "gemeente") -> Any:
    answer = get(world, f"/fhir/Task?patient={handle(world, person, role, org)}", person)
    assert answer.status_code == 200, answer.text
    found = [entry["resource"] for entry in answer.json().get("entry", ())]
    assert all(check(one) == () for one in found)
    return found


def self_score(world: World, scores: dict[str, Any], **members: Any) -> Any:
    body = json.dumps({"scores": scores, **members})
    return world.web.post("/clients/mijn/zrm", content=body, headers=people.headers(world, PERSONA["id"], "client"))


def the_client(world: World) -> Caller:
    with world.house.database.work() as session:
        client = clients.find_or_make(session, world.house.vault, Bsn(BSN), world.house.now())
    return Caller(client, PERSONA["name"], None, None, None, client=client)


@pytest.fixture
def staffed(town: World) -> World:
    register.professional(town.house, *REGISSEUR)
    return town


@pytest.fixture
def both(world: World) -> World:
    return world


def test_the_forms_can_be_read_and_found(staffed: World) -> None:
    headers = staffed.headers("his")
    one = staffed.web.get("/fhir/Questionnaire/zrm-2013-zelf", headers=headers).json()
    assert len(one["item"]) == 11
    found = staffed.web.get(f"/fhir/Questionnaire?url={one['url']}%7C2013", headers=headers).json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == ["zrm-2013-zelf"]
    assert check(found) == ()
    assert staffed.web.get("/fhir/Questionnaire/none", headers=headers).status_code == 404
    assert staffed.web.get("/fhir/Questionnaire?name=x", headers=headers).status_code == 400


def test_a_form_through_deliveries_is_read_back_as_scores(both: World) -> None:
    receipt = send(both, form({"huisvesting": 4, "sociaal-netwerk": 3})).json()
    assert receipt["resources"] == 3
    shown = side_by_side(both)
    assert [one["level"] for one in shown["huisvesting"]["professional"]] == [4]
    assert shown["huisvesting"]["client"] == []
    assert shown["justitie"]["professional"] == []
    who = handle(both, "consulent", "wmo-consulent", "gemeente")
    answer = get(both, f"/fhir/Observation?patient={who}&zrm=huisvesting", "consulent")
    assert answer.json()["total"] == 1


def test_a_refused_form_is_a_rejected_delivery(staffed: World) -> None:
    answer = staffed.send("wmo", bundle(patient(BSN), form({"huisvesting": 9})))
    assert answer.status_code == 422
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "zrm-level"


def test_the_client_scores_and_reads_it_and_nobody_else_until_it_is_shared(both: World) -> None:
    send(both, form({"huisvesting": 4}))
    answer = self_score(both, {"huisvesting": 2})
    assert answer.status_code == 201, answer.text
    own = get(both, "/clients/mijn/zrm", PERSONA["id"], "client").json()["domains"]
    [housing] = [one for one in own if one["domain"] == "huisvesting"]
    assert [one["level"] for one in housing["professional"]] == [4]
    assert [(one["level"], one["source"]["name"]) for one in housing["client"]] == [(2, "Cliënt zelf")]
    assert side_by_side(both)["huisvesting"]["client"] == []
    until = both.house.today() + timedelta(days=30)
    steward.share(both.house, the_client(both), Grant("org:gemeente", what=("eigen",), contact_only=False, until=until))
    shared = side_by_side(both)["huisvesting"]
    assert ([one["level"] for one in shared["professional"]], [one["level"] for one in shared["client"]]) == ([4], [2])


def test_sharing_what_the_municipality_wrote_does_not_share_what_the_client_filled_in(staffed: World) -> None:
    send(staffed, form({"huisvesting": 4}))
    self_score(staffed, {"huisvesting": 2})
    in_caseload(staffed.house, BSN, "org:praktijk")
    until = staffed.house.today() + timedelta(days=30)
    steward.share(
        staffed.house, the_client(staffed), Grant("org:praktijk", what=("wmo",), contact_only=False, until=until)
    )
    shown = side_by_side(staffed, "arts", "huisarts", "praktijk")["huisvesting"]
    assert ([one["level"] for one in shown["professional"]], shown["client"]) == ([4], [])


@pytest.mark.parametrize(
    ("scores", "members", "code"),
    [
        ({"huisvesting": 6}, {}, "zrm-level"),
        ({"huisvesting": 0}, {}, "zrm-level"),
        ({"totaal": 3}, {}, "zrm-domain"),
        ({"adl": 3}, {}, "zrm-domain"),
        ({"financien": 3}, {"day": "2099-01-01"}, "zrm-scores"),
        ({}, {}, "zrm-scores"),
        ({"huisvesting": 2.5}, {}, "body"),
        ({"huisvesting": "2"}, {}, "body"),
        ({"huisvesting": 2}, {"edition": "1999"}, "body"),
    ],
)
def test_a_self_score_that_cannot_be(
    staffed: World, scores: dict[str, Any], members: dict[str, Any], code: str
) -> None:
    the_client(staffed)
    answer = self_score(staffed, scores, **members)
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == code
    assert answer.status_code in {400, 422}


def test_a_self_score_in_the_older_edition(staffed: World) -> None:
    the_client(staffed)
    assert self_score(staffed, {"adl": 3}, edition="2013").status_code == 201
    answer = get(staffed, "/clients/mijn/zrm?edition=2013", PERSONA["id"], "client").json()
    assert answer["edition"] == "2013"
    assert len(answer["domains"]) == 11
    assert [one["level"] for d in answer["domains"] for one in d["client"]] == [3]


def test_only_the_client_scores_themselves_and_only_who_knows_the_client_reads(staffed: World) -> None:
    send(staffed, form({"huisvesting": 4}))
    body = json.dumps({"scores": {"huisvesting": 2}})
    answer = staffed.web.post("/clients/mijn/zrm", content=body, headers=people.headers(staffed, "consulent"))
    assert answer.status_code == 403
    assert get(staffed, "/clients/onbekend/zrm", "arts").status_code == 404


def test_a_low_score_without_goal_raises_one_task_that_does_not_tell_the_level(both: World) -> None:
    send(both, form({"huisvesting": 2, "financien": 3, "justitie": 1}))
    found = tasks(both)
    assert {one["code"]["text"] for one in found} == {
        "Samen een doel afspreken: Huisvesting",
        "Samen een doel afspreken: Justitie",
    }
    assert {one["status"] for one in found} == {"requested"}
    assert all("valueInteger" not in json.dumps(one) for one in found)
    send(both, form({"huisvesting": 1}, "f2", authored="2026-04-01"))
    assert len(tasks(both)) == 2


@pytest.mark.parametrize("link", ["addresses", "domain"])
def test_a_goal_that_comes_along_needs_no_task_and_one_that_comes_later_closes_it(staffed: World, link: str) -> None:
    members = (
        {"addresses": [{"reference": "Observation/f1.huisvesting"}]} if link == "addresses" else named("huisvesting")
    )
    send(staffed, form({"huisvesting": 2}), goal(**members))
    assert tasks(staffed) == []
    send(staffed, form({"financien": 2}, "f2"))
    [open_] = tasks(staffed)
    later = {"addresses": [{"reference": "Observation/f2.financien"}]} if link == "addresses" else named("financien")
    send(staffed, goal("g2", **later))
    [closed] = tasks(staffed)
    assert (closed["id"], closed["status"]) == (open_["id"], "completed")
    assert closed["output"][0]["valueReference"]["reference"].startswith("Goal/")


def test_a_goal_of_another_source_does_not_show_in_the_tasks_of_this_one(staffed: World) -> None:
    send(staffed, goal(**named("huisvesting")), by="ecd")
    send(staffed, form({"huisvesting": 2}))
    assert [one["status"] for one in tasks(staffed)] == ["requested"]


def test_a_cancelled_goal_is_none(staffed: World) -> None:
    send(staffed, form({"huisvesting": 2}), goal(**named("huisvesting"), lifecycleStatus="cancelled"))
    assert len(tasks(staffed)) == 1


def close(world: World, task: str, body: dict[str, Any], person: str = "consulent") -> Any:
    return world.web.post(f"/tasks/{task}/close", content=json.dumps(body), headers=people.headers(world, person))


def test_closing_needs_a_goal_or_a_reason(both: World) -> None:
    send(both, form({"huisvesting": 2}))
    [task] = tasks(both)
    assert close(both, task["id"], {}).status_code == 422
    assert close(both, task["id"], {"reason": "  "}).status_code == 422
    assert close(both, task["id"], {"goal": "Goal/x", "reason": "beide"}).status_code == 422
    assert close(both, task["id"], {"goal": "Goal/00000000-0000-4000-8000-000000000000"}).status_code == 404
    assert close(both, task["id"], {"reason": "De cliënt wil nu geen doel"}).status_code == 204
    [closed] = tasks(both)
    assert (closed["status"], closed["statusReason"]["text"]) == ("completed", "De cliënt wil nu geen doel")
    assert close(both, task["id"], {"reason": "nog eens"}).status_code == 409
    send(both, form({"huisvesting": 2}) | {"language": "nl"})
    assert [one["status"] for one in tasks(both)] == ["completed"]
    send(both, form({"huisvesting": 1}, "f9", authored="2026-05-01"))
    assert sorted(one["status"] for one in tasks(both)) == ["completed", "requested"]


def test_the_regisseur_closes_and_others_who_see_it_do_not(staffed: World) -> None:
    send(staffed, form({"huisvesting": 2}))
    in_caseload(staffed.house, BSN, "org:praktijk")
    until = staffed.house.today() + timedelta(days=30)
    steward.share(
        staffed.house, the_client(staffed), Grant("org:praktijk", what=("wmo",), contact_only=False, until=until)
    )
    [task] = tasks(staffed, "arts", "huisarts", "praktijk")
    assert close(staffed, task["id"], {"reason": "geen"}, "arts").status_code == 403
    assert close(staffed, task["id"], {"reason": "geen"}, "arts-2").status_code == 404
    assert close(staffed, task["id"], {"reason": "eerst schulden"}, "regisseur").status_code == 204


def test_a_low_self_score_asks_for_a_goal_where_the_client_shares_it(staffed: World) -> None:
    send(staffed, form({"huisvesting": 4}))
    self_score(staffed, {"huisvesting": 1})
    assert tasks(staffed) == []
    until = staffed.house.today() + timedelta(days=30)
    steward.share(
        staffed.house, the_client(staffed), Grant("org:gemeente", what=("eigen",), contact_only=False, until=until)
    )
    [task] = tasks(staffed)
    assert {"system": f"{BASE}/CodeSystem/zrm-beoordelaar", "code": "client"} in task["code"]["coding"]
    assert close(staffed, task["id"], {"reason": "besproken"}, "regisseur").status_code == 204


def test_nothing_adds_up_or_averages(staffed: World) -> None:
    send(staffed, form({"huisvesting": 1, "financien": 5}))
    self_score(staffed, {"huisvesting": 5})
    text = get(staffed, "/clients/mijn/zrm", PERSONA["id"], "client").text
    levels = [
        one["level"] for d in json.loads(text)["domains"] for side in ("professional", "client") for one in d[side]
    ]
    assert sorted(levels) == [1, 5, 5]
    assert not {"total", "totaal", "average", "gemiddelde", "score"} & set(json.loads(text))
