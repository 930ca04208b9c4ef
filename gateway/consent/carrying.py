"""From which wishes a next version starts: what counts, or still can; pure.

Each version is a whole policy, made from the one before. A grant in a version that can never count (its key was in
other hands, its mandate ended) would count whole once the holder signed it along; so it is not taken over. What such a
version forbids is. It goes as far as combine.py lets each version go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from gateway.consent import covering
from gateway.consent.model import Policy, Rule, sense
from gateway.consent.vocabulary import MAX_ID

RANK = {"forbid": 0, "allow": 2}  # between them: up to a label


@dataclass(frozen=True, slots=True)
class Stood:
    """One document. `reach`: what its permits must lie within to be taken over whatever stood before; None: anything,
    and none at all where it cannot count. `until`: no longer than that (seconds UTC, exclusive), None: as they say.
    """

    policy: Policy
    reach: tuple[Rule, ...] | None
    until: int | None = None


Granted = dict[object, Rule]  # by its sense as it was signed, a permit as it is taken over
Levels = Sequence[Sequence[Stood]]  # versions, newest first; more than one document of a version is a fork


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What waits and a next version does not take over. `grants`: permits; `releases`: denies that would have gone;
    `opens`: whether noodinzage would have shown more.
    """

    grants: tuple[Rule, ...] = ()
    releases: tuple[Rule, ...] = ()
    opens: bool = False


def lapsing(waiting: Sequence[Rule], kept: Sequence[Rule], *, opens: bool) -> Lapsing:
    """`waiting`: the wishes with all that waits in them; `kept`: what the next version starts from."""
    stood, wished = {sense(rule) for rule in kept}, {sense(rule) for rule in waiting}
    return Lapsing(
        grants=tuple(rule for rule in waiting if rule.effect == "permit" and sense(rule) not in stood),
        releases=tuple(rule for rule in kept if rule.effect == "deny" and sense(rule) not in wished),
        opens=opens,
    )


def rules(levels: Levels) -> tuple[Rule, ...]:
    """The permits that each version may widen to, or that stood before it; and every deny of any."""
    documents = [stood.policy for level in levels for stood in level]
    if not documents:
        return ()
    granted: Granted = {}
    for level in reversed(levels):
        granted = _by_all([_granted(stood, granted) for stood in level])
    taken = ((rule, rule if rule.effect == "deny" else granted.get(sense(rule))) for rule in documents[0].rules)
    kept = [replace(found, id=rule.id) for rule, found in taken if found is not None]
    for rule in (rule for policy in documents[1:] for rule in policy.rules):
        if rule.effect == "deny" and sense(rule) not in {sense(one) for one in kept}:
            kept.append(replace(rule, id=_free(rule.id, kept)))
    return tuple(kept)


def strictest(levels: Levels) -> Policy | None:
    """The document whose word on noodinzage opens least; of alike ones the newest. None: nothing was signed."""
    documents = [stood.policy for level in levels for stood in level]
    return min(documents, key=lambda policy: openness(policy.emergency), default=None)


def openness(emergency: object) -> int:
    """How much a word on noodinzage opens: the more, the higher."""
    return RANK.get(str(emergency), 1)


def _granted(stood: Stood, before: Granted) -> Granted:
    """What is taken over of the permits of one document, by what each says."""
    found: Granted = {}
    for rule in (rule for rule in stood.policy.rules if rule.effect == "permit"):
        if stood.reach is None:
            found[sense(rule)] = rule
        elif sense(rule) in before:
            found[sense(rule)] = _no_longer(rule, before[sense(rule)].exp)
        elif covering.within(rule, stood.reach) and _begins(rule, stood.until):
            found[sense(rule)] = _no_longer(rule, stood.until)
    return found


def _begins(rule: Rule, until: int | None) -> bool:
    return rule.nbf is None or until is None or rule.nbf < until


def _by_all(branches: Sequence[Granted]) -> Granted:
    """What every branch of a fork takes over, as long as each of them does."""
    first, *others = branches
    return {
        said: reduce(lambda rule, other: _no_longer(rule, other[said].exp), others, rule)
        for said, rule in first.items()
        if all(said in other for other in others)
    }


def _no_longer(rule: Rule, until: int | None) -> Rule:
    """A permit that ends by then; with another end its sentence is another too."""
    if until is None or (rule.exp is not None and rule.exp <= until):
        return rule
    return replace(rule, exp=until, text=None)


def _free(id_: str, kept: Iterable[Rule]) -> str:
    taken = {rule.id for rule in kept}
    names = (id_, *(f"{id_[: MAX_ID - 4]}-{n}" for n in range(2, 202)))
    return next(name for name in names if name not in taken)
