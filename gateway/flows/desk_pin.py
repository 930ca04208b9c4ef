"""Signing at the desk with a PIN (tier C): it releases the key that is kept for who stands there, and the registrar is
the witness. For themselves, or for somebody they decide for (desk_behalf.py).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from gateway.consent import signature
from gateway.errors import Refused
from gateway.flows import appending, binding, desk, desk_behalf, pins, signing, steward, wishes
from gateway.flows.acting import Acting
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from gateway.flows.wishes import Change, Grant
from gateway.registry import clients
from gateway.stages.decided import Caller

Wanted = Callable[[Session, Acting], Change]


def share(
    house: House, caller: Caller, client: str, pin: str, grant: Grant, *, whose: str = "", request: str | None = None
) -> Receipt:
    """Share with a party. `whose`: a handle of who is decided for, "" who stands at the desk themselves.

    Raises Refused(pin-wrong, pin-blocked, witness-benefits, forced-framework, desk-not-decides), Rejected, NotFound.
    """

    def wanted(session: Session, acts: Acting) -> Change:
        steward.to_share_with(house, session, acts, grant.party)
        return wishes.sharing(house, grant)

    return _with_pin(house, caller, client, pin, wanted, whose, request)


def stop(
    house: House, caller: Caller, client: str, pin: str, party: str, *, whose: str = "", request: str | None = None
) -> Receipt:
    """Stop sharing with a party, at once. Raises as `share`."""

    def wanted(session: Session, acts: Acting) -> Change:
        return wishes.stopping(steward.to_share_with(house, session, acts, party))

    return _with_pin(house, caller, client, pin, wanted, whose, request)


def _with_pin(
    house: House, caller: Caller, client: str, pin: str, wanted: Wanted, whose: str, request: str | None
) -> Receipt:
    with house.database.work() as session:
        desk.assert_registrar(session, caller)
        desk.assert_client(session, client)
        acts = desk_behalf.acts(house, session, caller, client, whose)
        for one in sorted({client, acts.client}):  # in the order in which a lost key locks them
            clients.lock(session, one)
        if pins.right(house, session, client, pin):
            change = wanted(session, acts)
            key = binding.kept_key(house, session, caller, acts, desk.DESK)
            signed = signature.sign_policy(signing.document(house, session, acts, key.thumbprint, change), key)
            witness = appending.as_witness(session, str(caller.person))
            return appending.append(house, session, caller, signed, request, witness=witness)
        binding.record(house, session, caller, client, None, "pin-wrong", request)
    raise Refused("pin-wrong", "The PIN is wrong", mend="five times wrong and it is set anew at the desk")
