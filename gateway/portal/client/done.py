"""The page after something was signed: what it was, how, from when, and the proof."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from gateway.flows.answers import Receipt, Session
from gateway.portal import dates
from gateway.portal.client import sharing
from gateway.portal.nl import say
from gateway.portal.rendering import page


def done(request: Request, session: Session, title: str, text: str, given: Receipt, **values: str) -> Response:
    return page(
        request,
        session,
        "delen_klaar.html",
        say("client", title, **values),
        here="sharing",
        text=text,
        receipt=given,
        custody=say("client", f"custody.short.{given.custody}"),
        waits=None if given.waits is None else dates.moment(given.waits, "client"),
        code=sharing.receipt_code(given),
        lapsed=sharing.lapsed(given.lapsed, signs=getattr(request.state, "signs", False)),
    )
