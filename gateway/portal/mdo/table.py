"""The table in words. Never a matrix of who may see what, and never which of them lacks something."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.flows.answers import MeetingScreen
from gateway.portal import dates
from gateway.portal import timeline as presenter
from gateway.portal.nl import say
from gateway.portal.timeline import TimelineView
from gateway.stages.decided import Caller
from gateway.timeline import Selection


@dataclass(frozen=True, slots=True)
class Meeting:
    title: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Seat:
    key: str
    name: str
    work: str
    present: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """`timeline` None until the list was confirmed."""

    path: str
    seats: tuple[Seat, ...]
    present: str
    confirmed: str
    timeline: TimelineView | None


def meeting(screen: MeetingScreen) -> Meeting:
    return Meeting(
        title=say("pro", "meetings.open", name=screen.client_name),
        state=(
            say("pro", "meetings.confirmed", when=dates.moment(screen.confirmed_at, "pro"))
            if screen.confirmed_at
            else say("pro", "meetings.waiting")
        ),
        href=f"/o/{screen.id}/tafel",
    )


def present(screen: MeetingScreen, chair: Caller, selection: Selection) -> TableView:
    path = f"/o/{screen.id}"
    chosen = {party.key for party in screen.present}
    others = [party for party in screen.candidates if party.key != chair.person]
    return TableView(
        path=path,
        seats=tuple(Seat(p.key, p.name, p.work, p.key in chosen) for p in others),
        present=", ".join(party.name for party in screen.present) or say("pro", "table.alone"),
        confirmed=(say("pro", "table.confirmed", when=dates.clock(screen.confirmed_at)) if screen.confirmed_at else ""),
        timeline=(
            presenter.present(
                selection.of(screen.disclosed),
                f"{path}/tafel",
                "pro",
                why=say("pro", "table.why"),
            )
            if screen.disclosed
            else None
        ),
    )
