"""GET /achtergehouden, /c/{handle}/achterhouden and below: what the own organisation does not let a client see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.consent.regimes import REGIME
from gateway.consent.withheld import BOUND
from gateway.consent.withholding import fitting, terms
from gateway.errors import Rejected
from gateway.flows import withholding, withholding_said
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.flows.withholding import Running
from gateway.flows.withholding_said import LINE, LONGEST, Asked, Renewed
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from gateway.stages import DisclosedItem
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
        asked = Renewed(_day(submission), submission.text("reden"), "", submission.text("tweede"))
        withholding.renew(house, caller, id_, asked)
    except Rejected as error:
        return _opened(request, house, submission.session, id_, _problem(error), 422)
    return to(f"{LIST}/{id_}")


@router.get("/c/{handle}/achterhouden")
def start(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    item = withholding.about(house, session.caller, handle, request.query_params.get("wat", ""))
    return _form(request, house, session, handle, item)


@router.post("/c/{handle}/achterhouden")
def begin(handle: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """What can be mended is asked again on the same page."""
    caller, record = submission.session.caller, submission.text("wat")
    item = withholding.about(house, caller, handle, record)
    whole = submission.text("contact-heel") == "ja"
    try:
        asked = Asked(
            records=() if whole else (record,),
            contacts=(record,) if whole else (),
            binds=submission.texts("voor"),
            ground=submission.text("grond"),
            review=_day(submission),
            reason=submission.text("reden"),
            contact=submission.text("contact"),
            consulted=submission.text("tweede"),
        )
        id_ = withholding.begin(house, caller, handle, asked)
    except Rejected as error:
        return _form(request, house, submission.session, handle, item, submission, _problem(error), 422)
    return to(f"{LIST}/{id_}")


def _opened(
    request: Request, house: House, session: Session, id_: str, problem: str = "", status: int = 200
) -> Response:
    found = withholding.opened(house, session.caller, id_)
    heading = say("pro", "held.open.title", day=dates.day(found.running.review, "pro"))
    return page(
        request, session, "achtergehouden_een.html", heading, here="withheld", status=status, problem=problem,
        row=_row(found.running), about=[title(item.content, kind_of(item).name) for item in found.about],
        steps=[
            StepView(
                heading=f"{say('pro', f'held.step.{step.act}')} {dates.moment(step.recorded, 'pro')}",
                by=said.by, consulted=said.consulted, reason=said.reason, contact=said.contact,
            )
            for step, said in found.steps
        ],
        may=found.steps[-1][0].runs(house.today()) and withholding_said.may(session.caller),
        last=_last(house.today()), longest=LONGEST, line=LINE,
    )  # fmt: skip


def _form(
    request: Request, house: House, session: Session, handle: str, item: DisclosedItem,
    given: Submission | None = None, problem: str = "", status: int = 200,
) -> Response:  # fmt: skip
    grounds = fitting([REGIME.get(item.tags.law)])
    return page(
        request, session, "achterhouden.html", say("pro", "held.start.title"), here="clients", status=status,
        handle=handle, record=item.record, title_=title(item.content, kind_of(item).name),
        day=dates.day(item.tags.day, "pro") if item.tags.day else "", contact_entry=item.tags.contact_entry,
        grounds=grounds, binds=BOUND, problem=problem, last=_last(house.today()), longest=LONGEST, line=LINE,
        given=given.text if given else (lambda _name: ""),
        chosen=given.texts("voor") if given else (),
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


def _day(submission: Submission) -> date:
    """Raises Rejected for what is no date."""
    try:
        return date.fromisoformat(submission.text("dag"))
    except ValueError:
        raise Rejected("withholding-review", "The day of review is a date", where="review") from None


def _last(today: date) -> str:
    return dates.day(today + timedelta(days=terms().longest_days), "pro")


def _problem(error: Rejected) -> str:
    return say("pro", f"held.where.{(error.where or 'records').partition(',')[0]}")
