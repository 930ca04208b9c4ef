"""REPC_IN990121NL: what one should know about a patient, often a contra-indicatie of the G-Standaard."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, eigen_id, periode
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.feiten import Alert
from gateway.sources.huisarts.interacties import Alerts
from gateway.sources.huisarts.model import Kop
from gateway.sources.huisarts.verband import verband
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> Alerts:
    found = []
    for component in alle(organizer, "component"):
        observation = een(component, "observation")
        if observation is None:
            notices.append(Notice(xml.path(component), "A component that is not an alert is not read"))
            continue
        found.append(_alert(observation, notices))
    return Alerts(head, tuple(found))


def _alert(observation: Element, notices: Notices) -> Alert:
    begin, end = periode(een(observation, "effectiveTime"), notices)
    author, _ = personen.auteur(observation)
    return Alert(
        id=eigen_id(observation, notices),
        status=attribuut(een(observation, "statusCode"), "code"),
        soort=code(een(observation, "code")),
        code=code(een(observation, "value")),
        begin=begin,
        eind=end,
        auteur=author or personen.verantwoordelijke(observation, notices),
        verband=verband(observation, notices),
    )
