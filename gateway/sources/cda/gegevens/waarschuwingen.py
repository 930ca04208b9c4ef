"""Alerts: each observation of a concern is one thing to know about the client."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, gezegd, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Waarschuwing
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, periode, tekst
from gateway.wire.xml import Element

OTHER = "44944-7"  # LOINC Other alert: what the alert is, when it is no condition


def waarschuwingen(entry: Element, reader: Lezer) -> tuple[Waarschuwing, ...]:
    concern = een(entry, "act")
    if concern is None:
        concern = entry
    found = tuple(_in(concern, reader))
    if not found:
        reader.naam(entry, "An entry that is not an alert is not read")
    return found


def _in(concern: Element, reader: Lezer) -> Iterator[Waarschuwing]:
    status = attribuut(een(concern, "statusCode"), "code")
    direct = een(concern, "observation")
    if direct is not None:
        yield _waarschuwing(direct, reader, status)
    for relation in alle(concern, "entryRelationship"):
        observation = een(relation, "observation")
        if observation is not None:
            yield _waarschuwing(observation, reader, status)
        elif not is_opmerking(relation):
            reader.naam(relation, "A relation of this entry that is not known is not read")


def _waarschuwing(observation: Element, reader: Lezer, status: str | None) -> Waarschuwing:
    begin, end = periode(een(observation, "effectiveTime"), reader.notices)
    for relation in alle(observation, "entryRelationship"):
        if attribuut(een(relation, "observation", "code"), "code") != OTHER and not is_opmerking(relation):
            reader.naam(relation, "A relation of this entry that is not known is not read")
    return Waarschuwing(
        id=reader.id(observation),
        status=status or attribuut(een(observation, "statusCode"), "code"),
        soort=code(een(observation, "code")),
        code=code(een(observation, "value")) or gezegd(observation, OTHER),
        begin=begin,
        eind=end,
        tekst=tekst(een(observation, "text")),
        opmerkingen=opmerkingen(observation),
        uitvoerende=wie(observation, reader),
    )
