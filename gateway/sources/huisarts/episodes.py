"""REPC_IN990111NL: the episodes (overdrachtsconcerns) of a patient: title, period, and the diagnosis (ICPC-1)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    een,
    eigen_id,
    periode,
    tekst,
)
from gateway.sources.huisarts import diagnoses
from gateway.sources.huisarts.feiten import Episode
from gateway.sources.huisarts.interacties import Episodes
from gateway.sources.huisarts.model import Diagnose, Kop
from gateway.sources.huisarts.verband import verband
from gateway.stages.delivered import Notice
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
    found: list[Diagnose] = []

    def diagnosis(relation: Element) -> bool:
        observation = een(relation, "observation")
        one = diagnoses.lees(observation, notices)
        found.extend([one] if one else [])
        return one is not None or diagnoses.ingetrokken(observation)

    relations = verband(act, notices, diagnosis)
    begin, end = periode(een(act, "effectiveTime"), notices)
    return Episode(
        id=eigen_id(act, notices),
        status=attribuut(een(act, "statusCode"), "code"),
        titel=tekst(een(act, "text")) or tekst(een(act, "title")),
        begin=begin,
        eind=end,
        diagnoses=tuple(found),
        verband=relations,
    )
