"""The portal alone, with made-up answers in place of the flows: for tests of pages, and to look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from gateway import portal
from gateway.errors import Conflict, GatewayError, Gone, NotAuthenticated, NotFound, Rejected
from gateway.flows import (
    assessments,
    at_chair,
    at_table,
    behalf,
    caseloads,
    custody,
    delegated,
    disclose,
    download,
    entering,
    entrusting,
    eyes,
    helping,
    lapsing,
    login,
    meet,
    proof,
    proposals,
    rectify,
    replacing,
    reread,
    selfscores,
    steward,
    wanted,
    withholdable,
    withholding,
)
from gateway.flows.answers import MeetingScreen
from gateway.flows.eyes import Eyes, Held
from gateway.flows.withholding_said import Asked
from tests.portal import story
from tests.unit.timeline.items import TODAY

SESSIONS = {"pro": story.PRO_SESSION, "client": story.CLIENT_SESSION}


@dataclass
class Calls:
    """What the pages asked of the flows, and what the made-up world remembers."""

    made: list[tuple[str, Any]] = field(default_factory=list)
    meeting: MeetingScreen = story.MEETING
    record: Any = None

    def note(self, name: str, answer: Any = None) -> Any:
        """A flow that only remembers that it was asked."""

        def asked(_house: Any, _caller: Any, *given: Any, **named: Any) -> Any:
            self.made.append((name, (*given, named)))
            return answer

        return asked

    def start(self, _house: Any, _caller: Any, handle: str) -> str:
        self.made.append(("start", (handle, {})))
        self.meeting = story.MEETING
        return self.meeting.id

    def pin(self, _house: Any, _caller: Any, meeting: str, pin: str, **what: Any) -> bool:
        self.made.append(("confirm_here", (meeting, pin, what)))
        return pin == "24680"

    def clear(self, _house: Any, caller: Any, handle: str, **_how: Any) -> Any:
        if handle != "Zk3handle":
            raise NotFound("not-found", "Nothing here that you may see")
        return self.record or story.record(caller)

    def screen(self, _house: Any, _caller: Any, meeting: str, *_shown: Any) -> MeetingScreen:
        return story.confirmed(("zv-01",)) if meeting == "m-2" else self.meeting

    def withhold(self, _house: Any, _caller: Any, _handle: str, asked: Asked) -> str:
        """What is withheld without a reason is refused."""
        if not asked.reason:
            raise Rejected("withholding-text", "Say why", where="reason")
        self.made.append(("withhold", asked))
        return "w-1"

    def wrong(self, _house: Any, _caller: Any, record: str, text: str, *_whose: Any) -> str:
        """A question for rectification: empty is refused, and one waits already when it says so."""
        if not text:
            raise Rejected("rectification-text", "Say what is not right", where="text")
        if text == "nog een keer":
            raise Conflict("rectification-waits", "One waits already")
        self.made.append(("ask", (record, text)))
        return "taak"

    def confirm(self, _house: Any, _caller: Any, meeting: str, present: tuple[str, ...]) -> None:
        self.made.append(("confirm", (meeting, present)))
        self.meeting = story.confirmed(present)


def session(_house: Any, token: str | None) -> Any:
    if token not in SESSIONS:
        raise NotAuthenticated("session-ended", "Not logged in")
    return SESSIONS[token]


def party(_house: Any, _caller: Any, key: str, *_whose: Any) -> Any:
    if key != story.GP.key:
        raise NotFound("party-unknown", "No such party")
    return story.GP


def look(_house: Any, caller: Any, person: str, *_handle: Any) -> Any:
    if person == "zv-99":
        return Eyes(story.GP, None, tuple(Held(item, "stranger") for item in story.record(caller).items))
    if f"person:{person}" != story.GP.key:
        raise NotFound("party-unknown", "No such person")
    whole = story.record(caller)
    whys = ("contact", "role", "law", "denied", "over", "part", "not")
    held = tuple(Held(item, whys[n % 7]) for n, item in enumerate(whole.items[:60]))
    return Eyes(story.GP, story.record(), held)


def take(_house: Any, caller: Any, _handle: str, state: str) -> Any:
    if state != story.OFFER.state:
        raise Gone("download-expired", "Changed since")
    return story.whole(caller)


def whose(_house: Any, _caller: Any, handle: str) -> tuple[str, str]:
    if handle not in {"mijn", "kind"}:
        raise NotFound("not-found", "Nothing here")
    return "client-kind", "Sam de Vries"


def under(_house: Any, _caller: Any, handle: str) -> Any:
    if handle != story.MANDATE.handle:
        raise NotFound("not-found", "Nothing here")
    return story.MANDATE


def offer(house: Any, _caller: Any, code: str, wish: Any) -> Any:
    if code != "AAAA-BBBB-CCCC":
        raise Rejected("helper-code", "Wrong", where="code")
    if not wish["what"]:
        raise Rejected("helper-what", "Nothing", where="wat")
    if wish["until"] < house.today():
        raise Rejected("helper-until", "Over", where="tot")
    return story.OFFERED


def make(patch: pytest.MonkeyPatch) -> tuple[FastAPI, Calls]:
    calls = Calls()
    fakes: tuple[tuple[Any, str, Any], ...] = (
        (entering, "entrances", lambda _house: ()),
        (login, "personas", lambda _house: story.PERSONAS),
        (login, "log_in", lambda _house, persona, _old: "client" if persona.startswith("cl") else "pro"),
        (login, "session", session),
        (login, "log_out", lambda _house, token: calls.made.append(("log_out", token))),
        (caseloads, "my_clients", lambda _house, _caller: story.CARDS),
        (caseloads, "find_client", lambda _h, _c, bsn: "Zk3handle" if bsn == "999990019" else None),
        (disclose, "disclose", calls.clear),
        (behalf, "record", lambda _house, caller, *_what, **_shown: story.record(caller)),
        (behalf, "whose", whose),
        (delegated, "behind", under),
        (delegated, "wishes", lambda _house, _caller, _under: replace(story.SHARING, proposals=(), objections=())),
        (delegated, "signed", lambda _house, _caller, _under: story.SIGNED_UNDER),
        (delegated, "device_keys", lambda _house, _caller, _under, **_how: story.DELEGATE_KEYS),
        (helping, "overview", lambda _house, _caller: story.HELPERS),
        (entrusting, "offer", offer),
        (entrusting, "give", calls.note("give", "m-9")),
        (entrusting, "accept", calls.note("accept_mandate", "m-9")),
        (entrusting, "to_sign", calls.note("to_sign_mandate", "head.payload")),
        (entrusting, "stoppable", lambda _house, _caller, _id: story.ENTRUSTED),
        (entrusting, "take_back", calls.note("take_back_mandate", "m-1")),
        (entrusting, "accept_end", calls.note("accept_end", "m-1")),
        (entrusting, "to_take_back", calls.note("to_take_back", "head.payload")),
        (entrusting, "give_up", calls.note("give_up")),
        (entrusting, "receipt", lambda _house, _caller, id_: story.STOPPED if id_ == "m-0" else story.ENTRUSTED),
        (helping, "choose", calls.note("choose")),
        (lapsing, "before", lambda _house, _caller, *_whose: ()),
        (replacing, "before", lambda _house, _caller, _party, *_whose, **_how: story.REPLACED),
        (steward, "sharing", lambda _house, _caller, *_whose: story.SHARING),
        (steward, "propose", lambda house, caller, key, *_whose: party(house, caller, key) and story.PROPOSAL),
        (steward, "party", party),
        (steward, "share", calls.note("share", story.RECEIPT)),
        (steward, "stop", calls.note("stop", story.RECEIPT)),
        (proposals, "sign", calls.note("sign", story.RECEIPT)),
        (proposals, "to_sign", calls.note("to_sign_proposal", "head.payload")),
        (proposals, "let_go", calls.note("let_go")),
        (eyes, "people", lambda _house, _caller, *_handle: (story.GP,)),
        (eyes, "look", look),
        (download, "offer", lambda _house, _caller, *_whose: story.OFFER),
        (download, "take", take),
        (selfscores, "read", lambda _house, caller, *_handle: story.scored(caller)),
        (selfscores, "give", calls.note("score", ("s-1",))),
        (assessments, "assess", calls.note("assess", ("s-2",))),
        (rectify, "mine", lambda _house, caller, *_whose: story.questions(caller)),
        (rectify, "waiting", lambda _house, caller: story.questions(caller)[:1]),
        (rectify, "about", lambda _house, caller, record, *_whose: story.disputed(caller, record)),
        (rectify, "ask", calls.wrong),
        (rectify, "answer", calls.note("answer")),
        (withholding, "told", lambda _house, _caller, *_whose: story.TOLD),
        (withholding, "running", lambda _house, _caller: (story.WITHHELD.running,)),
        (withholding, "opened", lambda _house, _caller, _id: story.WITHHELD),
        (withholdable, "named", lambda _house, caller, _handle, records: story.named(caller, records)),
        (withholdable, "choose", lambda _house, caller, _handle, wanted: story.choice(caller, wanted)),
        (withholding, "begin", calls.withhold),
        (withholding, "renew", calls.note("renew")),
        (withholding, "end", calls.note("end")),
        (proof, "receipt", lambda _house, _caller, _version, *_whose: story.PROOF),
        (custody, "mine", lambda _house, _caller, *_whose: story.KEYS),
        (custody, "enrol", calls.note("enrol", "kid")),
        (custody, "report", calls.note("report")),
        (custody, "confirm_by_code", calls.note("confirm_by_code", answer=True)),
        (steward, "accept", calls.note("accept", story.RECEIPT)),
        (steward, "to_share", calls.note("to_share", "head.payload")),
        (steward, "to_stop", calls.note("to_stop", "head.payload")),
        (reread, "who_looked", lambda _house, _caller, *_whose: story.LOOKS),
        (meet, "start", calls.start),
        (meet, "mine", lambda _house, _caller: (calls.meeting,)),
        (meet, "screen", calls.screen),
        (meet, "confirm", calls.confirm),
        (meet, "close", calls.note("close")),
        (wanted, "forbid", calls.note("forbid", story.RECEIPT)),
        (wanted, "release", calls.note("release", story.RECEIPT)),
        (wanted, "to_forbid", calls.note("to_forbid", "head.payload")),
        (wanted, "to_release", calls.note("to_release", "head.payload")),
        (at_table, "meetings_about", lambda _house, _caller, *_whose: story.TABLES),
        (at_chair, "chaired", lambda _house, _caller, meeting: meeting != "m-0"),
        (at_chair, "confirm", calls.pin),
        (at_table, "give", calls.note("give")),
        (at_table, "accept", calls.note("accept_table")),
        (at_table, "take_back", calls.note("take_back")),
        (at_table, "to_sign", calls.note("to_sign_table", "head.payload")),
    )
    for module, name, fake in fakes:
        patch.setattr(module, name, fake)
    return _app(TODAY), calls


def _app(today: date) -> FastAPI:
    app = FastAPI()
    app.state.house = SimpleNamespace(
        today=lambda: today,
        now=lambda: story.NOW,
        count=lambda _kind, _who: None,
        settings=SimpleNamespace(base_url="http://127.0.0.1", search_floor_ms=0, zrm_edition="2017"),
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
