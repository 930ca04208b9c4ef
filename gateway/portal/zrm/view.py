"""Scores in words: for each domain what professionals said beside what the client said, never in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.flows.selfscores import Shown
from gateway.portal import dates
from gateway.portal.nl import Audience, say
from gateway.portal.zrm.chart import Chart, draw
from omaha import codesystem, zrm
from omaha.zrm import Edition, Rater


@dataclass(frozen=True, slots=True)
class ScoreView:
    """`level` 0: the domain was not discussed."""

    level: int
    name: str
    day: str
    source: str


@dataclass(frozen=True, slots=True)
class DomainView:
    """`chart` None: fewer than two scores have a day, and a drawing would say less than the table."""

    key: str
    name: str
    professional: tuple[ScoreView, ...]
    client: tuple[ScoreView, ...]
    chart: Chart | None


def present(found: Sequence[Shown], edition: Edition, audience: Audience) -> tuple[DomainView, ...]:
    """Every domain of an edition in the order of its form, also those without a score."""
    mine = [one for one in found if one.score.edition == edition]
    days = [day for one in mine if (day := _day(one)) is not None]
    span = (min(days), max(days)) if days else None
    return tuple(
        _domain(key, name, [one for one in mine if one.score.domain == key], span, audience)
        for key, name in zrm.instrument(edition, "client").domains.items()
    )


def _domain(key: str, name: str, scores: list[Shown], span: tuple[date, date] | None, audience: Audience) -> DomainView:
    drawn = [
        (one.score.rater, day, one.score.level)
        for one in scores
        if one.score.level is not None and (day := _day(one)) is not None
    ]
    return DomainView(
        key=key,
        # The names of the form are the field's own; the client reads what was asked.
        name=say("client", f"zrm.q.{key}") if audience == "client" else name,
        professional=_of(scores, "professional", audience),
        client=_of(scores, "client", audience),
        chart=draw(drawn, *span) if span is not None and len(drawn) > 1 else None,
    )


def _of(scores: list[Shown], rater: Rater, audience: Audience) -> tuple[ScoreView, ...]:
    return tuple(_score(one, audience) for one in scores if one.score.rater == rater)


def _score(one: Shown, audience: Audience) -> ScoreView:
    level = one.score.level or 0
    words = say(audience, f"zrm.level.{level}") if audience == "client" else codesystem.LIFE_LEVELS.get(level, "")
    return ScoreView(
        level=level,
        name=words or say(audience, "zrm.level.0"),
        day=dates.fhir(one.score.day, audience) if one.score.day else say(audience, "undated"),
        source=one.item.source_name,
    )


def _day(one: Shown) -> date | None:
    try:
        return date.fromisoformat(one.score.day[:10])
    except ValueError:
        return None
