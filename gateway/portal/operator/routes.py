"""GET /beheer/koppelingen, /beheer/wachtrij and /beheer/afgekeurd, judging again, and telling a source."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.flows import connections, rejections, reporting
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import headers, paging
from gateway.portal.nl import say
from gateway.portal.operator import listing, views
from gateway.portal.rendering import link, page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost

router = APIRouter()


@router.get("/beheer/koppelingen")
def connected(request: Request, house: InHouse, session: Professional) -> Response:
    standing = reporting.standing(house, session.caller)
    found = [views.connection(one, standing[one.id]) for one in connections.connections(house, session.caller)]
    return page(request, session, "koppelingen.html", say("pro", "connections.title"), here="connections", found=found)


@router.post("/beheer/koppelingen/{connector}/melden")
def report(connector: str, house: InHouse, submission: ProfessionalPost) -> Response:
    """Tell the source what was refused, or that it is quiet; the list says that it was told."""
    reporting.report(house, submission.session.caller, connector)
    return to("/beheer/koppelingen")


@router.get("/beheer/wachtrij")
def queue(request: Request, house: InHouse, session: Professional) -> Response:
    found = [views.waiting(one) for one in rejections.waiting(house, session.caller)]
    return page(request, session, "wachtrij.html", say("pro", "queue.title"), here="queue", found=found)


@router.get("/beheer/afgekeurd")
def rejected(request: Request, house: InHouse, session: Professional) -> Response:
    """`bron`: of one care system; `page`: from 1."""
    source, number = request.query_params.get("bron"), paging.number(request.query_params.get("page", ""))
    listed = rejections.rejected(house, session.caller, source, number)
    told = reporting.of_deliveries(house, session.caller, tuple(one.delivery for one in listed.found))
    found = [views.rejection(one, told.get(one.delivery)) for one in listed.found]
    own = {"bron": source} if source else {}
    return page(
        request, session, "afgekeurd.html", say("pro", "rejected.title"), here="rejected", found=found,
        of=found[0].name if source and found else "", chosen=bool(source),
        export=link("/beheer/afgekeurd/bestand", own),
        newer=link(views.REJECTED, {**own, "page": str(number - 1)}) if number > 1 else "",
        older=link(views.REJECTED, {**own, "page": str(number + 1)}) if listed.older else "",
    )  # fmt: skip


@router.get("/beheer/afgekeurd/bestand")
def export(request: Request, house: InHouse, session: Professional) -> Response:
    """Everything that was refused, of one care system or of all, as CSV."""
    found = rejections.everything(house, session.caller, request.query_params.get("bron"))
    told = {"Content-Disposition": 'attachment; filename="afgekeurd.csv"'}
    return headers.secure(Response(listing.csv_of(found), 200, told, media_type="text/csv; charset=utf-8"))


@router.get("/beheer/afgekeurd/{delivery}")
def one(delivery: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _one(delivery, request, house, session)


@router.post("/beheer/afgekeurd/{delivery}")
def again(delivery: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """Judge it again, and say what became of it."""
    receipt = rejections.again(house, submission.session.caller, delivery)
    title = say("pro", f"rejected.done.{receipt.state}")
    if receipt.state == "rejected":
        return _one(delivery, request, house, submission.session, title)
    return page(request, submission.session, "afgekeurd_klaar.html", title, here="rejected")


@router.post("/beheer/afgekeurd/{delivery}/melden")
def report_one(delivery: str, house: InHouse, submission: ProfessionalPost) -> Response:
    reporting.report_delivery(house, submission.session.caller, delivery)
    return to(f"/beheer/afgekeurd/{delivery}")


def _one(delivery: str, request: Request, house: House, session: Session, done: str = "") -> Response:
    found, lines = rejections.opened(house, session.caller, delivery)
    told = reporting.of_deliveries(house, session.caller, (delivery,)).get(delivery)
    return page(
        request, session, "afgekeurd_een.html", say("pro", "rejected.one"), here="rejected",
        one=views.rejection(found, told), lines=lines, done=done,
    )  # fmt: skip
