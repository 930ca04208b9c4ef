"""One message from the resources of a Bundle: what it says, and then the header that sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, assert_never

from gateway.identifiers import Agb, Gemeentecode
from gateway.mappings.istandaarden.uitgaand import (
    antwoord,
    declaratie,
    levering,
    partijen,
    toewijzing,
    verzoek,
    wijziging,
)
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.sources.istandaarden.bericht import (
    Bericht301,
    Bericht305,
    Bericht307,
    BerichtIdentificatie,
    Client301,
    Client305,
    Client307,
    Header,
    Wet,
    XsdVersie,
)
from gateway.sources.istandaarden.berichten import Heenbericht
from gateway.sources.istandaarden.declaratie import Bericht323, Declaratie
from gateway.sources.istandaarden.soort import XSD_VERSIE, Berichtsoort
from gateway.sources.istandaarden.verzoek import (
    Antwoord,
    Bericht315,
    Bericht317,
    Bericht319,
    Client315,
    Client317,
)

VAN_GEMEENTE = frozenset({"301", "319"})
Body: TypeAlias = Client301 | Client305 | Client307 | Client315 | Client317 | Antwoord | Declaratie


@dataclass(frozen=True, slots=True)
class Maker:
    """`types`: the resources that a message of this kind is made of, besides the Patient."""

    types: frozenset[str]
    maak: Callable[[Bundel, Wet, str, Partijen], Body]


MAKERS: Mapping[str, Maker] = {
    "301": Maker(toewijzing.SOORTEN, toewijzing.client),
    "305": Maker(levering.SOORTEN, levering.begonnen),
    "307": Maker(levering.SOORTEN, levering.gestopt),
    "315": Maker(verzoek.SOORTEN, verzoek.om_toewijzing),
    "317": Maker(verzoek.SOORTEN, wijziging.om_wijziging),
    "319": Maker(antwoord.SOORTEN, antwoord.antwoord),
    "323": Maker(declaratie.SOORTEN, declaratie.declaratie),
}


@dataclass(frozen=True, slots=True)
class Inhoud:
    """What a message says and between whom, before it has a header."""

    soort: Berichtsoort
    body: Body
    gemeente: str
    aanbieder: str

    @property
    def afzender(self) -> Literal["gemeente", "aanbieder"]:
        return "gemeente" if self.soort.nummer in VAN_GEMEENTE else "aanbieder"

    @property
    def afzender_code(self) -> str:
        return self.gemeente if self.afzender == "gemeente" else self.aanbieder

    @property
    def ontvanger_code(self) -> str:
        return self.aanbieder if self.afzender == "gemeente" else self.gemeente


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What sending adds: the message's own name and date."""

    identificatie: str
    dagtekening: date


def inhoud(soort: Berichtsoort, bundel: Bundel, ontvanger: str | None = None) -> Inhoud:
    """What the resources say, as a message of this kind. `ontvanger`: where they do not say it themselves.

    Raises Rejected: bericht-mist, bericht-onzegbaar, bericht-partijen, identifier-form; each names its place in FHIR.
    """
    law, kind, found = soort.release.law, soort.kind, Partijen(bundel)
    maker = MAKERS[soort.nummer]
    bundel.alleen(maker.types, kind)
    body = maker.maak(bundel, law, kind, found)
    van_gemeente = soort.nummer in VAN_GEMEENTE
    return Inhoud(
        soort,
        body,
        gemeente=partijen.een(found.gemeenten, "the gemeente", None if van_gemeente else ontvanger),
        aanbieder=partijen.een(found.aanbieders, "the aanbieder", ontvanger if van_gemeente else None),
    )


def samenstellen(inhoud: Inhoud, opdracht: Opdracht) -> Heenbericht:
    """The message with its header; `root` is None: it was not read from XML. Raises Rejected (identifier-form)."""
    law, kind, body, kop = inhoud.soort.release.law, inhoud.soort.kind, inhoud.body, _kop(inhoud, opdracht)
    match body:
        case Client301():
            made: Heenbericht = Bericht301(law, kind, kop, body, None)
        case Client305():
            made = Bericht305(law, kind, kop, body, None)
        case Client307():
            made = Bericht307(law, kind, kop, body, None)
        case Client315():
            made = Bericht315(law, kind, kop, body, None)
        case Client317():
            made = Bericht317(law, kind, kop, body, None)
        case Antwoord():
            made = Bericht319(law, kind, kop, body, None)
        case Declaratie():
            made = Bericht323(law, kind, kop, body, None)
        case _:
            assert_never(body)
    return made


def _kop(inhoud: Inhoud, opdracht: Opdracht) -> Header:
    versie, _, subversie = inhoud.soort.release.versie.partition(".")
    return Header(
        bericht_code=inhoud.soort.bericht_code,
        bericht_versie=int(versie),
        bericht_subversie=int(subversie),
        gemeente=Gemeentecode(inhoud.gemeente),
        aanbieder=Agb(inhoud.aanbieder),
        afzender=inhoud.afzender,
        bericht_identificatie=BerichtIdentificatie(opdracht.identificatie, opdracht.dagtekening),
        xsd_versie=XsdVersie(XSD_VERSIE, XSD_VERSIE),
    )
