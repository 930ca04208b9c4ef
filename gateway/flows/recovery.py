"""Getting back in after losing a key: two of three people the client chose vouch for the new one.

They can also confirm a change that waits. Who they are is the client's choice; a choice made yesterday does not count
yet.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlmodel import Session, select

from gateway.consent import keys, objects, storage
from gateway.consent.compact import Jwk
from gateway.consent.custody import COOLING_OFF
from gateway.consent.keys import utc
from gateway.consent.tables import RecoveryContactRow, VoucherRow
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import binding, letters
from gateway.flows.acting import Acting, acting
from gateway.flows.house import House
from gateway.registry import clients
from gateway.stages.decided import Caller

CONTACTS: Final = 3
ENOUGH: Final = 2


def choose(house: House, caller: Caller, contacts: tuple[str, ...]) -> None:
    """Name the three people of whom two can help the client back in; they replace those named before.

    They count after 72 hours: whoever gets into a login must not bring their own helpers. Raises Rejected(contacts).
    """
    with house.database.work() as session:
        acts = acting(house, session, caller)
        clients.lock(session, acts.client)
        fine = len(set(contacts)) == CONTACTS == len(contacts) and acts.client not in contacts
        if not fine or not all(clients.exists(session, contact) for contact in contacts):
            raise Rejected(
                "contacts", "Choose three different people who can log in here, not yourself", where="contacts"
            )
        for row in _rows(session, acts.client):
            if row.contact not in contacts:
                session.delete(row)
        known = {row.contact for row in _rows(session, acts.client)}
        for contact in contacts:
            if contact not in known:
                session.add(RecoveryContactRow(client_id=acts.client, contact=contact, since=house.now()))
        session.flush()
        binding.record(house, session, caller, acts.client, None, "contacts-chosen", None)


def vouch(house: House, caller: Caller, token: str, request: str | None = None) -> bool:
    """A recovery contact vouches for a new key, signed with a key of their own. True when that makes two: it is bound.

    Raises Rejected, or Refused(not-a-contact).
    """
    client, kid = objects.peek(token, objects.RECOVERY)
    with house.database.work() as session:
        clients.lock(session, client)
        said, jwk = objects.read_recovery(token, {kid: _contact_key(house, session, caller, client, kid)}.get)
        objects.assert_addressed(said.envelope, house.settings.base_url, int(house.now().timestamp()))
        enough = _count(house, session, client, str(caller.client), said.about, token)
        if enough and keys.find(session, client, said.about) is None:
            binding.bind(house, session, Acting(client, client), jwk, form="jws", assurance="contacten")
            letters.write(house, session, client, "herstel")
        binding.record(house, session, caller, client, said.about, "bound" if enough else "vouched", request)
    return enough


def confirm(house: House, session: Session, caller: Caller, client: str, token: str, request: str | None) -> bool:
    """A recovery contact confirms a change that waits. True when that makes two: it counts now. Raises as `vouch`."""
    _cid, kid = objects.peek(token, objects.CONFIRMATION)
    jwk = _contact_key(house, session, caller, client, kid)
    said = objects.read_confirmation(token, {kid: jwk}.get)
    objects.assert_addressed(said.envelope, house.settings.base_url, int(house.now().timestamp()))
    row = storage.by_hash(session, client, said.about)
    if row is None or row.holder != client:
        raise NotFound("policy-unknown", "No such policy")
    enough = _count(house, session, client, str(caller.client), said.about, token)
    done = enough and storage.confirm(session, client, said.about, house.now())
    binding.record(house, session, caller, client, None, "confirmed" if done else "vouched", request)
    return done


def _contact_key(house: House, session: Session, caller: Caller, client: str, kid: str) -> Jwk:
    """The contact's own key: theirs, on a device of their own. Raises Refused alike for every reason."""
    row = session.get(RecoveryContactRow, (client, str(caller.client)))
    counts = row is not None and utc(row.since) + timedelta(seconds=COOLING_OFF) <= house.now()
    key = keys.find(session, str(caller.client), kid)
    if not counts or key is None or not key.live or key.facts.tier != "A" or key.holder != caller.client:
        raise Refused("not-a-contact", "Only a recovery contact of this client can vouch, with a key of their own")
    return key.jwk


def _count(house: House, session: Session, client: str, contact: str, about: str, token: str) -> bool:
    """Keep one voucher; whether there are enough of those who are contacts now."""
    if session.get(VoucherRow, (client, about, contact)) is None:
        session.add(VoucherRow(client_id=client, about=about, contact=contact, token=token, received=house.now()))
        session.flush()
    given = session.exec(select(VoucherRow.contact).where(VoucherRow.client_id == client, VoucherRow.about == about))
    return len(set(given.all()) & {row.contact for row in _rows(session, client)}) >= ENOUGH


def _rows(session: Session, client: str) -> list[RecoveryContactRow]:
    return list(session.exec(select(RecoveryContactRow).where(RecoveryContactRow.client_id == client)).all())
