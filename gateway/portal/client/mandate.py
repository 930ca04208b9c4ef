"""GET /mijn/helper/nieuw and on: letting somebody sign, who is shown by name first; stopping it; the receipt of both.

Signed on this device where it has a key of the client's own.
"""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.errors import Rejected
from gateway.flows import entrusting
from gateway.flows.entrusting import Wish
from gateway.portal import headers
from gateway.portal.client import helpers, keys
from gateway.portal.client.helper import problem
from gateway.portal.namens import For
from gateway.portal.nl import say
from gateway.portal.rendering import link, page, to
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission

router = APIRouter()
NEW = "/mijn/helper/nieuw"
STOP = "/mijn/helper/intrekken"
RECEIPT = "/mijn/helper/machtiging"


@router.get(NEW)
def ask(request: Request, house: InHouse, session: Client) -> Response:
    """Who, about what, until when. Nothing is stored."""
    form = helpers.empty(house.today())
    return page(request, session, "machtiging.html", say("client", "mandate.title"), here="helper", form=form)


@router.post(NEW)
def give(request: Request, house: InHouse, submission: ClientPost) -> Response:
    """First who it is, by name; then yes. What the client can mend is asked again."""
    session, caller, code = submission.session, submission.session.caller, submission.text("code")
    form = helpers.filled(submission, house.today())
    try:
        token = keys.signed_here(submission)
        if token is not None:
            return to(_receipt(entrusting.accept(house, caller, token)))
        if submission.text("zeker") == "ja":
            return to(_receipt(entrusting.give(house, caller, code, _wish(submission))))
        offer = entrusting.offer(house, caller, code, _wish(submission))
    except Rejected as error:
        view = helpers.again(form, problem(error))
        heading = say("client", "mandate.title")
        return page(request, session, "machtiging.html", heading, here="helper", status=422, form=view)
    return page(
        request,
        session,
        "machtiging_zeker.html",
        say("client", "mandate.title.who", name=offer.name),
        here="helper",
        form=form,
        offer=offer,
        before=helpers.before(offer.before, offer.name),
        device=keys.device(house, caller, For()),
    )


@router.post("/mijn/helper/voorbereiden")
def prepare(house: InHouse, submission: ClientPost) -> Response:
    """The exact bytes to sign on this device for what the form says. Nothing is stored."""
    caller, kid = submission.session.caller, submission.text("sleutel")
    if submission.text("doel") == "intrekken":
        text = entrusting.to_take_back(house, caller, kid, submission.text("machtiging"))
    else:
        text = entrusting.to_sign(house, caller, kid, submission.text("code"), _wish(submission))
    return headers.secure(JSONResponse({"tekenen": text}))


@router.get(STOP)
def ask_to_stop(request: Request, house: InHouse, session: Client) -> Response:
    """What stops with it. Nothing is stored."""
    found = entrusting.stoppable(house, session.caller, request.query_params.get("machtiging", ""))
    title = say("client", "mandate.stop.title", name=found.name)
    device = keys.device(house, session.caller, For())
    over = entrusting.OVER.format(name=found.name)
    return page(
        request, session, "machtiging_stop.html", title, here="helper", found=found, over=over, device=device,
    )  # fmt: skip


@router.post(STOP)
def take_back(house: InHouse, submission: ClientPost) -> Response:
    """Stopped at once, with what was shared under it."""
    caller, token = submission.session.caller, keys.signed_here(submission)
    if token is None:
        return to(_receipt(entrusting.take_back(house, caller, submission.text("machtiging"))))
    return to(_receipt(entrusting.accept_end(house, caller, token)))


@router.post("/mijn/helper/stop")
def give_up(house: InHouse, submission: ClientPost) -> Response:
    """Who was let sign does so no more; that needs nobody's signature."""
    entrusting.give_up(house, submission.session.caller, submission.text("machtiging"))
    return to("/mijn/helper")


@router.get(RECEIPT)
def receipt(request: Request, house: InHouse, session: Client) -> Response:
    """What was signed, with which key, and from when it counts: also to read again."""
    found = entrusting.receipt(house, session.caller, request.query_params.get("nummer", ""))
    view = helpers.receipt(found, house.now())
    return page(request, session, "machtiging_bewijs.html", view.title, here="helper", view=view)


def _receipt(mandate: str) -> str:
    return link(RECEIPT, {"nummer": mandate})


def _wish(submission: Submission) -> Wish:
    try:
        until = date.fromisoformat(submission.text("tot"))
    except ValueError:
        raise Rejected("helper-until", "Not a date", where="tot") from None
    return {"what": submission.texts("wat"), "until": until}
