"""A diagnosis within a note or an episode (template .213): its code and since when; what was withdrawn is named."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices, attribuut, code, een, identificatie, periode
from gateway.sources.huisarts.model import Diagnose
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

# ActStatus of what no longer holds, or never did.
WITHDRAWN = frozenset({"nullified", "aborted"})


def lees(observation: Element | None, notices: Notices) -> Diagnose | None:
    """None without a value, and when it was withdrawn: a diagnosis that is not so must not be read as one."""
    value = code(een(observation, "value"))
    if observation is None or value is None or not (value.code or value.tekst or value.naam):
        return None
    if attribuut(een(observation, "statusCode"), "code") in WITHDRAWN:
        notices.append(Notice(xml.path(observation), "A diagnosis that was withdrawn (statusCode) is not carried"))
        return None
    begin, end = periode(een(observation, "effectiveTime"), notices)
    return Diagnose(id=identificatie(een(observation, "id")), code=value, begin=begin, eind=end)


def ingetrokken(observation: Element | None) -> bool:
    return attribuut(een(observation, "statusCode"), "code") in WITHDRAWN
