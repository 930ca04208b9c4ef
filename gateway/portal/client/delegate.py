"""The first page of who is here under a machtiging: what it covers, and what they signed so far with its proof."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from gateway.flows import at_table, delegated
from gateway.flows.answers import Session
from gateway.flows.delegated import Delegated
from gateway.flows.house import House
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.rendering import page


def home(request: Request, house: House, session: Session, mandate: Delegated) -> Response:
    signed = [
        (say("client", "delegate.signed.link", when=dates.moment(one.when, "client")), f"/mijn/bewijs/{one.version}")
        for one in delegated.signed(house, session.caller, mandate.under)
    ]
    last = dates.day(dates.dutch_day(mandate.until - timedelta(seconds=1)), "client")
    return page(
        request,
        session,
        "mijn_machtiging.html",
        say("client", "delegate.title", name=mandate.name),
        here="home",
        mandate=mandate,
        until=say("client", "delegate.until", day=last),
        signed=signed,
        tables=bool(at_table.meetings_about(house, session.caller, mandate.under)),
    )
