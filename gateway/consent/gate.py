"""The sole maker of `Disclosed`: each item passes policy, role and legal ground, or it is not there.

More than one seat is a meeting: an item is visible at the lowest level of all seats, so what is on the screen is what
every one of them may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import takewhile

from gateway.consent import bodies, obligations
from gateway.consent.alike import decider
from gateway.consent.bodies import Text
from gateway.consent.locks import Seat, Vetted, verdict, vetted
from gateway.consent.reduce import UNDATED, Bare, Reduced, reduce
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined
from gateway.consent.withheld import NOTHING, Withheld
from gateway.quick import quick
from gateway.stages.decided import Caller, Decision
from gateway.stages.disclosed import Disclosed, DisclosedItem, Since
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.vocabulary import Action, FhirJson

__all__ = ["Seat", "clear", "earlier", "weighed"]

_make_item = quick(DisclosedItem)
Person = Callable[[Collection[str]], FhirJson | None]
Decide = Callable[[Attributes], Decision]
Versions = Callable[[StoredVersion], tuple[Iterable[StoredVersion], Text]]


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
    versions_of: Versions | None = None,
    without: Collection[str] = (),
    beyond: Withheld = NOTHING,
) -> Disclosed:
    """Clear a client's items for the first seat (with more seats: for all of them together).

    `policy`: what was signed, by one or by several together. `now`: seconds UTC. `patient`: the person, or who tells it
    from the sources that are seen. `text`: opens what is kept, asked for shown items alone. `versions_of`: every
    version of a record and what opens them, to find since when an item looks so. `without`: duties that an item may not
    carry here, such as `no-export` on paper. `beyond`: what sources withhold from a client who reads or looks along.
    The stored text names the client as `Patient/<client>`; it is served as the caller's handle.
    """
    caller = seats[0].caller
    decide = decider([vetted(seat, client, policy, action, now) for seat in seats])
    judged = _judged(versions, client, decide, frozenset(without), beyond)
    contacts = reduce(judged.contacts, handle)
    alone = len(seats) == 1
    view = _View(
        caller,
        handle,
        text,
        names=_names(judged.whole, contacts),
        mine=alone and not beyond,
        all_=alone and _entire(caller, judged.withheld),
    )
    items = [_whole(*one, view, _since(*one, view, decide, versions_of, beyond)) for one in judged.whole]
    items += [_bare(one, view) for one in contacts]
    return Disclosed(
        client=client,
        handle=handle,
        caller=caller,
        purpose=seats[0].purpose,
        patient=patient({item.source for item in items}) if callable(patient) else patient,
        items=tuple(sorted(items, key=_order)),
        policy_version=policy.version if policy else 0,
        policy_hash=policy.hash if policy else "",
        withheld=judged.withheld,
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
    for item in _seen((one for one in versions if not beyond.hides(one.attributes)), view, partial(verdict, ready)):
        if (item.record, item.version) == (current.record, current.version):
            continue
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
class _Judged:
    """What all locks together leave: shown whole, shown as a contact alone, and how many are not there."""

    whole: list[Bare]
    contacts: list[Bare]
    withheld: int


def _judged(
    versions: Iterable[StoredVersion], client: str, decide: Decide, kept_back: frozenset[str], beyond: Withheld
) -> _Judged:
    """`kept_back`: duties that keep an item away here."""
    whole: list[Bare] = []
    contacts: list[Bare] = []
    withheld = 0
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
    return _Judged(whole, contacts, withheld)


def _names(whole: Iterable[Bare], contacts: Iterable[Reduced]) -> frozenset[str]:
    """`Type/id` of everything that is shown: no reference to anything else stays in an item."""
    return frozenset(f"{version.type}/{version.record}" for version, _ in whole).union(
        f"Encounter/{contact.record}" for contact in contacts
    )


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


def _seen(versions: Iterable[StoredVersion], view: _View, decide: Decide) -> Iterator[DisclosedItem]:
    """Of the versions of one record those that are seen whole, newest first, each by its own attributes."""
    for version in sorted(versions, key=lambda v: v.version, reverse=True):
        decision = decide(version.attributes)
        if decision.level == "see":
            yield _whole(version, decision, view, _at(version, decision))


def _since(
    version: StoredVersion,
    decision: Decision,
    view: _View,
    decide: Decide,
    versions_of: Versions | None,
    beyond: Withheld,
) -> Since:
    """What stood before and looked the same is what stands there now; what is hidden in between is not there."""
    if versions_of is None or version.version == 1 or obligations.masks(decision.oblige):
        return _at(version, decision)

    def find() -> tuple[int, datetime]:
        versions, text = versions_of(version)
        before = (v for v in versions if v.version < version.version and not beyond.hides(v.attributes))
        older = _seen(before, replace(view, text=text), decide)
        shown = bodies.whole(version, view.text, decision, view.handle, view.shown(_own(version.source, view.caller)))
        same = takewhile(lambda item: item.text == shown()[1], older)
        return min(((item.version, item.recorded) for item in same), default=(version.version, version.recorded))

    return Since(find)


def _at(version: StoredVersion, decision: Decision) -> Since:
    """Of a masked item the moment of receipt could tell that what is masked was changed: the start of its day."""
    masked = obligations.masks(decision.oblige)
    return Since(lambda: (version.version, _day_begins(version.tags.day) if masked else version.recorded))


def _whole(version: StoredVersion, decision: Decision, view: _View, since: Since) -> DisclosedItem:
    own = _own(version.source, view.caller)
    return _make_item(
        version.record,
        version.version,
        version.type,
        "see",
        bodies.whole(version, view.text, decision, view.handle, view.shown(own)),
        version.tags,
        version.source,
        version.source_name,
        since,
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
        since=Since(lambda: (1, contact.recorded)),
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
