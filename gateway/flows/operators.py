"""Who keeps the gateway running: somebody registered with the role of operator, who sees nothing of a person."""

from __future__ import annotations

from typing import Final

from gateway.errors import Refused
from gateway.stages.decided import Caller

ROLE: Final = "operator"


def is_operator(caller: Caller) -> bool:
    return caller.person is not None and caller.client is None and any(held.role == ROLE for held in caller.roles)


def assert_operator(caller: Caller) -> None:
    """Raises Refused unless the caller is a person registered as operator."""
    if not is_operator(caller):
        raise Refused("not-an-operator", "Only an operator looks after deliveries")
