"""Every way to read, as requests one viewer can make, and their answers with what differs by nature taken out."""

from __future__ import annotations

import json as plain
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi.testclient import TestClient

from gateway.fhir import types
from gateway.flows import meet
from gateway.flows.references import record_id
from tests.builders.world import BSN, BSN_OTHER
from tests.leaks.worlds import PEOPLE, Town

UNKNOWN_BSN = "999990019"
NOBODY = "00000000-0000-4000-8000-000000000000"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BSN_SYSTEM = "http://fhir.nl/fhir/NamingSystem/bsn"


@dataclass(frozen=True)
class Ask:
    """One request. `page`: of the portal, with a cookie; `form`, `body`: posted; `follow`: the next page too."""

    url: str
    page: bool = False
    form: str | None = None
    body: str | None = None
    follow: bool = False


@dataclass
class Viewer:
    """Somebody who keeps asking the same things."""

    made: Town
    name: str

    def __post_init__(self) -> None:
        self.web: TestClient = TestClient(self.made.world.web.app, base_url=self.made.house.settings.base_url)
        self.web.follow_redirects = False
        self.headers = self.made.headers(self.name)
        self.handle = self.made.handle(self.name)
        if self.name in PEOPLE:
            self.web.cookies.update(self.made.cookies(self.name))
            self.meeting = meet.start(self.made.house, self.made.caller(self.name), self.handle)
            others = tuple(person for name, person in PEOPLE.items() if name != self.name)
            meet.confirm(self.made.house, self.made.caller(self.name), self.meeting, others)
        self.asks = [*self._api(), *(self._portal() if self.name in PEOPLE else ())]

    @staticmethod
    def alone(made: Town, name: str) -> str:
        """A meeting of one, where everything the chair may see is on the screen."""
        meeting = meet.start(made.house, made.caller(name), made.handle(name))
        meet.confirm(made.house, made.caller(name), meeting, ())
        return meeting

    def answer(self, ask: Ask) -> tuple[Any, ...]:
        """Status, headers and body; the random request id is the one thing left out."""
        headers = {} if ask.page else self.headers
        if ask.form is not None:
            response = self.web.post(ask.url, content=ask.form, headers={**headers, **FORM})
        elif ask.body is not None:
            response = self.web.post(
                ask.url, content=ask.body, headers={**headers, "Content-Type": "application/fhir+json"}
            )
        else:
            response = self.web.get(ask.url, headers=headers)
        kept = sorted((name, value) for name, value in response.headers.items() if name != "x-request-id")
        here = (response.status_code, kept, response.content)
        following = _next(response.content) if ask.follow else None
        return (*here, self.answer(Ask(following))) if following else here

    def _api(self) -> list[Ask]:
        h = self.handle
        of = f"patient=Patient/{h}"
        everything = self.web.get(f"/fhir/Patient/{h}/$everything", headers=self.headers).json()
        known = [e["fullUrl"].partition("/fhir/")[2] for e in everything["entry"]]
        visible = [f"/fhir/{name}" for name in known if not name.startswith("Patient/")]
        later = record_id(self.made.house.vault, "ecd", "Condition", "later")
        single = [*visible, f"/fhir/Condition/{later}", f"/fhir/Condition/{NOBODY}", f"/fhir/Encounter/{h}.{'0' * 32}"]
        urls = [
            "/clients",
            f"/clients/{h}/timeline",
            f"/clients/{h}/timeline?period=alles",
            f"/clients/{h}/timeline?source=praktijk-2&period=alles",
            f"/clients/{h}/timeline?source=nergens&period=alles",
            f"/clients/{h}/timeline?life=geestelijke-gezondheid&from=2010-01-01&to=2030-01-01",
            "/clients/onbekend/timeline",
            "/fhir/metadata",
            "/fhir/Patient",
            f"/fhir/Patient?_id={h}",
            "/fhir/Patient?_id=onbekend",
            f"/fhir/Patient/{h}",
            f"/fhir/Patient/{h}/_history",
            f"/fhir/Patient/{h}/$everything",
            "/fhir/Patient/onbekend/$everything",
            *(f"/fhir/{type_}?{of}" for type_ in sorted(types.SERVED - {"Patient"})),
            f"/fhir/Condition?{of}&code=P76",
            f"/fhir/Condition?{of}&_count=0",
            f"/fhir/Condition?{of}&_sort=_lastUpdated",
            f"/fhir/Condition?{of}&_lastUpdated=ge2020",
            f"/fhir/Condition?{of}&date=ge2010&date=le2030",
            f"/fhir/Condition?{of}&category=x&status=active",
            f"/fhir/Condition?{of}&zrm=geestelijke-gezondheid",
            f"/fhir/Condition?{of}&encounter.date=ge2020",
            f"/fhir/Condition?{of}&encounter:Encounter.status=finished",
            f"/fhir/Condition?{of}&_include=Condition:encounter&_include=Condition:patient",
            f"/fhir/Condition?{of}&_revinclude=Provenance:target",
            f"/fhir/Encounter?{of}&_revinclude=Condition:encounter",
            f"/fhir/Encounter?{of}&_has:Condition:encounter:code=R95",
            f"/fhir/Encounter?{of}&_has:Condition:encounter:_lastUpdated=ge2020",
            f"/fhir/Provenance?{of}&_include=Provenance:target",
            "/fhir/Condition?patient=onbekend",
            f"/fhir/Condition?patient.identifier={BSN}",
            "/fhir/Medication?x=y",
            f"/deliveries/{NOBODY}",
            *single,
            *(f"{url}/_history" for url in single),
            *(f"{url}/_history/1" for url in single[-3:]),
            *(url.replace("/fhir/Condition/", "/fhir/Provenance/") for url in single),
        ]
        pages = [
            Ask(f"/fhir/Condition?{of}&_count=2", follow=True),
            Ask(f"/fhir/Patient/{h}/$everything?_count=3", follow=True),
        ]
        bodies = [f"identifier={BSN_SYSTEM}|{bsn}" for bsn in (BSN, BSN_OTHER, UNKNOWN_BSN, "1")]
        batch = {
            "resourceType": "Bundle",
            "type": "batch",
            "entry": [
                {"request": {"method": "GET", "url": url.removeprefix("/fhir/")}}
                for url in (f"Condition?{of}", *single[:3], *single[-3:], f"Patient/{h}/$everything?_count=2")
            ],
        }
        return [
            *(Ask(url) for url in dict.fromkeys(urls)),
            *pages,
            *(Ask("/fhir/Patient/_search", form=body) for body in bodies),
            Ask("/fhir/Condition/_search", form=of),
            Ask("/fhir", body=plain.dumps(batch)),
        ]

    def _portal(self) -> list[Ask]:
        h = self.handle
        return [
            Ask(url, page=True)
            for url in (
                "/clienten",
                f"/c/{h}/tijdlijn",
                f"/c/{h}/tijdlijn?period=alles",
                f"/c/{h}/tijdlijn?period=alles&page=2",
                f"/c/{h}/tijdlijn?source=praktijk-2&period=alles",
                f"/c/{h}/tijdlijn?problem=PB0024&from=2010-01-01",
                f"/c/{h}/tijdlijn/afdruk?period=alles",
                "/c/onbekend/tijdlijn",
                "/overleggen",
                f"/o/{self.meeting}/tafel",
                f"/o/{self.meeting}/tafel?period=alles",
                f"/o/{self.meeting}/vraag",
            )
        ]


def _next(body: bytes) -> str | None:
    try:
        links = plain.loads(body)["link"]
    except (ValueError, KeyError, TypeError):
        return None
    found = next((link["url"] for link in links if link["relation"] == "next"), None)
    split = urlsplit(found) if found else None
    return f"{split.path}?{split.query}" if split else None
