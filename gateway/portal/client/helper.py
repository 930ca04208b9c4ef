"""GET /mijn/helper: who helps the client, whom they help, and for whom they are here."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import helping
from gateway.flows.caseloads import OWN
from gateway.portal import cookies, namens
from gateway.portal.client import helpers
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse

router = APIRouter()
PROBLEMS = {
    "helper-code": "code",
    "helper-key": "key",
    "helper-key-lost": "lost",
    "helper-key-other": "other",
    "helper-what": "wat",
    "helper-until": "tot",
}


@router.get("/mijn/helper")
def overview(request: Request, house: InHouse, session: Client) -> Response:
    view = helpers.present(helping.overview(house, session.caller), house.now())
    return page(request, session, "helper.html", say("client", "helper.title"), here="helper", view=view, problem="")


@router.post("/mijn/helper/contacten")
def contacts(request: Request, house: InHouse, submission: ClientPost) -> Response:
    caller = submission.session.caller
    try:
        helping.choose(house, caller, submission.texts("code"))
    except Rejected as error:
        view = helpers.present(helping.overview(house, caller), house.now())
        heading = say("client", "helper.title")
        return page(
            request, submission.session, "helper.html", heading, here="helper", status=422, view=view,
            problem=problem(error),
        )  # fmt: skip
    return to("/mijn/helper")


@router.post("/mijn/namens")
def for_somebody(house: InHouse, submission: ClientPost) -> Response:
    """From here on the pages are about somebody the client decides for, or about the client again."""
    handle = submission.text("wie") or OWN
    namens.assert_for(house, submission.session, handle)
    response = to("/mijn")
    if handle == OWN:
        cookies.drop(response, cookies.NAMENS, house)
    else:
        cookies.keep(response, cookies.NAMENS, handle, house)
    return response


def problem(error: Rejected) -> str:
    """What is wrong, in words, for what the client can mend; anything else is an error page."""
    if error.code not in PROBLEMS:
        raise error
    return say("client", f"helper.error.{PROBLEMS[error.code]}")
