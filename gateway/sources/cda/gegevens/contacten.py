"""Contacts with care: admissions and consultations."""

from __future__ import annotations

from gateway.sources.cda.gegevens.lezer import Lezer, is_opmerking, wie
from gateway.sources.cda.model import Contact
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, periode, tekst, zeggend
from gateway.sources.hl7v3.model import Code
from gateway.wire.xml import Element


def contacten(entry: Element, reader: Lezer) -> tuple[Contact, ...]:
    encounter = een(entry, "encounter")
    if encounter is None:
        reader.naam(entry, "An entry that is not a contact is not read")
        return ()
    reasons: list[Code] = []
    for relation in alle(encounter, "entryRelationship"):
        reason = zeggend(een(relation, "observation", "value"))
        if attribuut(relation, "typeCode") == "RSON" and reason is not None:
            reasons.append(reason)
        elif not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    said = een(encounter, "text")
    if said is not None and tekst(said):
        reader.naam(said, "The text of a contact is not read beside its narrative")
    begin, end = periode(een(encounter, "effectiveTime"), reader.notices)
    return (
        Contact(
            id=reader.id(encounter),
            status=attribuut(een(encounter, "statusCode"), "code"),
            soort=code(een(encounter, "code")),
            begin=begin,
            eind=end,
            uitvoerende=wie(encounter, reader),
            redenen=tuple(reasons),
        ),
    )
