"""REPC_IN990111NL: the episodes (overdrachtsconcerns) of a patient: title, period, and the diagnosis (ICPC-1)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    code,
    een,
    eigen_id,
    identificatie,
    periode,
    tekst,
)
from gateway.sources.huisarts.feiten import Episode
from gateway.sources.huisarts.interacties import Episodes
from gateway.sources.huisarts.model import Diagnose, Kop
from gateway.sources.huisarts.verband import verband
from gateway.stages import Notice
from gateway.wire import xml
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> Episodes:
    found = []
    for component in alle(organizer, "component"):
        act = een(component, "act")
        if act is None:
            notices.append(Notice(xml.path(component), "A component that is not an episode is not read"))
            continue
        found.append(_episode(act, notices))
    return Episodes(head, tuple(found))


def _episode(act: Element, notices: Notices) -> Episode:
    diagnoses: list[Diagnose] = []

    def diagnosis(relation: Element) -> bool:
        found = _diagnose(een(relation, "observation"), notices)
        diagnoses.extend([found] if found else [])
        return found is not None

    relations = verband(act, notices, diagnosis)
    begin, end = periode(een(act, "effectiveTime"), notices)
    return Episode(
        id=eigen_id(act, notices),
        status=attribuut(een(act, "statusCode"), "code"),
        titel=tekst(een(act, "text")) or tekst(een(act, "title")),
        begin=begin,
        eind=end,
        diagnoses=tuple(diagnoses),
        verband=relations,
    )


def _diagnose(observation: Element | None, notices: Notices) -> Diagnose | None:
    value = code(een(observation, "value"))
    if observation is None or value is None or not (value.code or value.tekst or value.naam):
        return None
    begin, end = periode(een(observation, "effectiveTime"), notices)
    return Diagnose(id=identificatie(een(observation, "id")), code=value, begin=begin, eind=end)
