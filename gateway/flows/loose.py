"""Loose files from an operator: delivered as if by a care system of their domain, for a named test client.

Placeholders of published fixtures (`${DATE, T, D, -150}` in FHIR, `{$receiverId}` in JGZ messages) are filled in here,
before the door: the door itself refuses them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gateway.flows import ingest
from gateway.flows.completeness import Completeness, Meter
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.receipts import Receipt
from gateway.registry import parties
from gateway.registry.parties import Organisation
from gateway.sources.fhir import placeholders as fhir
from gateway.sources.jgz import placeholders as jgz
from gateway.stages.delivered import RawDelivery
from gateway.stages.normalised import SubjectRef

SENDERS = {
    "huisarts": Organisation("losse-huisarts", "Losse bestanden huisarts", "huisarts", "huisarts", "Zvw"),
    "wijkverpleging": Organisation(
        "losse-wijkverpleging", "Losse bestanden wijkverpleging", "wijkverpleging", "wijkverpleging", "Zvw"
    ),
    "wmo": Organisation("losse-wmo", "Losse bestanden Wmo", "gemeente", "wmo", "Wmo"),
    "jeugdhulp": Organisation("losse-jeugdhulp", "Losse bestanden jeugdhulp", "gemeente", "jeugdhulp", "Jeugdwet"),
    "jgz": Organisation("losse-jgz", "Losse bestanden jeugdgezondheidszorg", "jgz", "jgz", "Wpg"),
}
# How published sample collections name their folders, for FHIR: that is the same in every domain.
FOLDERS = {"nursing": "wijkverpleging", "gp": "huisarts", "wmo": "wmo", "jw": "jeugdhulp", "jgz": "jgz"}

HEAD = 4000  # how far the kind of a file is looked for
JGZ = b"REPC_IN902120NL"


def deliver(house: House, path: Path, subject: SubjectRef | None, domain: str | None = None) -> Receipt:
    """Deliver one file. The sender's domain is the one given, else what the content says, else its folder's."""
    body, chosen = _opened(house, path, domain)
    return ingest.deliver(house, _sender(house, chosen, subject), content_type(path), body)


def measured(house: House, meter: Meter, path: Path, domain: str | None = None) -> Completeness | None:
    """What became of every value of an accepted file; None for an answer to a request or claim, which says nothing by
    itself."""
    body, chosen = _opened(house, path, domain)
    origin = _sender(house, chosen, None).connector.origin
    return meter.measure(RawDelivery("report", SENDERS[chosen].id, content_type(path), body, house.now()), origin)


def _opened(house: House, path: Path, domain: str | None) -> tuple[bytes, str]:
    body = filled_in(path.read_bytes(), house.today(), path.stem)
    by_folder = next((FOLDERS[part] for part in path.parts if part in FOLDERS), "huisarts")
    return body, domain or _by_content(body) or by_folder


def content_type(path: Path) -> str:
    return "application/json" if path.suffix.lower() == ".json" else "application/xml"


def filled_in(body: bytes, today: date, name: str) -> bytes:
    text = body.decode("utf-8", "surrogateescape")
    if JGZ in body[:HEAD]:
        return jgz.substitute(text, today).encode("utf-8", "surrogateescape")
    if b"${" in body or b'value="T"' in body:
        return fhir.substitute(text, today, name).encode("utf-8", "surrogateescape")
    return body


def _sender(house: House, domain: str, subject: SubjectRef | None) -> Sender:
    organisation = SENDERS[domain]
    with house.database.work() as session:
        connector = parties.connector(session, organisation.id)
        if connector is None:
            parties.save_organisation(session, organisation)
            session.flush()
            parties.save_connector(session, organisation.id, organisation.name, organisation.id, {}, "", house.now())
            session.flush()
            connector = parties.connector(session, organisation.id)
    assert connector is not None
    return Sender(connector, subject)


def _by_content(body: bytes) -> str | None:
    head = body[:HEAD]
    if JGZ in head:
        return "jgz"
    if b"istandaarden.nl/iwmo/" in head:
        return "wmo"
    if b"istandaarden.nl/ijw/" in head:
        return "jeugdhulp"
    if b"urn:hl7-org:v3" in head:
        return "huisarts"
    return "wijkverpleging" if b"omaha" in head.lower() or b"carePlanEntries" in head else None
