"""The sole maker of `Disclosed`: each item passes policy, role and legal ground, or it is not there.

More than one seat is a meeting: an item is visible at the lowest level of all seats, so what is on the screen is what
every one of them may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from gateway.consent import bodies, obligations
from gateway.consent.alike import decider
from gateway.consent.bodies import Text
from gateway.consent.combine import Combined
from gateway.consent.locks import Seat, Vetted, verdict, vetted
from gateway.consent.reduce import UNDATED, Bare, Reduced, reduce
from gateway.consent.signed import SignedPolicy
from gateway.consent.withheld import NOTHING, Withheld
from gateway.quick import quick
from gateway.stages import Action, Caller, Decision, Disclosed, DisclosedItem, FhirJson, StoredVersion

__all__ = ["Seat", "clear", "earlier", "weighed"]

_make_item = quick(DisclosedItem)
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
    beyond: Withheld = NOTHING,
) -> Disclosed:
    """Clear a client's items for the first seat (with more seats: for all of them together).

    `policy`: what was signed, by one or by several together. `now`: seconds UTC. `patient`: the person, or who tells it
    from the sources that are seen. `text`: opens what is kept, asked for shown items alone. `without`: duties that an
    item may not carry here, such as `no-export` on paper. `beyond`: what sources withhold from a client who reads, or
    who looks along.
    The stored text names the client as `Patient/<client>`; it is served as the caller's handle.
    """
    caller = seats[0].caller
    decide = decider([vetted(seat, client, policy, action, now) for seat in seats])
    whole: list[Bare] = []
    contacts: list[Bare] = []
    withheld = 0
    kept_back = frozenset(without)
    bounded = bool(beyond)
    for version in versions:
        decision = decide(version.attributes)
        refused = version.client != client or decision.level == "deny"
        if refused or not kept_back.isdisjoint(decision.oblige) or (bounded and beyond.hides(version.attributes)):
            withheld += 1
        elif decision.level == "contact-only":
            contacts.append((version, decision))
        else:
            whole.append((version, decision))
    reduced = reduce(contacts, handle)
    names = frozenset(f"{item.type}/{item.record}" for item, _ in whole).union(
        f"Encounter/{contact.record}" for contact in reduced
    )
    alone = len(seats) == 1
    view = _View(caller, handle, text, names, mine=alone and not beyond, all_=alone and _entire(caller, withheld))
    items = [*(_whole(version, decision, view) for version, decision in whole), *(_bare(one, view) for one in reduced)]
    return Disclosed(
        client=client,
        handle=handle,
        caller=caller,
        purpose=seats[0].purpose,
        patient=patient({item.source for item in items}) if callable(patient) else patient,
        items=tuple(sorted(items, key=_order)),
        policy_version=policy.version if policy else 0,
        policy_hash=policy.hash if policy else "",
        withheld=withheld,
        beyond=beyond.state,
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
    beyond: Withheld = NOTHING,
) -> tuple[DisclosedItem, ...]:
    """What a shown item said before, newest first, the current state in front.

    Each version passes the locks by its own attributes. Neighbours that look the same to this caller are one state, so
    a change of something hidden does not show; a contact without content has no earlier states.
    """
    if current.level != "see":
        return (current,)
    ready = vetted(seat, disclosed.client, policy, "see", now)
    caller = disclosed.caller
    names = frozenset(f"{item.type}/{item.record}" for item in disclosed.items)
    view = _View(caller, disclosed.handle, text, names, mine=True, all_=_entire(caller, disclosed.withheld))
    states = [current]
    for version in sorted(versions, key=lambda v: v.version, reverse=True):
        decision = verdict(ready, version.attributes)
        if decision.level != "see" or (version.record, version.version) == (current.record, current.version):
            continue
        if beyond.hides(version.attributes):
            continue
        item = _whole(version, decision, view)
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


@dataclass(frozen=True, slots=True)
class _View:
    """For whom items are made, and which references stay in them.

    `mine`: of what one delivered oneself, all; `all_`: of everything, for nothing is hidden.
    """

    caller: Caller
    handle: str
    text: Text
    names: frozenset[str]
    mine: bool
    all_: bool

    def shown(self, own: bool) -> frozenset[str] | None:
        return None if self.all_ or (own and self.mine) else self.names


def _whole(version: StoredVersion, decision: Decision, view: _View) -> DisclosedItem:
    own = _own(version.source, view.caller)
    # Of a masked item the moment of receipt could tell that what is masked was changed.
    recorded = version.recorded if not obligations.masks(decision.oblige) else _day_begins(version.tags.day)
    return _make_item(
        version.record,
        version.version,
        version.type,
        "see",
        bodies.whole(version, view.text, decision, view.handle, view.shown(own)),
        version.tags,
        version.source,
        version.source_name,
        recorded,
        decision,
        own,
    )


def _bare(contact: Reduced, view: _View) -> DisclosedItem:
    own = _own(contact.source, view.caller)
    return DisclosedItem(
        record=contact.record,
        version=1,
        type="Encounter",
        level="contact-only",
        body=bodies.bare(contact.content),
        tags=contact.tags,
        source=contact.source,
        source_name=contact.source_name,
        recorded=contact.recorded,
        decision=contact.decision,
        own=own,
    )


def _entire(caller: Caller, withheld: int) -> bool:
    """Whether nothing at all is hidden: the client's own record when it is whole."""
    return caller.client is not None and not withheld


def _own(source: str, caller: Caller) -> bool:
    return caller.org is not None and caller.org == source


def _day_begins(day: date | None) -> datetime:
    start = day or UNDATED
    return datetime(start.year, start.month, start.day, tzinfo=UTC)


def _order(item: DisclosedItem) -> tuple[int, str]:
    """Newest day first, undated last, then by record id: stable, and the same whatever else is there."""
    return (-item.tags.day.toordinal() if item.tags.day else 0, item.record)
