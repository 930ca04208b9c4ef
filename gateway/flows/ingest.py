"""The only way in: a delivery is kept, detected, parsed, judged, normalised, tagged, stored, audited, answered.

Two transactions by design: first the sealed bytes are made durable, then they are processed. Whatever goes wrong
after the first is a state of the delivery, never a loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlmodel import Session

from gateway import log
from gateway.errors import Conflict, GatewayError, NotFound, Raced, Rejected, TooLarge
from gateway.flows import (
    deeds,
    istandaarden,
    istandaarden_envelop,
    istandaarden_fout,
    istandaarden_gevolg,
    istandaarden_retour,
    istandaarden_termijnen,
    mitz,
    sizes,
    storing,
)
from gateway.flows.house import House
from gateway.flows.istandaarden_retour import Named
from gateway.flows.receipts import Receipt, count_tags, refusal
from gateway.flows.storing import Stored
from gateway.intake import deliveries, parked
from gateway.intake.tables import DeliveryRow
from gateway.mappings import normalise
from gateway.record import upkeep as record
from gateway.registry import parties
from gateway.registry.parties import Connector
from gateway.sources import read
from gateway.stages.delivered import RawDelivery, SourceMessage
from gateway.stages.normalised import SubjectRef
from gateway.wire.xml_stream import HEAD

ATTEMPTS = 4
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who delivers. `subject`: only for loose sample files, whose patient the operator names by hand."""

    connector: Connector
    subject: SubjectRef | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be told and what was stored; `judged`: the name of a message of iWmo or iJw."""

    receipt: Receipt
    stored: Stored
    judged: Named | None


def deliver(house: House, sender: Sender, content_type: str, body: bytes) -> Receipt:
    """Take one message. The same bytes from the same connector change nothing and get the same receipt."""
    id_, known = keep(house, sender, content_type, body)
    if known is not None:
        return known
    return process(house, sender, id_)


def process(house: House, sender: Sender, id_: str) -> Receipt:
    """Judge a kept delivery, in one transaction; a refusal undoes all of it and is then recorded by itself."""

    def judge() -> Receipt:
        with house.database.work() as session:
            house.keyring.hold(session, "", sender.connector.id)
            return _process(house, session, sender, _row(session, id_))

    try:
        receipt = _anew(judge)
    except GatewayError as error:
        if error.status >= 500 or isinstance(error, Raced):
            raise
        with house.database.work() as session:
            house.keyring.hold(session, "", sender.connector.id)
            row = _row(session, id_)
            head = deliveries.body(session, house.keyring, row, sender.connector.origin.organisation)[:HEAD]
            receipt = _decide(
                house, session, sender, row, istandaarden_envelop.answer(house, head, refusal(id_, error))
            )
    log.event(
        "delivery",
        delivery=id_,
        connector=sender.connector.id,
        kind=receipt.kind,
        state=receipt.state,
        code=receipt.code,
        request=sender.request,
    )
    return receipt


def keep(house: House, sender: Sender, content_type: str, body: bytes) -> tuple[str, Receipt | None]:
    """Make the sealed bytes durable. Returns the delivery's id, and its receipt when it was decided before."""
    origin = sender.connector.origin

    def kept() -> tuple[str, Receipt | None]:
        with house.database.work() as session:
            row, _new = deliveries.keep(session, house.keyring, sender.connector.id, content_type, body, house.now())
            told = deliveries.receipt(session, house.keyring, row, origin.organisation)
            if told is None:
                return row.id, None
            _audit(house, session, sender, row, str(told["state"]), told.get("code"), ())
            return row.id, Receipt.from_json(told)

    return _anew(kept)


def _anew(step: Callable[[], Done]) -> Done:
    """A step that another crossed, such as the first message about somebody beside another first one."""
    for _ in range(ATTEMPTS):
        try:
            return step()
        except Raced:
            continue
    return step()


def _process(house: House, session: Session, sender: Sender, row: DeliveryRow) -> Receipt:
    """The message itself is gone by the time its answer is kept: of a claim both may be 25 MB."""
    taken = _take(house, session, sender, row)
    if isinstance(taken, Receipt):
        return taken
    stored, judged = taken.stored, taken.judged
    receipt = _decide(house, session, sender, row, taken.receipt, stored.clients)
    _settle(house, session, sender, stored.taken_up)
    if judged is not None:
        _wake(house, session, judged)
        if len(stored.clients) == 1:
            istandaarden_termijnen.renew(house, session, judged.law, stored.clients[0])
    return receipt


def _take(house: House, session: Session, sender: Sender, row: DeliveryRow) -> Taken | Receipt:
    """Read, judge and store a message; a receipt when that decided it already."""
    origin, connector = sender.connector.origin, sender.connector.id
    message, head = _read(house, session, sender, row)
    if istandaarden.is_bericht(message) or istandaarden.is_retour(message):
        istandaarden_envelop.note(house, session, connector, head, row.id)
    told = _answering(house, session, sender, row, message, head)
    if told is not None:
        return told
    verdict = istandaarden.judge(house, session, message, row.id) if istandaarden.is_bericht(message) else None
    if verdict is not None and not verdict.accepted:
        refused = istandaarden_envelop.answer(house, head, istandaarden.refusal(row.id, message, verdict))
        return _decide(house, session, sender, row, refused)
    stored = Stored()
    for part in istandaarden.parts(message):
        normalised = normalise(part, origin)
        if verdict is not None:
            normalised = verdict.known_only(normalised)
        stored.add(storing.store(house, session, sender.connector, row.id, normalised, sender.subject))
        stored.notices += normalised.notices
    if verdict is not None:
        istandaarden.note(house, session, message, row.id, stored.clients)
        stored.add(istandaarden_gevolg.follow(house, session, message, row, verdict, stored.clients))
    receipt = Receipt(
        delivery=row.id,
        state="parked" if stored.parked else "accepted",
        status=202 if stored.parked else 201,
        kind=message.kind,
        version=message.version,
        law=message.body.law if verdict is not None else origin.law,
        resources=len(stored.tags),
        parked=stored.parked,
        tags=count_tags(stored.tags),
        notices=tuple(dict.fromkeys((*message.notices, *stored.notices))),
        remarks=stored.remarks,
        # A claim is accepted with what is rejected of it (IV087).
        reasons=verdict.reasons if verdict is not None else (),
        retourbericht=verdict.retourbericht if verdict is not None else None,
    )
    judged = None if verdict is None else Named.of(message)
    return Taken(istandaarden_envelop.answer(house, head, receipt), stored, judged)


def _read(house: House, session: Session, sender: Sender, row: DeliveryRow) -> tuple[SourceMessage, bytes]:
    """The message, and the first bytes it came with. Nothing keeps all of them: a claim may be 25 MB."""
    raw = RawDelivery(
        id=row.id,
        connector=sender.connector.id,
        content_type=row.content_type,
        body=deliveries.body(session, house.keyring, row, sender.connector.origin.organisation),
        received=row.received,
    )
    session.expire(row, ["sealed_body"])
    head = raw.body[:HEAD]
    if len(raw.body) > sizes.most(house.settings, head):
        raise TooLarge("body-too-large", "The body is larger than this gateway takes", mend="send smaller messages")
    return read(raw), head


def _answering(
    house: House, session: Session, sender: Sender, row: DeliveryRow, message: SourceMessage, head: bytes
) -> Receipt | None:
    """What says something of what was sent or is kept already, and brings nothing itself; None for any other."""
    if istandaarden.is_retour(message):
        return _digest(house, session, sender, row, message, head)
    if istandaarden_fout.is_fout(message):
        found = istandaarden_fout.digest(house, session, message, row)
        return _decide(house, session, sender, row, istandaarden_fout.receipt(row.id, message, found), found.clients)
    if mitz.is_notification(message):
        return _note_objections(house, session, sender, row, message)
    return None


def _digest(
    house: House, session: Session, sender: Sender, row: DeliveryRow, message: SourceMessage, head: bytes
) -> Receipt:
    """A return message: recorded with what it answers, or waiting for that. It is not answered."""
    stored = istandaarden_retour.digest(house, session, message, row)
    receipt = istandaarden_retour.receipt(row.id, message, sender.connector, stored)
    told = istandaarden_envelop.answer(house, head, receipt)
    return _decide(house, session, sender, row, told, stored.clients if stored else ())


def _note_objections(
    house: House, session: Session, sender: Sender, row: DeliveryRow, message: SourceMessage
) -> Receipt:
    """What clients answered in Mitz: kept beside their policies, and nothing in their records."""
    clients, notices = mitz.keep(house, session, sender.connector, row, message)
    receipt = Receipt(delivery=row.id, state="accepted", kind=message.kind, version=message.version, notices=notices)
    _decide(house, session, sender, row, receipt, clients)
    return receipt


def _wake(house: House, session: Session, message: Named) -> None:
    """Returns that came before the message they answer are taken up now; one that breaks a rule is refused."""
    for id_ in istandaarden_retour.waiting(house, session, message):
        row = deliveries.find(session, id_)
        if row is None or row.state == deliveries.ERASED:
            continue  # it waited for a message about somebody who was erased since
        connector = parties.connector(session, row.connector)
        assert connector is not None, "a delivery has a registered connector"
        sender = Sender(connector)
        raw = deliveries.body(session, house.keyring, row, connector.origin.organisation)
        waited = read(RawDelivery(row.id, row.connector, row.content_type, raw, row.received))
        try:
            _digest(house, session, sender, row, waited, raw[:HEAD])
        except Rejected as error:
            _decide(house, session, sender, row, istandaarden_envelop.answer(house, raw[:HEAD], refusal(id_, error)))


def _settle(house: House, session: Session, sender: Sender, taken_up: tuple[tuple[str, str], ...]) -> None:
    """Deliveries whose last parked item was taken up are accepted now; what is about one client becomes theirs."""
    source = sender.connector.origin.organisation
    for id_ in dict.fromkeys(id_ for id_, _client in taken_up):
        row = _row(session, id_)
        told = deliveries.receipt(session, house.keyring, row, source)
        if told is None or parked.still_parked(session, id_):
            continue
        known = Receipt.from_json(told)
        stored = known.resources + known.parked
        receipt = replace(known, state="accepted", status=201, parked=0, resources=stored)
        whose = {client for one, client in taken_up if one == id_} | record.clients_of(session, id_)
        client = row.client_id or (whose.pop() if len(whose) == 1 else None)
        deliveries.decide(session, house.keyring, row, source, "accepted", receipt.to_json(), house.now(), client)


def _decide(
    house: House,
    session: Session,
    sender: Sender,
    row: DeliveryRow,
    receipt: Receipt,
    clients: tuple[str, ...] = (),
) -> Receipt:
    deliveries.decide(
        session,
        house.keyring,
        row,
        sender.connector.origin.organisation,
        receipt.state,
        receipt.to_json(),
        house.now(),
        clients[0] if len(clients) == 1 else None,
    )
    _audit(house, session, sender, row, receipt.state, receipt.code, clients)
    return receipt


def _audit(
    house: House,
    session: Session,
    sender: Sender,
    row: DeliveryRow,
    state: str,
    code: str | None,
    clients: tuple[str, ...],
) -> None:
    for client in clients or (None,):
        deeds.record(
            house,
            session,
            "delivery",
            sender.connector,
            client,
            delivery=row.id,
            kind=row.kind,
            state=state,
            code=code,
            outcome="refused" if state == "rejected" else "done",
            request=sender.request,
        )


def _row(session: Session, id_: str) -> DeliveryRow:
    row = deliveries.find(session, id_)
    if row is None:
        raise NotFound("delivery-unknown", "No such delivery")
    if row.state == deliveries.ERASED:
        # Whom it is about was erased while it waited for its turn.
        raise Conflict("delivery-erased", "What this delivery said was erased", mend="send it again if it still holds")
    return row
