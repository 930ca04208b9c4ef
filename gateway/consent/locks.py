"""Three locks on one item for one seat: policy AND role AND legal ground, the strictest wins; pure.

Outside them stand only the client, who sees everything, and what the caller's own organisation wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gateway.consent import combine, emergency, grounds, roles, sentences, voices
from gateway.consent.asked import Request, item_of
from gateway.consent.decide import Compiled, Standing, narrow, weigh
from gateway.consent.model import Rule
from gateway.consent.narrative import narrative_limit
from gateway.consent.obligations import forbids
from gateway.consent.signed import SignedPolicy
from gateway.consent.voices import Combined
from gateway.stages.decided import Caller, Decision
from gateway.stages.stored import Attributes
from gateway.stages.vocabulary import SELF_SOURCE, Action, Purpose

ORDER: Mapping[str, int] = {"deny": 0, "contact-only": 1}
WHOLE = 2
MEASURE = "maatregel"


@dataclass(frozen=True, slots=True)
class Seat:
    """A caller with what counts for a decision: relations to the client, and one purpose.

    `scope`: of who decides in place of the client, on what; None: the whole record.
    """

    caller: Caller
    relations: frozenset[str]
    purpose: Purpose
    scope: Compiled | None = None


@dataclass(frozen=True, slots=True)
class Vetted:
    """A seat with all that does not depend on the item settled."""

    seat: Seat
    client: str
    action: Action
    consents: combine.Ready
    rows: tuple[roles.Row, ...]
    needs: tuple[emergency.Mode, ...] = ()  # what each document that counts says of an emergency; empty: it is none
    bounds: Standing | None = None  # the scope of the seat, narrowed to this request


def vetted(seat: Seat, client: str, policy: Combined | SignedPolicy | None, action: Action, now: int) -> Vetted:
    """Settle caller, purpose, action and time for many items. `now`: seconds UTC."""
    combined = policy if isinstance(policy, Combined) else voices.alone(policy)
    return Vetted(
        seat=seat,
        client=client,
        action=action,
        consents=combine.prepare(combined, _request(seat, action), now),
        rows=roles.rows_of(seat.caller),
        needs=combine.in_need(combined, now) if seat.purpose == emergency.PURPOSE else (),
        bounds=None if seat.scope is None else narrow(seat.scope, _request(seat, action), now),
    )


def verdict(ready: Vetted, item: Attributes) -> Decision:
    """One seat, one item. Levels are deny, contact-only and see: how much of the item is shown."""
    caller = ready.seat.caller
    if caller.client is not None:
        mine = caller.client == ready.client and _covered(ready, item)
        return Decision("see" if mine else "deny", (), "own record", sentences.OWN_RECORD if mine else "")
    if ready.action == "add":
        return Decision("deny", (), "writing shows nothing")
    if roles.barred(caller):
        # Before what the own organisation wrote: a privacy officer reads the log, not the record.
        return Decision("deny", (), "not for this role")
    if between_two(item) and caller.org != item.source:
        return Decision("deny", (), "between the client and the source")
    if caller.org is not None and caller.org == item.source:
        return Decision("see", (), "own delivery", sentences.OWN)
    return _measured(ready, item) if MEASURE in ready.seat.relations else _asked(ready, item)


def between_two(item: Attributes) -> bool:
    """What a client asks of a source about what it wrote (flows/rectify.py): of no concern to anybody else.

    Only there are the words the client's own and the source an organisation: what a client says of themselves has no
    organisation as its source.
    """
    return item.domain == "eigen" and item.type == "Task" and item.source != SELF_SOURCE


def _covered(ready: Vetted, item: Attributes) -> bool:
    """Whether the scope of who decides for the client reaches this item whole."""
    return ready.bounds is None or ORDER.get(weigh(ready.bounds, item_of(item)).level, WHOLE) == WHOLE


def _asked(ready: Vetted, item: Attributes) -> Decision:
    """What consent gives, and noodinzage on top."""
    permitted = combine.decide_together(ready.consents, item_of(item), partial(_further, ready, item))
    if ORDER.get(permitted.level, WHOLE) < WHOLE and emergency.opens(ready.needs, item):
        needed = _in_need(ready, item)
        return max(permitted, needed, key=lambda decision: ORDER.get(decision.level, WHOLE))
    return permitted


def _in_need(ready: Vetted, item: Attributes) -> Decision:
    """What noodinzage gives where consent does not: narrowed by ground, role and narrative as anything else."""
    seat, opened = ready.seat, Decision("deny", (), "noodinzage", sentences.IN_NEED)
    ground = grounds.find(item, seat.caller.orgtype, seat.caller.org, seat.relations, seat.purpose, consented=False)
    if ground is None or not emergency.may(seat.caller):
        return replace(opened, reason="no legal ground")
    level = roles.strictest(roles.limit(ready.rows, item, by_name=False), narrative_limit(item, ()))
    return replace(opened, level=level, reason=f"noodinzage and {ground.id}")


def _measured(ready: Vetted, item: Attributes) -> Decision:
    """Under a child protection measure consent is not used at all: the measure is the ground, or there is none."""
    seat = ready.seat
    ground = grounds.find(item, seat.caller.orgtype, seat.caller.org, seat.relations, seat.purpose, consented=False)
    if ground is None or not ground.measure or ready.action == "export":
        return Decision("deny", (), "no legal ground without consent")
    level = roles.limit(ready.rows, item, by_name=False)
    return Decision(level, (), ground.id, sentences.MEASURE if level != "deny" else "")


def _further(ready: Vetted, item: Attributes, consented: Decision, surviving: Sequence[Rule]) -> Decision:
    """What one document permits, narrowed by obligation, ground, role and narrative."""
    seat = ready.seat
    if forbids(consented.oblige, ready.action):
        return replace(consented, level="deny", reason="not for export")
    ground = grounds.find(item, seat.caller.orgtype, seat.caller.org, seat.relations, seat.purpose, consented=True)
    if ground is None:
        return replace(consented, level="deny", reason="no legal ground")
    level = roles.strictest(
        "contact-only" if consented.level == "contact-only" else "see",
        roles.limit(ready.rows, item, by_name=any(rule.who.kind == "person" for rule in surviving)),
        narrative_limit(item, surviving),
    )
    if level == "deny":
        return replace(consented, level="deny", reason="not for this role")
    sentence = sentences.why_seen(surviving[0], item, level)
    return replace(consented, level=level, reason=f"consent and {ground.id}", sentence=sentence)


def together(decisions: Sequence[Decision]) -> Decision:
    """The lowest level of all seats, with the rules and obligations of all. One seat: its own decision."""
    first = decisions[0]
    if len(decisions) == 1:
        return first
    lowest = min(decisions, key=lambda decision: ORDER.get(decision.level, WHOLE))
    shared = lowest.level not in {"deny", first.level}
    return Decision(
        level=lowest.level,
        rules=tuple(dict.fromkeys(rule for decision in decisions for rule in decision.rules)),
        reason=first.reason if first.level == lowest.level else "not for everyone present",
        sentence=sentences.MEETING if shared else first.sentence,
        oblige=tuple(sorted({duty for decision in decisions for duty in decision.oblige})),
    )


def _request(seat: Seat, action: Action) -> Request:
    caller = seat.caller
    return Request(
        person=caller.person,
        org=caller.org,
        orgtype=caller.orgtype,
        # A system acts without a person in front of it: which roles are behind it is not known.
        roles=caller.roles if caller.person is not None else None,
        purpose=seat.purpose,
        action=action,
    )
