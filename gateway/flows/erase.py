"""Erasing a client, or what one source delivered of a client: destroy keys and ciphertext, keep proof.

What is left: the proof, and the entries of the log under a pseudonym that leads to nobody any more.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from gateway import keyring
from gateway.auth import sessions
from gateway.consent import upkeep as consents
from gateway.errors import NotFound, Rejected
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.intake import naming
from gateway.intake import upkeep as intake
from gateway.intake.upkeep import Sought
from gateway.notices import outbox
from gateway.notices.notifier import ToFile
from gateway.record import upkeep as record
from gateway.registry import clients, erasures, parties
from gateway.registry import upkeep as registry
from gateway.registry.erasures import Erasure
from gateway.review import upkeep as review


@dataclass
class _Destroyed:
    keys: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def client(house: House, bsn: Bsn, *, by: str, reason: str) -> Erasure:
    """Erase everything of one person, also in messages that were never given to anybody, and so of somebody who never
    became a client.

    Raises NotFound when nothing here is about them, Rejected (reason-bsn).
    """
    _assert_nameless(by, reason)
    with house.database.work() as session:
        found = clients.find(session, house.vault, bsn)
        sought = _sought(house, session, found, bsn)
        proof = _client(house, session, found or str(uuid.uuid4()), sought, by=by, reason=reason)
        if found is None and not proof.counts:
            raise NotFound("client-not-here", "Nothing here is about somebody with this BSN")
    return proof


def source(house: House, bsn: Bsn, organisation: str, *, by: str, reason: str) -> Erasure:
    """Erase what one organisation delivered of one client. Raises NotFound when it delivered nothing, Rejected."""
    _assert_nameless(by, reason)
    with house.database.work() as session:
        found = clients.find(session, house.vault, bsn)
        if found is None:
            raise NotFound("client-not-here", "No client with this BSN")
        proof = _source(house, session, found, organisation, _sought(house, session, found, bsn), by=by, reason=reason)
        if not proof.counts and not proof.keys:
            raise NotFound("erase-nothing", "This organisation delivered nothing of this client")
    return proof


def register(house: House) -> list[Erasure]:
    """All erasures, to be kept beside the backups."""
    with house.database.work() as session:
        return erasures.listing(session)


def again(house: House, known: Iterable[Erasure]) -> list[Erasure]:
    """After a backup was put back: erase again what was erased since. Returns what was done.

    The register knows no BSN: whom a message names is held against the index of the BSN that came back.
    """
    done = []
    with house.database.work() as session:
        for erasure in erasures.missing(session, known):
            why = f"put back from a backup; first erased {erasure.erased.date().isoformat()}: {erasure.reason}"
            found, sought = erasure.client, _sought(house, session, erasure.client)
            if erasure.source:
                done.append(_source(house, session, found, erasure.source, sought, by=erasure.by, reason=why))
            else:
                done.append(_client(house, session, found, sought, by=erasure.by, reason=why))
            erasures.note(session, erasure)
    return done


def _sought(house: House, session: Session, client: str | None, bsn: Bsn | None = None) -> Sought:
    """By what a message may name somebody. Without a BSN, by the index that their BSN stands under."""
    index = None if client is None else clients.index(session, client)
    locals_ = set() if client is None else clients.local_indexes(session, client)
    return Sought(
        bsn=bsn.value.__eq__ if bsn is not None else lambda number: index in house.vault.bsn_indexes(number),
        local=lambda connector, id_: (connector, clients.local_index(house.vault, connector, id_)) in locals_,
    )


def _assert_nameless(*texts: str) -> None:
    """What is said of an erasure is kept for good, on a register that goes along with the backups."""
    if any(naming.bsns(" ".join(texts).encode())):
        raise Rejected("reason-bsn", "A BSN stands in who ordered it or why: that is kept", mend="name no number")


def _client(house: House, session: Session, found: str, sought: Sought, *, by: str, reason: str) -> Erasure:
    clients.hold(session, found)
    gone = _Destroyed()
    fed = record.deliveries(session, found) | registry.deliveries(session, found)
    for organisation in keyring.sources_of(session, found):
        _one_source(house, session, found, organisation, gone)
    everybody = [connector.id for connector in parties.connectors(session)]
    gone.counts.update(intake.erase_shared(session, house.keyring, sought, fed, everybody))
    gone.counts.update(consents.erase(session, found))
    gone.counts["notices in a file"] += ToFile(house.settings.notices_file).forget(outbox.ids(session, found))
    gone.counts.update(outbox.erase(session, found))
    gone.counts.update(registry.erase_client(session, found))
    sessions.close_all(session, found)
    return _proof(house, session, found, "", gone, by=by, reason=reason)


def _source(
    house: House, session: Session, found: str, organisation: str, sought: Sought, *, by: str, reason: str
) -> Erasure:
    clients.hold(session, found)
    gone = _Destroyed()
    fed = record.deliveries(session, found) | registry.deliveries(session, found)
    _one_source(house, session, found, organisation, gone)
    gone.counts.update(intake.erase_shared(session, house.keyring, sought, fed, _connectors(session, organisation)))
    return _proof(house, session, found, organisation, gone, by=by, reason=reason)


def _one_source(house: House, session: Session, found: str, organisation: str, gone: _Destroyed) -> None:
    gone.counts.update(record.erase(session, found, organisation))
    gone.counts.update(review.erase(session, found, organisation))
    gone.counts.update(registry.erase_source(session, found, organisation))
    gone.counts.update(intake.erase(session, found, _connectors(session, organisation)))
    key = house.keyring.destroy(session, found, organisation)
    if key is not None:
        gone.keys.append(key)


def _proof(
    house: House, session: Session, found: str, organisation: str, gone: _Destroyed, *, by: str, reason: str
) -> Erasure:
    proof = Erasure(
        id=str(uuid.uuid4()),
        client=found,
        source=organisation,
        erased=house.now(),
        by=by,
        reason=reason,
        keys=tuple(gone.keys),
        counts={name: count for name, count in sorted(gone.counts.items()) if count},
    )
    erasures.note(session, proof)
    deeds.record(
        house,
        session,
        "erase",
        deeds.OPERATOR,
        found,
        person=by,
        org=organisation or None,
        what=proof.id,
        outcome="done",
        reason="source" if organisation else "client",
    )
    return proof


def _connectors(session: Session, organisation: str) -> list[str]:
    return intake.connectors_of({c.id: c.organisation.id for c in parties.connectors(session)}, organisation)
