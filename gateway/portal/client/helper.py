"""GET /mijn/helper and below: who helps the client, whom they help, and for whom they are here."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import helping
from gateway.flows.caseloads import OWN
from gateway.flows.house import House
from gateway.portal import cookies, namens
from gateway.portal.client import helpers
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission

router = APIRouter()
PROBLEMS = {"helper-code": "code", "helper-key": "key", "helper-what": "wat", "helper-until": "tot"}


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
        view, problem = helpers.present(helping.overview(house, caller), house.now()), _problem(error)
        heading = say("client", "helper.title")
        return page(
            request, submission.session, "helper.html", heading, here="helper", status=422, view=view, problem=problem
        )
    return to("/mijn/helper")


@router.get("/mijn/helper/nieuw")
def ask(request: Request, house: InHouse, session: Client) -> Response:
    """Who, about what, until when. Nothing is stored."""
    form = helpers.empty(house.today())
    return page(request, session, "machtiging.html", say("client", "mandate.title"), here="helper", form=form)


@router.post("/mijn/helper/nieuw")
def give(request: Request, house: InHouse, submission: ClientPost) -> Response:
    """First who it is, by name; then yes. What the client can mend is asked again."""
    session, caller = submission.session, submission.session.caller
    form = helpers.filled(submission, house.today())
    try:
        name = helping.named(house, caller, submission.text("code"))
        if submission.text("zeker") == "ja":
            _give(house, submission)
            return to("/mijn/helper")
        helping.assert_fits(house, submission.texts("wat"), _day(submission))
    except Rejected as error:
        problem = _problem(error)
        heading = say("client", "mandate.title")
        view = helpers.again(form, problem)
        return page(request, session, "machtiging.html", heading, here="helper", status=422, form=view)
    title = say("client", "mandate.title.who", name=name)
    return page(request, session, "machtiging_zeker.html", title, here="helper", form=form, name=name)


@router.post("/mijn/helper/stop")
def stop(house: InHouse, submission: ClientPost) -> Response:
    helping.stop(house, submission.session.caller, submission.text("machtiging"))
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


def _give(house: House, submission: Submission) -> None:
    helping.give(
        house,
        submission.session.caller,
        submission.text("code"),
        what=submission.texts("wat"),
        until=_day(submission),
    )


def _day(submission: Submission) -> date:
    try:
        return date.fromisoformat(submission.text("tot"))
    except ValueError:
        raise Rejected("helper-until", "Not a date", where="tot") from None


def _problem(error: Rejected) -> str:
    """What is wrong, in words, for what the client can mend; anything else is an error page."""
    if error.code not in PROBLEMS:
        raise error
    return say("client", f"helper.error.{PROBLEMS[error.code]}")
