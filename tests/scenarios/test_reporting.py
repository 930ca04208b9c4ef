"""An operator tells a source that its deliveries are refused or stay away; the source fetches and confirms it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gateway.audit import log as audit
from gateway.errors import Conflict, NotFound, Refused
from gateway.flows import ingest, reporting
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.portal.sessions import COOKIE
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller, RoleAt
from tests.builders import people
from tests.builders.world import World, bundle, condition, patient
from tests.conftest import Clock

CANARY = "Kanarievogel"
OPERATOR = Caller("beheerder", "O. Tter", "gemeente", "Gemeente", "gemeente", (RoleAt("operator", "gemeente"),))


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


def refuse(world: World, connector: str = "ecd", text: str = CANARY) -> str:
    """Something that is no message here; returns the id of the delivery."""
    answer = world.send(connector, json.dumps({text: text}).encode(), "application/json")
    assert answer.status_code == 422, answer.text
    return str(answer.headers["location"]).rpartition("/")[2]


def told(world: World, connector: str = "ecd") -> list[dict[str, Any]]:
    answer = world.web.get("/reports", headers=world.headers(connector))
    assert answer.status_code == 200, answer.text
    assert CANARY not in answer.text
    found: list[dict[str, Any]] = answer.json()["reports"]
    return found


def system(house: House, id_: str) -> Connector:
    with house.database.work() as session:
        found = parties.connector(session, id_)
    assert found is not None
    return found


def deliver(house: House, resources: dict[str, Any]) -> str:
    """As a care system does, at the time of the house: a token would be over."""
    sent = json.dumps(resources).encode()
    return ingest.deliver(house, Sender(system(house, "ecd")), "application/fhir+json", sent).state


def test_a_source_is_told_how_many_were_refused_and_with_which_code_once(world: World, clock: Clock) -> None:
    house = world.house
    first = refuse(world)
    refuse(world, text=f"{CANARY}2")
    assert world.send("ecd", b"<a>", "application/xml").status_code == 400
    assert reporting.standing(house, OPERATOR)["ecd"].may
    reporting.report(house, OPERATOR, "ecd")
    (one,) = told(world)
    assert (one["about"], one["number"], one["codes"]) == ("rejected", 3, {"unknown-kind": 2, "xml-syntax": 1})
    receipt = world.web.get(f"/deliveries/{first}", headers=world.headers("ecd")).json()
    assert one["since"] == receipt["received"]
    assert not reporting.standing(house, OPERATOR)["ecd"].may
    with pytest.raises(Conflict):
        reporting.report(house, OPERATOR, "ecd")
    clock.forward(seconds=5)
    refuse(world, text=f"{CANARY}3")
    reporting.report(house, OPERATOR, "ecd")
    assert [report["number"] for report in told(world)] == [3, 1]
    assert told(world, "his") == []


def test_the_source_confirms_and_the_operator_sees_that(world: World, clock: Clock) -> None:
    house = world.house
    refuse(world)
    reporting.report(house, OPERATOR, "ecd")
    (one,) = told(world)
    last = reporting.standing(house, OPERATOR)["ecd"].last
    assert last is not None
    assert last.read is None
    path = f"/reports/{one['report']}/confirmation"
    for other in (path.replace(one["report"], "nergens"), path):
        answer = world.web.post(other, headers=world.headers("his"))
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/fhir+json")
    clock.forward(seconds=1)
    assert world.web.post(path, headers=world.headers("ecd")).status_code == 204
    last = reporting.standing(house, OPERATOR)["ecd"].last
    assert last is not None
    assert last.read == house.now()
    clock.forward(seconds=1)
    assert world.web.post(path, headers=world.headers("ecd")).status_code == 204
    again = reporting.standing(house, OPERATOR)["ecd"].last
    assert again == last
    assert told(world) == []


def test_one_that_is_quiet_is_told_once_for_each_silence(world: World, clock: Clock) -> None:
    house = world.house
    with pytest.raises(Conflict):
        reporting.report(house, OPERATOR, "ecd")  # never delivered anything
    assert deliver(house, bundle(patient(), condition())) == "accepted"
    with pytest.raises(Conflict):
        reporting.report(house, OPERATOR, "ecd")  # and now it does
    last = house.now()
    clock.forward(days=2)
    reporting.report(house, OPERATOR, "ecd")
    with pytest.raises(Conflict):
        reporting.report(house, OPERATOR, "ecd")
    (one,) = reporting.unread(house, system(house, "ecd"))
    assert (one.about, one.since, one.codes) == ("quiet", last, {})
    assert deliver(house, bundle(patient(), condition("T90", "c9"))) == "accepted"
    clock.forward(days=2)
    reporting.report(house, OPERATOR, "ecd")
    assert len(reporting.unread(house, system(house, "ecd"))) == 2


def test_one_delivery_is_reported_by_name_of_what_the_source_sent(world: World) -> None:
    house, delivery = world.house, refuse(world)
    reporting.report_delivery(house, OPERATOR, delivery)
    (one,) = told(world)
    assert (one["about"], one["delivery"], one["codes"]) == ("delivery", f"/deliveries/{delivery}", {"unknown-kind": 1})
    assert world.web.get(one["delivery"], headers=world.headers("ecd")).status_code == 200
    assert reporting.of_deliveries(house, OPERATOR, (delivery, "x")).keys() == {delivery}
    with pytest.raises(Conflict):
        reporting.report_delivery(house, OPERATOR, delivery)
    taken = world.send("ecd", bundle(patient(), condition())).headers["location"].rpartition("/")[2]
    for absent in (taken, "nergens"):
        with pytest.raises(NotFound):
            reporting.report_delivery(house, OPERATOR, absent)
    with pytest.raises(NotFound):
        reporting.report(house, OPERATOR, "nergens")


def test_nobody_else_reports_and_every_step_is_on_the_log(world: World) -> None:
    house, delivery = world.house, refuse(world)
    arts = Caller("arts", "A. Bos", "praktijk", "De Linde", "huisarts", (RoleAt("huisarts", "praktijk"),))
    for attempt in (
        lambda: reporting.report(house, arts, "ecd"),
        lambda: reporting.report_delivery(house, arts, delivery),
        lambda: reporting.standing(house, arts),
        lambda: reporting.of_deliveries(house, arts, (delivery,)),
    ):
        with pytest.raises(Refused):
            attempt()
    assert world.web.get("/reports", headers=people.headers(world, "arts")).status_code == 403
    reporting.report(house, OPERATOR, "ecd")
    reporting.report_delivery(house, OPERATOR, delivery)
    (first, *_) = reporting.unread(house, system(house, "ecd"))
    reporting.confirm(house, system(house, "ecd"), first.id)
    with house.database.work() as session:
        entries = sorted((e for e in audit.entries(session) if e.event == "report"), key=lambda entry: entry.seq)
    assert [entry.fields["reason"] for entry in entries] == ["rejected", "delivery", "listed", "confirmed"]
    assert {entry.fields["what"] for entry in entries} == {"ecd"}
    assert [entry.fields.get("person") for entry in entries] == ["beheerder", "beheerder", None, None]


def test_the_pages_of_the_operator_tell_and_show_it(world: World) -> None:
    people.reviewers(world)
    delivery = refuse(world)
    web = TestClient(world.web.app, base_url=world.house.settings.base_url, follow_redirects=False)
    web.cookies.set(COOKIE, people.session(world.house, people.OPERATOR[0]))
    pages = ("/beheer/koppelingen", "/beheer/afgekeurd", f"/beheer/afgekeurd/{delivery}")
    for page, form in zip(pages[::2], ("/beheer/koppelingen/ecd/melden", f"{pages[2]}/melden"), strict=True):
        shown = web.get(page).text
        assert f'action="{form}"' in shown
        csrf = re.findall(r'name="csrf" value="([^"]+)"', shown)[0]
        assert web.post(form, data={"csrf": "x"}).status_code == 403
        assert web.post(form, data={"csrf": csrf}).headers["location"] == page
        after = web.get(page).text
        assert f'action="{form}"' not in after
        assert "nog niet bevestigd" in after
        assert web.post(form, data={"csrf": csrf}).status_code == 409
    assert "nog niet bevestigd" in web.get(pages[1]).text
    for one in told(world):
        world.web.post(f"/reports/{one['report']}/confirmation", headers=world.headers("ecd"))
    for page in pages:
        assert "bevestigd op" in web.get(page).text
        assert CANARY not in web.get(page).text
