"""The sheet a client takes home from the desk: what was done, in their own words, and how strong it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from gateway.flows.answers import Receipt, Session
from gateway.portal import dates
from gateway.portal.client.receipt import grouped
from gateway.portal.desk.views import VisitView
from gateway.portal.nl import say
from gateway.portal.rendering import fragment, page


@dataclass(frozen=True, slots=True)
class Signed:
    """`weaker`: how safe this way of signing is; `waits`: from when what is wider counts, "" at once; `lapsed`: what
    waited and goes in no more.
    """

    sentences: tuple[str, ...]
    version: int
    code: str
    weaker: str
    waits: str
    lapsed: tuple[str, ...] = ()


def done(
    request: Request, session: Session, visit: VisitView, title: str, now: datetime, *, line: str = "",
    receipt: Receipt | None = None,
) -> Response:  # fmt: skip
    """`title`, `line`: keys of texts. The code of the letter is not on it: that comes by another way."""
    lines = [_by(session, now), *((say("client", line),) if line else ())]
    sheet = fragment("_baliebewijs.html", "client", lines=lines, signed=None if receipt is None else _signed(receipt))
    return page(request, session, "balie_klaar.html", say("pro", title), here="desk", visit=visit, sheet=sheet)


def _signed(receipt: Receipt) -> Signed:
    waits = "" if receipt.waits is None else say("client", "sheet.waits", when=dates.moment(receipt.waits, "client"))
    return Signed(
        sentences=receipt.sentences,
        version=receipt.version,
        code=grouped(receipt.policy_hash[:16]),
        weaker=say("client", f"sheet.weaker.{receipt.custody}"),
        waits=waits,
        lapsed=tuple(one.sentence for one in receipt.lapsed),
    )


def _by(session: Session, now: datetime) -> str:
    caller = session.caller
    who = f"{caller.name} {say('client', 'sheet.of', org=caller.org_name)}" if caller.org_name else caller.name
    return say("client", "sheet.by", when=dates.moment(now, "client"), who=who)
