"""Complaints, diagnoses and medical history: each observation of a concern is a problem."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, gezegd, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Probleem
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, periode, tekst
from gateway.wire.xml import Element

STATUS = "33999-4"  # LOINC Status


def problemen(entry: Element, reader: Lezer) -> tuple[Probleem, ...]:
    observation, concern = een(entry, "observation"), een(entry, "act")
    if observation is not None:
        return (_probleem(observation, reader, None),)
    if concern is None:
        reader.naam(entry, "An entry that is not a problem is not read")
        return ()
    return tuple(_in_concern(concern, reader))


def _in_concern(concern: Element, reader: Lezer) -> Iterator[Probleem]:
    for relation in alle(concern, "entryRelationship"):
        observation = een(relation, "observation")
        if observation is not None:
            yield _probleem(observation, reader, concern)
        elif not is_opmerking(relation):
            reader.naam(relation, "A relation of this entry that is not known is not read")


def _probleem(observation: Element, reader: Lezer, concern: Element | None) -> Probleem:
    begin, end = periode(een(observation, "effectiveTime"), reader.notices)
    for relation in alle(observation, "entryRelationship"):
        if attribuut(een(relation, "observation", "code"), "code") != STATUS and not is_opmerking(relation):
            reader.naam(relation, "A relation of this entry that is not known is not read")
    return Probleem(
        id=reader.id(observation),
        soort=code(een(observation, "code")),
        code=code(een(observation, "value")),
        begin=begin,
        eind=end,
        toestand=gezegd(observation, STATUS),
        plaats=code(een(observation, "targetSiteCode")),
        tekst=tekst(een(observation, "text")),
        opmerkingen=(*opmerkingen(observation), *(opmerkingen(concern) if concern is not None else ())),
        uitvoerende=wie(observation, reader),
    )
