"""Complaints, diagnoses and medical history: each observation of a concern is a problem."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, detail, gezegd, ingetrokken, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Probleem
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, periode, tekst
from gateway.sources.hl7v3.model import Code
from gateway.wire.xml import Element

STATUS = "33999-4"  # LOINC Status
SNOMED = "2.16.840.1.113883.6.96"
ACTIVE, INACTIVE = "55561003", "73425007"  # SNOMED CT: ProbleemStatus of the zib Probleem


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
            reader.onbekende_relatie(relation)


def _probleem(observation: Element, reader: Lezer, concern: Element | None) -> Probleem:
    begin, end = periode(een(observation, "effectiveTime"), reader.notices)
    for relation in alle(observation, "entryRelationship"):
        if attribuut(een(relation, "observation", "code"), "code") != STATUS and not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    reader.voltooid(observation)
    return Probleem(
        id=reader.id(observation),
        soort=code(een(observation, "code")),
        code=code(een(observation, "value")),
        begin=begin,
        eind=end,
        toestand=_toestand(observation, end, reader),
        plaats=code(een(observation, "targetSiteCode")),
        tekst=tekst(een(observation, "text")),
        opmerkingen=(*opmerkingen(observation, STATUS), *(opmerkingen(concern) if concern is not None else ())),
        uitvoerende=wie(observation, reader),
        ingetrokken=ingetrokken(observation, concern),
    )


def _toestand(observation: Element, end: str | None, reader: Lezer) -> Code | None:
    """Its status, when that is one of ProbleemStatus and does not contradict its end."""
    found, where = gezegd(observation, STATUS, reader), een(detail(observation, STATUS), "value")
    if found is None:
        return None
    if found.code not in {ACTIVE, INACTIVE} or found.stelsel not in {SNOMED, None}:
        reader.naam(where, "A status that is not one of ProbleemStatus is not carried")
        return None
    if end and found.code == ACTIVE:
        reader.naam(where, "A problem that has ended is inactive; a status that says otherwise is not carried")
        return None
    return found
