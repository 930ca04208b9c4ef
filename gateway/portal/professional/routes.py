"""GET /clienten, POST /zoeken, GET /c/{handle}/tijdlijn."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import caseloads, disclose, withholding_said
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import nl
from gateway.portal import timeline as presenter
from gateway.portal.professional import clients
from gateway.portal.rendering import link, page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.portal.timeline.view import selected

router = APIRouter()


@router.get("/clienten")
def caseload(request: Request, house: InHouse, session: Professional) -> Response:
    return _caseload(request, house, session)


@router.post("/zoeken")
def search(request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """The BSN stays in the body. Every answer takes the same time and every failure has the same words."""
    begun = time.monotonic()
    handle = caseloads.find_client(house, submission.session.caller, submission.text("bsn").strip())
    if handle is None:
        answer = _caseload(request, house, submission.session, nl.say("pro", "search.nothing"))
    else:
        answer = to(f"/c/{handle}/tijdlijn")
    time.sleep(max(0.0, house.settings.search_floor_ms / 1000 - (time.monotonic() - begun)))
    return answer


@router.get("/c/{handle}/tijdlijn")
def of_client(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    selection = selected(request.query_params.multi_items(), house.today())
    disclosed = disclose.disclose(house, session.caller, handle, shown=selection.shown)
    withhold = f"/c/{handle}/achterhouden" if withholding_said.may(session.caller) else ""
    return page(
        request,
        session,
        "tijdlijn.html",
        nl.say("pro", "timeline.title"),
        here="clients",
        banner=clients.banner(disclosed, selection.today),
        withhold=withhold and f"{withhold}/kies",
        timeline=presenter.present(selection.of(disclosed), f"/c/{handle}/tijdlijn", "pro", withhold=withhold),
    )


@router.get("/c/{handle}/tijdlijn/afdruk")
def on_paper(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    """The same selection whole, for paper: without what may be seen but not taken along."""
    selection = selected(request.query_params.multi_items(), house.today(), whole=True)
    disclosed = disclose.disclose(house, session.caller, handle, what="afdruk", on_paper=True, shown=selection.shown)
    path = f"/c/{handle}/tijdlijn"
    return page(
        request,
        session,
        "afdruk.html",
        nl.say("pro", "paper.title"),
        here="clients",
        banner=clients.banner(disclosed, selection.today),
        back=link(path, selection.filters.query()),
        timeline=presenter.present(selection.of(disclosed), path, "pro"),
    )


def _caseload(request: Request, house: House, session: Session, message: str = "") -> Response:
    cards = caseloads.my_clients(house, session.caller)
    return page(
        request,
        session,
        "clienten.html",
        nl.say("pro", "clients.title"),
        here="clients",
        clients=[clients.row(card) for card in cards],
        message=message,
    )
