"""What a key may do, given who keeps it and how it was bound: when a version it signed may widen; pure.

Restrictions count at once. A widening signed with a new key, or with one that is kept for the client, waits 72 hours
unless it is confirmed. Nothing runs when the time is over: the next decision sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Tier = Literal["A", "B", "C", "D"]
Assurance = Literal["digid", "balie", "contacten", "geen"]

COOLING_OFF: Final = 72 * 3600  # seconds
# First keys that need not wait: the person was identified, and there is no older key that could object.
IDENTIFIED: Final = frozenset({"digid", "balie"})
WEAKER: Final = frozenset({"C", "D"})


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """One key as bound. Moments are seconds UTC. `first`: the holder had no key before it.

    Tiers: A own device, B a delegate's own key, C kept for the client, D a registrar signs what is on paper.
    Assurance: `digid` and `balie` (desk) identify the person; `contacten`: two of three recovery contacts vouched.
    """

    kid: str
    tier: Tier
    assurance: Assurance
    first: bool
    bound: int
    compromised: int | None = None


def settles(key: KeyFacts, received: int, confirmed: int | None = None) -> int | None:
    """When a version received at `received` may widen; None: never, its key was in other hands by then.

    `confirmed`: when an older key, a second factor or two of three recovery contacts confirmed it.
    """
    if key.compromised is not None and received >= key.compromised:
        return None
    if not waits(key, received):
        return received
    settled = received + COOLING_OFF
    return settled if confirmed is None else min(settled, max(received, confirmed))


def waits(key: KeyFacts, received: int) -> bool:
    """Whether what this key widens waits."""
    if key.assurance == "contacten" or (key.first and key.assurance in IDENTIFIED):
        return False
    return key.tier in WEAKER or received < key.bound + COOLING_OFF


def may_confirm(key: KeyFacts, other: KeyFacts, now: int) -> bool:
    """Whether `other` is an older key that can confirm what `key` signed: not new itself, not kept by others."""
    return (
        other.kid != key.kid
        and other.bound < key.bound
        and other.tier not in WEAKER
        and (other.compromised is None or now < other.compromised)
        and not waits(other, now)
    )
