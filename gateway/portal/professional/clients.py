"""The caseload and the banner of one client, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway.flows.answers import ClientCard
from gateway.flows.person import REMARK
from gateway.portal import dates, names
from gateway.portal.nl import say
from gateway.stages.disclosed import Disclosed
from gateway.stages.vocabulary import FhirJson
from gateway.timeline.reading import members, plain


@dataclass(frozen=True, slots=True)
class ClientRow:
    name: str
    born: str
    href: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A value that another visible source writes differently: kept and shown, never merged in silence."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Banner:
    """Who this page is about; `meeting`, `emergency`: where those start, for every client alike."""

    name: str
    born: str
    remarks: tuple[Remark, ...]
    meeting: str
    emergency: str
    scores: str


def row(card: ClientCard) -> ClientRow:
    born = dates.fhir(card.born, "pro") if card.born else say("pro", "unknown")
    return ClientRow(card.name, born, f"/c/{card.handle}/tijdlijn")


def banner(disclosed: Disclosed, today: date) -> Banner:
    patient = disclosed.patient or {}
    return Banner(
        name=names.banner(patient),
        born=_born(plain(patient.get("birthDate")), today),
        remarks=tuple(_remarks(patient)),
        meeting=f"/c/{disclosed.handle}/overleg",
        emergency=f"/c/{disclosed.handle}/nood",
        scores=f"/c/{disclosed.handle}/zelfredzaamheid",
    )


def _born(born: str, today: date) -> str:
    if not born:
        return say("pro", "unknown")
    years = dates.age(born, today)
    text = dates.fhir(born, "pro")
    return text if years is None else f"{text} {say('pro', 'banner.years', n=years)}"


def _remarks(patient: FhirJson) -> Iterator[Remark]:
    for extension in members(patient.get("extension")):
        if extension.get("url") != REMARK:
            continue
        parts = {str(part.get("url")): part for part in members(extension.get("extension"))}
        field = plain(parts.get("veld", {}).get("valueCode"))
        value = plain(parts.get("waarde", {}).get("valueString"))
        source = plain(parts.get("bron", {}).get("valueString"))
        yield Remark(_field(field), dates.fhir(value, "pro"), say("pro", "remark.by", source=source))


def _field(field: str) -> str:
    key = f"remark.{field}"
    return say("pro", key) if key in _FIELDS else field


_FIELDS = frozenset({"remark.name", "remark.birthDate", "remark.address", "remark.gender"})
