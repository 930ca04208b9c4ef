"""One decision for all items that are alike to it: a record holds thousands of items and few kinds of them; pure.

What no signed rule names (which record, which contact, which day) is taken away before deciding, so nothing that tells
two items apart can have played a part. Were it asked for after all it would be missing, and what is missing denies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

from gateway.consent.locks import Vetted, together, verdict
from gateway.stages.decided import Decision
from gateway.stages.stored import Attributes

# Attribute → what it is when it is taken away. Almost every item has its own.
APART: Final[Mapping[str, Any]] = {"record": "", "contact": None, "day": None}
PERIOD: Final = {"period": "day"}  # the member of a rule that asks for an attribute of another name


def decider(ready: Sequence[Vetted]) -> Callable[[Attributes], Decision]:
    """What all seats get together, decided once for all items that are alike. Holds for one look, not longer."""
    named = {PERIOD.get(member, member) for seat in ready for member in seat.consents.named}
    away = {name: nothing for name, nothing in APART.items() if name not in named}
    kind = attrgetter(*(name for name in Attributes.__slots__ if name not in away))
    known: dict[Any, Decision] = {}

    def decide(item: Attributes) -> Decision:
        alike = kind(item)
        found = known.get(alike)
        if found is None:
            left = replace(item, **away)
            found = known[alike] = together([verdict(seat, left) for seat in ready])
        return found

    return decide
