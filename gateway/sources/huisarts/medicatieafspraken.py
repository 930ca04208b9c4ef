"""QUMA_IN991203NL02: what was agreed to prescribe (medicatieafspraken, building block .9235 of Medicatieproces 9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    code,
    een,
    eigen_id,
    identificatie,
    moment,
    periode,
    tekst,
    zeggend,
)
from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.hl7v3.waarden import Hoeveelheid, hoeveelheid, waarde
from gateway.sources.huisarts import doseringen, personen
from gateway.sources.huisarts.interacties import Medicatieafspraken
from gateway.sources.huisarts.medicatie import Dosering, Medicatieafspraak, Meting, Relatie
from gateway.sources.huisarts.model import Kop
from gateway.sources.huisarts.verband import verband
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

AFSPRAAK = "16076005"  # SNOMED CT Medicatieafspraak
OBSERVATIES = "2.16.840.1.113883.2.4.3.11.60.20.77.5.2"  # "Medicatieproces observaties"
STOPTYPE, AFSPRAAKREDEN, VOORSCHRIJFREDEN, AANVULLEND, KOPIE = "1", "2", "10", "11", "16"
BODY = frozenset({"29463-7", "8302-2"})  # LOINC body weight, body height


@dataclass
class _Gevonden:
    """What the relations of one prescription hold."""

    codes: dict[str, list[Code]] = field(default_factory=dict)
    kopie: bool | None = None
    behandeling: Id | None = None
    instructies: list[Code] = field(default_factory=list)
    doseringen: list[Dosering] = field(default_factory=list)
    metingen: list[Meting] = field(default_factory=list)
    relaties: list[Relatie] = field(default_factory=list)

    def coded(self, kind: str) -> tuple[Code, ...]:
        return tuple(self.codes.get(kind, ()))


def lees(organizer: Element, head: Kop, notices: Notices) -> Medicatieafspraken:
    found = []
    for component in alle(organizer, "component"):
        entry = een(component, "substanceAdministration")
        if entry is None or attribuut(een(entry, "code"), "code") != AFSPRAAK:
            text = "A building block that is not a medicatieafspraak is not read"
            notices.append(Notice(xml.path(component), text))
            continue
        found.append(_afspraak(entry, notices))
    return Medicatieafspraken(head, tuple(found))


def _afspraak(entry: Element, notices: Notices) -> Medicatieafspraak:
    found = _Gevonden()
    relations = verband(entry, notices, lambda relation: _relatie(relation, found, notices))
    times = list(alle(entry, "effectiveTime"))
    when = next((one for one in times if doseringen.soort(one) == "IVL_TS"), times[0] if times else None)
    for other in times:
        if other is not when:
            notices.append(Notice(xml.path(other), "Only one period of use of a prescription is read"))
    begin, end = periode(when, notices)
    author, agreed = personen.auteur(entry)
    return Medicatieafspraak(
        id=eigen_id(entry, notices),
        status=attribuut(een(entry, "statusCode"), "code"),
        omschrijving=tekst(een(entry, "text")),
        begin=begin,
        eind=end,
        duur=hoeveelheid(een(when, "width"), notices),
        toedieningsweg=code(een(entry, "routeCode")),
        middel=code(een(entry, "consumable", "manufacturedProduct", "manufacturedMaterial", "code")),
        auteur=author,
        afgesproken=moment(agreed, notices),
        behandeling=found.behandeling,
        kopie=found.kopie,
        stoptype=next(iter(found.coded(STOPTYPE)), None),
        voorschrijfreden=found.coded(VOORSCHRIJFREDEN),
        afspraakreden=found.coded(AFSPRAAKREDEN),
        aanvullend=found.coded(AANVULLEND),
        instructies=tuple(found.instructies),
        doseringen=tuple(found.doseringen),
        metingen=tuple(found.metingen),
        relaties=tuple(found.relaties),
        verband=relations,
    )


def _relatie(relation: Element, found: _Gevonden, notices: Notices) -> bool:
    """Take one relation of a prescription; False when it is not known."""
    observation, other = een(relation, "observation"), een(relation, "substanceAdministration")
    procedure, act = een(relation, "procedure"), een(relation, "act")
    if observation is not None:
        return _observatie(observation, found, notices)
    if other is not None:
        if attribuut(relation, "typeCode") == "COMP":
            found.doseringen.append(doseringen.lees(relation, other, notices))
            return True
        id_ = identificatie(een(other, "id"))
        found.relaties.extend([Relatie(id_, code(een(other, "code")))] if id_ else [])
        return id_ is not None
    if procedure is not None and found.behandeling is None:
        found.behandeling = identificatie(een(procedure, "id"))
        return True
    instruction = zeggend(een(act, "code")) if attribuut(relation, "typeCode") == "SPRT" else None
    found.instructies.extend([instruction] if instruction else [])
    return instruction is not None


def _observatie(observation: Element, found: _Gevonden, notices: Notices) -> bool:
    about, value = code(een(observation, "code")), waarde(een(observation, "value"), notices)
    if about is None or about.code is None:
        return False
    if about.code in BODY and isinstance(value, Hoeveelheid):
        found.metingen.append(Meting(about, value, moment(een(observation, "effectiveTime"), notices)))
        return True
    if about.stelsel != OBSERVATIES:
        return False
    if about.code == KOPIE and isinstance(value, bool):
        found.kopie = value
        return True
    if about.code in {STOPTYPE, AFSPRAAKREDEN, VOORSCHRIJFREDEN, AANVULLEND} and isinstance(value, Code):
        found.codes.setdefault(about.code, []).append(value)
        return True
    return False
