"""One entry in words: what, from whom, where it belongs, how sure that is, and why it can be seen."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.portal import dates
from gateway.portal.nl import Audience, say
from gateway.portal.rendering import link
from gateway.stages.disclosed import DisclosedItem
from gateway.timeline.model import Entry, Mark


@dataclass(frozen=True, slots=True)
class EntryView:
    kind: str
    title: str
    source: str
    law: str
    own: bool
    contact_only: bool
    life: tuple[Mark, ...]
    problems: tuple[Mark, ...]
    details: tuple[tuple[str, str], ...]
    why: str
    wrong: str
    withhold: str


def withholdable(item: DisclosedItem) -> bool:
    return item.own and item.level == "see" and item.tags.domain != "eigen"


def present(entry: Entry, audience: Audience, why: str | None = None, wrong: str = "", withhold: str = "") -> EntryView:
    """`why` replaces the entry's own sentence where a whole table looks, and hides what is whose.

    `wrong`: address where the client can say that something is not right; "" where they cannot.
    `withhold`: address where a professional can withhold from the client what the own organisation wrote.
    """
    return EntryView(
        kind=entry.kind.name,
        title=entry.title,
        source=entry.item.source_name,
        law=entry.law,
        own=entry.item.own and audience == "pro" and why is None,
        contact_only=entry.contact_only,
        life=entry.life,
        problems=entry.problems,
        details=tuple(
            (detail.label, dates.fhir(detail.value, audience) if detail.date else detail.value)
            for detail in entry.details
        ),
        why=why or entry.why or say(audience, "timeline.why.text"),
        # What the client said themselves, and questions to a source, have no source that could put them right.
        wrong=link(wrong, {"wat": entry.item.record}) if wrong and entry.item.tags.domain != "eigen" else "",
        withhold=link(withhold, {"wat": entry.item.record}) if withhold and withholdable(entry.item) else "",
    )
