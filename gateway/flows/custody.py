"""Keys of clients: enrolling, binding, confirming, vouching for a lost one, and what happens when one is in other
hands.

The gateway is the registrar of keys enrolled online; at the desk a registrar binds with a key of their own (desk.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.consent import keys, objects, storage
from gateway.consent.keys import Form
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import binding, letters, recovery
from gateway.flows.acting import Acting, acting
from gateway.flows.answers import KeyCard
from gateway.flows.house import House
from gateway.registry import clients
from gateway.stages.decided import Caller


def enrol(
    house: House,
    caller: Caller,
    jwk: Mapping[str, str],
    request: str | None = None,
    *,
    form: Form = "jws",
    client: str | None = None,
) -> str:
    """Bind a public key that the caller's own device made (tier A), for themselves or for whom they decide.

    Returns its kid. The client hears of it over another channel.
    """
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        kid = binding.bind(house, session, acts, jwk, form=form, assurance=binding.ONLINE)
        binding.record(house, session, caller, acts.client, kid, "bound", request)
    return kid


def mine(house: House, caller: Caller, client: str | None = None) -> tuple[KeyCard, ...]:
    """The keys that sign, or signed, in the caller's name, for themselves or for whom they decide; newest first."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        found = keys.of_holder(session, acts.client, acts.holder)
    return tuple(
        KeyCard(key.facts.kid, key.facts.tier, datetime.fromtimestamp(key.facts.bound, UTC), key.live)
        for key in reversed(found)
    )


def confirm(house: House, caller: Caller, token: str, request: str | None = None) -> bool:
    """An older key of the holder, or a recovery contact, confirms a change that waits. True when it counts now.

    Raises Rejected, NotFound(policy-unknown) or Refused(cannot-confirm).
    """
    client, kid = objects.peek(token, objects.CONFIRMATION)
    with house.database.work() as session:
        clients.lock(session, client)
        key = keys.find(session, client, kid)
        if key is None or not key.live:
            return recovery.confirm(house, session, caller, client, token, request)
        said = objects.read_confirmation(token, {kid: key.jwk}.get)
        objects.assert_addressed(said.envelope, house.settings.base_url, int(house.now().timestamp()))
        row = storage.by_hash(session, client, said.about)
        if row is None or row.holder != key.holder:
            raise NotFound("policy-unknown", "No such policy")
        signer = storage.key_of(session, client, row)
        if not keys.may_confirm(signer, key, int(house.now().timestamp())):
            raise Refused("cannot-confirm", "Only an older key on a device of one's own can confirm this")
        confirmed = storage.confirm(session, client, said.about, house.now())
        binding.record(house, session, caller, client, kid, "confirmed", request)
    return confirmed


def confirm_by_code(house: House, caller: Caller, code: str, client: str | None = None) -> bool:
    """The second factor: the code from the letter or SMS ends the wait. False for a code that is wrong or too old."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        digest = letters.confirms(house, session, acts.client, code)
        done = digest is not None and storage.confirm(session, acts.client, digest, house.now())
        binding.record(house, session, caller, acts.client, None, "confirmed" if done else "code-wrong", None)
    return done


def report(
    house: House, caller: Caller, kid: str, since: datetime, request: str | None = None, *, client: str | None = None
) -> None:
    """A key is in other hands since `since` (UTC): what it widened from then on falls, what it restricted stays.

    So it is wherever who keeps it signs with it, for themselves and for others. Needs no key: it only restricts.
    Raises NotFound(key-unknown), Rejected(compromise-moment).
    """
    if since > house.now():
        raise Rejected("compromise-moment", "That moment is still to come", where="since")
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        _assert_own(session, acts, kid)
        binding.lose(house, session, caller, str(caller.client), acts.client, kid, since, request)


def retire(house: House, caller: Caller, kid: str, request: str | None = None, *, client: str | None = None) -> None:
    """Nothing more is signed here with this key; what it signed stays. Raises NotFound(key-unknown)."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        clients.lock(session, acts.client)
        _assert_own(session, acts, kid)
        keys.end(session, acts.client, kid, house.now())
        binding.record(house, session, caller, acts.client, kid, "retired", request)


def _assert_own(session: Session, acts: Acting, kid: str) -> None:
    """The client ends any key that signs for them; who decides for another the keys that sign in their own name."""
    key = keys.find(session, acts.client, kid)
    if key is None or acts.holder not in {acts.client, key.holder}:
        raise NotFound("key-unknown", "No such key of yours")
