"""Procedures, therapeutic (procedure) and diagnostic (observation), alone or in groups."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Verrichting
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, periode, tekst
from gateway.wire.xml import Element


def verrichtingen(entry: Element, reader: Lezer) -> tuple[Verrichting, ...]:
    return tuple(_in(entry, reader))


def _in(parent: Element, reader: Lezer) -> Iterator[Verrichting]:
    done, group = een(parent, "procedure"), een(parent, "organizer")
    if done is None:
        done = een(parent, "observation")
    if done is not None:
        yield _verrichting(done, reader)
    elif group is not None:
        for component in alle(group, "component"):
            yield from _in(component, reader)
    else:
        reader.naam(parent, "An entry that is not a procedure is not read")


def _verrichting(done: Element, reader: Lezer) -> Verrichting:
    for relation in alle(done, "entryRelationship"):
        if not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    begin, end = periode(een(done, "effectiveTime"), reader.notices)
    return Verrichting(
        id=reader.id(done),
        status=attribuut(een(done, "statusCode"), "code"),
        code=code(een(done, "code")),
        begin=begin,
        eind=end,
        methode=code(een(done, "methodCode")),
        plaats=code(een(done, "targetSiteCode")),
        tekst=tekst(een(done, "text")),
        opmerkingen=opmerkingen(done),
        uitvoerende=wie(done, reader),
    )
