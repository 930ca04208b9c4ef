"""Every route that gives content gives none when the log cannot be written: nothing of the record is in the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from gateway.auth import development
from gateway.flows import disclose, login, rectify, withholding
from gateway.flows.house import House
from gateway.flows.withholding_said import Asked
from gateway.portal.sessions import COOKIE
from tests.builders import people
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.asking import Viewer
from tests.leaks.test_every_way_out import CANARY, CONTENT, _requests
from tests.leaks.worlds import Town

PERSONA = development.town()["client"][0]
STEPS = ("INSERT INTO audit ", "COMMIT")


class InjectedError(Exception):
    """The fault."""


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(house: House) -> Town:
    made = worlds.town(house)
    sent = {**condition(id_="kanarie", onsetDateTime="2026-02-01"), "code": {"text": CANARY}}
    for person in (patient(), patient(PERSONA["bsn"], "p2")):
        fact = {**sent, "id": f"kanarie-{person['id']}", "subject": {"reference": f"Patient/{person['id']}"}}
        assert made.world.send("ecd", bundle(person, fact)).status_code == 201
    return made


def test_no_route_answers_with_content_while_the_log_is_broken(made: Town) -> None:
    viewer = Viewer(made, "nurse")
    viewer.web = TestClient(
        viewer.web.app, base_url=viewer.web.base_url, cookies=viewer.web.cookies, raise_server_exceptions=False
    )
    told = set()
    for route, ask in [
        *_of_client(made),
        *_of_a_question(made, viewer),
        *_withheld(made, viewer),
        *_requests(made, viewer),
    ]:
        assert CANARY in ask(), route  # it does give content, so the rest of this test can fail
        for step in STEPS:
            with broken(made.house, step) as reached:
                assert CANARY not in ask(), f"{route} answered although {step} failed"
            assert reached, f"{route} did not write the log"
        told.add(route)
    assert told == set(CONTENT), "a route that gives content is broken here too: add how it is asked"


def _of_a_question(made: Town, viewer: Viewer) -> Iterator[tuple[str, Callable[[], str]]]:
    """A question for rectification, as the client and as the source read it; what is posted is refused each time."""
    client = replace(made.owner(), client=people.client_id(made.world, PERSONA["bsn"]))
    record = next(i.record for i in disclose.own_record(made.house, client).items if CANARY in i.text)
    task = rectify.ask(made.house, client, record, f"{CANARY} klopt niet")
    web, own = _web(made, PERSONA["id"], "client"), {"wat": record, "csrf": ""}
    own["csrf"] = login.session(made.house, web.cookies[COOKIE]).csrf
    yield "GET /mijn/verbeteringen", lambda: web.get("/mijn/verbeteringen").text
    yield "GET /mijn/verbeteringen/nieuw", lambda: web.get(f"/mijn/verbeteringen/nieuw?wat={record}").text
    yield "POST /mijn/verbeteringen/nieuw", lambda: web.post("/mijn/verbeteringen/nieuw", data=own).text
    source = _web(made, "verpleegkundige", "zorgverlener")
    form = {"csrf": login.session(made.house, source.cookies[COOKIE]).csrf, "antwoord": "nee", "reden": ""}
    yield "GET /verbeteringen", lambda: source.get("/verbeteringen").text
    yield "POST /verbeteringen/{task}", lambda: source.post(f"/verbeteringen/{task}", data=form).text
    yield "GET /rectifications", lambda: source.get("/rectifications", headers=viewer.headers).text


def _withheld(made: Town, viewer: Viewer) -> Iterator[tuple[str, Callable[[], str]]]:
    """Something the source withholds from who decides for the client; what is posted is refused each time."""
    record = next(i.record for i in disclose.own_record(made.house, made.owner()).items if CANARY in i.text)
    review = made.house.today() + timedelta(days=9)
    asked = Asked((record,), (), ("representatives",), "wgbo-ander", review, "Over een ander.", "Wijkzorg")
    id_ = withholding.begin(made.house, made.caller("nurse"), viewer.handle, asked)
    web = _web(made, "verpleegkundige", "zorgverlener")
    form = {"csrf": login.session(made.house, web.cookies[COOKIE]).csrf, "wat": record, "besluit": "verleng"}
    one, start = f"/achtergehouden/{id_}", f"/c/{viewer.handle}/achterhouden"
    yield "GET /achtergehouden/{id_}", lambda: web.get(one).text
    yield "POST /achtergehouden/{id_}", lambda: web.post(one, data=form).text
    yield "GET /c/{handle}/achterhouden", lambda: web.get(f"{start}?wat={record}").text
    yield "GET /c/{handle}/achterhouden/kies", lambda: web.get(f"{start}/kies").text
    yield "POST /c/{handle}/achterhouden", lambda: web.post(start, data=form).text


def _web(made: Town, who: str, kind: str) -> TestClient:
    web = TestClient(made.world.web.app, base_url=made.house.settings.base_url, raise_server_exceptions=False)
    web.cookies.set(COOKIE, people.session(made.house, who, kind))
    return web


def _of_client(made: Town) -> Iterator[tuple[str, Callable[[], str]]]:
    web = _web(made, PERSONA["id"], "client")
    nurse = "verpleegkundige"
    paths = {
        "GET /mijn/tijdlijn": "/mijn/tijdlijn?period=alles",
        "GET /mijn/tijdlijn/afdruk": "/mijn/tijdlijn/afdruk?period=alles",
        "GET /mijn/delen/ogen/{person}": f"/mijn/delen/ogen/{nurse}?period=alles",
        "GET /mijn/delen/ogen/{person}/niet": "/mijn/delen/ogen/arts/niet?period=alles",
    }
    for route, path in paths.items():
        yield route, lambda path=path: web.get(path).text
    headers = people.headers(made.world, PERSONA["id"], "client")
    yield "GET /clients/{handle}/dossier", lambda: web.get("/clients/mijn/dossier", headers=headers).text
    fields = dict(re.findall(r'name="(csrf|stand|wie)" value="([^"]*)"', web.get("/mijn/download").text))
    yield "POST /mijn/download", lambda: web.post("/mijn/download", data={**fields, "soort": "lezen"}).text


@contextmanager
def broken(house: House, step: str) -> Iterator[list[str]]:
    reached: list[str] = []

    def statement(_conn: Any, _cursor: Any, text: str, *_more: Any) -> None:
        if text.startswith(step):
            reached.append(text)
            raise InjectedError(step)

    def commit(_connection: Any) -> None:
        reached.append(step)
        raise InjectedError(step)

    engine = house.database.engine
    event.listen(engine, "before_cursor_execute", statement)
    with pytest.MonkeyPatch.context() as patch:
        if step == "COMMIT":
            patch.setattr(engine.dialect, "do_commit", commit)
        yield reached
    event.remove(engine, "before_cursor_execute", statement)
