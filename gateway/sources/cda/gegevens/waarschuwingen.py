"""Alerts: each observation of a concern is one thing to know about the client."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, detail, gezegd, ingetrokken, is_opmerking, opmerkingen, wie
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
    direct = een(concern, "observation")
    if direct is not None:
        yield _waarschuwing(direct, reader, concern)
    for relation in alle(concern, "entryRelationship"):
        observation = een(relation, "observation")
        if observation is not None:
            yield _waarschuwing(observation, reader, concern)
        elif not is_opmerking(relation):
            reader.onbekende_relatie(relation)


def _waarschuwing(observation: Element, reader: Lezer, concern: Element) -> Waarschuwing:
    begin, end = periode(een(observation, "effectiveTime"), reader.notices)
    for relation in alle(observation, "entryRelationship"):
        if attribuut(een(relation, "observation", "code"), "code") != OTHER and not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    reader.voltooid(observation)
    own, other = code(een(observation, "value")), gezegd(observation, OTHER, reader)
    if own and other:
        reader.naam(een(detail(observation, OTHER), "value"), "Beside the value of an alert this is not read")
    return Waarschuwing(
        id=reader.id(observation),
        status=attribuut(een(concern, "statusCode"), "code"),
        soort=code(een(observation, "code")),
        code=own or other,
        begin=begin,
        eind=end,
        tekst=tekst(een(observation, "text")),
        opmerkingen=opmerkingen(observation, OTHER),
        uitvoerende=wie(observation, reader),
        ingetrokken=ingetrokken(observation, concern),
    )
