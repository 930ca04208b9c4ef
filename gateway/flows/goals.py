"""A low score without a goal raises a Task for the regisseur; a goal, or a reason, closes it (R-015).

Only a goal of the score's own source counts by itself: what another source agreed must not show in this one's tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from gateway.errors import Conflict, Refused, Rejected
from gateway.flows import callers, caseloads, deeds, disclose, references, tagged
from gateway.flows.attributes import attributes
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_refusal
from gateway.mappings.zrm import tasks
from gateway.mappings.zrm.scores import Score, said
from gateway.mappings.zrm.words import MAPPING
from gateway.record import facts, opening
from gateway.record import store as record
from gateway.record.store import NewVersion
from gateway.registry import clients, parties
from gateway.stages.decided import Caller
from gateway.stages.normalised import Resource
from gateway.stages.stored import StoredVersion
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json
from omaha.zrm import LOW

CLOSERS = frozenset({"regisseur", "arrangeur"})
TYPES = frozenset({"Observation", "Goal"})


@dataclass(frozen=True, slots=True)
class _Read:
    """A current version with its content."""

    version: StoredVersion
    content: FhirJson


def follow(house: House, session: Session, client: str, delivery: str) -> None:
    """After scores or goals came in, in the same transaction: raise what is needed, close what has its goal now."""
    found = [
        _Read(version, json.loads(version.text))
        for version in opening.current(session, house.keyring, client, {})
        if version.type in {*TYPES, "Task"}
    ]
    open_tasks = {tasks.focus_of(one.content): one for one in found if tasks.is_open(one.content)}
    known = {tasks.focus_of(one.content) for one in found if tasks.is_ours(one.content)}
    goals = [one for one in found if one.version.type == "Goal"]
    for task in open_tasks.values():
        goal = next((one for one in goals if _answers(one, task)), None)
        if goal is not None:
            closed = tasks.closed(task.content, f"Goal/{goal.version.record}", None, house.now())
            _keep(house, session, task.version, closed)
    waiting = {_key(one.version.source, score_of_task(one.content)) for one in open_tasks.values()}
    for one, score in _latest(found):
        low = score.level in LOW and _key(one.version.source, score) not in waiting
        focus = f"Observation/{one.version.record}"
        if low and focus not in known and not any(_links(goal, one, score) for goal in goals):
            _raise(house, session, one, score, delivery)


def close(house: House, by: Caller, id_: str, goal: str | None, reason: str, request: str | None = None) -> None:
    """Close a task with a goal that the caller sees, or with a reason. Raises NotFound alike for hidden and absent."""
    if by.person is None or by.client is not None:
        raise Refused("not-a-professional", "Only a professional closes a task")
    reason = reason.strip()
    if (goal is None) == (not reason) or len(reason) > 400:
        raise Rejected("task-close", "A task is closed with a goal or with a reason", "goal", "send one of both")
    with house.database.work() as session:
        owner = facts.owner(session, id_)
        task = _visible(house, session, by, owner, id_, goal)
        if task is None or owner is None:
            record_refusal(house, session, by, owner, "taak afsluiten", request)
        else:
            _assert_closer(by, task)
            _keep(house, session, task.version, tasks.closed(task.content, goal, reason or None, house.now()))
            deeds.record(
                house,
                session,
                "task",
                by,
                owner,
                records=[id_],
                what="goal" if goal else "reason",
                outcome="done",
                request=request,
            )
    if task is None:
        raise absent()


def score_of_task(task: FhirJson) -> Score:
    """Which domain, edition and rater a task is about."""
    return tasks.about(task)


def _visible(house: House, session: Session, by: Caller, owner: str | None, id_: str, goal: str | None) -> _Read | None:
    """The task, when the caller sees it whole, and the goal where one is named."""
    if owner is None or owner not in caseloads.caseload(house, session, by):
        return None
    clients.lock(session, owner)
    disclosed = disclose.cleared(house, session, [callers.seat(house, session, by, owner)], owner)
    seen = {f"{item.type}/{item.record}" for item in disclosed.items if item.level == "see"}
    if f"Task/{id_}" not in seen or (goal is not None and (goal not in seen or not goal.startswith("Goal/"))):
        return None
    version = next(iter(opening.current(session, house.keyring, owner, {}, id_)))
    found = _Read(version, json.loads(version.text))
    return found if tasks.is_ours(found.content) else None


def _assert_closer(by: Caller, task: _Read) -> None:
    if CLOSERS.isdisjoint(held.role for held in by.roles) and by.org != task.version.source:
        raise Refused("task-not-yours", "A task is closed by the regisseur, or by the organisation that gave the score")
    if not tasks.is_open(task.content):
        raise Conflict("task-closed", "This task is closed already")


def _latest(found: Iterable[_Read]) -> Iterator[tuple[_Read, Score]]:
    """Of each source, edition, domain and rater the newest score: raters are never taken together."""
    newest: dict[tuple[str, ...], tuple[_Read, Score]] = {}
    for one in found:
        score = said(one.content) if one.version.type == "Observation" else None
        if score is None or one.content.get("status") in {"entered-in-error", "cancelled"}:
            continue
        key = _key(one.version.source, score)
        known = newest.get(key)
        if known is None or (known[1].day, known[0].version.recorded) <= (score.day, one.version.recorded):
            newest[key] = (one, score)
    yield from newest.values()


def _key(source: str, score: Score) -> tuple[str, ...]:
    return source, score.edition, score.domain, score.rater


def _answers(goal: _Read, task: _Read) -> bool:
    score = score_of_task(task.content)
    return _counts(goal, task.version.source) and tasks.links(goal.content, tasks.focus_of(task.content), score)


def _links(goal: _Read, one: _Read, score: Score) -> bool:
    focus = f"Observation/{one.version.record}"
    return _counts(goal, one.version.source) and tasks.links(goal.content, focus, score)


def _counts(goal: _Read, source: str) -> bool:
    return goal.version.source == source and goal.content.get("lifecycleStatus") not in {
        "rejected",
        "cancelled",
        "entered-in-error",
    }


def _raise(house: House, session: Session, one: _Read, score: Score, delivery: str) -> None:
    version = one.version
    id_ = references.record_id(house.vault, "zrm", "Task", version.record)
    content = tasks.made(id_, version.record, version.client, score, house.now())
    _store(house, session, version, content, delivery)


def _keep(house: House, session: Session, task: StoredVersion, content: FhirJson) -> None:
    _store(house, session, task, content, task.delivery)


def _store(house: House, session: Session, beside: StoredVersion, content: FhirJson, delivery: str) -> None:
    """A version of a task, with law and care domain of what it stands beside."""
    origin = parties.source(session, beside.source).origin
    resource = Resource(content, None, basis="agreed", law=beside.tags.law, domain=beside.tags.domain)
    ground = tagged.ground(house, session, beside.client)
    placed = ground.place(resource, origin, str(content["id"]))
    record.keep(
        session,
        house.keyring,
        NewVersion(
            client=beside.client,
            source=beside.source,
            content=content,
            attributes=attributes(placed.tagged, str(content["id"]), beside.source, None),
            tags=placed.tagged.tags,
            delivery=delivery,
            mapping=MAPPING,
            stands_at=None,
            sureness=placed.sureness,
        ),
        house.now(),
    )


def concerns(contents: Iterable[FhirJson]) -> bool:
    """Whether a delivery of these (judged) resources can change which tasks there should be.

    Any other observation is none of it: a whole record is not unsealed because a child was measured.
    """
    return any(content["resourceType"] == "Goal" or said(content) is not None for content in contents)
