"""What the client reads about who looked: by day, newest first, complete."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from gateway.flows.answers import Look
from gateway.portal import dates
from gateway.portal.nl import CLIENT, say


@dataclass(frozen=True, slots=True)
class LookView:
    time: str
    who: str
    organisation: str
    what: str
    why: str
    via: str
    outcome: str
    result: str


@dataclass(frozen=True, slots=True)
class LookDay:
    heading: str
    looks: tuple[LookView, ...]


def present(looks: tuple[Look, ...]) -> tuple[LookDay, ...]:
    newest = sorted(looks, key=lambda look: look.when, reverse=True)
    return tuple(
        LookDay(dates.weekday(day, "client"), tuple(_look(look) for look in group))
        for day, group in groupby(newest, key=lambda look: dates.dutch_day(look.when))
    )


def latest(looks: tuple[Look, ...]) -> str:
    """Who looked last, apart from the client."""
    others = [look for look in looks if look.outcome == "gezien" and look.organisation]
    if not others:
        return say("client", "home.looked.none")
    last = max(others, key=lambda look: look.when)
    return say("client", "home.looked", who=last.who, when=dates.moment(last.when, "client"))


def _look(look: Look) -> LookView:
    via = f"via.{look.via}"
    return LookView(
        time=dates.clock(look.when),
        who=look.who,
        organisation=look.organisation,
        what=look.what,
        why=look.why,
        via=say("client", via) if via in CLIENT else look.via,
        outcome=look.outcome,
        result=say("client", f"looked.{look.outcome}"),
    )
