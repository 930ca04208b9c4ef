"""What a source withholds is in no answer to the client, whatever is asked: routes come from the application itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gateway.api import callers
from gateway.auth import scopes, sessions
from gateway.auth.sessions import Proven, Terms
from gateway.fhir import types
from gateway.flows import disclose, eyes, withholding
from gateway.flows.house import House
from gateway.flows.withholding_said import Asked
from gateway.portal.sessions import COOKIE
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.asking import Viewer
from tests.leaks.test_every_way_out import routes
from tests.leaks.worlds import Town

CANARY = "Kanarie-die-de-buurvrouw-zag"
REASON = "Reden-die-alleen-de-bron-leest"
# Of no client, of people who are no clients, or in need of something this client does not have.
OTHERS = re.compile(
    r"^/(static|openapi|health|audit|deliveries|reports|berichten|termijnen|review|registrar|inloggen|\.well-known|nood|o/|c/"
    r"|clienten|overleggen|beoordelen|verbeteringen|achtergehouden|beheer|balie|withholdings$|rectifications$|$)"
    r"|^/fhir/(metadata|\.well-known|CodeSystem|ConceptMap|ValueSet|Questionnaire)"
)

LIST = re.compile(r"^/(achtergehouden|withholdings)(\?|$)")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(light_house: House) -> Town:
    made = worlds.town(light_house)
    day = {"onsetDateTime": "2026-02-01"}
    sent = {**condition("Z12", "kanarie", **day), "code": {"text": CANARY}}
    pointing = condition("T90", "wijst", **day, evidence=[{"detail": [{"reference": "Condition/kanarie"}]}])
    assert made.world.send("ecd", bundle(patient(), sent, pointing)).status_code == 201
    return made


def hidden(made: Town) -> str:
    return next(i.record for i in disclose.own_record(made.house, made.owner()).items if CANARY in i.text)


def withhold(made: Town, record: str) -> str:
    review = made.house.today() + timedelta(days=30)
    asked = Asked((record,), (), ("client", "representatives"), "wgbo-ander", review, REASON, "Wijkzorg, 010 1")
    return withholding.begin(made.house, made.caller("nurse"), made.handle("nurse"), asked)


def reader(made: Town) -> TestClient:
    """The client, with a session and a token at once."""
    house = made.house
    web = TestClient(made.world.web.app, base_url=house.settings.base_url)
    web.follow_redirects = False
    with house.database.work() as session:
        who = Proven(made.client, "client", "burgerpas")
        web.cookies.set(COOKIE, sessions.open_(session, who, house.now(), Terms(60, 60)))
    # A token of a client is one of the development login, which knows its own people alone.
    app = made.world.web.app
    assert isinstance(app, FastAPI)
    app.dependency_overrides[callers.caller] = lambda: replace(made.owner(), scopes=(scopes.READ,))
    return web


def addresses(app: FastAPI, record: str, person: str) -> Iterator[str]:
    """Every way to read for a client, with what is withheld asked for by its id wherever an id fits."""
    fills = {
        "handle": "mijn",
        "id_": record,
        "version_": "1",
        "version": "1",
        "person": person,
        "template": "niemand-over",
    }
    for route in sorted(set(routes(app))):
        method, path = route.split(" ", 1)
        if method != "GET" or OTHERS.search(path):
            continue
        for type_ in sorted(types.SERVED) if "{type_}" in path else [""]:
            yield path.format_map({**fills, "type_": type_})
    for type_ in ("Condition", "Provenance", "AuditEvent"):
        yield f"/fhir/{type_}?patient=mijn&_count=100"
        yield f"/fhir/{type_}?patient=mijn&_id={record}"
    yield "/fhir/Condition?patient=mijn&_include=*&_revinclude=Provenance:target&_count=100"
    yield f"/mijn/verbeteringen/nieuw?wat={record}"
    yield "/mijn/tijdlijn?period=alles"
    yield "/mijn/tijdlijn/afdruk?period=alles"
    yield f"/mijn/delen/ogen/{person}?period=alles"


def told(web: TestClient, made: Town, record: str) -> dict[str, str]:
    """Address → all that was answered there."""
    app = made.world.web.app
    assert isinstance(app, FastAPI)
    found = {
        path: (answer := web.get(path)).text + str(answer.headers) for path in addresses(app, record, "verpleegkundige")
    }
    form = web.get("/mijn/download").text
    for kind in ("lezen", "fhir"):
        data = dict(re.findall(r'name="(csrf|wie|stand)" value="([^"]*)"', form))
        found[f"POST /mijn/download {kind}"] = web.post("/mijn/download", data={**data, "soort": kind}).text
    return found


def test_no_answer_to_the_client_holds_it(made: Town) -> None:
    """Each address that shows it before is one that could: so many are there that this test sees something."""
    record, web = hidden(made), reader(made)
    before = {path for path, text in told(web, made, record).items() if CANARY in text}
    assert len(before) >= 12, before
    id_ = withhold(made, record)
    after = told(web, made, record)
    assert [path for path, text in after.items() if CANARY in text or REASON in text] == []
    # The address asked for says the id again; so does a search, in its own link, and nothing else.
    assert [path for path, text in after.items() if record in text.replace(path, "") and record not in path] == []
    withholding.end(made.house, made.caller("nurse"), id_)
    again = {path for path in before if not path.startswith("POST") and CANARY in web.get(path).text}
    assert again == {path for path in before if not path.startswith("POST")}


def test_hidden_is_as_absent_by_id(made: Town) -> None:
    record, web = hidden(made), reader(made)
    withhold(made, record)
    nobody = "00000000-0000-4000-8000-000000000000"
    for path in ("/fhir/Condition/{}", "/fhir/Condition/{}/_history", "/fhir/Condition/{}/_history/1"):
        one, other = web.get(path.format(record)), web.get(path.format(nobody))
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.status_code == 404


def test_to_the_source_every_answer_but_its_list_stays_byte_for_byte(made: Town) -> None:
    """A person and a care system of the organisation that withholds, each with every other request; what others are
    answered is in the paired worlds.
    """
    record = hidden(made)
    viewers = [Viewer(made, name) for name in ("nurse", "ecd")]
    for place, viewer in enumerate(viewers):
        viewer.asks = [ask for n, ask in enumerate(viewer.asks) if n % 2 == place or LIST.search(ask.url)]
    before = [[viewer.answer(ask) for ask in viewer.asks] for viewer in viewers]
    assert any(CANARY.encode() in str(answer).encode() for answers in before for answer in answers)
    withhold(made, record)
    for viewer, answers in zip(viewers, before, strict=True):
        differs = [ask.url for ask, answer in zip(viewer.asks, answers, strict=True) if viewer.answer(ask) != answer]
        assert differs, viewer.name
        assert [url for url in differs if not LIST.search(url)] == [], viewer.name


def test_the_eyes_of_others_are_as_they_were_but_for_it(made: Town) -> None:
    record, owner = hidden(made), made.owner()
    before = eyes.look(made.house, owner, "verpleegkundige").seen
    withhold(made, record)
    after = eyes.look(made.house, owner, "verpleegkundige").seen
    assert before is not None
    assert after is not None
    assert {i.record for i in before.items} - {i.record for i in after.items} == {record}
    assert record not in "".join(i.text for i in after.items)
