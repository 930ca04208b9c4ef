"""Several signed documents decide together; pure. Combining never gives more than any document that is needed.

A version that may not widen yet (or no more) counts as a restriction at once: it gives the lower of itself and what
stood before it. A fork gives the lower of both branches. All required voices must permit; what the client forbids
counts on top where another decides. What there is to combine is told in `voices.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

from gateway.consent import vocabulary as v
from gateway.consent.asked import Item, Request
from gateway.consent.decide import Compiled, Standing, compile_policy, narrow, weigh
from gateway.consent.emergency import Mode
from gateway.consent.model import Rule, Who
from gateway.consent.voices import Combined, Counted, Voice
from gateway.stages.decided import Decision

RANK: Final[Mapping[str, int]] = {"deny": 0, "contact-only": 1}
WHOLE: Final = 2
UNSIGNED: Final = Decision("deny", (), "nothing was signed")
UNRESTRICTED: Final = Rule(id="", effect="permit", who=Who("any"), how=v.ACTIONS)

Refine = Callable[[Decision, tuple[Rule, ...]], Decision]


@dataclass(frozen=True, slots=True)
class _Document:
    standing: Standing
    rules: Mapping[str, Rule]
    ceiling: Standing | None
    refined: bool
    prefix: str


_Levels = tuple[tuple[_Document, ...], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """All that does not depend on the item settled. The floors of own denies are open, of all others closed."""

    required: tuple[_Levels, ...]
    instead: tuple[tuple[_Levels, Standing | None], ...]
    own: _Levels | None
    refusal: str

    @property
    def named(self) -> frozenset[str]:
        """Which members of an item any rule that is left asks for."""
        found = [*self.required, *(levels for levels, _ in self.instead), *([self.own] if self.own else [])]
        documents = [document for levels in found for level in levels for document in level]
        standings = [document.standing for document in documents]
        standings += [document.ceiling for document in documents if document.ceiling is not None]
        standings += [scope for _, scope in self.instead if scope is not None]
        return frozenset(name for standing in standings for rule in standing.rules for name in rule.what.asks)


def prepare(combined: Combined, request: Request, now: int) -> Ready:
    """Narrow every document to one request. `now`: seconds UTC."""
    single = combined.alone is not None

    def levels(voice: Voice, more: tuple[Rule, ...] = (), *, denies_only: bool = False) -> _Levels:
        beside = compile_policy((*combined.beside, *more))
        return tuple(tuple(document(c, beside, denies_only=denies_only) for c in level) for level in voice.levels)

    def document(counted: Counted, beside: Compiled, *, denies_only: bool) -> _Document:
        signed = counted.signed
        return _Document(
            standing=narrow(denying(signed.compiled) if denies_only else _with(signed.compiled, beside), request, now),
            rules=signed.by_id,
            ceiling=None if counted.ceiling is None else narrow(counted.ceiling, request, now),
            refined=not denies_only,
            prefix="" if single else f"{signed.hash[:8]}/",
        )

    return Ready(
        required=tuple(levels(voice) for voice in combined.required),
        instead=tuple(
            (levels(each.voice, each.beside), None if each.scope is None else narrow(each.scope, request, now))
            for each in combined.instead
        ),
        own=None if combined.own is None else levels(combined.own, denies_only=True),
        refusal=combined.refusal,
    )


def decide_together(ready: Ready, item: Item, refine: Refine = lambda decision, _rules: decision) -> Decision:
    """What all documents give together on one item.

    `refine`: the other locks, asked per document with the rules of it that survive; it must only narrow.
    """
    if ready.refusal:
        return Decision("deny", (), ready.refusal)
    covering = [levels for levels, scope in ready.instead if scope is None or weigh(scope, item).level != "deny"]
    deciding = covering or ready.required
    decisions = [_effective(levels, item, refine, UNSIGNED) for levels in deciding]
    if not decisions:
        return UNSIGNED
    if ready.own is not None:
        decisions.append(_effective(ready.own, item, refine, _OPEN))
    return reduce(meet, decisions)


def meet(first: Decision, second: Decision) -> Decision:
    """The lower of two decisions with the obligations of both. On equal levels the first tells why."""
    low = second if rank(second) < rank(first) else first
    if low.level == "deny" or second is _OPEN:
        return low
    return replace(
        low,
        rules=tuple(dict.fromkeys((*first.rules, *second.rules))),
        oblige=tuple(sorted({*first.oblige, *second.oblige})),
    )


def rank(decision: Decision) -> int:
    return RANK.get(decision.level, WHOLE)


def _with(compiled: Compiled, beside: Compiled) -> Compiled:
    """A document with the denies that stand beside it. More denies never widen."""
    return replace(compiled, rules=(*compiled.rules, *beside.rules)) if beside.rules else compiled


def denying(compiled: Compiled) -> Compiled:
    """Only what a document forbids: its rules over a permit for everything, to which no deny gives way.

    Without the times of the document: what it forbids does not fall open at its end.
    """
    return Compiled((*compile_policy((UNRESTRICTED,)).rules, *compiled.rules))


def in_need(combined: Combined, now: int) -> tuple[Mode, ...]:
    """What every document says of an emergency; all must open it. Where one who decides signed nothing, nothing opens.

    A version that may not widen yet counts with what stood before it, so all versions that count are asked.
    """
    if combined.refusal or any(not voice.levels for voice in combined.required):
        return (None,)
    return tuple(
        counted.signed.policy.emergency
        if _runs(counted.signed.compiled.nbf, counted.signed.compiled.exp, now)
        else None
        for voice in combined.voices()
        for level in voice.levels
        for counted in level
    )


# Nothing forbidden yet: whatever is asked, this voice does not stand in the way.
_OPEN: Final = Decision("see", (), "")


def _effective(levels: _Levels, item: Item, refine: Refine, floor: Decision) -> Decision:
    """The lower of all forks, each no further above what stood before than it may widen."""
    if not levels:
        return floor
    return reduce(meet, (_bounded(document, levels[1:], item, refine, floor) for document in levels[0]))


def _bounded(document: _Document, older: _Levels, item: Item, refine: Refine, floor: Decision) -> Decision:
    decision = _asked(document, item, refine)
    if document.ceiling is None or decision.level == "deny":
        return decision
    ceiling = weigh(document.ceiling, item)
    if rank(ceiling) >= rank(decision):
        return replace(decision, oblige=tuple(sorted({*decision.oblige, *ceiling.oblige})))
    before = _effective(older, item, refine, floor)
    if rank(ceiling) > rank(before):
        return replace(
            decision, level=ceiling.level, oblige=tuple(sorted({*decision.oblige, *ceiling.oblige})), sentence=""
        )
    return meet(decision, before) if before.level != "deny" else Decision("deny", decision.rules, "waits")


def _asked(document: _Document, item: Item, refine: Refine) -> Decision:
    decision = weigh(document.standing, item)
    rules = tuple(document.rules[id_] for id_ in decision.rules if id_ in document.rules)
    if document.refined and decision.level != "deny":
        decision = refine(decision, rules)
    if document.prefix:
        return replace(decision, rules=tuple(f"{document.prefix}{id_}" for id_ in decision.rules if id_))
    return decision


def _runs(nbf: int | None, exp: int | None, now: int) -> bool:
    return (nbf is None or nbf <= now) and (exp is None or now < exp)
