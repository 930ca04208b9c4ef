"""Denies that count without a signature, and permits that wait for one; kept per client and per who said it."""

from __future__ import annotations

import json as plain
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from gateway.consent import vocabulary as v
from gateway.consent.beside_tables import ProposalRow, RestrictionRow
from gateway.consent.keys import utc
from gateway.consent.model import Rule, read_rule, rule_to_json
from gateway.errors import Rejected


@dataclass(frozen=True, slots=True)
class Proposal:
    """Permits that somebody proposes. `rules` without sentences: whoever signs gets ours."""

    id: str
    said_by: str
    rules: tuple[Rule, ...]
    received: datetime


def keep(
    session: Session, client: str, said_by: str, document: str, rules: Iterable[Rule], now: datetime
) -> tuple[int, int]:
    """Keep what a document says. Its permits come in place of those it proposed before; its denies come beside what
    stands, for to end one is not for a document to do (`drop`). Returns how many denies and how many permits.

    Raises Rejected(consent-too-many) when more would stand than a policy can take over.
    """
    # Whatever id and words it came with: ours tell nothing that was not read, and are nobody else's.
    named = [replace(rule, id=uuid.uuid4().hex[:12], text=None) for rule in rules]
    denied = [rule for rule in named if rule.effect == "deny"]
    permits = [rule for rule in named if rule.effect == "permit"]
    stands = {_bare(rule) for rule in denies(session, client, said_by)}
    new = list({_bare(rule): rule for rule in denied if _bare(rule) not in stands}.values())
    if len(stands) + len(new) > v.MAX_RULES:
        raise Rejected("consent-too-many", f"No more than {v.MAX_RULES} denies of one party stand beside a policy")
    for proposal in _proposed(session, client):
        if (proposal.said_by, proposal.document) == (said_by, document):
            proposal.closed = now
            session.add(proposal)
    for rule in new:
        row = RestrictionRow(
            client_id=client, id=rule.id, said_by=said_by, document=document, rule=_text(rule), received=now
        )
        session.add(row)
    if permits:
        told = plain.dumps([rule_to_json(rule) for rule in permits])
        id_ = uuid.uuid4().hex[:12]
        session.add(ProposalRow(client_id=client, id=id_, said_by=said_by, document=document, rules=told, received=now))
    session.flush()
    return len(denied), len(permits)


def drop(session: Session, client: str, said_by: str, document: str, now: datetime) -> None:
    """What this document said is over: its denies and its proposals."""
    for restriction in _open(session, client):
        if (restriction.said_by, restriction.document) == (said_by, document):
            restriction.ended = now
            session.add(restriction)
    for proposal in _proposed(session, client):
        if (proposal.said_by, proposal.document) == (said_by, document):
            proposal.closed = now
            session.add(proposal)
    session.flush()


def denies(session: Session, client: str, said_by: str | None = None) -> tuple[Rule, ...]:
    """The denies that stand (of one who said them)."""
    return tuple(_rule(row.rule) for row in _open(session, client) if said_by in {None, row.said_by})


def said(session: Session, client: str) -> tuple[tuple[str, Rule], ...]:
    """The denies that stand, each with who said it."""
    return tuple((row.said_by, _rule(row.rule)) for row in _open(session, client))


def proposals(session: Session, client: str) -> tuple[Proposal, ...]:
    """What waits for a signature, oldest first."""
    return tuple(
        Proposal(row.id, row.said_by, tuple(_read(rule) for rule in plain.loads(row.rules)), utc(row.received))
        for row in _proposed(session, client)
    )


def close(session: Session, client: str, proposal: str, now: datetime) -> bool:
    """A proposal is signed or let go. False when it is not open."""
    row = session.get(ProposalRow, (client, proposal))
    if row is None or row.closed is not None:
        return False
    row.closed = now
    session.add(row)
    session.flush()
    return True


def taken_over(session: Session, client: str, holder: str, signed: Iterable[Rule], now: datetime) -> None:
    """A document of this holder was signed: what it says itself needs to be said beside it no longer."""
    said = {_bare(rule) for rule in signed}
    for row in _open(session, client):
        if row.said_by == holder and _bare(_rule(row.rule)) in said:
            row.ended = now
            session.add(row)
    for proposal in proposals(session, client):
        if {_bare(rule) for rule in proposal.rules} <= said:
            close(session, client, proposal.id, now)
    session.flush()


def _open(session: Session, client: str) -> Sequence[RestrictionRow]:
    query = select(RestrictionRow).where(RestrictionRow.client_id == client, col(RestrictionRow.ended).is_(None))
    return session.exec(query.order_by(col(RestrictionRow.received), col(RestrictionRow.id))).all()


def _proposed(session: Session, client: str) -> Sequence[ProposalRow]:
    query = select(ProposalRow).where(ProposalRow.client_id == client, col(ProposalRow.closed).is_(None))
    return session.exec(query.order_by(col(ProposalRow.received), col(ProposalRow.id))).all()


def _bare(rule: Rule) -> Rule:
    return replace(rule, id="", text=None)


def _text(rule: Rule) -> str:
    return plain.dumps(rule_to_json(rule))


def _rule(text: str) -> Rule:
    return _read(plain.loads(text))


def _read(value: object) -> Rule:
    return read_rule(value, outside=True)
