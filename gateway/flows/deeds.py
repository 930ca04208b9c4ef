"""Writing on the audit log what somebody did: a person, a care system for its organisation, or the operator.

In the transaction of the deed, as the last thing before it commits.
"""

from __future__ import annotations

from typing import Any, Final, Literal, assert_never

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.flows.callers import FOR_CLIENT, is_self
from gateway.flows.house import House
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller

OPERATOR: Final = "beheer"  # at the command line, where nobody logs in

By = Caller | Connector | Literal["beheer"]


def record(house: House, session: Session, event: str, by: By, client: str | None = None, **fields: Any) -> None:
    """One event, now. `client`: whom it is about; `fields`: those that `audit.events` allows for this event."""
    audit.append(house.database, session, event, house.now(), client, **_who(by), **fields)


def _who(by: By) -> dict[str, Any]:
    match by:
        case Caller():
            role = by.roles[0].role if by.roles else _as_client(by)
            return {"person": by.person, "role": role, "org": by.org, "connector": by.connector, "via": by.via}
        case Connector():
            return {"org": by.organisation.id, "connector": by.id, "via": "koppeling"}
        case "beheer":
            return {"via": by}
        case _:
            assert_never(by)


def _as_client(caller: Caller) -> str | None:
    if caller.client is None:
        return None
    return "client" if is_self(caller) else FOR_CLIENT
