"""Notices for a client over another channel than the one just used: a new key, a change that waits, a key in other
hands.

Kept sealed in an outbox that a letter or SMS service empties (`wijkdossier letters`). A letter about a change that
waits holds a code: who has both the login and the letter need not wait.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlmodel import Session, col, select

from gateway.auth import development
from gateway.consent.keys import utc
from gateway.consent.tables import LetterRow
from gateway.crypto.primitives import same
from gateway.flows.house import House

Kind = Literal[
    "nieuwe-sleutel",
    "wijziging-wacht",
    "sleutel-misbruikt",
    "herstel",
    "machtiging",
    "nieuwe-pin",
    "aan-tafel",
    "namens-aan-tafel",
]
TABLE: Final = "letter"
SOURCE: Final = "client"
TRIES: Final = 5
VALID: Final = timedelta(days=7)
TEXTS: Final[Mapping[Kind, str]] = {
    "nieuwe-sleutel": "Er is een nieuwe sleutel om mee te tekenen. Was u dit niet? Bel ons dan meteen.",
    "wijziging-wacht": (
        "Er is iets veranderd aan wie wat van u mag zien. Dit gaat over drie dagen in. "
        "Wilt u het eerder? Vul dan deze code in: {code}. Was u dit niet? Bel ons dan meteen."
    ),
    "sleutel-misbruikt": "Uw sleutel werkt niet meer. Wat ermee extra gedeeld werd, is gestopt.",
    "herstel": "U hebt een nieuwe sleutel gekregen met hulp van mensen die u vertrouwt. Was u dit niet? Bel ons dan.",
    "nieuwe-pin": "U koos een pincode bij de balie. Was u dit niet? Bel ons dan meteen.",
    "aan-tafel": "U liet bij een overleg iets zien met uw pincode. Was u dit niet? Bel ons dan meteen.",
    "namens-aan-tafel": (
        "Iemand die voor u tekent, liet bij een overleg iets zien. Wilt u dit niet? Stop dan de machtiging, of bel ons."
    ),
    "machtiging": "Iemand mag nu voor u tekenen. Was u dit niet? Bel ons dan meteen.",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice to hand over. `made` UTC; `text` as the client reads it."""

    client: str
    id: str
    kind: str
    text: str
    made: datetime


def write(house: House, session: Session, client: str, kind: Kind, about: str | None = None) -> str | None:
    """Put a notice in the outbox. `about`: hash of a policy that its code confirms. Returns the code in the demo
    only.
    """
    code = f"{secrets.randbelow(10**8):08d}" if about is not None else None
    text = TEXTS[kind].format(code=code and f"{code[:4]} {code[4:]}")
    id_ = str(uuid.uuid4())
    session.add(
        LetterRow(
            client_id=client,
            id=id_,
            kind=kind,
            about=about,
            code_index=None if code is None else _index(house, client, code),
            sealed=house.keyring.seal(session, client, SOURCE, text.encode(), TABLE, id_),
            made=house.now(),
        )
    )
    session.flush()
    # Nobody brings letters in a town that does not exist.
    return code if development.allowed(house.settings) else None


def confirms(house: House, session: Session, client: str, code: str) -> str | None:
    """The policy hash that this code confirms, None when it is wrong, too old or was tried too often."""
    given = _index(house, client, "".join(code.split()))
    query = select(LetterRow).where(LetterRow.client_id == client, col(LetterRow.code_index).is_not(None))
    for row in session.exec(query.order_by(col(LetterRow.made).desc())).all():
        fresh = utc(row.made) + VALID > house.now() and row.tries < TRIES
        if fresh and same(given, str(row.code_index)):
            row.code_index = None  # works once
            session.add(row)
            return row.about
        row.tries += 1
        session.add(row)
    session.flush()
    return None


def waiting(house: House) -> tuple[Letter, ...]:
    """Every notice that was not handed over yet, oldest first."""
    with house.database.work() as session:
        rows = session.exec(select(LetterRow).where(col(LetterRow.sent).is_(None)).order_by(col(LetterRow.made))).all()
        return tuple(_letter(house, session, row) for row in rows)


def handed_over(house: House, letter: Letter) -> None:
    """Mark a notice as taken by the service that brings it."""
    with house.database.work() as session:
        row = session.get(LetterRow, (letter.client, letter.id))
        if row is not None:
            row.sent = house.now()
            session.add(row)


def _letter(house: House, session: Session, row: LetterRow) -> Letter:
    text = house.keyring.unseal(session, row.client_id, SOURCE, row.sealed, TABLE, row.id).decode()
    return Letter(row.client_id, row.id, row.kind, text, utc(row.made))


def _index(house: House, client: str, code: str) -> str:
    return house.vault.index("letter-code", f"{client}|{code}")
