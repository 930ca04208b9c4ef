"""No route gives clinical data that did not pass disclosure: routes come from the application itself, none is left out.

Each route has a line here that says what it gives. One that is not listed fails, and so does one that gives content
without having asked `flows.disclose`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from gateway.flows import disclose, emergency
from gateway.portal.sessions import COOKIE
from tests.architecture.source import trees
from tests.builders.world import bundle, condition, patient
from tests.conftest import Clock
from tests.leaks import worlds
from tests.leaks.asking import Viewer
from tests.leaks.worlds import Town

CANARY = "Kanarie-in-de-mijn"
# What each way to read gives: of one client's record, so only through disclosure. `client`: to the client alone;
# `source`: to an organisation, what it wrote itself.
CONTENT = {
    "POST /fhir": "batch",
    "GET /fhir/Patient/{handle}/$everything": "",
    "POST /fhir/Patient/{handle}/$everything": "",
    "POST /fhir/{type_}/_search": "search",
    "GET /fhir/{type_}": "",
    "GET /fhir/{type_}/{id_}": "",
    "GET /fhir/{type_}/{id_}/_history": "",
    "GET /fhir/{type_}/{id_}/_history/{version_}": "",
    "GET /clients/{handle}/timeline": "",
    "GET /c/{handle}/tijdlijn": "",
    "GET /c/{handle}/tijdlijn/afdruk": "",
    "GET /o/{meeting}/tafel": "",
    "GET /nood/{asked}/tijdlijn": "",
    "GET /nood/{asked}/tijdlijn/afdruk": "",
    "GET /mijn/delen/ogen/{person}": "client",
    "GET /mijn/delen/ogen/{person}/niet": "client",
    "GET /mijn/tijdlijn": "client",
    "GET /clients/{handle}/dossier": "client",
    "POST /mijn/download": "client",
    "GET /mijn/verbeteringen": "client",
    "GET /mijn/verbeteringen/nieuw": "client",
    "POST /mijn/verbeteringen/nieuw": "client",
    "GET /c/{handle}/achterhouden": "source",
    "GET /c/{handle}/achterhouden/kies": "source",
    "POST /c/{handle}/achterhouden": "source",
    "GET /achtergehouden/{id_}": "source",
    "POST /achtergehouden/{id_}": "source",
    "GET /rectifications": "source",
    "GET /verbeteringen": "source",
    "POST /verbeteringen/{task}": "source",
    "GET /mijn/tijdlijn/afdruk": "client",
}
# Flows that open what is stored to change its tags or to count, and answer with none of it.
OPEN_AND_SHOW_NOTHING = {
    "gateway/flows/authors.py",  # the people a care system delivered, to know who wrote what it delivers next
    "gateway/flows/confirming.py",  # after disclosure of the item: keeps what a professional said of its tags
    "gateway/flows/goals.py",  # looks for a goal that goes with a low score, and raises or closes the task
    "gateway/flows/retag.py",  # tags anew
    "gateway/flows/reviewing.py",  # counts codes, without whose they are
    "gateway/flows/withheld.py",  # which ids the log may name to who reads as the client
}
NO_CONTENT = {
    "DELETE /consents/keys/{kid}",
    "DELETE /consents/mandates/{mandate}",
    "DELETE /consents/meetings/{meeting}",
    "DELETE /consents/proposals/{proposal}",
    "GET /",
    "GET /.well-known/smart-configuration",
    "GET /audit/checkpoint",
    "GET /audit/key",
    "GET /audit/proof/consistency",
    "GET /audit/proof/inclusion",
    "GET /balie",
    "GET /balie/gezag",
    "GET /balie/gezag/{zaak}",
    "GET /balie/sleutel",
    "GET /balie/{bezoek}",
    "GET /balie/{bezoek}/apparaat",
    "GET /balie/{bezoek}/delen",
    "GET /balie/{bezoek}/papier",
    "GET /balie/{bezoek}/pincode",
    "GET /balie/{bezoek}/sleutels/kwijt",
    "GET /balie/{bezoek}/stoppen",
    "GET /beheer/afgekeurd",
    "GET /beheer/afgekeurd/bestand",
    "GET /beheer/afgekeurd/{delivery}",
    "GET /beheer/koppelingen",
    "GET /beheer/vertalingen",
    "GET /beheer/vertalingen/kies",
    "GET /beheer/wachtrij",
    "POST /balie",
    "POST /balie/gezag/{zaak}",
    "POST /balie/sleutel",
    "POST /balie/{bezoek}/apparaat",
    "POST /balie/{bezoek}/delen",
    "POST /balie/{bezoek}/papier",
    "POST /balie/{bezoek}/papier/sleutel",
    "POST /balie/{bezoek}/pincode",
    "POST /balie/{bezoek}/sleutels/kwijt",
    "POST /balie/{bezoek}/sleutels/stop",
    "POST /balie/{bezoek}/sluiten",
    "POST /balie/{bezoek}/stoppen",
    "POST /balie/{bezoek}/tekenen",
    "POST /beheer/afgekeurd/{delivery}",
    "POST /beheer/afgekeurd/{delivery}/melden",
    "POST /beheer/koppelingen/{connector}/melden",
    "GET /reports",
    "POST /reports/{report}/confirmation",
    "POST /beheer/vertalingen/kies",
    "GET /beoordelen",
    "GET /berichten",
    "GET /berichten/{bericht}",
    "GET /berichten/{bericht}/envelop",
    "GET /berichten/{bericht}/xml",
    "GET /c/{handle}/nood",
    "GET /clienten",
    "GET /clients",
    "GET /consents/current",
    "GET /consents/mandates",
    "GET /consents/meetings",
    "GET /consents/proposals",
    "GET /consents/templates",
    "GET /consents/{version}/receipt",
    "GET /deliveries/{delivery}",
    "GET /deliveries/{delivery}/retourbericht",
    "GET /fhir/AuditEvent",
    "GET /fhir/AuditEvent/{id_}",
    "GET /fhir/CodeSystem",
    "GET /fhir/CodeSystem/$lookup",
    "GET /fhir/CodeSystem/$subsumes",
    "GET /fhir/CodeSystem/$validate-code",
    "GET /fhir/CodeSystem/{id_}",
    "GET /fhir/CodeSystem/{id_}/$lookup",
    "GET /fhir/CodeSystem/{id_}/$subsumes",
    "GET /fhir/CodeSystem/{id_}/$validate-code",
    "GET /fhir/ConceptMap",
    "GET /fhir/ConceptMap/$translate",
    "GET /fhir/ConceptMap/{id_}",
    "GET /fhir/ConceptMap/{id_}/$translate",
    "GET /fhir/Questionnaire",
    "GET /fhir/Questionnaire/{id_}",
    "GET /fhir/ValueSet",
    "GET /fhir/ValueSet/$expand",
    "GET /fhir/ValueSet/$validate-code",
    "GET /fhir/ValueSet/{id_}",
    "GET /fhir/ValueSet/{id_}/$expand",
    "GET /fhir/ValueSet/{id_}/$validate-code",
    "GET /fhir/.well-known/smart-configuration",
    "GET /fhir/metadata",
    "GET /health",
    "GET /inloggen",
    "GET /inloggen/{provider}",
    "GET /inloggen/{provider}/terug",
    "GET /mijn",
    "GET /mijn/bewijs/{version}",
    "GET /mijn/bewijs/{version}/bestand",
    "GET /mijn/delen",
    "GET /mijn/delen/nieuw",
    "GET /mijn/delen/ogen",
    "GET /mijn/delen/stop",
    "GET /mijn/download",
    "GET /mijn/delen/wens/weg",
    "GET /mijn/delen/wens/{template}",
    "GET /mijn/gekeken",
    "GET /mijn/overleg",
    "GET /mijn/helper",
    "GET /mijn/hoe-gaat-het",
    "GET /mijn/hoe-gaat-het/vraag",
    "POST /mijn/hoe-gaat-het/bewaar",
    "POST /mijn/hoe-gaat-het/vraag",
    "POST /c/{handle}/zelfredzaamheid",
    "GET /mijn/helper/nieuw",
    "GET /uitleg/wie-deelt-wat",
    "POST /mijn/helper/contacten",
    "POST /mijn/helper/nieuw",
    "POST /mijn/helper/stop",
    "GET /mijn/helper/intrekken",
    "POST /mijn/helper/intrekken",
    "GET /mijn/helper/machtiging",
    "POST /mijn/helper/voorbereiden",
    "POST /mijn/namens",
    "POST /mijn/sleutel/stop",
    "GET /mijn/sleutel",
    "GET /nood",
    "GET /nood/{asked}",
    "GET /openapi.json",
    "GET /o/{meeting}/vraag",
    "GET /overleggen",
    "GET /review/coverage",
    "GET /review/queue",
    "GET /review/rulings",
    "GET /static",
    "GET /termijnen",
    "HEAD /openapi.json",
    "POST /beoordelen/{asked}",
    "POST /berichten/{kind}",
    "POST /c/{handle}/nood",
    "POST /c/{handle}/overleg",
    "POST /clients/mijn/zrm",
    "POST /clients/{handle}/rectifications",
    "POST /rectifications/{task}/answer",
    "GET /clients/{handle}/withholdings",
    "GET /achtergehouden",
    "GET /mijn/achtergehouden",
    "GET /withholdings",
    "GET /withholdings/{id_}",
    "POST /clients/{handle}/withholdings",
    "POST /withholdings/{id_}/end",
    "POST /withholdings/{id_}/renewal",
    "POST /consents",
    "POST /consents/confirmations",
    "POST /consents/contacts",
    "POST /consents/keys",
    "POST /consents/keys/{kid}/compromised",
    "POST /consents/mandates",
    "POST /consents/meetings",
    "POST /consents/proposals/{proposal}",
    "POST /consents/recoveries",
    "POST /consents/sentences",
    "POST /consents/templates/{template}",
    "POST /deliveries",
    "POST /dev/token",
    "POST /fhir/AuditEvent/_search",
    "POST /fhir/CodeSystem/$lookup",
    "POST /fhir/CodeSystem/$subsumes",
    "POST /fhir/CodeSystem/$validate-code",
    "POST /fhir/CodeSystem/_search",
    "POST /fhir/CodeSystem/{id_}/$lookup",
    "POST /fhir/CodeSystem/{id_}/$subsumes",
    "POST /fhir/CodeSystem/{id_}/$validate-code",
    "POST /fhir/ConceptMap/$translate",
    "POST /fhir/ConceptMap/_search",
    "POST /fhir/ConceptMap/{id_}/$translate",
    "POST /fhir/ValueSet/$expand",
    "POST /fhir/ValueSet/$validate-code",
    "POST /fhir/ValueSet/_search",
    "POST /fhir/ValueSet/{id_}/$expand",
    "POST /fhir/ValueSet/{id_}/$validate-code",
    "POST /inloggen",
    "POST /mijn/delen/bevestig",
    "POST /mijn/delen/nieuw",
    "POST /mijn/delen/stop",
    "POST /mijn/delen/voorbereiden",
    "POST /mijn/delen/wens/voorbereiden",
    "POST /mijn/delen/wens/weg",
    "POST /mijn/delen/wens/{template}",
    "POST /mijn/delen/voorstel",
    "POST /mijn/overleg",
    "POST /mijn/overleg/stop",
    "POST /mijn/overleg/voorbereiden",
    "POST /mijn/sleutel",
    "GET /mijn/sleutel/kwijt",
    "POST /mijn/sleutel/kwijt",
    "POST /nood",
    "POST /nood/{asked}",
    "POST /o/{meeting}/aanwezig",
    "POST /o/{meeting}/sluiten",
    "POST /o/{meeting}/vraag",
    "POST /registrar/bindings",
    "POST /registrar/clients",
    "POST /registrar/papers",
    "POST /registrar/pins",
    "POST /registrar/shares",
    "POST /review/rulings",
    "POST /review/tags/{record}",
    "POST /tasks/{record}/close",
    "POST /token",
    "POST /uitloggen",
    "POST /zoeken",
}
# Scores alone, of a form that the canary does not stand in.
SCORES = {"GET /clients/{handle}/zrm", "GET /c/{handle}/zelfredzaamheid"}


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
def made(light_house: Any) -> Town:
    made = worlds.town(light_house)
    sent = {**condition(id_="kanarie", onsetDateTime="2026-02-01"), "code": {"text": CANARY}}
    assert made.world.send("ecd", bundle(patient(), sent)).status_code == 201
    return made


def routes(app: FastAPI) -> Iterator[str]:
    """Every method and path: of the pages from the routers, of the API from its OpenAPI document as well."""
    for route in app.routes:
        yield from _of(route)
    for path, methods in app.openapi()["paths"].items():
        yield from (f"{method.upper()} {path}" for method in methods)


def _of(route: BaseRoute) -> Iterator[str]:
    router = getattr(route, "original_router", None)  # FastAPI keeps an included router whole
    if router is not None:
        for inner in router.routes:
            yield from _of(inner)
        return
    methods = getattr(route, "methods", None) or {"GET"}
    yield from (f"{method} {getattr(route, 'path', '?')}" for method in methods)


def test_every_route_says_what_it_gives(made: Town) -> None:
    found = set(routes(made.world.web.app))  # type: ignore[arg-type]
    assert len(found) > 25
    assert found == set(CONTENT) | NO_CONTENT | SCORES


def test_content_comes_through_disclosure_alone(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    real = disclose.cleared

    def counted(*given: Any, **named: Any) -> Any:
        passed.append("cleared")
        return real(*given, **named)

    monkeypatch.setattr(disclose, "cleared", counted)
    viewer = Viewer(made, "nurse")
    told = set()
    for route, ask in _requests(made, viewer):
        passed.clear()
        text = ask()
        assert passed, f"{route} did not ask"
        assert CANARY in text, f"{route} shows no content: this test would not notice a way round"
        told.add(route)
    assert told == {route for route, kind in CONTENT.items() if kind not in {"client", "source"}}


def test_without_disclosure_there_is_no_content(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing cleared, no answer of any kind holds content."""
    viewer = Viewer(made, "nurse")
    requests = list(_requests(made, viewer))
    real = disclose.cleared
    monkeypatch.setattr(disclose, "cleared", lambda *given, **named: real(*given, **{**named, "action": "add"}))
    assert [route for route, ask in requests if CANARY in ask()] == []
    assert [ask.url for ask in viewer.asks if CANARY.encode() in viewer.answer(ask)[2]] == []


def test_stored_content_is_opened_in_one_place() -> None:
    """Only disclosure asks the store for content and the gate for clearance."""

    def opens(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="opening"), attr="current" | "history")):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id="gate"), attr="clear" | "earlier" | "weighed")):
                return True
        return False

    openers = {name for name, tree in trees().items() if any(opens(node) for node in ast.walk(tree))}
    assert openers == {"gateway/flows/disclose.py", *OPEN_AND_SHOW_NOTHING}


def test_scores_come_through_disclosure(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    real = disclose.cleared
    monkeypatch.setattr(disclose, "cleared", lambda *given, **named: passed.append("cleared") or real(*given, **named))
    viewer = Viewer(made, "nurse")
    for route in SCORES:
        path = route.removeprefix("GET ").replace("{handle}", viewer.handle)
        passed.clear()
        assert viewer.web.get(path, headers=viewer.headers).status_code == 200
        assert passed, route


def _requests(made: Town, viewer: Viewer) -> Iterator[tuple[str, Callable[[], str]]]:
    h, web, api = viewer.handle, viewer.web, viewer.headers
    found = web.get(f"/fhir/Condition?patient={h}", headers=api).json()
    path = next(e["fullUrl"] for e in found["entry"] if CANARY in str(e)).partition("/fhir/")[2]
    version = web.get(f"/fhir/{path}", headers=api).headers["etag"].removeprefix('W/"').removesuffix('"')
    batch = {"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": path}}]}
    form = {"content": f"patient={h}", "headers": {**api, "Content-Type": "application/x-www-form-urlencoded"}}
    get = {
        "GET /fhir/Patient/{handle}/$everything": f"/fhir/Patient/{h}/$everything",
        "GET /fhir/{type_}": f"/fhir/Condition?patient={h}",
        "GET /fhir/{type_}/{id_}": f"/fhir/{path}",
        "GET /fhir/{type_}/{id_}/_history": f"/fhir/{path}/_history",
        "GET /fhir/{type_}/{id_}/_history/{version_}": f"/fhir/{path}/_history/{version}",
        "GET /clients/{handle}/timeline": f"/clients/{h}/timeline?period=alles",
        "GET /c/{handle}/tijdlijn": f"/c/{h}/tijdlijn?period=alles",
        "GET /c/{handle}/tijdlijn/afdruk": f"/c/{h}/tijdlijn/afdruk?period=alles",
    }
    for route, url in get.items():
        yield route, lambda url=url: web.get(url, headers=api).text
    yield "POST /fhir", lambda: web.post("/fhir", json=batch, headers=api).text
    yield (
        "POST /fhir/Patient/{handle}/$everything",
        lambda: web.post(f"/fhir/Patient/{h}/$everything", headers=api).text,
    )
    yield "POST /fhir/{type_}/_search", lambda: web.post("/fhir/Condition/_search", **form).text
    caller = made.caller("nurse")
    asked = emergency.ask(made.house, caller, h, "Gevallen en niet aanspreekbaar")
    fresh = emergency.open_(made.house, caller, web.cookies[COOKIE], str(caller.person), asked)
    web.cookies.clear()
    web.cookies.set(COOKIE, fresh)
    yield "GET /nood/{asked}/tijdlijn", lambda: web.get(f"/nood/{asked}/tijdlijn?period=alles").text
    yield "GET /nood/{asked}/tijdlijn/afdruk", lambda: web.get(f"/nood/{asked}/tijdlijn/afdruk?period=alles").text
    alone = Viewer.alone(made, "nurse")
    yield "GET /o/{meeting}/tafel", lambda: web.get(f"/o/{alone}/tafel?period=alles").text
