"""GET /mijn/delen/wens/{id} and below: common wishes to choose from, and what nobody may see."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.consent import templates
from gateway.consent.templates import Template
from gateway.errors import NotFound, Rejected
from gateway.flows import lapsing, steward, wanted
from gateway.flows.answers import Party, Session
from gateway.flows.house import House
from gateway.flows.wishes import DOMAINS
from gateway.portal import headers
from gateway.portal.client import keys, sharing
from gateway.portal.client.done import done
from gateway.portal.namens import For, Signs, Whose
from gateway.portal.nl import say
from gateway.portal.rendering import page
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission

router = APIRouter()


@dataclass(frozen=True, slots=True)
class WishView:
    """`path`: where the form goes. `parties`, `choices`: what can be answered; `fixed`: what the wish says itself."""

    template: Template
    path: str
    parties: tuple[Party, ...]
    choices: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[str, str], ...]


@router.get(f"{sharing.WISH}/weg")
def ask_to_release(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    asked = request.query_params.get("regel", "")
    shared = steward.sharing(house, session.caller, whose.client)
    found = next((one for one in (*shared.forbidden, *shared.barred) if one.rule == asked), None)
    if found is None:
        raise NotFound("rule-unknown", "No such rule of yours")
    device = keys.device(house, session.caller, whose)
    title = say("client", "wish.release.title")
    lapses = lapsing.before(house, session.caller, whose.client)
    return page(request, session, "wens_weg.html", title, here="sharing", forbidden=found, device=device, lapses=lapses)


@router.get(f"{sharing.WISH}/{{template}}")
def choose(template: str, request: Request, house: InHouse, session: Client, whose: Signs) -> Response:
    return _choose(request, house, session, whose, templates.find(template))


@router.post(f"{sharing.WISH}/voorbereiden")
def prepare(house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """The exact bytes to sign on this device for what the form says. Nothing is stored."""
    caller, kid = submission.session.caller, submission.text("sleutel")
    if submission.text("doel") == "vrijgeven":
        text = wanted.to_release(house, caller, kid, submission.text("regel"), whose.client)
    else:
        text = wanted.to_forbid(house, caller, kid, submission.text("wens"), _answers(submission), whose.whom)
    return headers.secure(JSONResponse({"tekenen": text}))


@router.post(f"{sharing.WISH}/weg")
def release(request: Request, house: InHouse, submission: ClientPost, whose: Whose) -> Response:
    """Somebody may be let in again; nobody is by this alone."""
    caller, token = submission.session.caller, keys.signed_here(submission)
    given = (
        wanted.release(house, caller, submission.text("regel"), whose.client)
        if token is None
        else steward.accept(house, caller, token, ours=True)
    )
    return done(request, submission.session, "wish.released", say("client", "wish.released.text"), given)


@router.post(f"{sharing.WISH}/{{template}}")
def forbid(template: str, request: Request, house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """Signed and done, on this device or with the key we keep."""
    caller, token = submission.session.caller, keys.signed_here(submission)
    try:
        given = (
            wanted.forbid(house, caller, template, _answers(submission), whose.whom)
            if token is None
            else steward.accept(house, caller, token, ours=True)
        )
    except Rejected as error:
        if error.code != "template-answer":
            raise
        found = templates.find(template)
        return _choose(request, house, submission.session, whose, found, say("client", "wish.error"))
    return done(request, submission.session, "wish.forbidden", say("client", "wish.forbidden.text"), given)


def _choose(
    request: Request, house: House, session: Session, whose: For, found: Template, problem: str = ""
) -> Response:
    if found.rule is None or (whose.under is not None and not found.forbids):
        raise NotFound("template-unknown", "No such wish to choose here")
    return page(
        request,
        session,
        "wens.html",
        found.title,
        here="sharing",
        status=422 if problem else 200,
        view=_view(house, session, whose, found),
        device=keys.device(house, session.caller, whose),
        lapses=lapsing.before(house, session.caller, whose.whom) if found.forbids else (),
        problem=problem,
    )


def _view(house: House, session: Session, whose: For, found: Template) -> WishView:
    rule = found.rule or {}
    shared = steward.sharing(house, session.caller, whose.client) if "party" in found.asks else None
    asked = next((ask for ask in found.asks if ask != "party"), None)
    fixed = () if asked or found.forbids else tuple(("wat", domain) for domain in rule["what"]["domain"])
    return WishView(
        template=found,
        path=f"{sharing.WISH}/{found.id}" if found.forbids else sharing.NEW,
        parties=() if shared is None else (*(card.party for card in shared.cards), *shared.others),
        # Care domains in the words of the page of sharing, said to the client; the rest as the sentence says them.
        choices=() if asked is None else tuple((DOMAINS if asked == "domain" else templates.choices(asked)).items()),
        fixed=(*fixed, ("hoe", "contact" if rule.get("how") == ["contact-only"] else "alles")),
    )


def _answers(submission: Submission) -> dict[str, str]:
    return {"life": submission.text("leven")}
