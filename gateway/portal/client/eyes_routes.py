"""GET /mijn/delen/ogen and below: whose eyes, what they see, what they do not."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import eyes
from gateway.portal import timeline as presenter
from gateway.portal.client import eyes as words
from gateway.portal.namens import Whose
from gateway.portal.nl import say
from gateway.portal.professional import clients
from gateway.portal.rendering import fragment, page
from gateway.portal.sessions import Client, InHouse
from gateway.portal.timeline.view import selected, wishes

router = APIRouter()


@router.get("/mijn/delen/ogen")
def people(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    found = [(party, words.path(party)) for party in eyes.people(house, session.caller, whose.handle)]
    return page(request, session, "ogen_wie.html", say("client", "eyes.whose"), here="sharing", people=found)


@router.get("/mijn/delen/ogen/{person}")
def through(person: str, request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    """The person's own page of the client: same code, same words, other borders."""
    selection = selected(request.query_params.multi_items(), house.today())
    found = eyes.look(house, session.caller, person, whose.handle, selection.shown)
    path = words.path(found.party)
    shown = None
    if found.seen is not None:
        shown = fragment(
            "_record.html",
            "pro",
            timeline=presenter.present(selection.of(found.seen), path, "pro"),
        )
    return page(
        request,
        session,
        "ogen.html",
        say("client", "eyes.title", name=found.party.name),
        here="sharing",
        party=found.party,
        told=found.told,
        path=path,
        banner=None if found.seen is None else clients.banner(found.seen, selection.today),
        shown=shown,
        hidden=None,
    )


@router.get("/mijn/delen/ogen/{person}/niet")
def not_seen(person: str, request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    """For the client alone: what this person does not see, why, and how to share it."""
    _filters, number = wishes(pair for pair in request.query_params.multi_items() if pair[0] == "page")
    found = eyes.look(house, session.caller, person, whose.handle)
    return page(
        request,
        session,
        "ogen.html",
        say("client", "eyes.title.not", name=found.party.name),
        here="sharing",
        party=found.party,
        told=found.told,
        path=words.path(found.party),
        banner=None,
        shown=None,
        hidden=words.not_seen(found, number),
    )
