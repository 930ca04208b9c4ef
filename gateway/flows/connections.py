"""O1: every care system at a glance: when it last delivered, what became of today's, and how it is doing in a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from gateway.flows import coverage
from gateway.flows.house import DUTCH, House
from gateway.flows.operators import assert_operator
from gateway.intake import figures
from gateway.intake.figures import Figures
from gateway.registry import parties
from gateway.stages.decided import Caller

Health = Literal["fine", "waiting", "rejecting", "quiet", "never"]
# Choices of the project, no norm: silent for a day, or one in twenty refused.
QUIET_AFTER: Final = timedelta(days=1)
MANY_REJECTED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Connection:
    """One care system. `coverage`: share of its source's coded records that have an Omaha problem, None without any."""

    id: str
    name: str
    organisation: str
    figures: Figures
    coverage: float | None
    health: Health

    @property
    def rejected_share(self) -> float:
        """Of what came today."""
        return self.figures.today_rejected / self.figures.today if self.figures.today else 0.0


def connections(house: House, caller: Caller) -> tuple[Connection, ...]:
    """Every registered care system, by organisation and name. Raises Refused for who is no operator."""
    assert_operator(caller)
    midnight = datetime.combine(house.today(), time(), DUTCH)
    with house.database.work() as session:
        known = parties.connectors(session)
        found = figures.by_connector(session, midnight)
    shares = coverage.shares(house)
    return tuple(
        Connection(
            id=one.id,
            name=one.name,
            organisation=one.organisation.name,
            figures=found.get(one.id, Figures()),
            coverage=shares.get(one.organisation.id),
            health=health(found.get(one.id, Figures()), house.now()),
        )
        for one in sorted(known, key=lambda one: (one.organisation.name, one.name, one.id))
    )


def health(of: Figures, now: datetime) -> Health:
    """The one thing most worth looking at. `now` UTC."""
    if of.last is None:
        return "never"
    if of.today_rejected and of.today_rejected >= MANY_REJECTED * of.today:
        return "rejecting"
    if now - of.last > QUIET_AFTER:
        return "quiet"
    return "waiting" if of.waiting else "fine"
