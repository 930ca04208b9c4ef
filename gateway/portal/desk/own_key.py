"""/balie/sleutel: a registrar's own key, made in this browser; it counts when the operator registered it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import desk_signing
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal.desk.signing import device, read_jwk
from gateway.portal.nl import say
from gateway.portal.rendering import page
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.wire import json

router = APIRouter()


@router.get("/balie/sleutel")
def own_key(request: Request, house: InHouse, session: Professional) -> Response:
    return _own(request, house, session)


@router.post("/balie/sleutel")
def made(request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """This browser made a key: the public half is shown, to be handed to the operator."""
    jwk = read_jwk(submission.text("jwk"))
    registered = desk_signing.offer(house, submission.session.caller, jwk)
    return _own(request, house, submission.session, json.dumps(jwk), registered=registered)


def _own(request: Request, house: House, session: Session, made: str = "", *, registered: bool = False) -> Response:
    kids = desk_signing.own_keys(house, session.caller)
    return page(
        request, session, "balie_sleutel.html", say("pro", "desk.own.title"), here="desk", kids=kids, made=made,
        registered=registered, device=device(house, session),
    )  # fmt: skip
