"""Social history, vital signs and functional status: observations, alone or in groups, with what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, ingetrokken, is_opmerking, opmerkingen, wie, zegt_iets
from gateway.sources.cda.model import Waarneming
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, moment, periode, tekst
from gateway.sources.hl7v3.waarden import waarde
from gateway.wire.xml import Element

NO_COMPONENT = ("effectiveTime", "methodCode", "targetSiteCode", "author", "performer")


def waarnemingen(entry: Element, reader: Lezer) -> tuple[Waarneming, ...]:
    return tuple(_in(entry, reader))


def _in(parent: Element, reader: Lezer) -> Iterator[Waarneming]:
    """The observations of an entry or of a group; a group itself says nothing of its own."""
    observation, group = een(parent, "observation"), een(parent, "organizer")
    if observation is not None:
        yield waarneming(observation, reader)
    elif group is not None:
        for component in alle(group, "component"):
            yield from _in(component, reader)
    else:
        reader.naam(parent, "An entry that is not an observation is not read")


def waarneming(observation: Element, reader: Lezer) -> Waarneming:
    when, value = een(observation, "effectiveTime"), een(observation, "value")
    single = moment(when, reader.notices)
    begin, end = (None, None) if single else periode(when, reader.notices)
    return Waarneming(
        id=reader.id(observation),
        status=attribuut(een(observation, "statusCode"), "code"),
        code=code(een(observation, "code")),
        tijd=single,
        begin=begin,
        eind=end,
        waarde=waarde(value, reader.notices),
        nul=attribuut(value, "nullFlavor"),
        tekst=tekst(een(observation, "text")),
        methode=code(een(observation, "methodCode")),
        plaats=code(een(observation, "targetSiteCode")),
        opmerkingen=opmerkingen(observation),
        uitvoerende=wie(observation, reader),
        onderdelen=tuple(_onderdelen(observation, reader)),
    )


def _onderdelen(observation: Element, reader: Lezer) -> Iterator[Waarneming]:
    for relation in alle(observation, "entryRelationship"):
        inner = een(relation, "observation")
        if inner is not None and ingetrokken(inner):
            reader.naam(inner, "What was observed along with it and was withdrawn is not read")
        elif inner is not None:
            _alone(inner, reader)
            yield waarneming(inner, reader)
        elif not is_opmerking(relation):
            reader.onbekende_relatie(relation)


def _alone(inner: Element, reader: Lezer) -> None:
    """A component (FHIR R4) has a code and a value: when, how, where and by whom are of the whole observation."""
    reader.voltooid(inner)
    for step in NO_COMPONENT:
        for one in alle(inner, step):
            if zegt_iets(one):
                reader.naam(one, "What a component has no place for is not carried")
