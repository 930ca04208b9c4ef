"""Below a visit, what a registrar signs with a key of their own: a client's device key, and words on paper.

The page's script signs where the key is in this browser. Without it the page shows what is to be signed and takes the
token back, made with whatever program the registrar's key is in.
"""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.errors import BadInput, GatewayError, Rejected
from gateway.flows import desk, desk_signing, visits
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import headers
from gateway.portal.client.keys import Device
from gateway.portal.desk import sharing, sheet, views
from gateway.portal.desk.views import Form
from gateway.portal.nl import say
from gateway.portal.rendering import page
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from gateway.wire import json

router = APIRouter()


def device(house: House, session: Session) -> Device:
    """One key for each registrar that uses this browser, apart from keys of clients."""
    kids = desk_signing.own_keys(house, session.caller)
    return Device(f"balie {session.caller.person}", house.settings.base_url, " ".join(kids))


@router.post("/balie/{bezoek}/tekenen")
def prepare(bezoek: str, house: InHouse, submission: ProfessionalPost) -> Response:
    """The exact bytes for the key in this browser. Nothing is stored."""
    client = visits.client(house, submission.session.caller, bezoek)
    text = _to_sign(submission.text("doel"), house, submission, client, submission.text("sleutel"))
    return headers.secure(JSONResponse({"tekenen": text}))


@router.get("/balie/{bezoek}/apparaat")
def ask_device(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _device(bezoek, request, house, session)


@router.post("/balie/{bezoek}/apparaat")
def bind_device(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    again = partial(_device, bezoek, request, house, submission.session, submission.text("jwk"))
    return _bind(bezoek, "apparaat", "apparaat", request, house, submission, again, "sheet.key")


@router.get("/balie/{bezoek}/papier")
def ask_paper(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _paper(bezoek, request, house, session)


@router.post("/balie/{bezoek}/papier/sleutel")
def bind_paper(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    again = partial(_paper, bezoek, request, house, submission.session, None)
    return _bind(bezoek, "papiersleutel", "papier/sleutel", request, house, submission, again, "sheet.paper")


@router.post("/balie/{bezoek}/papier")
def take_over(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    session, token = submission.session, submission.text("token").strip()
    client = visits.client(house, session.caller, bezoek)
    form = None if token else _form(house, submission)
    try:
        if not token:
            text = _to_sign("papier", house, submission, client)
            return _elsewhere(bezoek, "papier", text, request, house, session)
        receipt = desk.paper(house, session.caller, token, at_desk=client)
    except GatewayError as error:
        return _paper(bezoek, request, house, session, form, error)
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return sheet.done(request, session, found, "desk.done.paper", house.now(), receipt=receipt)


def _bind(
    bezoek: str, what: str, place: str, request: Request, house: House, submission: Submission,
    again: partial[Response], line: str,
) -> Response:  # fmt: skip
    session, token = submission.session, submission.text("token").strip()
    client = visits.client(house, session.caller, bezoek)
    try:
        if not token:
            return _elsewhere(bezoek, place, _to_sign(what, house, submission, client), request, house, session)
        desk.bind(house, session.caller, token, at_desk=client)
    except GatewayError as error:
        return again(error)
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return sheet.done(request, session, found, "desk.done.key", house.now(), line=line)


def _to_sign(what: str, house: House, submission: Submission, client: str, kid: str = "") -> str:
    caller = submission.session.caller
    kid = kid or next(iter(desk_signing.own_keys(house, caller)), "")
    match what:
        case "apparaat":
            return desk_signing.binding(house, caller, client, kid, read_jwk(submission.text("jwk")))
        case "papiersleutel":
            return desk_signing.binding(house, caller, client, kid, None)
        case "papier":
            form = _form(house, submission)
            sharing.fits(form, house)
            return desk_signing.paper(house, caller, client, kid, sharing.grant(form))
        case _:
            raise Rejected("desk-signing", "There is nothing of this kind to sign at the desk", where="doel")


def read_jwk(text: str) -> dict[str, str]:
    """A public key as somebody pasted it. Raises Rejected(key-form)."""
    try:
        value = json.loads(text.encode())
    except BadInput:
        value = None
    if not isinstance(value, dict) or not all(isinstance(member, str) for member in value.values()):
        raise Rejected("key-form", "Not a public P-256 key", where="jwk")
    return {str(name): str(member) for name, member in value.items()}


def _form(house: House, submission: Submission) -> Form:
    parties = desk_signing.parties(house, submission.session.caller)
    return views.filled(views.empty(parties, house.today(), paper=True), submission)


def _elsewhere(bezoek: str, place: str, text: str, request: Request, house: House, session: Session) -> Response:
    found = views.visit(visits.overview(house, session.caller, bezoek))
    return page(
        request, session, "balie_tekenen.html", say("pro", "desk.sign.title"), here="desk", visit=found, text=text,
        action=f"{found.path}/{place}",
    )  # fmt: skip


def _device(
    bezoek: str, request: Request, house: House, session: Session, jwk: str = "", error: GatewayError | None = None
) -> Response:
    return page(
        request, session, "balie_apparaat.html", say("pro", "desk.device.title"), here="desk",
        status=200 if error is None else error.status, jwk=jwk, device=device(house, session),
        visit=views.visit(visits.overview(house, session.caller, bezoek)),
        problem="" if error is None else views.problem(error),
    )  # fmt: skip


def _paper(
    bezoek: str, request: Request, house: House, session: Session, form: Form | None = None,
    error: GatewayError | None = None,
) -> Response:  # fmt: skip
    empty = views.empty(desk_signing.parties(house, session.caller), house.today(), paper=True)
    return page(
        request, session, "balie_papier.html", say("pro", "desk.paper.title"), here="desk",
        status=200 if error is None else error.status, form=form or empty, device=device(house, session),
        visit=views.visit(visits.overview(house, session.caller, bezoek)),
        problem="" if error is None else views.problem(error),
    )  # fmt: skip
