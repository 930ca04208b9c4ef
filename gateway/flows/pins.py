"""The PIN that releases a kept key at the desk: set when somebody was identified there, wrong at most five times."""

from __future__ import annotations

import re
from typing import Final

from sqlmodel import Session

from gateway.consent.tables import PinRow
from gateway.crypto.primitives import same
from gateway.errors import Refused, Rejected
from gateway.flows.house import House

TRIES: Final = 5
FORM: Final = re.compile(r"[0-9]{5,8}")


def choose(house: House, session: Session, client: str, pin: str) -> None:
    """Set or replace a client's PIN. Raises Rejected(pin-form)."""
    if FORM.fullmatch(pin) is None or len(set(pin)) == 1:
        raise Rejected("pin-form", "A PIN is five to eight digits, not all the same", where="pin")
    session.merge(PinRow(client_id=client, pin_index=_index(house, client, pin), tries=0, since=house.now()))
    session.flush()


def right(house: House, session: Session, client: str, pin: str) -> bool:
    """Whether this is the PIN. Counts wrong tries; the caller commits also then.

    Raises Refused(pin-blocked) when there is none, or it was wrong too often: it is set anew at the desk.
    """
    row = session.get(PinRow, client)
    if row is None or row.tries >= TRIES:
        raise Refused("pin-blocked", "There is no PIN that works", mend="set a new one at the desk")
    fine = same(_index(house, client, pin), row.pin_index)
    row.tries = 0 if fine else row.tries + 1
    session.add(row)
    session.flush()
    return fine


def works(session: Session, client: str) -> bool:
    """Whether the client chose a PIN that was not wrong too often."""
    row = session.get(PinRow, client)
    return row is not None and row.tries < TRIES


def _index(house: House, client: str, pin: str) -> str:
    return house.vault.index("pin", f"{client}|{pin}")
