"""FHIR data types as these mappings write them: codings, references, moments, money, and ids of one client."""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import sha256

from gateway.identifiers import Agb, Bsn, Gemeentecode
from gateway.mappings.istandaarden.specification import AGB, EURO, Unit
from gateway.mappings.istandaarden.systems import GEMEENTECODE
from gateway.mappings.moments import NEDERLAND
from gateway.sources.istandaarden.bericht import Header, Wet
from gateway.sources.istandaarden.berichten import ClientBericht
from gateway.stages.vocabulary import FhirJson
from gateway.wire.json import Exact


def client() -> FhirJson:
    """Every resource of a message is about its one client; whose that is, the SubjectRef says."""
    return {"reference": "Patient/client"}


def coding(system: str, code: str, display: str | None = None) -> FhirJson:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(*codings: FhirJson) -> FhirJson:
    return {"coding": list(codings)}


def extension(url: str, kind: str, value: object) -> FhirJson:
    return {"url": url, f"value{kind}": value}


def gemeente(code: Gemeentecode) -> FhirJson:
    return {
        "type": "Organization",
        "identifier": {"system": GEMEENTECODE, "value": code.value},
        "display": f"Gemeente {code.value}",
    }


def aanbieder(code: Agb) -> FhirJson:
    return {
        "type": "Organization",
        "identifier": {"system": AGB, "value": code.value},
        "display": f"Aanbieder {code.value}",
    }


def quantity(value: int, unit: Unit) -> FhirJson:
    return {"value": value, "unit": unit.unit, "system": unit.system, "code": unit.code}


def euro(cents: int) -> FhirJson:
    """Amounts are eurocents (IV024)."""
    amount = Exact(f"{cents // 100}.{cents % 100:02}")
    return {"value": amount, "unit": EURO.unit, "system": EURO.system, "code": EURO.code}


def money(cents: int) -> FhirJson:
    """A FHIR Money; paid back is less than nothing."""
    sign = "-" if cents < 0 else ""
    return {"value": Exact(f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"), "currency": "EUR"}


def period(begin: date | None, end: date | None) -> FhirJson:
    return ({"start": begin.isoformat()} if begin else {}) | ({"end": end.isoformat()} if end else {})


def moment(day: date, at: time) -> str:
    """A Dutch local time with its offset; the day alone before 1940, when Dutch time had seconds in its offset."""
    local = datetime.combine(day, at, NEDERLAND)
    offset = local.utcoffset()
    return day.isoformat() if offset is None or offset.seconds % 60 else local.isoformat()


def client_sleutel(bericht: ClientBericht) -> str:
    """Tells clients of one gemeente and law apart in ids; ids are replaced by keyed ones before anything is stored."""
    return bsn_sleutel(bericht.law, bericht.header, Bsn(bericht.client.bsn))


def bsn_sleutel(law: Wet, header: Header, bsn: Bsn) -> str:
    return sha256(f"{law}|{header.gemeente}|{bsn.value}".encode()).hexdigest()[:24]
