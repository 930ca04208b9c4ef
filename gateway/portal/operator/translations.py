"""GET /beheer/vertalingen, and choosing a translation: for a terminologiebeheerder, whose ruling counts at once."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import NotFound, Rejected
from gateway.flows import reviewing
from gateway.flows import translations as flow
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.flows.reviewing import Wanted
from gateway.flows.translations import MANY, Translation
from gateway.portal.nl import number, say
from gateway.portal.rendering import link, page
from gateway.portal.sessions import InHouse, Professional, ProfessionalPost, Submission
from omaha import codesystem

router = APIRouter()
PATH, CHOOSE = "/beheer/vertalingen", "/beheer/vertalingen/kies"
LEVELS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class TranslationView:
    """`to`: "" when no table knows it; `href`: where to choose, "" for who may not."""

    source: str
    code: str
    system: str
    to: str
    confidence: str
    why: str
    count: str
    href: str


@router.get(PATH)
def listing(request: Request, house: InHouse, session: Professional) -> Response:
    return _list(request, house, session)


@router.get(CHOOSE)
def choose(request: Request, house: InHouse, session: Professional) -> Response:
    reviewing.assert_reviewer(session.caller)
    asked = request.query_params
    return _choose(request, house, session, asked.get("stelsel", ""), asked.get("code", ""))


@router.post(CHOOSE)
def rule(request: Request, house: InHouse, submission: ProfessionalPost) -> Response:
    """The ruling is kept with who made it, and what it touches is placed anew before the page is answered."""
    try:
        _kept, report = reviewing.rule(house, submission.session.caller, _wanted(submission))
    except Rejected as error:
        system, code = submission.text("stelsel"), submission.text("code")
        return _choose(request, house, submission.session, system, code, error)
    return _list(request, house, submission.session, number("pro", "translate.done", report.changed))


def _list(request: Request, house: House, session: Session, done: str = "") -> Response:
    found = flow.translations(house, session.caller)
    chooses = any(role.role == reviewing.REVIEWER for role in session.caller.roles)
    return page(
        request, session, "vertalingen.html", say("pro", "translate.title"), here="translations", done=done,
        placed=found.placed, sureness=LEVELS, columns=_columns(),
        asked=[_view(one, chooses=chooses) for one in found.asked], chooses=chooses,
        rare=found.rare and say("pro", "translate.rare", n=found.rare, many=MANY),
        more=found.more and say("pro", "translate.more", n=found.more),
    )  # fmt: skip


def _columns() -> list[tuple[str, str, str]]:
    """Of the figures per source: key, label and shape (templates/_figures.html)."""
    sure = ((level, say("pro", "translate.column", level=say("pro", f"translate.{level}"))) for level in LEVELS)
    return [
        ("source", say("pro", "connections.source"), "text"),
        *((level, label, "number") for level, label in sure),
        ("undetermined", say("pro", "translate.undetermined"), "number"),
        ("without_code", say("pro", "translate.without-code"), "number"),
    ]


def _view(one: Translation, *, chooses: bool) -> TranslationView:
    known = f" {one.display}" if one.display else ""
    return TranslationView(
        source=one.source,
        code=f"{one.code}{known}",
        system=one.system,
        to=", ".join(one.to),
        confidence=say("pro", f"translate.{one.confidence}") if one.confidence in LEVELS else "",
        why=say("pro", f"translate.why.{one.why}"),
        count=say("pro", "translate.few", many=MANY) if one.count is None else str(one.count),
        href=link(CHOOSE, {"stelsel": one.system, "code": one.code}) if chooses else "",
    )


def _choose(
    request: Request, house: House, session: Session, system: str, code: str, error: Rejected | None = None
) -> Response:
    found = flow.translations(house, session.caller)
    one = next((one for one in found.asked if (one.system, one.code) == (system, code)), None)
    if one is None:
        raise NotFound("code-not-asked", "Nothing is asked about such a code")
    return page(
        request, session, "vertaling_kies.html", say("pro", "translate.choose.title", code=one.code),
        here="translations", one=_view(one, chooses=True), system=system, code=code, path=CHOOSE, back=PATH,
        status=200 if error is None else error.status,
        problem="" if error is None else say("pro", "translate.error.objection" if error.code == "ruling-objection"
                                             else "translate.error"),
        problems=sorted(((one.code, one.nl) for one in codesystem.PROBLEMS), key=lambda pair: pair[1]),
        levels=[(level, say("pro", f"translate.{level}")) for level in LEVELS],
    )  # fmt: skip


def _wanted(submission: Submission) -> Wanted:
    kind = submission.text("oordeel")
    if kind not in {"accept", "change", "refuse"}:
        raise Rejected("ruling-nothing", "A ruling accepts, changes or refuses", where="oordeel")
    chosen = submission.text("probleem")
    return Wanted(
        kind=kind,  # type: ignore[arg-type]  # looked at just above
        system=submission.text("stelsel"),
        code=submission.text("code"),
        reason=submission.text("reden"),
        problems=(chosen,) if kind == "change" and chosen else (),
        confidence=submission.text("zekerheid") or "medium",
    )
