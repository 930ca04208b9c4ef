"""GET /mijn/verbeteringen and below: say that something is not right, and read what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Conflict, Rejected
from gateway.flows import rectify
from gateway.flows.answers import Session
from gateway.flows.rectify import LONGEST, Question
from gateway.portal import dates
from gateway.portal.namens import Whose
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse
from gateway.stages.disclosed import DisclosedItem
from gateway.timeline.kinds import kind_of
from gateway.timeline.titles import title

router = APIRouter()
ASK = "/mijn/verbeteringen/nieuw"


@dataclass(frozen=True, slots=True)
class AboutView:
    record: str
    title: str
    kind: str
    day: str
    source: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question in words. `about` None: what it was about is not there any more."""

    about: AboutView | None
    text: str
    asked: str
    due: str
    state: str
    status: str
    reason: str


@router.get("/mijn/verbeteringen")
def questions(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    found = [_question(one) for one in rectify.mine(house, session.caller, whose.handle)]
    return page(request, session, "verbeteringen.html", say("client", "wrongs.title"), here="timeline", found=found)


@router.get(ASK)
def start(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    item = rectify.about(house, session.caller, request.query_params.get("wat", ""), whose.handle)
    return _form(request, session, item)


@router.post(ASK)
def ask(request: Request, house: InHouse, submission: ClientPost, whose: Whose) -> Response:
    """What can be mended is asked again on the same page."""
    session, record = submission.session, submission.text("wat")
    try:
        rectify.ask(house, session.caller, record, submission.text("tekst"), whose.handle)
    except Conflict:
        item = rectify.about(house, session.caller, record, whose.handle)
        problem = say("client", "wrong.twice.text", source=item.source_name)
        return _form(request, session, item, submission.text("tekst"), problem, status=409)
    except Rejected as error:
        if error.where != "text":
            raise
        item = rectify.about(house, session.caller, record, whose.handle)
        return _form(request, session, item, submission.text("tekst"), say("client", "wrong.error"), status=422)
    return to("/mijn/verbeteringen")


def about(item: DisclosedItem) -> AboutView:
    kind = kind_of(item).name
    return AboutView(
        record=item.record,
        title=title(item.content, kind),
        kind=kind,
        day=dates.day(item.tags.day, "client") if item.tags.day else say("client", "undated"),
        source=item.source_name,
    )


def due(question: Question) -> date:
    return date.fromisoformat(str(question.task.content["restriction"]["period"]["end"]))


def _form(
    request: Request, session: Session, item: DisclosedItem, text: str = "", problem: str = "", status: int = 200
) -> Response:
    return page(
        request, session, "verbetering.html", say("client", "wrong.title"), here="timeline", status=status,
        item=about(item), text=text, problem=problem, longest=LONGEST,
    )  # fmt: skip


def _question(question: Question) -> QuestionView:
    content, source = question.task.content, question.task.source_name
    status = str(content["status"])
    return QuestionView(
        about=None if question.about is None else about(question.about),
        text=str(content["description"]),
        asked=dates.moment(datetime.fromisoformat(str(content["authoredOn"])), "client"),
        due=dates.day(due(question), "client") if question.open else "",
        state=say("client", f"wrongs.{status}", source=source),
        status=status,
        reason=str(content.get("statusReason", {}).get("text", "")),
    )
