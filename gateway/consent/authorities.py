"""Who must sign for a client at a moment: the age profile applied to who holds what authority; pure.

Where more than one profile may hold (a birth date that is not whole), everybody whom any of them asks must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from gateway.consent import ages
from gateway.consent.decide import Compiled

Capacity = Literal["ouder", "voogd", "derde", "curator", "mentor"]
GEZAG: Final = frozenset({"ouder", "voogd", "derde"})


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody who may sign for a client. `begins`, `ends`: seconds UTC, `ends` exclusive, None: no end.

    `scope`: what a curator or mentor may decide on; None: everything.
    """

    holder: str
    capacity: Capacity
    begins: int
    ends: int | None = None
    scope: Compiled | None = None

    def runs(self, now: int) -> bool:
        return self.begins <= now and (self.ends is None or now < self.ends)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of who may decide for a client.

    `births`: FHIR dates, one for each differing source. `doubt`: who has parental authority waits for a person to find
    out. `incapable`: a person established that the client cannot weigh this reasonably.
    """

    client: str
    births: tuple[str, ...]
    authorities: tuple[Authority, ...] = ()
    doubt: bool = False
    incapable: bool = False


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who must agree. `instead`: decides in place of the client within its scope. `own_denies`: what the client forbids
    counts besides. `refusal`: why nobody can permit anything. `profiles`: ids, for who wants to know why."""

    required: tuple[str, ...]
    instead: tuple[Authority, ...] = ()
    own_denies: bool = False
    refusal: str = ""
    profiles: tuple[str, ...] = ()


def deciding(known: Known, now: int) -> Deciding:
    """Who decides for this client at `now` (seconds UTC)."""
    possible = ages.profiles(known.births, now)
    names = tuple(profile.id for profile in possible)
    running = [authority for authority in known.authorities if authority.runs(now)]
    asked = frozenset().union(*(_asked(profile, incapable=known.incapable) for profile in possible))
    required: list[str] = []
    if "gezag" in asked:
        parents = sorted({a.holder for a in running if a.capacity in GEZAG})
        if known.doubt or not parents:
            return Deciding((), refusal="who has authority over this client is not established", profiles=names)
        required += parents
    if "zelf" in asked:
        required.append(known.client)
    instead = tuple(a for a in running if any(a.capacity in profile.instead for profile in possible))
    if known.incapable and any(profile.instead and not profile.incapable for profile in possible) and not instead:
        return Deciding((), refusal="nobody is known who may decide for this client", profiles=names)
    return Deciding(
        required=tuple(dict.fromkeys(required)),
        instead=instead,
        own_denies=any(profile.own_denies for profile in possible),
        profiles=names,
    )


def _asked(profile: ages.Profile, *, incapable: bool) -> frozenset[str]:
    return profile.incapable if incapable else profile.decide
