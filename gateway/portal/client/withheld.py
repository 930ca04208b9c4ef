"""GET /mijn/achtergehouden: that something is withheld, by whom, why, until when and whom to ask. Never what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import withholding
from gateway.flows.withholding import Told
from gateway.portal import dates
from gateway.portal.namens import Whose
from gateway.portal.nl import say
from gateway.portal.rendering import page
from gateway.portal.sessions import Client, InHouse

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ToldView:
    heading: str
    why: str
    until: str
    ask: str


@router.get("/mijn/achtergehouden")
def told(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    found = present(withholding.told(house, session.caller, whose.handle))
    return page(request, session, "achtergehouden.html", say("client", "held.title"), here="timeline", found=found)


def present(found: Iterable[Told]) -> list[ToldView]:
    return [
        ToldView(
            heading=say("client", "held.by", source=one.source),
            why=one.ground.sentence,
            until=say("client", "held.until.text", day=dates.day(one.review, "client")),
            ask=one.contact,
        )
        for one in found
    ]
