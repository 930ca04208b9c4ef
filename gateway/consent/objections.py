"""Objections made in Mitz as denies beside the policy: the newest answer to each question, and what it denies here.

A permission takes back an earlier refusal of the same question and does nothing else. The conflict rule (more specific
beats less specific; at equal specificity an objection beats a consent) is that of dominance-deny, so an objection is
one more deny among the rules of every document that decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, select

from gateway.consent.beside_tables import ObjectionRow
from gateway.consent.model import Rule, What, Who


@dataclass(frozen=True, slots=True)
class Objection:
    """A refusal that stands. `holder`: `org:…` (registered here), `ura:…` or `type:…`; `category`: Mitz' code of who
    may not consult.
    """

    holder: str
    data: str
    category: str
    since: datetime


def keep(session: Session, answer: ObjectionRow) -> bool:
    """Keep an answer unless a newer one to the same question is there; at the same moment a refusal stays."""
    key = (answer.client_id, answer.said_by, answer.holder, answer.data, answer.category)
    known = session.get(ObjectionRow, key)
    if known is not None and _order(known) >= _order(answer):
        return False
    session.merge(answer)
    session.flush()
    return True


def rows(session: Session, client: str) -> Sequence[ObjectionRow]:
    return session.exec(select(ObjectionRow).where(ObjectionRow.client_id == client)).all()


def standing(kept: Iterable[tuple[str, ObjectionRow]]) -> tuple[Objection, ...]:
    """The refusals that stand, of answers with the record holder each is about (`org:…` once it is registered)."""
    newest: dict[tuple[str, str, str], ObjectionRow] = {}
    for holder, row in kept:
        key = (holder, row.data, row.category)
        if key not in newest or _order(row) > _order(newest[key]):
            newest[key] = row
    return tuple(Objection(*key, row.stated) for key, row in sorted(newest.items()) if row.refused)


def denies(
    objections: Iterable[Objection], recipients: Mapping[str, Sequence[str]], domains: Mapping[str, str]
) -> tuple[Rule, ...]:
    """What the refusals deny: per kind of organisation, the data of the holder. All purposes, all actions.

    `recipients`: category → organisation types; `domains`: kind of holder → care domain. What names nobody here denies
    nothing here.
    """
    found: dict[tuple[str, str], Rule] = {}
    for objection in objections:
        what = _held(objection.holder, domains)
        for orgtype in recipients.get(objection.category, ()) if what is not None else ():
            rule = Rule(id=f"mitz:{len(found)}", effect="deny", who=Who("orgtype", orgtype), what=what or What())
            found.setdefault((objection.holder, orgtype), rule)
    return tuple(found.values())


def _held(holder: str, domains: Mapping[str, str]) -> What | None:
    kind, _, value = holder.partition(":")
    match kind:
        case "org":
            return What((("source", frozenset({value})),))
        case "type" if value in domains:
            return What((("domain", frozenset({domains[value]})),))
        case _:
            return None


def _order(row: ObjectionRow) -> tuple[float, bool]:
    return row.stated.replace(tzinfo=UTC).timestamp(), row.refused
