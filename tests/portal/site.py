"""The portal alone, with made-up answers in place of the flows: for tests of pages, and to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from gateway import portal
from gateway.errors import GatewayError, NotAuthenticated, NotFound
from gateway.flows import disclose, login, meet, reread, steward
from gateway.flows.answers import MeetingScreen
from tests.portal import story
from tests.unit.timeline.items import TODAY


@dataclass
class Calls:
    """What the pages asked of the flows, and what the made-up world remembers."""

    made: list[tuple[str, Any]] = field(default_factory=list)
    meeting: MeetingScreen = story.MEETING
    record: Any = None


def make(patch: pytest.MonkeyPatch) -> tuple[FastAPI, Calls]:
    calls = Calls()
    sessions = {"pro": story.PRO_SESSION, "client": story.CLIENT_SESSION}

    def session(_house: Any, token: str | None) -> Any:
        if token not in sessions:
            raise NotAuthenticated("session-ended", "Not logged in")
        return sessions[token]

    def clear(_house: Any, caller: Any, handle: str, **_how: Any) -> Any:
        if handle != "Zk3handle":
            raise NotFound("not-found", "Nothing here that you may see")
        return calls.record or story.record(caller)

    def note(name: str, answer: Any = None) -> Any:
        def made(_house: Any, _caller: Any, *given: Any, **named: Any) -> Any:
            calls.made.append((name, (*given, named)))
            return answer

        return made

    def confirm(_house: Any, _caller: Any, meeting: str, present: tuple[str, ...]) -> None:
        calls.made.append(("confirm", (meeting, present)))
        calls.meeting = story.confirmed(present)

    def party(_house: Any, _caller: Any, key: str) -> Any:
        if key != story.GP.key:
            raise NotFound("party-unknown", "No such party")
        return story.GP

    fakes: tuple[tuple[Any, str, Any], ...] = (
        (login, "personas", lambda _house: story.PERSONAS),
        (login, "log_in", lambda _house, persona: "client" if persona.startswith("cl") else "pro"),
        (login, "session", session),
        (login, "log_out", lambda _house, token: calls.made.append(("log_out", token))),
        (disclose, "my_clients", lambda _house, _caller: story.CARDS),
        (disclose, "find_client", lambda _h, _c, bsn: "Zk3handle" if bsn == "999990019" else None),
        (disclose, "disclose", clear),
        (disclose, "own_record", lambda _house, caller: story.record(caller)),
        (steward, "sharing", lambda _house, _caller: story.SHARING),
        (steward, "propose", lambda h, c, key: party(h, c, key) and story.PROPOSAL),
        (steward, "party", party),
        (steward, "share", note("share", story.RECEIPT)),
        (steward, "stop", note("stop", story.RECEIPT)),
        (reread, "who_looked", lambda _house, _caller: story.LOOKS),
        (meet, "start", note("start", "m-1")),
        (meet, "mine", lambda _house, _caller: (calls.meeting,)),
        (meet, "screen", lambda _h, _c, meeting: story.confirmed(("zv-01",)) if meeting == "m-2" else calls.meeting),
        (meet, "confirm", confirm),
        (meet, "close", note("close")),
    )
    for module, name, fake in fakes:
        patch.setattr(module, name, fake, raising=False)
    return _app(TODAY), calls


def _app(today: date) -> FastAPI:
    app = FastAPI()
    app.state.house = SimpleNamespace(
        today=lambda: today,
        settings=SimpleNamespace(base_url="http://127.0.0.1", search_floor_ms=0),
    )

    def gone_wrong(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            error = NotFound("not-found", "Nothing here that you may see")
        assert isinstance(error, GatewayError)
        return portal.error_page(request, error)

    app.add_exception_handler(GatewayError, gone_wrong)
    app.add_exception_handler(HTTPException, gone_wrong)
    portal.mount(app)
    return app
