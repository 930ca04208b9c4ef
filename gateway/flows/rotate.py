"""Replacing keys: the root key (wrapping again), data keys (sealing again), the BSN index (indexing again).

Each goes in small transactions and can be broken off and run again: what was done is done, the rest follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from gateway import keyring
from gateway.audit import log as audit
from gateway.consent import upkeep as consents
from gateway.crypto.root import RootKey
from gateway.db import Database
from gateway.errors import Conflict
from gateway.flows import deeds
from gateway.flows.house import House
from gateway.intake import upkeep as intake
from gateway.keys import store as secrets
from gateway.notices import outbox
from gateway.record import upkeep as record
from gateway.registry import basedata, clients, parties
from gateway.registry import upkeep as registry
from gateway.review import upkeep as review

BATCH = 200
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"

# Told after each step: how many are done, of how many.
Progress = Callable[[int, int], None]
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Indexed:
    """`done` clients indexed again; `left`: their BSN is in no base data, so they wait until a message names it."""

    done: int
    left: int


def root(
    database: Database, old: RootKey, new: RootKey, progress: Progress, now: Now = lambda: datetime.now(UTC)
) -> int:
    """Wrap all keys again under a new root key; nothing else changes. The gateway must not be running meanwhile."""
    if old.id == new.id:
        raise Conflict("root-key-same", "The new root key is the old one", mend="set WD_NEW_… to the key that comes")
    done = 0
    while True:
        with database.work() as session:
            step = keyring.rewrap(session, old, new, BATCH)
            if not step:
                # Secrets last: as long as they are under the old key, the old one still starts the gateway.
                done += secrets.rewrap(session, old, new)
                if done:
                    what = {"via": deeds.OPERATOR, "what": f"root key {old.id} to {new.id}", "outcome": "done"}
                    audit.append(database, session, "keys", now(), **what)
                progress(done, done)
                return done
        done += step
        progress(done, done)


def data_keys(house: House, progress: Progress) -> int:
    """A new data key for every client × source and connector, with everything under it sealed again."""
    with house.database.work() as session:
        newest = keyring.newest_turn(session)
        # Broken off before: some are a turn ahead, the rest follows to that turn.
        turn = newest if keyring.scopes(session, below_turn=newest) else newest + 1
        todo = keyring.scopes(session, below_turn=turn)
        deeds.record(house, session, "keys", deeds.OPERATOR, what="data keys", outcome="done")
    done = 0
    while todo:
        for client, source in todo:
            with house.database.work() as session:
                _renew(house, session, client, source, turn)
            done += 1
            progress(done, max(done, len(todo)))
        with house.database.work() as session:  # what was made meanwhile by who had not seen the new turn yet
            todo = keyring.scopes(session, below_turn=turn)
    return done


def prepare_bsn_index(house: House) -> int:
    """Make the next generation of the BSN index. Returns it; every gateway process must be started again after this."""
    with house.database.work() as session:
        generation = house.vault.bsn_generation + 1
        if registry.of_older_index(session, house.vault.bsn_generation, 1):
            raise Conflict("index-unfinished", "An earlier rotation is not finished", mend="keys rotate-bsn-index")
        secrets.add(session, house.vault.root, secrets.BSN_INDEX, generation)
        deeds.record(house, session, "keys", deeds.OPERATOR, what="bsn-index", outcome="done")
    return generation


def bsn_index(house: House, progress: Progress) -> Indexed:
    """Index every client again whose BSN stands in base data; forget older generations when none is left behind."""
    generation, done, left, after = house.vault.bsn_generation, 0, 0, ""
    while True:
        with house.database.work() as session:
            batch = registry.of_older_index(session, generation, BATCH, after)
            for client in batch:
                bsn = _bsn(house, session, client)
                if bsn is None:
                    left += 1
                else:
                    registry.index_again(session, client, lambda bsn=bsn: (house.vault.bsn_index(bsn), generation))  # type: ignore[misc]
                    done += 1
            if not batch:
                if not left:
                    secrets.drop(session, secrets.BSN_INDEX, before=generation)
                if done:
                    deeds.record(house, session, "keys", deeds.OPERATOR, what="bsn-index in use", outcome="done")
                return Indexed(done, left)
        after = batch[-1]
        progress(done, done + left)


def _renew(house: House, session: Session, client: str, source: str, turn: int) -> None:
    if client:
        clients.hold(session, client)  # what belongs to nobody in particular has a key and is no client
    again = house.keyring.renew(session, client, source, turn)
    if again is None:
        return  # erased meanwhile
    organisations = {c.id: c.organisation.id for c in parties.connectors(session)}
    record.reseal(session, client, source, again)
    registry.reseal(session, client, source, again)
    review.reseal(session, client, source, again)
    consents.reseal(session, client, source, again)
    outbox.reseal(session, client, source, again)
    intake.reseal(session, client, source, intake.connectors_of(organisations, source), again)


def _bsn(house: House, session: Session, client: str) -> str | None:
    patient, _remarks = basedata.leading(session, house.keyring, client)
    found = [i for i in (patient or {}).get("identifier", ()) if i.get("system") == BSN and "value" in i]
    return str(found[0]["value"]) if found else None
