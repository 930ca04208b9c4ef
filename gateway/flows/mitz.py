"""Answers in Mitz, as a care system passes them on: kept as objections beside the policy, never as a permission.

Whose answers count: the record holder's own system passes on answers about the holder's data; a system that may write
Consent (scope `system/Consent.c`, the connection with Mitz itself) about everybody's. Of anybody else they are kept and
shown to the client, and deny nothing: a stranger must not be able to stop care (docs/decisions/0065).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from gateway.auth import scopes
from gateway.consent import objections
from gateway.consent.beside_tables import ObjectionRow
from gateway.consent.model import Rule
from gateway.flows.answers import Objected
from gateway.flows.house import House
from gateway.intake.tables import DeliveryRow
from gateway.registry import clients, parties
from gateway.registry.parties import Connector, Organisation
from gateway.sources.mitz import codes
from gateway.sources.mitz.lezen import KIND
from gateway.sources.mitz.model import Holder, Notification, Statement
from gateway.stages.delivered import Notice, SourceMessage

ALL = "*"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STRANGE = "The sender is not this record holder: kept and shown to the client, and denies nothing"
_UNKNOWN = "This record holder is not registered here by its URA: kept, and denies nothing until it is"
_PRESUMED = "This record holder is taken to be the sender, whose URA is not registered here: register it"
_OLDER = "A newer answer to the same question is here already"


def is_notification(message: SourceMessage) -> bool:
    return message.kind == KIND


def keep(
    house: House, session: Session, connector: Connector, row: DeliveryRow, message: SourceMessage
) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Keep every answer. Returns whose they are, and what the sender should know."""
    body: Notification = message.body
    registered = _Registered(parties.organisations(session))
    notices = list(message.notices)
    touched: dict[str, None] = {}
    for n, statement in enumerate(body.statements):
        client = clients.find_or_make(session, house.vault, statement.bsn, house.now())
        clients.lock(session, client)
        touched[client] = None
        for answer in _answers(house, connector, row, client, statement, registered):
            place = f"Consent[{n}].provision.actor"
            if not registered.speaks(answer):
                notices.append(Notice(place, _STRANGE))
            elif registered.holder(answer).startswith("ura:"):
                notices.append(Notice(place, _UNKNOWN))
            elif answer.holder.startswith("org:"):
                notices.append(Notice(place, _PRESUMED))
            if not objections.keep(session, answer):
                notices.append(Notice(f"Consent[{n}].dateTime", _OLDER))
    return tuple(touched), tuple(dict.fromkeys(notices))


def denies(session: Session, client: str) -> tuple[Rule, ...]:
    """What the client's standing objections deny here."""
    kept = objections.rows(session, client)
    if not kept:
        return ()
    registered = _Registered(parties.organisations(session))
    return objections.denies(
        objections.standing((registered.holder(row), row) for row in kept if registered.speaks(row)),
        {code: orgtypes for code, (orgtypes, _name) in codes.CATEGORIES.items()},
        codes.HOLDER_TYPES,
    )


def told(session: Session, client: str) -> tuple[Objected, ...]:
    """The client's standing objections, for the client: also those that deny nothing here."""
    registered = _Registered(parties.organisations(session))
    kept = [(registered.holder(row), row) for row in objections.rows(session, client)]
    counting = objections.standing((h, row) for h, row in kept if registered.speaks(row))
    held = {(one.holder, one.category): True for one in counting}
    for one in objections.standing((h, row) for h, row in kept if not registered.speaks(row)):
        held.setdefault((one.holder, one.category), False)
    found = {
        Objected(registered.name(holder), codes.CATEGORIES[category][1], denies)
        for (holder, category), denies in held.items()
    }
    return tuple(sorted(found, key=lambda one: (one.holder, one.providers)))


@dataclass(frozen=True, slots=True)
class _Registered:
    organisations: tuple[Organisation, ...]

    def holder(self, row: ObjectionRow) -> str:
        """Whose data an answer is about: `org:…` once the organisation is registered."""
        return next((f"org:{o.id}" for o in self.organisations if o.ura and f"ura:{o.ura}" == row.holder), row.holder)

    def speaks(self, row: ObjectionRow) -> bool:
        """Whether this sender may pass on answers about this holder's data."""
        return row.trusted or self.holder(row) == f"org:{row.said_by}"

    def name(self, holder: str) -> str:
        return next((o.name for o in self.organisations if f"org:{o.id}" == holder), "")

    def key(self, holder: Holder, sender: Organisation) -> str:
        """How an answer is kept. A holder nobody is registered as is taken to be the sender when that has no URA yet
        and is of that kind: it restricts its own data at most.
        """
        unknown = holder.ura is not None and all(o.ura != holder.ura for o in self.organisations)
        kind = codes.HOLDER_TYPES.get(holder.type or "")
        return f"org:{sender.id}" if unknown and sender.ura is None and kind == sender.domain else holder.key


def _answers(
    house: House,
    connector: Connector,
    row: DeliveryRow,
    client: str,
    statement: Statement,
    registered: _Registered,
) -> list[ObjectionRow]:
    """One row per question that the statement answers."""
    sender, trusted = connector.organisation, scopes.CONSENT in connector.scopes
    stated = house.now() if statement.stated is None else _EPOCH + timedelta(microseconds=statement.stated)
    return [
        ObjectionRow(
            client_id=client,
            said_by=sender.id,
            holder=holder.key if trusted else registered.key(holder, sender),
            data=data,
            category=category,
            refused=statement.refused,
            trusted=trusted,
            # A moment in the future would stand against every later answer.
            stated=min(stated, house.now()),
            delivery=row.id,
        )
        for holder in statement.holders
        for data in statement.data or (ALL,)
        for category in statement.categories
    ]
