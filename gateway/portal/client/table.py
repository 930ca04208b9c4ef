"""GET /mijn/overleg and below: the meetings about the client, and letting one table see something, only now. For a
delegate as well, within the mandate.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.errors import Rejected
from gateway.flows import at_table
from gateway.flows.answers import Session, TableCard
from gateway.flows.house import House
from gateway.flows.wishes import DOMAINS
from gateway.portal import dates, headers
from gateway.portal.client import keys
from gateway.portal.namens import For, Signs
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission

router = APIRouter()
HERE = "/mijn/overleg"


@dataclass(frozen=True, slots=True)
class TableOf:
    """`options`: what can be shown; `by`: who gave it in the client's name, in words, "" when nobody did so."""

    meeting: str
    opened: str
    people: tuple[str, ...]
    ids: str
    given: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    by: str


@router.get(HERE)
def tables(request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    return _tables(request, house, session, whose)


@router.post(HERE)
def give(request: Request, house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """Yes: signed on this device, or with the key we keep; by a delegate on their own device only."""
    caller, token = submission.session.caller, keys.signed_here(submission)
    try:
        if token is None:
            at_table.give(house, caller, submission.text("overleg"), **_wish(submission), client=whose.whom)
        else:
            at_table.accept(house, caller, token)
    except Rejected as error:
        if error.where != "wat":
            raise
        problem = "share.error.mandate" if error.code == "mandate-beyond" else "ask.error.what"
        return _tables(request, house, submission.session, whose, say("client", problem))
    return to(HERE)


@router.post(f"{HERE}/voorbereiden")
def prepare(house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """The exact bytes to sign on this device for what the form says. Nothing is stored."""
    text = at_table.to_sign(
        house,
        submission.session.caller,
        submission.text("sleutel"),
        submission.text("overleg"),
        **_wish(submission),
        client=whose.whom,
    )
    return headers.secure(JSONResponse({"tekenen": text}))


@router.post(f"{HERE}/stop")
def stop(house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    at_table.take_back(house, submission.session.caller, submission.text("overleg"), client=whose.whom)
    return to(HERE)


def _wish(submission: Submission) -> at_table.Wish:
    return {"what": submission.texts("wat"), "contact_only": submission.text("hoe") == "contact"}


def _tables(request: Request, house: House, session: Session, whose: For, problem: str = "") -> Response:
    return page(
        request,
        session,
        "overleg.html",
        say("client", "ask.title"),
        here="sharing",
        status=422 if problem else 200,
        tables=[_table(card) for card in at_table.meetings_about(house, session.caller, whose.whom)],
        device=keys.device(house, session.caller, whose, settled=True),
        problem=problem,
    )


def _table(card: TableCard) -> TableOf:
    return TableOf(
        meeting=card.meeting,
        opened=say("client", "ask.opened", when=dates.moment(card.opened, "client")),
        people=tuple(name for _id, name in card.people),
        ids=" ".join(id_ for id_, _name in card.people),
        given=card.sentences,
        options=tuple((key, DOMAINS[key]) for key in card.options),
        by=say("client", "namens.by", name=card.by) if card.by else "",
    )
