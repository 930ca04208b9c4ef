"""GET and POST /o/{meeting}/vraag: [Vraag de cliënt]. The same page for every client and every table: it says neither
what is missing, nor for whom, nor what keys the client has.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Refused, Rejected
from gateway.flows import at_chair
from gateway.flows.answers import Session
from gateway.flows.wishes import DOMAINS
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost

router = APIRouter()


@router.get("/o/{meeting}/vraag")
def ask(meeting: str, request: Request, house: InHouse, session: Professional) -> Response:
    if not at_chair.chaired(house, session.caller, meeting):
        return to(f"/o/{meeting}/tafel")  # first it must be known who sits there
    return _asked(request, session, meeting)


@router.post("/o/{meeting}/vraag")
def answer(meeting: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """The client's own answer, on this screen. Whatever goes wrong, nothing changed and the page says no more."""
    session = submission.session
    try:
        given = at_chair.confirm(
            house,
            session.caller,
            meeting,
            submission.text("pincode"),
            what=submission.texts("wat"),
            contact_only=submission.text("hoe") == "contact",
        )
    except Rejected:
        return _asked(request, session, meeting, "ask.error.what")
    except Refused:
        return _asked(request, session, meeting, "ask.alone")
    return to(f"/o/{meeting}/tafel") if given else _asked(request, session, meeting, "ask.wrong")


def _asked(request: Request, session: Session, meeting: str, problem: str = "") -> Response:
    return page(
        request,
        session,
        "vraag.html",
        say("pro", "ask.title"),
        here="meetings",
        status=422 if problem else 200,
        path=f"/o/{meeting}",
        options=tuple(DOMAINS.items()),
        problem=say("pro", problem) if problem else "",
    )
