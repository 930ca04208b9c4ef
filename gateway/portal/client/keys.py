"""GET /mijn/sleutel and below: the keys of who is here, for themselves or for whom they decide; making one on this
device, using one that is there already, and saying that one is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.consent.keys import Form
from gateway.errors import BadInput, NotFound, Rejected
from gateway.flows import custody, delegated, proposals, steward
from gateway.flows.answers import KeyCard, Session
from gateway.flows.house import House
from gateway.portal import dates, headers
from gateway.portal.client import sharing
from gateway.portal.namens import For, Keeps, Signs
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission
from gateway.stages.decided import Caller
from gateway.wire import json

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Device:
    """What the script on the page needs to know: whose browser it is, about whom is signed ("" oneself), for which
    gateway, which keys sign here and which do so no more. `adds`: a delegate's wish stands beside what is shared.
    """

    client: str
    audience: str
    keys: str
    about: str = ""
    ended: str = ""
    adds: str = ""


@dataclass(frozen=True, slots=True)
class KeyView:
    kid: str
    kind: str
    since: str
    weaker: bool
    live: bool


@router.get("/mijn/sleutel")
def my_keys(request: Request, house: InHouse, session: Client, whose: Keeps) -> Response:
    cards = custody.mine(house, session.caller, whose.client)
    return page(
        request,
        session,
        "sleutel.html",
        say("client", "key.title"),
        here="sharing",
        keys=[_view(card) for card in cards],
        device=device(house, session.caller, whose),
    )


@router.post("/mijn/sleutel")
def enrol(house: InHouse, submission: ClientPost, whose: Keeps) -> Response:
    """Bind the public key that this device made: a key in the browser, or a passkey."""
    jwk = json.loads(submission.text("jwk").encode())
    if not isinstance(jwk, dict) or not all(isinstance(value, str) for value in jwk.values()):
        raise BadInput("jwk", "A public P-256 key has exactly kty, crv, x and y")
    form: Form = "webauthn" if submission.text("vorm") == "webauthn" else "jws"
    custody.enrol(house, submission.session.caller, jwk, form=form, client=whose.client)
    return to("/mijn/sleutel")


@router.get("/mijn/sleutel/kwijt")
def ask_if_lost(request: Request, house: InHouse, session: Client, whose: Keeps) -> Response:
    """What ends with it, and since when. Nothing is stored."""
    return _lost(request, house, session, whose, request.query_params.get("sleutel", ""))


@router.post("/mijn/sleutel/kwijt")
def lost(request: Request, house: InHouse, submission: ClientPost, whose: Keeps) -> Response:
    """It signs nothing more, here or for anybody else; what it let be seen since that day falls."""
    session, kid = submission.session, submission.text("sleutel")
    try:
        since = dates.begin_of(day) if (day := submission.text("dag")) else house.now()
        custody.report(house, session.caller, kid, since, client=whose.client)
    except (ValueError, Rejected):
        return _lost(request, house, session, whose, kid, say("client", "key.lost.error"))
    return to("/mijn/sleutel")


@router.post("/mijn/sleutel/stop")
def retire(house: InHouse, submission: ClientPost, whose: Keeps) -> Response:
    """Nothing new is signed here with this key; what it signed stays."""
    custody.retire(house, submission.session.caller, submission.text("sleutel"), client=whose.client)
    return to("/mijn/sleutel")


@router.post("/mijn/delen/voorbereiden")
def prepare(house: InHouse, submission: ClientPost, whose: Signs) -> Response:
    """The exact bytes to sign on this device for what the form says. Nothing is stored."""
    caller, party, kid = submission.session.caller, submission.text("met"), submission.text("sleutel")
    if submission.text("doel") == "voorstel":
        text = proposals.to_sign(house, caller, kid, submission.text("voorstel"), whose.client)
    elif submission.text("doel") == "stoppen":
        text = steward.to_stop(house, caller, party, kid, whose.whom)
    else:
        text = steward.to_share(house, caller, sharing.grant(submission, house.today()), kid, whose.whom)
    return headers.secure(JSONResponse({"tekenen": text}))


def device(house: House, caller: Caller, whose: For, *, settled: bool = False) -> Device:
    """`whose`: for whom is signed. A delegate's key is named in the mandate; `settled`: only one that need not wait."""
    mine, audience = str(caller.client), house.settings.base_url
    if whose.under is not None:
        under = whose.under.under
        theirs = [key.facts.kid for key in delegated.device_keys(house, caller, under, settled=settled)]
        return Device(mine, audience, " ".join(theirs), under.client, adds="ja")
    here = [card for card in custody.mine(house, caller, whose.client) if card.custody == "A"]
    everywhere = here if whose.client is None else (*here, *custody.mine(house, caller))
    live = [card.kid for card in here if card.live]
    ended = {card.kid for card in everywhere if not card.live}
    return Device(mine, audience, " ".join(live), whose.client or "", " ".join(sorted(ended)))


def signed_here(submission: Submission) -> str | None:
    """The policy that this device signed, None when the gateway is to sign with the key it keeps."""
    return submission.text("token") or None


def _lost(request: Request, house: House, session: Session, whose: For, kid: str, problem: str = "") -> Response:
    """Raises NotFound for a key that is not the caller's, or signs no more."""
    found = next(
        (one for one in custody.mine(house, session.caller, whose.client) if one.kid == kid and one.live), None
    )
    if found is None:
        raise NotFound("key-unknown", "No such key of yours")
    return page(
        request,
        session,
        "sleutel_kwijt.html",
        say("client", "key.lost.title"),
        here="sharing",
        status=422 if problem else 200,
        key=_view(found),
        text=say("client", "key.lost.text" if found.custody == "A" else "key.lost.text.here"),
        today=house.today().isoformat(),
        problem=problem,
    )


def _view(card: KeyCard) -> KeyView:
    since = "key.since" if card.live else "key.ended"
    return KeyView(
        kid=card.kid,
        kind=say("client", f"key.kind.{card.custody}"),
        since=say("client", since, when=dates.moment(card.since, "client")),
        weaker=card.custody in {"C", "D"},
        live=card.live,
    )
