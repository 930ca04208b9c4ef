"""Everything that was signed for one client, as it counts at one moment: whose voices, which versions; pure.

A *voice* is one authority with its versions, newest first. Two versions with the same `prev` are a fork, on one level.
What they give together is told in `combine.py`.
"""

from __future__ import annotations

import json as plain
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gateway.consent.decide import Compiled, compile_policy
from gateway.consent.model import Rule, rule_to_json
from gateway.consent.signed import SignedPolicy

NOTHING: Final = compile_policy(())  # the ceiling of a document that only restricts


@dataclass(frozen=True, slots=True)
class Counted:
    """A document as it counts at a moment. `ceiling`: how far it may widen what stood before it; None: all the way."""

    signed: SignedPolicy
    ceiling: Compiled | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One authority's versions, newest first; a level with more than one document is a fork. No levels: unsigned."""

    holder: str
    levels: tuple[tuple[Counted, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who decides in place of the client for what `scope` covers; None: for everything. `beside`: denies they did not
    sign, which reach as far as the scope and no further.
    """

    voice: Voice
    scope: Compiled | None = None
    beside: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Combined:
    """Everything that was signed for one client, as it counts at one moment.

    `own`: the client's voice where its denies count on top. `refusal`: why nobody can permit anything now.
    `beside`: denies that nobody signed, weighed among the rules of every document.
    """

    required: tuple[Voice, ...]
    instead: tuple[Substitute, ...] = ()
    own: Voice | None = None
    refusal: str = ""
    beside: tuple[Rule, ...] = ()

    @property
    def alone(self) -> SignedPolicy | None:
        """The one document that decides, when there is no more to it."""
        if len(self.required) == 1 and not self.instead and self.own is None and not self.refusal:
            levels = self.required[0].levels
            if len(levels) == 1 and len(levels[0]) == 1 and levels[0][0].ceiling is None:
                return levels[0][0].signed
        return None

    @property
    def version(self) -> int:
        """The version of the one document; of several, the sum, which grows with each."""
        newest = [voice.levels[0][0].signed.version for voice in self.voices() if voice.levels]
        return sum(newest)

    @property
    def hash(self) -> str:
        """The hash of the one document; of several, or with denies beside it, one over all that counts and how far.
        "" when nothing was signed.
        """
        beside = (*self.beside, *(rule for each in self.instead for rule in each.beside))
        if self.alone is not None and not beside:
            return self.alone.hash
        voices = list(self.voices())
        if not any(voice.levels for voice in voices):
            return ""
        said = [
            f"{voice.holder}:{c.signed.hash}:{'whole' if c.ceiling is None else 'limited'}"
            for voice in voices
            for level in voice.levels
            for c in level
        ]
        said += [f"beside:{plain.dumps(rule_to_json(rule), sort_keys=True)}" for rule in beside]
        return sha256("\n".join([self.refusal, *said]).encode()).hexdigest()

    def voices(self) -> Iterable[Voice]:
        yield from self.required
        yield from (each.voice for each in self.instead)
        if self.own is not None:
            yield self.own


def alone(signed: SignedPolicy | None) -> Combined:
    """One client, one document, nobody else."""
    return Combined((Voice("", ((Counted(signed),),) if signed else ()),))
