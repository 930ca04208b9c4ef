"""A professional says of one item which problem it is about: confirmed or corrected, it outranks what was derived.

Confirming all as it stands is for every professional who sees the item whole; leaving out or correcting is for those of
the organisation it came from, because it changes what the client's policy decides on (docs/decisions/0042).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from gateway.errors import Conflict, Refused, Rejected
from gateway.flows import callers, caseloads, deeds, disclose, retag, tagged
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_refusal
from gateway.record import facts, opening
from gateway.registry import clients, parties
from gateway.review import confirmations
from gateway.review.confirmations import Confirmation
from gateway.stages.decided import Caller
from gateway.stages.disclosed import DisclosedItem
from gateway.stages.stored import StoredVersion
from gateway.stages.tagged import Tags
from gateway.tagging import assessed
from gateway.wire import json
from omaha import codesystem

CARE = frozenset(
    {"huisarts", "wijkverpleegkundige", "verzorgende", "jeugdarts", "jeugdprofessional", "wmo-consulent", "regisseur"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """`problems` of a confirmation: of those the item has, all when empty. `life`: of a correction, by hand."""

    kind: Literal["confirm", "correct"]
    problems: tuple[str, ...] = ()
    life: tuple[str, ...] = ()
    reason: str = ""


def confirm(house: House, by: Caller, id_: str, said: Said, request: str | None = None) -> Tags:
    """Keep what was said and tag the item anew; returns its tags. Raises NotFound alike for hidden and absent."""
    if by.person is None or by.client is not None or CARE.isdisjoint(held.role for held in by.roles):
        raise Refused("not-a-professional", "Only a professional confirms or corrects a tag")
    with house.database.work() as session:
        seen = _seen(house, session, by, id_)
        if seen is None:
            record_refusal(house, session, by, facts.owner(session, id_), "indeling bevestigen", request)
        else:
            client, item = seen
            tags = _keep(house, session, by, client, item, said)
            deeds.record(
                house, session, "tag", by, client, records=[id_], what=said.kind, outcome="done", request=request
            )
    if seen is None:
        raise absent()
    return tags


def _seen(house: House, session: Session, by: Caller, id_: str) -> tuple[str, DisclosedItem] | None:
    """The item, whole, as this caller sees it; the client is held for what follows."""
    owner = facts.owner(session, id_)
    if owner is None or owner not in caseloads.caseload(house, session, by):
        return None
    clients.lock(session, owner)
    disclosed = disclose.cleared(house, session, [callers.seat(house, session, by, owner)], owner)
    item = next((one for one in disclosed.items if one.record == id_ and one.level == "see"), None)
    return None if item is None else (owner, item)


def _keep(house: House, session: Session, by: Caller, client: str, item: DisclosedItem, said: Said) -> Tags:
    here = tuple(tag.problem for tag in item.tags.problems)
    changes = said.kind == "correct" or (said.problems and set(said.problems) != set(here))
    if changes and by.org != item.source:
        raise Refused("tags-not-yours", "What an item is about is changed by the organisation it came from")
    if assessed(item.tags):
        raise Conflict("tags-assessed", "This is an assessment, not a derived tag", mend="correct it at its source")
    _check(said, here)
    problems = said.problems if said.kind == "correct" else said.problems or here
    leading = tuple(tag.problem for tag in item.tags.problems if tag.primary and tag.problem in problems)
    version = next(iter(opening.current(session, house.keyring, client, {}, item.record)))
    kept = Confirmation(
        kind=said.kind,
        problems=problems,
        primary=problems[:1] if said.kind == "correct" else leading or problems[:1],
        life=said.life,
        about=tagged.codes_of(json.loads(version.text)),
        person=by.person or "",
        name=by.name,
        role=by.roles[0].role,
        organisation=by.org or "",
        day=house.today().isoformat(),
        reason=said.reason,
    )
    confirmations.append(session, house.keyring, client, item.record, item.source, kept, house.now())
    return _retag(house, session, client, version)


def _check(said: Said, here: tuple[str, ...]) -> None:
    """Raises Rejected for what is no problem or life domain, or is not among the tags (`here`) that are confirmed."""
    for problem in said.problems:
        known = codesystem.find_problem(codesystem.SYSTEM, problem)
        if known is None or known.code != problem:
            raise Rejected("tag-problem", "This is no Omaha problem (PB…)", where="problems")
    for domain in said.life:
        if not codesystem.is_life_domain(domain):
            raise Rejected("tag-life", "This is no life domain of the ZRM 2017", where="life")
    if said.kind == "correct" and not 3 <= len(said.reason.strip()) <= 400:
        raise Rejected("tag-reason", "A correction has a reason of 3 to 400 characters", where="reason")
    if said.kind == "confirm" and (said.life or not here or not set(said.problems) <= set(here)):
        raise Rejected("tag-confirm", "Only problems that the item has are confirmed", "problems", "correct it instead")


def _retag(house: House, session: Session, client: str, version: StoredVersion) -> Tags:
    origin = parties.source(session, version.source).origin
    ground = tagged.ground(house, session, client)
    retag.one(house, session, version, origin, ground, Counter())
    return opening.current(session, house.keyring, client, {}, version.record, closed=True).versions[0].tags
