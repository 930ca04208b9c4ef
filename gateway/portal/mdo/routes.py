"""GET /overleggen, POST /c/{handle}/overleg, and the table at /o/{id}."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import meet
from gateway.portal.mdo import table
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.portal.timeline.view import selected

router = APIRouter()


@router.get("/overleggen")
def meetings(request: Request, house: InHouse, session: Professional) -> Response:
    mine = [table.meeting(screen) for screen in meet.mine(house, session.caller)]
    return page(request, session, "overleggen.html", say("pro", "meetings.title"), here="meetings", meetings=mine)


@router.post("/c/{handle}/overleg")
def start(handle: str, house: InHouse, submission: ProfessionalPost) -> Response:
    return to(f"/o/{meet.start(house, submission.session.caller, handle)}/tafel")


@router.get("/o/{meeting}/tafel")
def at_table(meeting: str, request: Request, house: InHouse, session: Professional) -> Response:
    """Nothing is on the screen before the list of those present was confirmed."""
    selection = selected(request.query_params.multi_items(), house.today())
    screen = meet.screen(house, session.caller, meeting, selection.shown)
    view = table.present(screen, session.caller, selection)
    title = say("pro", "table.title", name=screen.client_name)
    return page(request, session, "tafel.html", title, here="meetings", view=view)


@router.post("/o/{meeting}/aanwezig")
def confirm(meeting: str, house: InHouse, submission: ProfessionalPost) -> Response:
    """The list as a whole, never one person at a time."""
    meet.confirm(house, submission.session.caller, meeting, submission.texts("aanwezig"))
    return to(f"/o/{meeting}/tafel")


@router.post("/o/{meeting}/sluiten")
def close(meeting: str, house: InHouse, submission: ProfessionalPost) -> Response:
    meet.close(house, submission.session.caller, meeting)
    return to("/overleggen")
