"""Logging in as a fictional persona, where the development provider exists, and logging out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.crypto import random_token, same
from gateway.errors import NotAuthenticated, Refused
from gateway.flows import login
from gateway.portal import nl
from gateway.portal.rendering import render, to
from gateway.portal.sessions import COOKIE, Form, InHouse, Posted, signed_in

router = APIRouter()

# Before there is a session, the form's token is compared with a cookie only our own page could set.
LOGIN_COOKIE = "wd_inlog"
START = {"client": "/mijn", "zorgverlener": "/clienten"}


@router.get("/")
def start(request: Request) -> Response:
    try:
        session = signed_in(request)
    except NotAuthenticated:
        return to("/inloggen")
    return to(START["client" if session.caller.client else "zorgverlener"])


@router.get("/inloggen")
def personas(house: InHouse) -> Response:
    token = random_token()
    people = login.personas(house)
    response = render(
        "inloggen.html",
        "client",
        nl.say("client", "login.title"),
        {
            "professionals": [person for person in people if person.kind == "zorgverlener"],
            "clients": [person for person in people if person.kind == "client"],
            "csrf": token,
        },
    )
    keep(response, LOGIN_COOKIE, token, house)
    return response


@router.post("/inloggen")
def log_in(request: Request, house: InHouse, form: Form) -> Response:
    """Raises Refused for a form from elsewhere and for unknown personas."""
    kept, sent = request.cookies.get(LOGIN_COOKIE, ""), form.get("csrf", "")
    if not kept or not isinstance(sent, str) or not same(sent, kept):
        raise Refused("csrf", "The form was not sent from our login page", mend="open the page again")
    persona = form.get("persona", "")
    token = login.log_in(house, persona if isinstance(persona, str) else "")
    session = login.session(house, token)
    response = to(START["client" if session.caller.client else "zorgverlener"])
    keep(response, COOKIE, token, house)
    response.delete_cookie(LOGIN_COOKIE, path="/")
    return response


@router.post("/uitloggen")
def log_out(request: Request, house: InHouse, _submission: Posted) -> Response:
    login.log_out(house, request.cookies.get(COOKIE, ""))
    response = to("/inloggen")
    response.delete_cookie(COOKIE, path="/")
    return response


def keep(response: Response, name: str, value: str, house: InHouse) -> None:
    secure = house.settings.base_url.startswith("https:")
    response.set_cookie(name, value, path="/", secure=secure, httponly=True, samesite="strict")
