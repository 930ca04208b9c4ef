"""GET /c/{handle}/achterhouden and /kies: choose one or several own items, withheld with one ground and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.consent.regimes import REGIME
from gateway.consent.withheld import BOUND
from gateway.consent.withholding import fitting, terms
from gateway.errors import Rejected
from gateway.flows import withholdable, withholding
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.flows.withholdable import Wanted
from gateway.flows.withholding_said import LINE, LONGEST, Asked
from gateway.portal import dates, paging
from gateway.portal.nl import number, say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from gateway.stages.disclosed import DisclosedItem
from gateway.timeline.kinds import kind_of
from gateway.timeline.titles import title

router = APIRouter()
# Where on the form what is wrong can be mended; what is not here is about the items themselves.
FIELD = {"ground": "grond", "from": "voor", "review": "dag", "reason": "reden", "contact": "contact"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """`contact`: a contact, with which everything that belongs to it can be withheld."""

    record: str
    title: str
    day: str
    kind: str
    law: str
    contact: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """`field`: id of the field where it can be mended."""

    text: str
    field: str


@router.get("/c/{handle}/achterhouden/kies")
def choose(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    """`wat`: what is chosen; `vanaf`, `tot`: of which days; `blad`: the page, from 1. Choosing changes nothing."""
    asked = request.query_params
    chosen, start, end = tuple(dict.fromkeys(asked.getlist("wat"))), asked.get("vanaf", ""), asked.get("tot", "")
    wanted = Wanted(_date(start), _date(end), paging.number(asked.get("blad", ""), "blad"), chosen)
    found = withholdable.choose(house, session.caller, handle, wanted)
    return page(
        request, session, "achterhouden_kies.html", say("pro", "held.choose.title"), here="clients", handle=handle,
        chosen=[_item(one) for one in found.chosen], found=[_item(one) for one in found.found],
        start=start, end=end, newer=found.page - 1, older=found.page + 1 if found.older else 0,
        most=terms().most_items,
    )  # fmt: skip


@router.get("/c/{handle}/achterhouden")
def start(handle: str, request: Request, house: InHouse, session: Professional) -> Response:
    """`wat`: each item. With none there is something to choose first."""
    records = tuple(dict.fromkeys(request.query_params.getlist("wat")))
    if not records:
        return choose(handle, request, house, session)
    return _form(request, house, session, handle, withholdable.named(house, session.caller, handle, records))


@router.post("/c/{handle}/achterhouden")
def begin(handle: str, request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """All of them, or none. What can be mended is asked again on the same page."""
    caller, records, whole = submission.session.caller, submission.texts("wat"), submission.texts("contact-heel")
    items = withholdable.named(house, caller, handle, records)
    try:
        asked = Asked(
            records=tuple(one for one in records if one not in whole),
            contacts=tuple(one for one in records if one in whole),
            binds=submission.texts("voor"),
            ground=submission.text("grond"),
            review=day(submission),
            reason=submission.text("reden"),
            contact=submission.text("contact"),
            consulted=submission.text("tweede"),
        )
        id_ = withholding.begin(house, caller, handle, asked)
    except Rejected as error:
        return _form(request, house, submission.session, handle, items, submission, problem(error))
    return to(f"/achtergehouden/{id_}")


def day(submission: Submission) -> date:
    """Raises Rejected for what is no date."""
    try:
        return date.fromisoformat(submission.text("dag"))
    except ValueError:
        raise Rejected("withholding-review", "The day of review is a date", where="review") from None


def last(today: date) -> str:
    """The last day on which a decision can be looked at again, in words."""
    return dates.day(today + timedelta(days=terms().longest_days), "pro")


def problem(error: Rejected) -> Problem:
    where = (error.where or "records").partition(",")[0]
    return Problem(say("pro", f"held.where.{where}"), FIELD.get(where, "tweede" if where == "consulted" else "wat"))


def _form(
    request: Request, house: House, session: Session, handle: str, items: Sequence[DisclosedItem],
    given: Submission | None = None, wrong: Problem | None = None,
) -> Response:  # fmt: skip
    heading = say("pro", "held.start.title")
    path, whole = f"/c/{handle}/achterhouden", given.texts("contact-heel") if given else ()
    return page(
        request, session, "achterhouden.html", heading, here="clients", status=422 if wrong else 200, problem=wrong,
        path=path, back=f"/c/{handle}/tijdlijn", items=[_item(one) for one in items], whole=whole,
        count=number("pro", "held.items", len(items)),
        other=f"{path}/kies?{'&'.join(f'wat={one.record}' for one in items)}",
        grounds=fitting(REGIME.get(one.tags.law) for one in items), binds=BOUND,
        last=last(house.today()), longest=LONGEST, line=LINE,
        given=given.text if given else (lambda _name: ""), bound=given.texts("voor") if given else (),
    )  # fmt: skip


def _item(item: DisclosedItem) -> ItemView:
    kind = kind_of(item).name
    return ItemView(
        record=item.record,
        title=title(item.content, kind),
        day=dates.day(item.tags.day, "pro") if item.tags.day else say("pro", "undated"),
        kind=kind,
        law=item.tags.law,
        contact=item.tags.contact_entry,
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Rejected("filter-date", "Not a date", where="vanaf, tot", mend="write it as 2026-11-19") from None
