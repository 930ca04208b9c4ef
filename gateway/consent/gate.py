"""The sole maker of `Disclosed`: each item passes policy, role and legal ground, or it is not there.

More than one seat is a meeting: an item is visible at the lowest level of all seats, so what is on the screen is what
every one of them may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime

from gateway.consent import obligations
from gateway.consent.combine import Combined
from gateway.consent.linked import unlinked
from gateway.consent.locks import Seat, Vetted, together, verdict, vetted
from gateway.consent.reduce import UNDATED, Bare, Reduced, reduce
from gateway.consent.serving import readdressed
from gateway.consent.signed import SignedPolicy
from gateway.stages import Action, Caller, Decision, Disclosed, DisclosedItem, FhirJson, StoredVersion
from gateway.wire import json

__all__ = ["Seat", "clear", "earlier", "weighed"]

Text = Callable[[StoredVersion], str]
Person = Callable[[Collection[str]], FhirJson | None]


def clear(
    *,
    seats: Sequence[Seat],
    client: str,
    handle: str,
    patient: Person | FhirJson | None,
    versions: Iterable[StoredVersion],
    policy: Combined | SignedPolicy | None,
    action: Action,
    now: int,
    text: Text = lambda version: version.text,
    without: Collection[str] = (),
) -> Disclosed:
    """Clear a client's items for the first seat (with more seats: for all of them together).

    `policy`: what was signed, by one or by several together. `now`: seconds UTC. `patient`: the person, or who tells it
    from the sources that are seen. `text`: opens what is kept, asked for shown items alone. `without`: duties that an
    item may not carry here, such as `no-export` on paper.
    The stored text names the client as `Patient/<client>`; it is served as the caller's handle.
    """
    caller = seats[0].caller
    ready = [vetted(seat, client, policy, action, now) for seat in seats]
    whole: list[DisclosedItem] = []
    contacts: list[Bare] = []
    withheld = 0
    for version in versions:
        decision = together([verdict(seat, version.attributes) for seat in ready])
        if version.client != client or decision.level == "deny" or not set(without).isdisjoint(decision.oblige):
            withheld += 1
        elif decision.level == "contact-only":
            contacts.append((version, decision))
        else:
            whole.append(_whole(version, text(version), decision, handle, caller))
    shown = [*whole, *(_bare(contact, caller) for contact in reduce(contacts, handle))]
    names = {f"{item.type}/{item.record}" for item in shown}
    alone = len(seats) == 1
    items = [item if alone and _entire(item, caller, withheld) else unlinked(item, names) for item in shown]
    return Disclosed(
        client=client,
        handle=handle,
        caller=caller,
        purpose=seats[0].purpose,
        patient=patient({item.source for item in shown}) if callable(patient) else patient,
        items=tuple(sorted(items, key=_order)),
        policy_version=policy.version if policy else 0,
        policy_hash=policy.hash if policy else "",
        withheld=withheld,
    )


def earlier(
    *,
    seat: Seat,
    disclosed: Disclosed,
    current: DisclosedItem,
    versions: Iterable[StoredVersion],
    policy: Combined | SignedPolicy | None,
    now: int,
    text: Text,
) -> tuple[DisclosedItem, ...]:
    """What a shown item said before, newest first, the current state in front.

    Each version passes the locks by its own attributes. Neighbours that look the same to this caller are one state, so
    a change of something hidden does not show; a contact without content has no earlier states.
    """
    if current.level != "see":
        return (current,)
    ready = vetted(seat, disclosed.client, policy, "see", now)
    names = {f"{item.type}/{item.record}" for item in disclosed.items}
    states = [current]
    for version in sorted(versions, key=lambda v: v.version, reverse=True):
        decision = verdict(ready, version.attributes)
        if decision.level != "see" or (version.record, version.version) == (current.record, current.version):
            continue
        item = _whole(version, text(version), decision, disclosed.handle, disclosed.caller)
        item = item if _entire(item, disclosed.caller, disclosed.withheld) else unlinked(item, names)
        if item.text == states[-1].text:
            states.pop()  # it stood there since the older of both
        states.append(item)
    return tuple(states)


def weighed(
    seat: Seat, client: str, versions: Iterable[StoredVersion], policy: Combined | SignedPolicy | None, now: int
) -> dict[str, Decision]:
    """Per record what was decided and why, also for what stays hidden: for the client's own eyes only."""
    ready: Vetted = vetted(seat, client, policy, "see", now)
    return {version.record: verdict(ready, version.attributes) for version in versions if version.client == client}


def _whole(version: StoredVersion, kept: str, decision: Decision, handle: str, caller: Caller) -> DisclosedItem:
    text = readdressed(kept, version.client, handle)
    content = json.loads(text)
    without = obligations.masked(content, decision.oblige)
    return DisclosedItem(
        record=version.record,
        version=version.version,
        type=version.type,
        level="see",
        content=without,
        text=text if without is content else json.dumps(without),
        tags=version.tags,
        source=version.source,
        source_name=version.source_name,
        # Of a masked item the moment of receipt could tell that what is masked was changed.
        recorded=_day_begins(version.tags.day) if obligations.masks(decision.oblige) else version.recorded,
        decision=decision,
        own=_own(version.source, caller),
    )


def _bare(contact: Reduced, caller: Caller) -> DisclosedItem:
    return DisclosedItem(
        record=contact.record,
        version=1,
        type="Encounter",
        level="contact-only",
        content=contact.content,
        text=json.dumps(contact.content),
        tags=contact.tags,
        source=contact.source,
        source_name=contact.source_name,
        recorded=contact.recorded,
        decision=contact.decision,
        own=_own(contact.source, caller),
    )


def _entire(item: DisclosedItem, caller: Caller, withheld: int) -> bool:
    """Whether nothing an item points at can be hidden: one's own delivery, or the client's record when it is whole."""
    return item.own or (caller.client is not None and not withheld)


def _own(source: str, caller: Caller) -> bool:
    return caller.org is not None and caller.org == source


def _day_begins(day: date | None) -> datetime:
    start = day or UNDATED
    return datetime(start.year, start.month, start.day, tzinfo=UTC)


def _order(item: DisclosedItem) -> tuple[int, str]:
    """Newest day first, undated last, then by record id: stable, and the same whatever else is there."""
    return (-item.tags.day.toordinal() if item.tags.day else 0, item.record)
