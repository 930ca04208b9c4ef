"""/balie/gezag: doubtful authority over a child, that a person must find out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.consent.gezag import QUESTIONS
from gateway.errors import GatewayError
from gateway.flows import authority_cases
from gateway.flows.answers import Session
from gateway.flows.authority_cases import CAPACITIES, MOST_HOLDERS, Line, Opened
from gateway.flows.house import House
from gateway.portal import dates
from gateway.portal.desk import views
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost

router = APIRouter()


@router.get("/balie/gezag")
def listing(request: Request, house: InHouse, session: Professional) -> Response:
    found = [_line(one) for one in authority_cases.listing(house, session.caller)]
    return page(request, session, "gezag.html", say("pro", "authority.title"), here="authority", found=found)


@router.get("/balie/gezag/{zaak}")
def one(zaak: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _one(zaak, request, house, session)


@router.post("/balie/gezag/{zaak}")
def decide(zaak: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    named = zip(submission.texts("bsn"), submission.texts("als"), strict=False)
    holders = tuple((bsn.strip(), capacity) for bsn, capacity in named if bsn.strip())
    nobody = submission.text("niemand") == "ja"
    try:
        authority_cases.decide(house, submission.session.caller, zaak, holders, nobody=nobody)
    except GatewayError as error:
        return _one(zaak, request, house, submission.session, error)
    return to("/balie/gezag")


def _line(one: Line) -> dict[str, str]:
    when = dates.moment(one.opened, "pro")
    return {
        "question": _question(one.why),
        "when": when,
        "since": say("pro", "authority.since", when=when),
        "href": f"/balie/gezag/{one.id}",
    }


def _one(zaak: str, request: Request, house: House, session: Session, error: GatewayError | None = None) -> Response:
    found = authority_cases.opened(house, session.caller, zaak)
    return page(
        request, session, "gezag_een.html", say("pro", "authority.case"), here="authority",
        status=200 if error is None else error.status, case=_case(found), most=MOST_HOLDERS,
        capacities=[(key, say("pro", f"authority.capacity.{key}")) for key in CAPACITIES],
        problem="" if error is None else views.problem(error),
    )  # fmt: skip


def _case(found: Opened) -> dict[str, str]:
    return {
        "path": f"/balie/gezag/{found.case.id}",
        "question": found.case.question,
        "said": found.case.said,
        "name": found.name,
        "born": dates.fhir(found.born, "pro") if found.born else say("pro", "unknown"),
    }


def _question(why: str) -> str:
    return next(text for known, text in QUESTIONS.items() if known == why)
