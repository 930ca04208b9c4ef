"""`/uitleg/wie-deelt-wat`: for anybody, logged in or not, what each organisation and each role can ever see."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.consent import ages, emergency, explained
from gateway.consent.explained import Reach, Work
from gateway.consent.saying import listed
from gateway.consent.spoken import ORGTYPE, VALUES
from gateway.errors import NotAuthenticated
from gateway.flows.callers import WORK
from gateway.portal import nl
from gateway.portal.rendering import page, render
from gateway.portal.sessions import signed_in

router = APIRouter()
say = partial(nl.say, "client")
Lines = list[tuple[str, str]]  # what is said, and of what


@router.get("/uitleg/wie-deelt-wat")
def who_shares_what(request: Request) -> Response:
    view: dict[str, Any] = {
        "reaches": [(ORGTYPE[reach.orgtype], _reach(reach)) for reach in explained.reaches()],
        "need": say(
            "explain.need.text",
            roles=_listed(map(_role, sorted(emergency.terms().roles)), "of"),
            minutes=emergency.terms().minutes,
        ),
        "works": [(_listed(map(_role, work.roles)), _work(work)) for work in explained.works()],
        "ages": [profile.sentence for profile in ages.table()],
        "version": explained.version(),
    }
    try:
        session = signed_in(request)
    except NotAuthenticated:
        return render("uitleg.html", "client", say("explain.title"), view)
    return page(request, session, "uitleg.html", say("explain.title"), **view)


def _reach(reach: Reach) -> Lines:
    lines = [(say("explain.shared"), _values("law", reach.shared))]
    for purposes, laws in reach.bound.items():
        lines.append((say("explain.bound", purposes=_values("why", purposes, "of")), _values("law", laws)))
    lines += [
        (say("explain.in-need"), _values("law", reach.in_need)),
        (say("explain.measure"), _values("law", reach.measure)),
        (say("explain.never"), _values("law", reach.never)),
    ]
    return [line for line in lines if line[1]]


def _work(work: Work) -> Lines:
    lines = [
        (say("explain.work.types"), _listed(say(f"explain.type.{type_}") for type_ in work.types)),
        (say("explain.work.also"), say("explain.work.by-name") if work.by_name else ""),
    ]
    if set(work.life) == {"deny"}:
        none = say("explain.work.further" if work.types or work.by_name else "explain.work.sees")
        lines.append((none, say("explain.work.none")))
    else:
        seen = say("explain.work.all") if set(work.life) == {"see"} else _values("life", work.life.get("see", ()))
        lines = [
            (say("explain.work.see"), seen),
            (say("explain.work.contact"), _values("life", work.life.get("contact-only", ()))),
            (say("explain.work.deny"), _values("life", work.life.get("deny", ()))),
            *((say(f"explain.work.untagged.{level}"), _values("law", laws))
              for level, laws in work.untagged.items() if level != "see"),
            *lines,
        ]  # fmt: skip
    return [line for line in lines if line[1]]


def _values(member: str, values: Iterable[str], joint: str = "en") -> str:
    return _listed((VALUES[member][value] for value in values), joint)


def _listed(words: Iterable[str], joint: str = "en") -> str:
    found = tuple(words)
    return listed(found, joint) if found else ""


def _role(role: str) -> str:
    return WORK.get(role, role)
