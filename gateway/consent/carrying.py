"""From which wishes a next version starts: what counts, or still can; pure.

Each version is a whole policy, made from the one before. A grant in a version that can never count (its key was in
other hands, its mandate ended) would count whole once the holder signed it along; so it is not taken over. What such a
version forbids is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gateway.consent.model import Policy, Rule, sense
from gateway.consent.vocabulary import MAX_ID

Levels = Sequence[Sequence[Policy]]  # versions, newest first; more than one document of a version is a fork
RANK = {"forbid": 0, "allow": 2}  # between them: up to a label


def rules(levels: Levels, *, based: bool) -> tuple[Rule, ...]:
    """The permits that stand in every document, and every deny of any. `based`: the last version counts whole."""
    documents = [policy for level in levels for policy in level]
    if not documents:
        return ()
    granted = [{sense(rule) for rule in policy.rules if rule.effect == "permit"} for policy in documents]
    everywhere = set.intersection(*granted) if based else set[object]()
    kept = [rule for rule in documents[0].rules if rule.effect == "deny" or sense(rule) in everywhere]
    for rule in (rule for policy in documents[1:] for rule in policy.rules):
        if rule.effect == "deny" and sense(rule) not in {sense(one) for one in kept}:
            kept.append(replace(rule, id=_free(rule.id, kept)))
    return tuple(kept)


def strictest(levels: Levels) -> Policy | None:
    """The document whose word on noodinzage opens least; of alike ones the newest. None: nothing was signed."""
    documents = [policy for level in levels for policy in level]
    return min(documents, key=lambda policy: RANK.get(str(policy.emergency), 1), default=None)


def _free(id_: str, kept: Iterable[Rule]) -> str:
    taken = {rule.id for rule in kept}
    names = (id_, *(f"{id_[: MAX_ID - 4]}-{n}" for n in range(2, 202)))
    return next(name for name in names if name not in taken)
