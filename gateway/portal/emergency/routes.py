"""Noodinzage at /nood and /c/{handle}/nood, and its review at /beoordelen: the same pages for every client."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import emergency
from gateway.flows.answers import Session
from gateway.portal import cookies, dates
from gateway.portal import timeline as presenter
from gateway.portal.nl import say
from gateway.portal.professional import clients
from gateway.portal.rendering import link, page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.portal.timeline.view import selected

router = APIRouter()


@router.get("/nood")
def anybody(request: Request, session: Professional) -> Response:
    """For somebody who is in no list of yours: by BSN."""
    emergency.assert_may(session.caller)
    return _ask(request, session, path="/nood", name="")


@router.post("/nood")
def ask_for_anybody(request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """The BSN stays in the body; whatever it leads to takes the same time and gives the same answer."""
    begun = time.monotonic()
    try:
        id_ = emergency.ask_by_bsn(
            house, submission.session.caller, submission.text("bsn").strip(), submission.text("reden")
        )
        answer = to(f"/nood/{id_}")
    except Rejected as error:
        answer = _ask(request, submission.session, path="/nood", name="", error=error)
    time.sleep(max(0.0, house.settings.search_floor_ms / 1000 - (time.monotonic() - begun)))
    return answer


@router.get("/c/{handle}/nood")
def somebody(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    name = emergency.about(house, session.caller, handle)
    return _ask(request, session, path=f"/c/{handle}/nood", name=name)


@router.post("/c/{handle}/nood")
def ask_for_somebody(handle: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    caller = submission.session.caller
    try:
        return to(f"/nood/{emergency.ask(house, caller, handle, submission.text('reden'))}")
    except Rejected as error:
        name = emergency.about(house, caller, handle)
        return _ask(request, submission.session, path=f"/c/{handle}/nood", name=name, error=error)


@router.get("/nood/{asked}")
def prove(asked: str, request: Request, house: InHouse, session: Professional) -> Response:
    """Log in again: who opened this screen long ago may have walked away from it."""
    waiting = emergency.asked(house, session.caller, asked)
    title, path = say("pro", "emergency.prove"), f"/nood/{asked}"
    # Whoever logged in at a provider proves it there; in the demo naming oneself is proof enough.
    there = None if session.proved or session.provider == "development" else f"/inloggen/{session.provider}"
    return page(
        request,
        session,
        "nood_inloggen.html",
        title,
        here="clients",
        path=path,
        name=waiting.name,
        elsewhere=there and link(there, {"opnieuw": path}),
    )


@router.post("/nood/{asked}")
def open_(asked: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    caller, old = submission.session.caller, cookies.read(request, cookies.SESSION)
    token = emergency.open_(house, caller, old, submission.text("persona"), asked)
    response = to(f"/nood/{asked}/tijdlijn")
    cookies.keep(response, cookies.SESSION, token, house)
    return response


@router.get("/nood/{asked}/tijdlijn")
def opened(asked: str, request: Request, house: InHouse, session: Professional) -> Response:
    selection = selected(request.query_params.multi_items(), house.today())
    shown = emergency.look(house, session.caller, asked, shown=selection.shown)
    path = f"/nood/{asked}/tijdlijn"
    return page(
        request,
        session,
        "nood_tijdlijn.html",
        say("pro", "emergency.record"),
        here="clients",
        banner=clients.banner(shown.disclosed, selection.today),
        until=say("pro", "emergency.until", when=dates.clock(shown.ends)),
        timeline=presenter.present(selection.of(shown.disclosed), path, "pro"),
    )


@router.get("/nood/{asked}/tijdlijn/afdruk")
def on_paper(asked: str, request: Request, house: InHouse, session: Professional) -> Response:
    selection = selected(request.query_params.multi_items(), house.today(), whole=True)
    shown = emergency.look(house, session.caller, asked, on_paper=True, shown=selection.shown)
    path = f"/nood/{asked}/tijdlijn"
    return page(
        request,
        session,
        "afdruk.html",
        say("pro", "paper.title"),
        here="clients",
        banner=clients.banner(shown.disclosed, selection.today),
        back=link(path, selection.filters.query()),
        timeline=presenter.present(selection.of(shown.disclosed), path, "pro"),
    )


@router.get("/beoordelen")
def queue(request: Request, house: InHouse, session: Professional) -> Response:
    """What the officer's organisation opened in an emergency and nobody reviewed yet."""
    entries = [
        {
            "path": f"/beoordelen/{entry.id}",
            "who": entry.who,
            "client": entry.client,
            "opened": dates.moment(entry.opened, "pro"),
            "due": dates.moment(entry.due, "pro"),
            "late": entry.late,
            "reason": entry.reason,
        }
        for entry in emergency.queue(house, session.caller)
    ]
    return page(request, session, "beoordelen.html", say("pro", "review.title"), here="review", entries=entries)


@router.post("/beoordelen/{asked}")
def review(asked: str, house: InHouse, submission: ProfessionalPost) -> Response:
    emergency.review(house, submission.session.caller, asked, submission.text("oordeel"))
    return to("/beoordelen")


def _ask(request: Request, session: Session, *, path: str, name: str, error: Rejected | None = None) -> Response:
    """The page of a reason. Nothing on it depends on the record of the client."""
    problem = "" if error is None else say("pro", f"emergency.error.{'reden' if error.where == 'reden' else 'bsn'}")
    return page(
        request,
        session,
        "nood.html",
        say("pro", "emergency.title"),
        here="clients",
        status=200 if error is None else 422,
        path=path,
        name=name,
        problem=problem,
    )
