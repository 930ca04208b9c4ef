"""GET /mijn/hoe-gaat-het and below: what the client says beside what professionals say; one question on a page.

Answers travel in the form until the end; nothing is kept of who stops half-way.
"""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.errors import Rejected
from gateway.flows import selfscores
from gateway.flows.answers import Session
from gateway.portal import dates
from gateway.portal.namens import Whose
from gateway.portal.nl import say
from gateway.portal.rendering import page, to
from gateway.portal.sessions import Client, ClientPost, InHouse, Submission
from gateway.portal.zrm import view
from omaha import zrm
from omaha.zrm import Edition

router = APIRouter()
HERE = "/mijn/hoe-gaat-het"
UNKNOWN = "0"
LEVELS = ("1", "2", "3", "4", "5")
SAID = {"bewaard": "zrm.done", "niets": "zrm.nothing"}


@router.get(HERE)
def how(request: Request, house: InHouse, session: Client, whose: Whose) -> Response:
    edition = house.settings.zrm_edition
    domains = view.present(selfscores.scores(house, session.caller, whose.handle), edition, "client")
    said = SAID.get(request.query_params.get("na", ""))
    return page(
        request, session, "hoe_gaat_het.html", say("client", "zrm.title"), here="home", domains=domains,
        said=say("client", said) if said else "", may_fill=whose.client is None,
        day=partial(dates.day, audience="client"),
    )  # fmt: skip


@router.get(f"{HERE}/vraag")
def first(request: Request, house: InHouse, session: Client) -> Response:
    edition = house.settings.zrm_edition
    return _question(request, session, edition, next(iter(_domains(edition))), {})


@router.post(f"{HERE}/vraag")
def following(request: Request, house: InHouse, submission: ClientPost) -> Response:
    """Keep the answer in the form and ask the next question, or the one before."""
    edition, session = house.settings.zrm_edition, submission.session
    domains = list(_domains(edition))
    now, answer = submission.text("nu"), submission.text("antwoord")
    if now not in domains:
        raise Rejected("zrm-domain", "This is no domain of the form", where="nu")
    given = _given(submission, domains)
    place = domains.index(now)
    if submission.text("stap") == "terug":
        return _question(request, session, edition, domains[max(0, place - 1)], given)
    if answer not in {UNKNOWN, *LEVELS}:
        return _question(request, session, edition, now, given, say("client", "zrm.error"), status=422)
    given[now] = answer
    if place + 1 < len(domains):
        return _question(request, session, edition, domains[place + 1], given)
    answers = [(say("client", f"zrm.q.{domain}"), _words(given[domain])) for domain in domains if domain in given]
    return page(
        request, session, "hoe_gaat_het_zeker.html", say("client", "zrm.sure"), here="home", answers=answers,
        given=_hidden(given),
    )  # fmt: skip


@router.post(f"{HERE}/bewaar")
def keep(house: InHouse, submission: ClientPost) -> Response:
    """What the client knows; "weet ik niet" is no score and leaves nothing behind."""
    edition = house.settings.zrm_edition
    given = _given(submission, list(_domains(edition)))
    scores = {domain: int(answer) for domain, answer in given.items() if answer in LEVELS}
    if scores:
        selfscores.give(house, submission.session.caller, edition, scores, house.today())
    return to(f"{HERE}?na={'bewaard' if scores else 'niets'}")


def _domains(edition: Edition) -> tuple[str, ...]:
    return tuple(zrm.instrument(edition, "client").domains)


def _given(submission: Submission, domains: list[str]) -> dict[str, str]:
    found = {domain: submission.text(f"a.{domain}") for domain in domains}
    return {domain: answer for domain, answer in found.items() if answer in {UNKNOWN, *LEVELS}}


def _hidden(given: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"a.{domain}", answer) for domain, answer in given.items()]


def _words(answer: str) -> str:
    return say("client", "zrm.unknown") if answer == UNKNOWN else f"{answer} – {say('client', f'zrm.level.{answer}')}"


def _question(
    request: Request,
    session: Session,
    edition: Edition,
    domain: str,
    given: dict[str, str],
    problem: str = "",
    status: int = 200,
) -> Response:
    domains = _domains(edition)
    return page(
        request, session, "hoe_gaat_het_vraag.html", say("client", f"zrm.q.{domain}"), here="home", status=status,
        domain=domain, step=domains.index(domain) + 1, total=len(domains), given=_hidden(given),
        chosen=given.get(domain, ""), problem=problem,
    )  # fmt: skip
