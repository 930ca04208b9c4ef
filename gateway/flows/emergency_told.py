"""What is told of a noodinzage, and to whom: client, contact person and privacy officer, through the outbox.

Nothing of the record is in it, nor who looked: that is read after logging in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlmodel import Session

from gateway.consent import emergency as lock
from gateway.flows.house import DUTCH, House
from gateway.notices import outbox
from gateway.notices.outbox import To
from gateway.registry import basedata
from gateway.registry.emergencies import EmergencyRow
from gateway.stages.vocabulary import FhirJson

SUBJECT = "Iemand heeft uw dossier bekeken bij nood"
TOLD_CLIENT = (
    "Een hulpverlener heeft uw dossier geopend bij nood. Dat was op {when}. "
    "Log in op Wijkdossier en lees wie het was en waarom. Klopt het niet? Bel uw contactpersoon."
)
TOLD_CONTACT = (
    "U bent contactpersoon van iemand met een dossier in Wijkdossier. Een hulpverlener heeft dat dossier geopend bij "
    "nood. Dat was op {when}."
)
TOLD_OFFICER = (
    "Noodinzage op {when}. Kenmerk: {id}. Beoordeel binnen {hours} uur of dit terecht was: {address}. "
    "Bericht aan de cliënt: {client}. Bericht aan de contactpersoon: {contact}."
)
_MAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,190}")


def tell(house: House, session: Session, row: EmergencyRow) -> None:
    """Written in the transaction that opens it, so that nothing is opened untold."""
    patient, _remarks = basedata.leading(session, house.keyring, row.client_id)
    own, contact = next(_mails(patient or {}), None), next(_contacts(patient or {}), None)
    when = house.now().astimezone(DUTCH).strftime("%d-%m-%Y om %H:%M")
    hours = lock.terms().review_hours
    officer = TOLD_OFFICER.format(
        when=when,
        id=row.id,
        hours=hours,
        address=f"{house.settings.base_url}/beoordelen",
        client="verstuurd" if own else "geen adres bekend, stuur een brief",
        contact="verstuurd" if contact else "geen adres bekend",
    )
    told: tuple[tuple[To, str | None, str], ...] = (
        ("client", own, TOLD_CLIENT.format(when=when)),
        ("contact", contact, TOLD_CONTACT.format(when=when)),
        ("privacy", house.settings.privacy_address or None, officer),
    )
    for to, address, text in told:
        outbox.write(session, house.keyring, row.client_id, to, address, SUBJECT, text, house.now())


def _mails(patient: FhirJson) -> Iterator[str]:
    for point in patient.get("telecom") or ():
        value = point.get("value") if isinstance(point, dict) and point.get("system") == "email" else None
        if isinstance(value, str) and _MAIL.fullmatch(value):
            yield value


def _contacts(patient: FhirJson) -> Iterator[str]:
    for contact in patient.get("contact") or ():
        yield from _mails(contact)
