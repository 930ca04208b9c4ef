"""A look on the log, before its answer leaves: what was read, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from gateway.flows import deeds
from gateway.flows.callers import purpose_of
from gateway.flows.house import House
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem


def record_read(
    house: House,
    session: Session,
    disclosed: Disclosed,
    returned: Sequence[DisclosedItem],
    *,
    what: str,
    request: str | None = None,
    meeting: str | None = None,
    present: Sequence[str] = (),
) -> None:
    """The audit entry of one look, before the answer leaves."""
    deeds.record(
        house,
        session,
        "read",
        disclosed.caller,
        disclosed.client,
        purpose=disclosed.purpose,
        policy=disclosed.policy_hash,
        policy_version=disclosed.policy_version,
        rules=sorted({rule for item in returned for rule in item.decision.rules}),
        records=sorted(item.record for item in returned),
        domains=sorted({item.tags.domain for item in returned}),
        levels=sorted({item.level for item in returned}),
        withheld=disclosed.withheld,
        what=what,
        outcome="seen",
        request=request,
        meeting=meeting,
        present=list(present) or None,
    )


def record_refusal(
    house: House, session: Session, caller: Caller, client: str | None, what: str, request: str | None
) -> None:
    deeds.record(
        house,
        session,
        "refused",
        caller,
        client,
        purpose=purpose_of(caller),
        what=what,
        outcome="refused",
        request=request,
    )
