"""Looking through somebody's eyes, in words: their page as it is, and beside it what they do not see and why."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.flows.answers import Party
from gateway.flows.eyes import Eyes, Held
from gateway.portal import dates
from gateway.portal.client.sharing import EYES, NEW
from gateway.portal.nl import say
from gateway.portal.rendering import link
from gateway.timeline.kinds import kind_of
from gateway.timeline.titles import title

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HeldView:
    title: str
    kind: str
    day: str
    source: str
    why: str
    share: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    count: str
    rows: tuple[HeldView, ...]
    newer: str
    older: str


def path(party: Party) -> str:
    return f"{EYES}/{party.key.partition(':')[2]}"


def not_seen(eyes: Eyes, number: int) -> NotSeen:
    """One page of what is held back, newest first."""
    rows = sorted(eyes.held, key=lambda held: str(held.item.tags.day or ""), reverse=True)
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, number), pages)
    base = f"{path(eyes.party)}/niet"
    return NotSeen(
        count=say("client", "eyes.count.one" if len(rows) == 1 else "eyes.count.many", n=len(rows)),
        rows=tuple(_held(held, eyes.party) for held in rows[(number - 1) * PER_PAGE : number * PER_PAGE]),
        newer=link(base, {"page": str(number - 1)}) if number > 1 else "",
        older=link(base, {"page": str(number + 1)}) if number < pages else "",
    )


def _held(held: Held, party: Party) -> HeldView:
    item = held.item
    kind = kind_of(item)
    return HeldView(
        title=title(item.content, kind.name),
        kind=kind.name,
        day=dates.day(item.tags.day, "client") if item.tags.day else say("client", "undated"),
        source=item.source_name,
        why=say("client", f"eyes.why.{held.why}", name=party.name),
        share=link(NEW, {"met": party.key}) if held.mendable else "",
    )
