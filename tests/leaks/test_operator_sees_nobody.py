"""The operator's pages hold no value of a person, whatever was refused or waits: a canary stands in every place.

Messages of every kind are broken in ways that get them refused, with a canary for each text and name in them; then all
pages and files of the operator are read for any of them, and for every value that stood in the messages.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from gateway.flows import translations
from gateway.flows.reviewing import Asked
from gateway.intake import figures, shape
from gateway.portal.sessions import COOKIE
from gateway.wire import xml
from tests.builders import people
from tests.builders.world import World, build, bundle, condition, patient
from tests.conftest import Clock

CANARY = "Kanarievogel"
GOLDEN = Path(__file__).parents[1] / "scenarios" / "golden"
# What a page says of itself: dates, counts, ids of deliveries, words of ours.
PAGES = ("/beheer/koppelingen", "/beheer/wachtrij", "/beheer/afgekeurd", "/beheer/vertalingen")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def world(light_house: Any) -> World:
    made = build(light_house)
    people.reviewers(made)
    return made


@pytest.fixture
def operator(world: World) -> TestClient:
    return at(world, people.OPERATOR[0])


def at(world: World, person: str) -> TestClient:
    web = TestClient(world.web.app, base_url=world.house.settings.base_url, follow_redirects=False)
    web.cookies.set(COOKIE, people.session(world.house, person))
    return web


def marked(body: bytes) -> bytes:
    """An XML message with a canary in place of every text, and behind every attribute that is no reference of XML."""
    root = xml.parse(body)
    for n, element in enumerate(root.iter()):
        if xml.text(element):
            element.text = f"{CANARY}{n}"
        for name in list(element.attrib):
            if "XMLSchema" not in name:
                element.attrib[name] = f"{CANARY}{n}{element.attrib[name]}"
    return xml.serialise(root)


def refused(world: World) -> list[str]:
    """Sends all of it. Returns the ids of what was refused."""
    hidden: list[tuple[str, bytes]] = [
        *(("application/xml", marked(path.read_bytes())) for path in sorted(GOLDEN.glob("*/delivery.xml"))),
        ("application/xml", f"<{CANARY}><{CANARY}2 {CANARY}3='x'>999911120</{CANARY}2></{CANARY}>".encode()),
        ("application/xml", f"<Bundle xmlns='http://hl7.org/fhir'><{CANARY}/>{CANARY}</Bundle>".encode()),
        ("application/xml", f"<a>{CANARY}".encode()),
        ("application/json", json.dumps({CANARY: {f"{CANARY}2": "999911120"}, "x": [CANARY] * 3}).encode()),
        ("application/json", json.dumps({CANARY: 1})[:-1].encode()),
        ("application/json", f'{{"{CANARY}":1,"{CANARY}":2}}'.encode()),
        ("text/plain", CANARY.encode()),
        ("application/fhir+json", json.dumps({"resourceType": CANARY, "id": CANARY}).encode()),
        (
            "application/fhir+json",
            json.dumps(bundle(patient(birthDate=CANARY), condition(**{CANARY: CANARY}))).encode(),
        ),
        ("application/fhir+json", json.dumps(bundle(patient(gender=CANARY))).encode()),
        ("application/fhir+json", json.dumps(bundle(patient(bsn="123456789"), condition())).encode()),
        ("application/json", json.dumps({"omahaClassifiedProblems": [{CANARY: CANARY, "clientId": CANARY}]}).encode()),
    ]
    for content_type, body in hidden:
        world.send("ecd", body, content_type)
    with world.house.database.work() as session:
        return [row.id for row in figures.in_states(session, ("rejected",), None, 0, 1000)]


def test_no_value_and_no_unknown_name_of_a_refused_message_is_shown(world: World, operator: TestClient) -> None:
    sent = refused(world)
    assert len(sent) > 40
    answers = {
        path: operator.get(path) for path in (*PAGES[:3], "/beheer/afgekeurd/bestand", "/beheer/afgekeurd?page=2")
    }
    answers |= {f"/beheer/afgekeurd/{id_}": operator.get(f"/beheer/afgekeurd/{id_}") for id_ in sent}
    again = sent[0]
    answers["again"] = operator.post(f"/beheer/afgekeurd/{again}", data={"csrf": csrf(operator)})
    assert {answer.status_code for answer in answers.values()} == {200}
    for path, answer in answers.items():
        assert CANARY.lower() not in answer.text.lower(), path
        assert "999911120" not in answer.text, path
        assert "123456789" not in answer.text, path
    with_shape = [path for path, answer in answers.items() if "‹tekst›" in answer.text]
    assert len(with_shape) > 25


def test_a_whole_record_of_words_leaves_only_kinds_of_values() -> None:
    """No word of a value is left, of real messages as they were before anything was marked."""
    for path in sorted(GOLDEN.glob("*/delivery.*")):
        body = path.read_bytes()
        lines = " ".join(shape.shape(body))
        allowed = shape.names() | {"nog", "hetzelfde", "naam", "die", "geen", "standaard", "kent", "tekst", "leeg",
                                   "cijfers", "getal", "datum", "moment", "ja", "of", "nee", "niets", "adres", "op",
                                   "internet"}  # fmt: skip
        found = {word for word in re.findall(r"[^\W\d_][\w.-]*", lines) if word.removeprefix("_") not in allowed}
        assert not found, (path, found)


def test_what_waits_is_counted_and_not_named(world: World, operator: TestClient) -> None:
    resource = condition(id_=CANARY, subject=f"Patient/{CANARY}", note=[{"text": CANARY}])
    assert world.send("ecd", bundle(patient(bsn=None, id_=CANARY), resource)).status_code == 202
    for path in PAGES[:3]:
        text = operator.get(path).text
        assert CANARY not in text, path
    assert "Condition" in operator.get("/beheer/wachtrij").text
    assert "er wacht iets" in operator.get("/beheer/koppelingen").text


@pytest.mark.parametrize("path", PAGES[:3])
def test_nobody_else_opens_a_page_of_the_operator(world: World, path: str) -> None:
    for person in ("arts", "verpleegkundige", "consulent"):
        assert at(world, person).get(path).status_code == 403


def asked(code: str, clients: int, display: str = "") -> Asked:
    return Asked("ecd", "Wijkzorg", "https://ecd.example/codes", code, display, "unmapped", clients, (), clients)


def test_a_code_that_could_be_a_word_is_shown_when_many_have_it() -> None:
    assert translations.showable(asked("X-17", 1))
    assert translations.showable(asked("L03", 1))
    assert not translations.showable(asked("Kanarievogel", 9))
    assert not translations.showable(asked("jan-bos", 9))
    assert translations.showable(asked("rugklacht", 10))
    assert translations.showable(asked("pain", 1, "Pijn"))
    assert not translations.showable(asked("(geen code)", 100))


def test_translations_name_no_words_of_one_client_and_only_a_reviewer_chooses(
    world: World, operator: TestClient
) -> None:
    system = "https://ecd.example/codes"
    codes = [{"system": system, "code": code} for code in (CANARY, "X-17", "999911120")]
    sent = [condition(id_=f"c{n}") | {"code": {"coding": [one]}} for n, one in enumerate(codes)]
    text = condition(id_="t") | {"code": {"text": CANARY}}
    assert world.send("ecd", bundle(patient(), *sent, text)).status_code == 201
    page = operator.get("/beheer/vertalingen").text
    assert CANARY not in page
    assert "999911120" not in page
    assert "X-17" in page
    assert "minder dan 10" in page
    assert "Niet getoond: 2 andere." in page
    assert "/kies" not in page
    reviewer = at(world, people.REVIEWER[0])
    assert f"/kies?stelsel={quote(system, safe='')}&amp;code=X-17" in reviewer.get("/beheer/vertalingen").text
    chosen = {"stelsel": system, "code": CANARY}
    assert reviewer.get("/beheer/vertalingen/kies", params=chosen).status_code == 404
    assert operator.get("/beheer/vertalingen/kies", params={**chosen, "code": "X-17"}).status_code == 403
    assert at(world, "arts").get("/beheer/vertalingen").status_code == 403


def csrf(web: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', web.get("/beheer/koppelingen").text)
    assert found
    return found[1]
