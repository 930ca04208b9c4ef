"""Somebody who keeps asking the same things, and their answers with what differs by nature taken out."""

from __future__ import annotations

import json as plain
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi.testclient import TestClient

from gateway.flows import emergency, meet
from gateway.portal import cookies
from gateway.portal.sessions import COOKIE
from tests.builders.world import CONNECTORS
from tests.leaks.worlds import PEOPLE, Town, is_client

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FHIR = {"Content-Type": "application/fhir+json"}
REASON = "Gevallen en niet aanspreekbaar"
# The random id of a request, and the id that a document gets each time it is made (mappings/dossier.py).
OF_A_DOCUMENT = re.compile(rb'^\{"resourceType":"Bundle","id":"([0-9a-f-]{36})"(?=.*?"type":"document")')


@dataclass(frozen=True)
class Ask:
    """One request. `route`: of which it is one; `page`: of the portal, with a cookie; `form`, `body`: posted;
    `follow`: the next page too; `told`: headers beside those of the viewer."""

    url: str
    route: str = ""
    page: bool = False
    form: str | None = None
    body: str | None = None
    follow: bool = False
    told: tuple[tuple[str, str], ...] = ()


@dataclass
class Viewer:
    """`name`: as `Town.headers` takes it. Somebody of `PEOPLE` has a meeting open and, with `need`, a noodinzage.

    `for_another`: a client who is here for ours, on pages that say so. `bystander`: sees nothing of the record, and so
    is not asked everything about it.
    """

    made: Town
    name: str
    need: bool = False
    for_another: bool = False
    bystander: bool = False

    def __post_init__(self) -> None:
        from tests.leaks import questions

        self.web: TestClient = TestClient(self.made.world.web.app, base_url=self.made.house.settings.base_url)
        self.web.follow_redirects = False
        self.headers = self.made.headers(self.name)
        self.handle = self.made.handle(self.name)
        self.meeting, self.asked, self.opened = questions.NOBODY, questions.NOBODY, questions.NOBODY
        if self.has_pages:
            self.web.cookies.update(self.made.cookies(self.name))
        if self.name in PEOPLE:
            self.meeting = self._meet()
        if self.for_another:
            self.web.cookies.set(cookies.NAMENS, self.handle)
        if self.need:
            self._open_in_need()
        self.asks = questions.of(self)

    @property
    def has_pages(self) -> bool:
        return self.name not in CONNECTORS

    @property
    def is_client(self) -> bool:
        return is_client(self.name)

    @property
    def reads_log(self) -> bool:
        """Whether the log of the own organisation, or the own, can be read."""
        return self.is_client or self.name == "fg"

    @property
    def ordinary(self) -> bool:
        """Of several who are refused the same routes alike."""
        return self.name not in {"arts", "fg"} and not self.is_client

    @property
    def grows(self) -> frozenset[str]:
        """Routes that tell this viewer of their own asking. Pages for another client do not."""
        from tests.leaks.questions import GROWS

        if not self.reads_log:
            return frozenset()
        return frozenset(route for route in GROWS if "/fhir/" in route or not self.for_another)

    @staticmethod
    def alone(made: Town, name: str) -> str:
        """A meeting of one, where everything the chair may see is on the screen."""
        meeting = meet.start(made.house, made.caller(name), made.handle(name))
        meet.confirm(made.house, made.caller(name), meeting, ())
        return meeting

    def answer(self, ask: Ask) -> tuple[Any, ...]:
        """Status, headers and body; random ids are the one thing left out."""
        headers = {**({} if ask.page else self.headers), **dict(ask.told)}
        if ask.form is not None:
            response = self.web.post(ask.url, content=ask.form, headers={**headers, **FORM})
        elif ask.body is not None:
            response = self.web.post(ask.url, content=ask.body, headers={**headers, **FHIR})
        else:
            response = self.web.get(ask.url, headers=headers)
        kept = sorted((name, value) for name, value in response.headers.items() if name != "x-request-id")
        here = (response.status_code, kept, _without_document_id(response.content))
        following = _next(response.content) if ask.follow else None
        return (*here, self.answer(Ask(following, follow=True))) if following else here

    def _meet(self) -> str:
        caller = self.made.caller(self.name)
        meeting = meet.start(self.made.house, caller, self.handle)
        others = tuple(person for name, person in PEOPLE.items() if name != self.name)
        meet.confirm(self.made.house, caller, meeting, others)
        return meeting

    def _open_in_need(self) -> None:
        """One noodinzage that waits for its proof, and one that is open."""
        house, caller = self.made.house, self.made.caller(self.name)
        assert caller.person is not None
        self.opened = emergency.ask(house, caller, self.handle, REASON)
        fresh = emergency.open_(house, caller, self.web.cookies[COOKIE], caller.person, self.opened)
        self.asked = emergency.ask(house, caller, self.handle, REASON)
        self.web.cookies.clear()
        self.web.cookies.set(COOKIE, fresh)


def _without_document_id(content: bytes) -> bytes:
    found = OF_A_DOCUMENT.match(content)
    return content.replace(found[1], b"-") if found else content


def _next(body: bytes) -> str | None:
    try:
        links = plain.loads(body)["link"]
    except (ValueError, KeyError, TypeError):
        return None
    found = next((link["url"] for link in links if link["relation"] == "next"), None)
    split = urlsplit(found) if found else None
    return f"{split.path}?{split.query}" if split else None
