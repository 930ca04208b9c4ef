"""The sole maker of `Disclosed`: each item passes policy, role and legal ground, or it is not there.

More than one seat is a meeting: an item is visible at the lowest level of all seats, so what is on the screen is what
every one of them may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.consent.combine import Combined
from gateway.consent.locks import Seat, together, verdict, vetted
from gateway.consent.obligations import masked
from gateway.consent.reduce import Bare, Reduced, reduce
from gateway.consent.serving import readdressed
from gateway.consent.signed import SignedPolicy
from gateway.stages import Action, Caller, Decision, Disclosed, DisclosedItem, FhirJson, StoredVersion
from gateway.wire import json

__all__ = ["Seat", "clear"]


def clear(
    *,
    seats: Sequence[Seat],
    client: str,
    handle: str,
    patient: FhirJson | None,
    versions: Iterable[StoredVersion],
    policy: Combined | SignedPolicy | None,
    action: Action,
    now: int,
) -> Disclosed:
    """Clear a client's items for the first seat (with more seats: for all of them together).

    `policy`: what was signed, by one or by several together. `now`: seconds UTC. The stored text names the client as
    `Patient/<client>`; it is served as the caller's handle.
    """
    caller = seats[0].caller
    ready = [vetted(seat, client, policy, action, now) for seat in seats]
    whole: list[DisclosedItem] = []
    contacts: list[Bare] = []
    withheld = 0
    for version in versions:
        decision = together([verdict(seat, version.attributes) for seat in ready])
        if version.client != client or decision.level == "deny":
            withheld += 1
        elif decision.level == "contact-only":
            contacts.append((version, decision))
        else:
            whole.append(_whole(version, decision, handle, caller))
    return Disclosed(
        client=client,
        handle=handle,
        caller=caller,
        purpose=seats[0].purpose,
        patient=patient,
        items=tuple(sorted([*whole, *(_bare(contact, caller) for contact in reduce(contacts, handle))], key=_order)),
        policy_version=policy.version if policy else 0,
        policy_hash=policy.hash if policy else "",
        withheld=withheld,
    )


def _whole(version: StoredVersion, decision: Decision, handle: str, caller: Caller) -> DisclosedItem:
    text = readdressed(version.text, version.client, handle)
    content = json.loads(text)
    without = masked(content, decision.oblige)
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
        recorded=version.recorded,
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


def _own(source: str, caller: Caller) -> bool:
    return caller.org is not None and caller.org == source


def _order(item: DisclosedItem) -> tuple[int, str]:
    """Newest day first, undated last, then by record id: stable, and the same whatever else is there."""
    return (-item.tags.day.toordinal() if item.tags.day else 0, item.record)
