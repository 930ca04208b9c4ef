"""Below a visit: choosing a PIN, and sharing or stopping with it; the client types the PIN, the registrar witnesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.crypto.primitives import same
from gateway.errors import GatewayError, Rejected
from gateway.flows import desk, desk_behalf, desk_pin, desk_signing, visits
from gateway.flows.answers import Receipt, Session
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.portal.desk import sheet, views
from gateway.portal.desk.views import Form
from gateway.portal.nl import say
from gateway.portal.rendering import page
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission

router = APIRouter()
DOING = {"delen": "share", "stoppen": "stop"}


@router.get("/balie/{bezoek}/pincode")
def pin(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _pin(bezoek, request, house, session)


@router.post("/balie/{bezoek}/pincode")
def choose(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    caller, chosen = submission.session.caller, submission.text("pincode")
    client = visits.client(house, caller, bezoek)
    try:
        _assert_same(chosen, submission.text("nogmaals"))
        desk.choose_pin(house, caller, client, chosen)
    except Rejected as error:
        return _pin(bezoek, request, house, submission.session, error)
    found = views.visit(visits.overview(house, caller, bezoek))
    return sheet.done(request, submission.session, found, "desk.done.pin", house.now(), line="sheet.pin")


@router.get("/balie/{bezoek}/delen")
def share(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _wish(bezoek, "delen", request, house, session)


@router.post("/balie/{bezoek}/delen")
def shared(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """First what it means, to be read aloud; then, with the PIN, it is signed."""
    return _do(bezoek, "delen", request, house, submission)


@router.get("/balie/{bezoek}/stoppen")
def stop(bezoek: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _wish(bezoek, "stoppen", request, house, session)


@router.post("/balie/{bezoek}/stoppen")
def stopped(bezoek: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    return _do(bezoek, "stoppen", request, house, submission)


def fits(form: Form, house: House) -> None:
    """Raises Rejected for what the registrar can mend before anybody signs."""
    if form.party not in {party.key for party in form.parties}:
        raise Rejected("party-unknown", "No such person or organisation", where="met")
    if form.options and not any(chosen for _key, _label, chosen in form.options):
        raise Rejected("share-what", "Nothing was chosen to share", where="wat")
    if form.options and until(form) < house.today():
        raise Rejected("share-until", "The last day lies in the past", where="tot")


def until(form: Form) -> date:
    try:
        return date.fromisoformat(form.until)
    except ValueError:
        raise Rejected("share-until", "Not a date", where="tot") from None


def grant(form: Form) -> Grant:
    """What the registrar filled in. Raises Rejected(share-until)."""
    ticked = tuple(key for key, _label, chosen in form.options if chosen)
    return Grant(form.party, what=ticked, contact_only=form.contact_only, until=until(form))


def _assert_same(first: str, second: str) -> None:
    if not same(first, second):
        raise Rejected("pin-twice", "The PIN was not typed the same twice", where="nogmaals")


def _do(bezoek: str, doing: str, request: Request, house: House, submission: Submission) -> Response:
    session = submission.session
    form = views.filled(_empty(doing, house, session), submission)
    client = visits.client(house, session.caller, bezoek)
    try:
        fits(form, house)
    except Rejected as error:
        return _wish(bezoek, doing, request, house, session, form, error)
    if not submission.text("zeker"):
        try:
            form = replace(form, whose=_whose(house, session, client, submission.text("bsn")))
        except GatewayError as error:
            return _wish(bezoek, doing, request, house, session, form, error)
        return _sure(bezoek, doing, request, house, session, form)
    try:
        receipt = _sign(doing, house, session, client, submission.text("pincode"), form)
    except GatewayError as error:
        return _sure(bezoek, doing, request, house, session, form, error)
    found = views.visit(visits.overview(house, session.caller, bezoek))
    line = "sheet.for" if form.whose else ""
    return sheet.done(request, session, found, f"desk.done.{DOING[doing]}", house.now(), line=line, receipt=receipt)


def _whose(house: House, session: Session, client: str, bsn: str) -> str:
    """A handle of whom the client decides for, "" when they stand here for themselves."""
    return desk_behalf.whom(house, session.caller, client, Bsn(bsn.strip())) if bsn.strip() else ""


def _sign(doing: str, house: House, session: Session, client: str, code: str, form: Form) -> Receipt:
    if doing == "stoppen":
        return desk_pin.stop(house, session.caller, client, code, form.party, whose=form.whose)
    return desk_pin.share(house, session.caller, client, code, grant(form), whose=form.whose)


def _empty(doing: str, house: House, session: Session) -> Form:
    return views.empty(desk_signing.parties(house, session.caller), house.today(), stopping=doing == "stoppen")


def _wish(
    bezoek: str, doing: str, request: Request, house: House, session: Session, form: Form | None = None,
    error: GatewayError | None = None,
) -> Response:  # fmt: skip
    return page(
        request, session, "balie_delen.html", say("pro", f"desk.{DOING[doing]}.title"), here="desk",
        status=200 if error is None else error.status, doing=doing,
        visit=views.visit(visits.overview(house, session.caller, bezoek)),
        form=form or _empty(doing, house, session), problem="" if error is None else views.problem(error),
    )  # fmt: skip


def _sure(
    bezoek: str, doing: str, request: Request, house: House, session: Session, form: Form,
    error: GatewayError | None = None,
) -> Response:  # fmt: skip
    return page(
        request, session, "balie_zeker.html", say("pro", "desk.sure.title"), here="desk",
        status=200 if error is None else error.status, doing=doing, form=form, sentence=views.sentence(form),
        visit=views.visit(visits.overview(house, session.caller, bezoek)),
        problem="" if error is None else views.problem(error),
    )  # fmt: skip


def _pin(bezoek: str, request: Request, house: House, session: Session, error: GatewayError | None = None) -> Response:
    return page(
        request, session, "balie_pincode.html", say("pro", "desk.pin.title"), here="desk",
        status=200 if error is None else error.status,
        visit=views.visit(visits.overview(house, session.caller, bezoek)),
        problem="" if error is None else views.problem(error),
    )  # fmt: skip
