"""GET and POST /mijn/download: take the whole record along, as pages to read or as FHIR for another system."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from gateway import timeline
from gateway.errors import Rejected
from gateway.flows import download
from gateway.flows.caseloads import OWN
from gateway.flows.download import Signed, Whole
from gateway.portal import dates
from gateway.portal import timeline as presenter
from gateway.portal.client import looks, withheld
from gateway.portal.headers import secure
from gateway.portal.namens import Whose
from gateway.portal.nl import say
from gateway.portal.rendering import fragment, page
from gateway.portal.sessions import Client, ClientPost, InHouse
from gateway.timeline import Filters

router = APIRouter()
WHOLE = Filters(period="alles")


@dataclass(frozen=True, slots=True)
class SignedView:
    heading: str
    sentences: tuple[str, ...]


@router.get("/mijn/download")
def offered(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    """Two forms, each good for the state of things the page was made in."""
    offer = download.offer(house, session.caller, whose.handle)
    title = say("client", "download.title.for", name=offer.name) if whose.name else say("client", "download.title")
    return page(request, session, "download.html", title, here="home", whose=whose.handle, state=offer.state)


@router.post("/mijn/download")
def take(house: InHouse, submission: ClientPost) -> Response:
    """The file. It is on the log before the first byte; its name says nothing of whose it is."""
    kind = submission.text("soort")
    if kind not in {"lezen", "fhir"}:
        raise Rejected("download-kind", "A record is taken along to read or as FHIR", where="soort")
    taken = download.take(house, submission.session.caller, submission.text("wie") or OWN, submission.text("stand"))
    response = (
        StreamingResponse(taken.fhir(), media_type="application/fhir+json")
        if kind == "fhir"
        else HTMLResponse(readable(taken))
    )
    name = "dossier.json" if kind == "fhir" else "dossier.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return secure(response)


def readable(taken: Whole) -> str:
    """The record as one page that needs nothing else: it opens, reads and prints without this site."""
    today = dates.dutch_day(taken.made)
    whole = presenter.present(timeline.build(taken.disclosed, WHOLE, today), "", "client")
    return fragment(
        "dossier.html",
        "client",
        title=say("client", "file.title", name=taken.name),
        made=say("client", "file.made", when=dates.moment(taken.made, "client")),
        timeline=whole,
        days=looks.present(taken.looks),
        withheld=withheld.present(taken.withheld),
        signed=[_signed(one) for one in taken.signed],
    )


def _signed(one: Signed) -> SignedView:
    heading = say("client", "file.signed.own" if one.own else "file.signed.other")
    return SignedView(heading, one.sentences or (say("client", "file.signed.empty"),))
