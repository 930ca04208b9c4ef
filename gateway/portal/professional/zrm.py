"""GET and POST /c/{handle}/zelfredzaamheid: scores side by side, and adding an assessment."""

from __future__ import annotations

from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import assessments, selfscores
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.professional import clients
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from gateway.portal.zrm import view
from omaha import codesystem, zrm

router = APIRouter()
PATH = "/c/{handle}/zelfredzaamheid"
MENDED_HERE = frozenset({"zrm-scores", "zrm-level", "zrm-domain"})


@router.get(PATH)
def scores(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _page(handle, request, house, session)


@router.post(PATH)
def assess(handle: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    edition = house.settings.zrm_edition
    try:
        given = _given(submission, tuple(zrm.instrument(edition, "professional").domains))
        assessments.assess(house, submission.session.caller, handle, edition, given, _day(submission))
    except Rejected as error:
        if error.code not in MENDED_HERE:
            raise
        return _page(handle, request, house, submission.session, say("pro", "zrm.error"), status=422)
    return to(f"/c/{handle}/zelfredzaamheid")


def _page(
    handle: str, request: Request, house: House, session: Session, problem: str = "", status: int = 200
) -> Response:
    edition = house.settings.zrm_edition
    disclosed = selfscores.read(house, session.caller, handle)
    return page(
        request, session, "zelfredzaamheid.html", say("pro", "zrm.title", edition=edition), here="clients",
        status=status, domains=view.present(selfscores.of(disclosed), edition, "pro"),
        banner=clients.banner(disclosed, house.today()), path=f"/c/{handle}/zelfredzaamheid",
        back=f"/c/{handle}/tijdlijn", today=house.today().isoformat(), problem=problem,
        levels=[(level, codesystem.LIFE_LEVELS[level].lower()) for level in sorted(codesystem.LIFE_LEVELS)],
        day=partial(dates.day, audience="pro"),
    )  # fmt: skip


def _given(submission: Submission, domains: tuple[str, ...]) -> dict[str, int]:
    sent = {domain: submission.text(f"s.{domain}") for domain in domains}
    if any(value and value not in {"1", "2", "3", "4", "5"} for value in sent.values()):
        raise Rejected("zrm-level", "A level is 1 to 5", where="s")
    return {domain: int(value) for domain, value in sent.items() if value}


def _day(submission: Submission) -> date:
    try:
        return date.fromisoformat(submission.text("dag"))
    except ValueError:
        raise Rejected("zrm-scores", "Not a date", where="dag") from None
