"""Logging in: at a provider the operator configured, or as a fictional persona where the development login exists."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.auth import rates
from gateway.crypto.primitives import random_token, same
from gateway.errors import NotAuthenticated, Refused
from gateway.flows import entering, login
from gateway.flows.entering import START
from gateway.flows.house import House
from gateway.portal import cookies, menu, nl
from gateway.portal.rendering import away, render, to
from gateway.portal.sessions import Form, InHouse, Posted, signed_in

router = APIRouter()


@router.get("/")
def start(request: Request) -> Response:
    try:
        session = signed_in(request)
    except NotAuthenticated:
        return to("/inloggen")
    return to(menu.start(session))


@router.get("/inloggen")
def entrances(house: InHouse) -> Response:
    token = random_token()
    people = login.personas(house)
    providers = entering.entrances(house)
    response = render(
        "inloggen.html",
        "client",
        nl.say("client", "login.title"),
        {
            "professionals": [person for person in people if person.kind == "zorgverlener"],
            "clients": [person for person in people if person.kind == "client"],
            "for_professionals": [one for one in providers if one.kind == "zorgverlener"],
            "for_clients": [one for one in providers if one.kind == "client"],
            "csrf": token,
        },
    )
    cookies.keep(response, cookies.LOGIN, token, house)
    return response


@router.post("/inloggen")
def log_in(request: Request, house: InHouse, form: Form) -> Response:
    """Raises Refused for a form from elsewhere and for unknown personas."""
    kept, sent = cookies.read(request, cookies.LOGIN), form.get("csrf", "")
    if not kept or not isinstance(sent, str) or not same(sent, kept):
        raise Refused("csrf", "The form was not sent from our login page", mend="open the page again")
    _count(request, house)
    persona = form.get("persona", "")
    old = cookies.read(request, cookies.SESSION)
    token = login.log_in(house, persona if isinstance(persona, str) else "", old)
    session = login.session(house, token)
    response = to(menu.start(session))
    cookies.keep(response, cookies.SESSION, token, house)
    cookies.drop(response, cookies.LOGIN, house)
    return response


@router.get("/inloggen/{provider}")
def leave(provider: str, request: Request, house: InHouse) -> Response:
    """To a login provider. `opnieuw`: the page that asks somebody logged in to prove again who they are."""
    _count(request, house)
    path = request.query_params.get("opnieuw", "")
    gone = entering.leave(house, provider, cookies.read(request, cookies.SESSION), path)
    response = away(gone.address)
    cookies.keep(response, cookies.AWAY, gone.browser, house, "lax")
    return response


@router.get("/inloggen/{provider}/terug")
def arrive(provider: str, request: Request, house: InHouse) -> Response:
    """Back from a login provider.

    Answers with a page, not a redirect: a browser that was sent here by another site does not bring strict cookies
    along until somebody goes on from a page of ours.
    """
    _count(request, house)
    browser, old = cookies.read(request, cookies.AWAY), cookies.read(request, cookies.SESSION)
    entered = entering.arrive(house, provider, browser, old, _once(request))
    audience: nl.Audience = "client" if entered.path == START["client"] else "pro"
    response = render("ingelogd.html", audience, nl.say(audience, "login.done"), {"path": entered.path})
    cookies.keep(response, cookies.SESSION, entered.token, house)
    cookies.drop(response, cookies.AWAY, house)
    return response


@router.post("/uitloggen")
def log_out(request: Request, house: InHouse, _submission: Posted) -> Response:
    login.log_out(house, cookies.read(request, cookies.SESSION))
    response = to("/inloggen")
    cookies.drop(response, cookies.SESSION, house)
    cookies.drop(response, cookies.NAMENS, house)
    return response


def _once(request: Request) -> dict[str, str]:
    """What a provider's answer says. Raises Refused for what it says twice (RFC 6749, section 3.1)."""
    pairs = request.query_params.multi_items()
    said = dict(pairs)
    if len(said) != len(pairs):
        raise Refused("login-state", "The answer says something twice", mend="begin again")
    return said


def _count(request: Request, house: House) -> None:
    """Before somebody is anybody only the address can be counted by; it is kept in memory and in no log."""
    house.count("login", rates.place(request.client.host) if request.client else "")
