"""What sources withhold from one reader, as the gate asks it per item; pure.

It only ever takes away from who reads as the client: the policy, role and legal ground
of everybody else know nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from gateway.stages.decided import Caller
from gateway.stages.stored import Attributes

Bound = Literal["client", "representatives"]
BOUND: Final[tuple[Bound, ...]] = get_args(Bound)


@dataclass(frozen=True, slots=True)
class Withheld:
    """(source, record id) of items, and of contacts with all that belongs to them.

    A source reaches its own items alone, and never what the client said.
    """

    items: frozenset[tuple[str, str]] = frozenset()
    contacts: frozenset[tuple[str, str | None]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.items or self.contacts)

    def hides(self, item: Attributes) -> bool:
        if item.domain == "eigen":
            return False
        itself = (item.source, item.record)
        return itself in self.items or itself in self.contacts or (item.source, item.contact) in self.contacts

    @property
    def state(self) -> str:
        """Differs whenever what is withheld differs; empty while nothing is."""
        return "|".join(sorted((*(f"i{pair}" for pair in self.items), *(f"c{pair}" for pair in self.contacts))))


NOTHING: Final = Withheld()


def bound(caller: Caller) -> Bound | None:
    """As what somebody reads: as the client, in the client's place, or as anybody else (None)."""
    if caller.client is None:
        return None
    return "client" if caller.person in {None, caller.client} else "representatives"
