"""Allergies and intolerances with their reactions, severity and criticality."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.cda.gegevens.lezer import Lezer, gezegd, ingetrokken, is_opmerking, opmerkingen, wie
from gateway.sources.cda.model import Allergie, Reactie
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, moment, periode, tekst
from gateway.sources.hl7v3.model import Code
from gateway.wire.xml import Element

STATUS = "33999-4"  # LOINC Status
CRITICALITY = "246112005"  # SNOMED CT Severity: MateVanKritiekZijn
SEVERITY = "SEV"  # ActCode: Ernst of one reaction
EXPOSURE = "284009009"  # SNOMED CT route of exposure
ASSERTION, ACT_CODE = "ASSERTION", "2.16.840.1.113883.5.4"  # the value says what kind of allergy it is


def allergieen(entry: Element, reader: Lezer) -> tuple[Allergie, ...]:
    concern = een(entry, "act")
    if concern is None:
        reader.naam(entry, "An entry that is not an allergy is not read")
        return ()
    return tuple(_in(concern, reader))


def _in(concern: Element, reader: Lezer) -> Iterator[Allergie]:
    for relation in alle(concern, "entryRelationship"):
        observation = een(relation, "observation")
        if observation is not None:
            yield _allergie(observation, concern, reader)
        elif not is_opmerking(relation):
            reader.onbekende_relatie(relation)


def _allergie(observation: Element, concern: Element, reader: Lezer) -> Allergie:
    begin, last = periode(een(observation, "effectiveTime"), reader.notices)
    reactions: list[Reactie] = []
    for relation in alle(observation, "entryRelationship"):
        inner = een(relation, "observation")
        about = attribuut(een(inner, "code"), "code")
        if inner is not None and attribuut(relation, "typeCode") == "MFST":
            reactions.append(_reactie(inner, reader))
        elif about not in {STATUS, CRITICALITY} and not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    reader.voltooid(observation)
    _asserted(observation, reader)
    return Allergie(
        id=reader.id(observation),
        status=attribuut(een(concern, "statusCode"), "code"),
        soort=code(een(observation, "value")),
        stof=_stof(observation),
        begin=begin,
        laatste=last,
        toestand=gezegd(observation, STATUS, reader),
        kritiek=gezegd(observation, CRITICALITY, reader),
        reacties=tuple(reactions),
        tekst=tekst(een(observation, "text")),
        opmerkingen=(*opmerkingen(observation, STATUS, CRITICALITY), *opmerkingen(concern)),
        uitvoerende=wie(observation, reader),
        ingetrokken=ingetrokken(observation, concern),
    )


def _asserted(observation: Element, reader: Lezer) -> None:
    said = een(observation, "code")
    named, system = attribuut(said, "code"), attribuut(said, "codeSystem")
    if said is not None and (named not in {ASSERTION, None} or system not in {ACT_CODE, None}):
        reader.naam(said, "The code of an allergy or reaction that is not ASSERTION is not carried")


def _reactie(observation: Element, reader: Lezer) -> Reactie:
    for relation in alle(observation, "entryRelationship"):
        about = attribuut(een(relation, "observation", "code"), "code")
        if about not in {SEVERITY, EXPOSURE} and not is_opmerking(relation):
            reader.onbekende_relatie(relation)
    reader.voltooid(observation)
    _asserted(observation, reader)
    when = een(observation, "effectiveTime")
    return Reactie(
        symptoom=code(een(observation, "value")),
        stof=_stof(observation),
        tijd=moment(when, reader.notices) or periode(when, reader.notices)[0],
        ernst=gezegd(observation, SEVERITY, reader),
        blootstelling=gezegd(observation, EXPOSURE, reader),
        tekst=tekst(een(observation, "text")),
        opmerkingen=opmerkingen(observation, SEVERITY, EXPOSURE),
    )


def _stof(observation: Element) -> Code | None:
    consumed = (one for one in alle(observation, "participant") if attribuut(one, "typeCode") == "CSM")
    return code(een(next(consumed, None), "participantRole", "playingEntity", "code"))
