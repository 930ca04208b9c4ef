"""Rectification (AVG 16): a client says of an item that it is not right; its source puts it right or says why not.

The question is a Task in the record of the client, kept with what the source delivered and shown to these two alone.
What the source wrote is never changed here: a source that agrees delivers it anew.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel import Session

from gateway.auth import scopes
from gateway.consent.serving import readdressed
from gateway.errors import Conflict, Refused, Rejected
from gateway.flows import behalf, callers, caseloads, deeds, disclose, references, tagged
from gateway.flows.attributes import attributes
from gateway.flows.caseloads import OWN
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_read, record_refusal
from gateway.mappings import rectification
from gateway.mappings.rectification import MAPPING, Outcome
from gateway.record import store as record
from gateway.record.store import NewVersion
from gateway.registry import clients, parties
from gateway.registry.parties import SELF
from gateway.review import rectifications
from gateway.review.rectifications import Asked
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson
from gateway.wire import json

__all__ = ["LONGEST", "Outcome", "Question", "about", "answer", "ask", "mine", "waiting"]

LONGEST: Final = 1000  # characters of a question or an answer
TIME_TO_ANSWER: Final = timedelta(days=30)  # AVG 12 lid 3: within a month


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what it is about, as this reader sees them. `about` None: that is not there any more."""

    task: DisclosedItem
    about: DisclosedItem | None
    disclosed: Disclosed

    @property
    def open(self) -> bool:
        return rectification.is_open(self.task.content)


def about(house: House, caller: Caller, record_id: str, handle: str = OWN) -> DisclosedItem:
    """The item a question would be about. Raises NotFound, or Rejected for what no source wrote."""
    with house.database.work() as session:
        disclosed = behalf.cleared(house, session, behalf.reader(house, session, caller, handle))
        item = _item(disclosed, record_id)
        record_read(house, session, disclosed, [item] if item else [], what="verbetering vragen")
    return _askable(item)


def ask(house: House, caller: Caller, record_id: str, text: str, handle: str = OWN, request: str | None = None) -> str:
    """Keep the question for the source of an item; returns the id of its Task. Raises Conflict while one waits."""
    text = _text(text)
    with house.database.work() as session:
        reading = behalf.reader(house, session, caller, handle)
        clients.lock(session, reading.client)
        item = _askable(_item(behalf.cleared(house, session, reading), record_id))
        if any(one.about == item.record and one.answered is None for one in _asked(session, reading.client)):
            raise Conflict("rectification-waits", "A question about this waits for an answer already")
        id_ = references.record_id(house.vault, "rectificatie", "Task", str(uuid.uuid4()))
        due = house.today() + TIME_TO_ANSWER
        task = rectification.made(
            id_, f"{item.type}/{item.record}", reading.client, item.source_name, text, house.now(), due
        )
        _store(house, session, reading.client, item.source, task)
        rectifications.note(session, Asked(reading.client, id_, item.record, item.source, house.now(), None))
        _record(house, session, reading.caller, reading.client, (id_, item.record), "asked", request)
    return id_


def mine(house: House, caller: Caller, handle: str = OWN) -> tuple[Question, ...]:
    """The client's questions with their answers, newest first."""
    with house.database.work() as session:
        disclosed = behalf.cleared(house, session, behalf.reader(house, session, caller, handle))
        questions = _questions(disclosed, _asked(session, disclosed.client))
        record_read(house, session, disclosed, _read(questions), what="vragen om verbetering")
    return questions


def waiting(house: House, caller: Caller, request: str | None = None) -> tuple[Question, ...]:
    """What the caller's organisation has still to answer, newest first; each record that is opened is on the log."""
    if caller.org is None or caller.client is not None:
        raise Refused("not-a-source", "Only an organisation answers for what it wrote")
    if caller.connector is not None and not scopes.permits(caller.scopes, "Task", "s"):
        raise Refused("scope", "The token lacks a scope such as system/Task.s")
    found: list[Question] = []
    with house.database.work() as session:
        known = set(caseloads.caseload(house, session, caller))
        asked = [one for one in rectifications.waiting(session, caller.org) if one.client in known]
        for client in sorted({one.client for one in asked}):
            disclosed = disclose.cleared(house, session, [callers.seat(house, session, caller, client)], client)
            questions = _questions(disclosed, tuple(one for one in asked if one.client == client))
            record_read(
                house, session, disclosed, _read(questions), what="vragen om verbetering lezen", request=request
            )
            found += questions
    return tuple(sorted(found, key=lambda one: str(one.task.content["authoredOn"]), reverse=True))


def answer(house: House, by: Caller, task: str, outcome: Outcome, reason: str, request: str | None = None) -> None:
    """The source says that it is done, or why not. Raises NotFound alike for another's question and for none."""
    if by.connector is not None and not scopes.permits(by.scopes, "deliveries", "c"):
        raise Refused("scope", f"The token lacks the scope {scopes.DELIVER}")
    reason = _text(reason) if outcome == "refused" or reason.strip() else ""
    with house.database.work() as session:
        asked = rectifications.find(session, task)
        question = None if asked is None else _of_source(house, session, by, asked)
        if question is None or asked is None:
            record_refusal(house, session, by, asked.client if asked else None, "verbetering antwoorden", request)
        else:
            if not question.open:
                raise Conflict("rectification-answered", "This question has its answer already")
            kept = json.loads(readdressed(question.task.text, question.disclosed.handle, asked.client))
            told = rectification.answered(kept, outcome, reason, house.now())
            _store(house, session, asked.client, asked.source, told)
            rectifications.answer(session, asked.client, task, house.now())
            _record(house, session, by, asked.client, (task, asked.about), outcome, request)
    if question is None:
        raise absent()


def _of_source(house: House, session: Session, by: Caller, asked: Asked) -> Question | None:
    """The question, when it is the caller's organisation that it was put to."""
    if by.org != asked.source or by.client is not None or asked.client not in caseloads.caseload(house, session, by):
        return None
    clients.lock(session, asked.client)
    seat = callers.seat(house, session, by, asked.client)
    return next(iter(_questions(disclose.cleared(house, session, [seat], asked.client), (asked,))), None)


def _asked(session: Session, client: str) -> tuple[Asked, ...]:
    return rectifications.of_client(session, client)


def _questions(disclosed: Disclosed, asked: tuple[Asked, ...]) -> tuple[Question, ...]:
    """Of what was asked, that which this reader sees, with what it is about."""
    items = {item.record: item for item in disclosed.items if item.level == "see"}
    seen = (one for one in asked if one.task in items and rectification.is_ours(items[one.task].content))
    return tuple(Question(items[one.task], items.get(one.about), disclosed) for one in seen)


def _read(questions: tuple[Question, ...]) -> list[DisclosedItem]:
    return [item for one in questions for item in (one.task, one.about) if item is not None]


def _item(disclosed: Disclosed, record_id: str) -> DisclosedItem | None:
    return next((item for item in disclosed.items if item.record == record_id), None)


def _askable(item: DisclosedItem | None) -> DisclosedItem:
    if item is None:
        raise absent()
    if item.source == SELF.id or rectification.is_ours(item.content):
        raise Rejected("rectification-own", "What a client said is the client's own to change", where="record")
    return item


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Rejected(
            "rectification-text", f"Say in 1 to {LONGEST} characters what is not right, or why", where="text"
        )
    return text


def _store(house: House, session: Session, client: str, source: str, task: FhirJson) -> None:
    """A version of a question, with what the source delivered; care domain `eigen`: the words are the client's."""
    resource = Resource(task, None, basis="agreed", law="vrij", domain="eigen")
    id_ = str(task["id"])
    placed = tagged.ground(house, session, client).place(resource, parties.source(session, source).origin, id_)
    new = NewVersion(
        client=client,
        source=source,
        content=task,
        attributes=attributes(placed.tagged, id_, source, None),
        tags=placed.tagged.tags,
        delivery=str(uuid.uuid4()),
        mapping=MAPPING,
        stands_at=None,
        sureness=placed.sureness,
    )
    record.keep(session, house.keyring, new, house.now())


def _record(
    house: House, session: Session, by: Caller, client: str, records: tuple[str, ...], what: str, request: str | None
) -> None:
    deeds.record(
        house, session, "rectification", by, client, records=sorted(records), what=what, outcome="done", request=request
    )
