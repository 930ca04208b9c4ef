"""What a client lets the people at one table see, for that meeting alone; pure.

It stands beside the policy and never in it. It fills in what nobody decided: an item that a deny of the policy touches
stays as the policy has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from gateway.consent.decide import Compiled, Vector, compile_policy
from gateway.consent.model import Policy, Rule
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined, Counted, Voice

LONGEST: Final = 4 * 3600  # seconds: "alleen nu" ends by itself, also when nobody closes the meeting
LOWEST: Final[Vector] = (0, 0, 0)  # strictly more specific than no deny, so any that matches stands


@dataclass(frozen=True, slots=True)
class Given:
    """One holder's consent for one meeting. `hash`: of its signing input; `token`: as it was signed."""

    hash: str
    kid: str
    token: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Seated(SignedPolicy):
    """A document with what holds at the table beside it. Of one that does not run what it forbids counts beside the
    table, and no more: a deny does not fall open at the end of the document.
    """

    table: tuple[Rule, ...] = ()
    now: int = 0

    @cached_property
    def compiled(self) -> Compiled:
        base = compile_policy(self.policy.rules, self.policy.nbf, self.policy.exp)
        extra = tuple((rule, LOWEST) for rule in self.table)
        runs = (base.nbf is None or base.nbf <= self.now) and (base.exp is None or self.now < base.exp)
        if runs:
            return Compiled((*base.rules, *extra), base.nbf, base.exp)
        return Compiled((*(one for one in base.rules if one[0].effect == "deny"), *extra))

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in (*self.policy.rules, *self.table)}


def seated(combined: Combined, given: Mapping[str, Given], now: int) -> Combined:
    """All that was signed with, beside the documents of each holder in `given`, what that holder gave at the table."""
    return replace(
        combined,
        required=tuple(_with(voice, given.get(voice.holder), now) for voice in combined.required),
        instead=tuple(
            replace(each, voice=_with(each.voice, given.get(each.voice.holder), now)) for each in combined.instead
        ),
    )


def _with(voice: Voice, given: Given | None, now: int) -> Voice:
    if given is None:
        return voice
    rules = tuple(replace(rule, id=f"overleg-{given.hash[:12]}-{n}") for n, rule in enumerate(given.rules))
    # Under versions that widen nothing yet, or no further than a mandate, stands what the holder gives at the table.
    whole = any(all(one.ceiling is None for one in level) for level in voice.levels[-1:])
    ground = ((Counted(SignedPolicy(_NOTHING, given.hash, given.kid, given.token)),),)
    levels = voice.levels if whole else (*voice.levels, *ground)
    return replace(
        voice,
        levels=tuple(tuple(replace(one, signed=_seat(one.signed, rules, now)) for one in level) for level in levels),
    )


def _seat(signed: SignedPolicy, rules: tuple[Rule, ...], now: int) -> Seated:
    return Seated(signed.policy, signed.hash, signed.kid, signed.token, rules, now)


_NOTHING: Final = Policy("", 0, None, "", 0, None, None, "", None, "forbid", (False, False), ())
