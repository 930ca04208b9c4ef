"""GET and POST /balie, and below a visit: the overview, its end, and keys that stop or are gone."""

from __future__ import annotations

import time
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import GatewayError, Rejected
from gateway.flows import desk, visits
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import dates
from gateway.portal.desk import sheet, views
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.registry.visits import DOCUMENTS

router = APIRouter()


@router.get("/balie")
def begin(request: Request, house: InHouse, session: Professional) -> Response:
    desk.assert_registrar_here(house, session.caller)
    return _begin(request, session)


@router.post("/balie")
def identify(request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """The BSN stays in the body. Every answer takes the same time and every failure has the same words."""
    begun = time.monotonic()
    bsn, document = submission.text("bsn").strip(), submission.text("document")
    try:
        answer = to(f"/balie/{visits.open_(house, submission.session.caller, bsn, document)}")
    except Rejected:
        answer = _begin(request, submission.session, say("pro", "desk.find.nothing"))
    time.sleep(max(0.0, house.settings.search_floor_ms / 1000 - (time.monotonic() - begun)))
    return answer


@router.get("/balie/{bezoek}")
def overview(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return page(request, session, "balie_bezoek.html", say("pro", "desk.visit"), here="desk", visit=found)


@router.post("/balie/{bezoek}/sluiten")
def close(bezoek: str, house: InHouse, submission: ProfessionalPost) -> Response:
    visits.close(house, submission.session.caller, bezoek)
    return to("/balie")


@router.post("/balie/{bezoek}/sleutels/stop")
def retire(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """Nothing new is signed with this key; what it signed stays."""
    caller = submission.session.caller
    desk.retire(house, caller, visits.client(house, caller, bezoek), submission.text("sleutel"))
    return _ended(bezoek, request, house, submission.session)


@router.get("/balie/{bezoek}/sleutels/kwijt")
def lost(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _lost(bezoek, request, house, session, request.query_params.get("sleutel", ""))


@router.post("/balie/{bezoek}/sleutels/kwijt")
def report(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """A day is meant from its first moment, and today up to now."""
    caller, kid = submission.session.caller, submission.text("sleutel")
    client = visits.client(house, caller, bezoek)
    try:
        desk.report(house, caller, client, kid, _begin_of(submission.text("dag")))
    except GatewayError as error:
        return _lost(bezoek, request, house, submission.session, kid, error)
    return _ended(bezoek, request, house, submission.session)


def _begin(request: Request, session: Session, message: str = "") -> Response:
    documents = [(key, say("pro", f"desk.document.{key}")) for key in DOCUMENTS]
    return page(
        request, session, "balie.html", say("pro", "desk.title"), here="desk", documents=documents, message=message
    )


def _lost(
    bezoek: str, request: Request, house: House, session: Session, kid: str, error: GatewayError | None = None
) -> Response:
    problem = "" if error is None else views.problem(error)
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return page(
        request, session, "balie_kwijt.html", say("pro", "desk.lost.title"), here="desk",
        status=200 if error is None else error.status, visit=found, kid=kid, today=house.today().isoformat(),
        problem=problem,
    )  # fmt: skip


def _ended(bezoek: str, request: Request, house: House, session: Session) -> Response:
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return sheet.done(request, session, found, "desk.done.ended", house.now(), line="sheet.ended")


def _begin_of(day: str) -> datetime:
    try:
        return dates.begin_of(day)
    except ValueError:
        raise Rejected("compromise-moment", "Not a date", where="dag") from None
