"""GET /verbeteringen and its answers: what clients say is not right in what the own organisation wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import rectify
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.flows.rectify import LONGEST, Outcome, Question
from gateway.portal import dates, names
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost
from gateway.timeline.kinds import kind_of
from gateway.timeline.titles import title

router = APIRouter()
OUTCOMES: Mapping[str, Outcome] = {"ja": "done", "nee": "refused"}


@dataclass(frozen=True, slots=True)
class WaitingView:
    task: str
    client: str
    about: str
    day: str
    text: str
    asked: str
    due: str
    late: bool


@router.get("/verbeteringen")
def waiting(request: Request, house: InHouse, session: Professional) -> Response:
    return _list(request, house, session)


@router.post("/verbeteringen/{task}")
def answer(task: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    outcome = OUTCOMES.get(submission.text("antwoord"))
    if outcome is None:
        raise Rejected("rectification-outcome", "The answer is done or refused", where="antwoord")
    try:
        rectify.answer(house, submission.session.caller, task, outcome, submission.text("reden"))
    except Rejected:
        problem = say("pro", "wrongs.error", n=LONGEST)
        return _list(request, house, submission.session, problem=problem, at=task, status=422)
    return to("/verbeteringen")


def _list(
    request: Request, house: House, session: Session, *, problem: str = "", at: str = "", status: int = 200
) -> Response:
    found = [_view(one, house.today()) for one in rectify.waiting(house, session.caller)]
    heading = say("pro", "wrongs.title")
    return page(
        request, session, "verbeteringen_bron.html", heading, here="rectifications", status=status,
        found=found, problem=problem, at=at, longest=LONGEST,
    )  # fmt: skip


def _view(question: Question, today: date) -> WaitingView:
    content, item = question.task.content, question.about
    due = date.fromisoformat(str(content["restriction"]["period"]["end"]))
    return WaitingView(
        task=question.task.record,
        client=names.banner(question.disclosed.patient),
        about=say("pro", "unknown") if item is None else title(item.content, kind_of(item).name),
        day=dates.day(item.tags.day, "pro") if item is not None and item.tags.day else "",
        text=str(content["description"]),
        asked=dates.moment(datetime.fromisoformat(str(content["authoredOn"])), "pro"),
        due=dates.day(due, "pro"),
        late=due < today,
    )
