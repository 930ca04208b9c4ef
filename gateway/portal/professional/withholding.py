"""GET /achtergehouden and below: what the own organisation does not let a client see, decided anew or ended."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import withholding, withholding_said
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.flows.withholding import Running
from gateway.flows.withholding_said import LINE, LONGEST, Renewed
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.professional import withhold
from gateway.portal.professional.withhold import Problem
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from gateway.timeline.kinds import kind_of
from gateway.timeline.titles import title

router = APIRouter()
LIST = "/achtergehouden"


@dataclass(frozen=True, slots=True)
class RunningView:
    """`client`: the name, or the reader's handle where they do not know the client."""

    href: str
    client: str
    ground: str
    binds: str
    review: str
    soon: bool


@dataclass(frozen=True, slots=True)
class StepView:
    heading: str
    by: str
    consulted: str
    reason: str
    contact: str


@router.get(LIST)
def running(request: Request, house: InHouse, session: Professional) -> Response:
    found = [_row(one) for one in withholding.running(house, session.caller)]
    heading = say("pro", "held.title")
    return page(request, session, "achtergehouden_bron.html", heading, here="withheld", found=found)


@router.get(f"{LIST}/{{id_}}")
def opened(id_: str, request: Request, house: InHouse, session: Professional) -> Response:
    return _opened(request, house, session, id_)


@router.post(f"{LIST}/{{id_}}")
def answer(id_: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    caller = submission.session.caller
    if submission.text("besluit") == "stop":
        withholding.end(house, caller, id_)
        return to(LIST)
    try:
        asked = Renewed(withhold.day(submission), submission.text("reden"), "", submission.text("tweede"))
        withholding.renew(house, caller, id_, asked)
    except Rejected as error:
        return _opened(request, house, submission.session, id_, submission, withhold.problem(error))
    return to(f"{LIST}/{id_}")


def _opened(
    request: Request, house: House, session: Session, id_: str,
    given: Submission | None = None, problem: Problem | None = None,
) -> Response:  # fmt: skip
    found = withholding.opened(house, session.caller, id_)
    heading = say("pro", "held.open.title", day=dates.day(found.running.review, "pro"))
    return page(
        request, session, "achtergehouden_een.html", heading, here="withheld", status=422 if problem else 200,
        problem=problem, given=given.text if given else (lambda _name: ""),
        row=_row(found.running), about=[title(item.content, kind_of(item).name) for item in found.about],
        steps=[
            StepView(
                heading=f"{say('pro', f'held.step.{step.act}')} {dates.moment(step.recorded, 'pro')}",
                by=said.by, consulted=said.consulted, reason=said.reason, contact=said.contact,
            )
            for step, said in found.steps
        ],
        may=found.steps[-1][0].runs(house.today()) and withholding_said.may(session.caller),
        last=withhold.last(house.today()), longest=LONGEST, line=LINE,
    )  # fmt: skip


def _row(one: Running) -> RunningView:
    return RunningView(
        href=f"{LIST}/{one.id}",
        client=one.client or one.handle,
        ground=one.ground.words,
        binds=", ".join(say("pro", f"held.binds.{who}") for who in one.binds),
        review=dates.day(one.review, "pro"),
        soon=one.soon,
    )
