"""Templates in, safe responses out: every page passes here, so every page has its headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gateway.flows.answers import Session
from gateway.portal import dates, headers, menu, nl
from gateway.portal.nl import Audience

STATIC = files("gateway.portal").joinpath("static")


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("gateway.portal"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    return made


def page(
    request: Request, session: Session, template: str, title: str, *, here: str = "", status: int = 200, **view: Any
) -> Response:
    """A page for somebody who is logged in. `here`: the menu entry it belongs to."""
    audience = audience_of(session)
    signs = getattr(request.state, "signs", False)
    shown: Mapping[str, Any] = {
        "session": session,
        "menu": menu.of(session, signs=signs),
        "here": here,
        "ends": session.ends and nl.say(audience, "login.ends", time=dates.clock(session.ends)),
        "namens": getattr(request.state, "namens", ""),
        "signs": signs,
        "printed": nl.say(
            audience, "printed", day=dates.day(request.app.state.house.today(), audience), name=session.caller.name
        ),
        **view,
    }
    return render(template, audience, title, shown, status)


def render(template: str, audience: Audience, title: str, view: Mapping[str, Any], status: int = 200) -> Response:
    text = (
        environment()
        .get_template(template)
        .render(
            {
                "t": partial(nl.say, audience),
                "audience": audience,
                "title": title,
                "stylesheet": stylesheet(),
                "script": script(),
                "passkey": passkey(),
                "checks": checks(),
                **view,
            }
        )
    )
    return headers.secure(HTMLResponse(text, status))


def fragment(template: str, audience: Audience, **view: Any) -> Markup:
    """A part of a page as another reader gets it, to stand in the page of this one."""
    made = environment().get_template(template)
    return Markup(made.render({"t": partial(nl.say, audience), "audience": audience, **view}))  # noqa: S704 - escaped


def to(path: str) -> Response:
    """After a change: go and get the page (303), so that reloading it changes nothing again."""
    return headers.secure(RedirectResponse(path, 303))


def away(address: str) -> Response:
    """To another site, chosen by the operator."""
    return headers.secure(RedirectResponse(address, 303))


def audience_of(session: Session) -> Audience:
    return "client" if session.caller.client else "pro"


def link(path: str, query: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


@cache
def stylesheet() -> str:
    return _static("portal.css")


@cache
def script() -> str:
    return _static("sleutel.js")


@cache
def passkey() -> str:
    return _static("passkey.js")


@cache
def checks() -> str:
    return _static("toetsen.js")


def _static(name: str) -> str:
    """An address that changes with its content: browsers may keep it and never show an old one."""
    return f"/static/{name}?v={sha256(STATIC.joinpath(name).read_bytes()).hexdigest()[:12]}"
