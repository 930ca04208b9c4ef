"""REPC_IN990131NL: allergies and intolerances: what kind, to what, since when, and who recorded it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, eigen_id, moment, periode
from gateway.sources.hl7v3.model import Code
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.feiten import Allergie, Verband
from gateway.sources.huisarts.interacties import Allergieintoleranties
from gateway.sources.huisarts.model import Kop
from gateway.sources.huisarts.verband import verband
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> Allergieintoleranties:
    found: list[Allergie] = []
    for component in alle(organizer, "component"):
        concern = een(component, "act")
        if concern is None:
            notices.append(Notice(xml.path(component), "A component that is not an allergy is not read"))
            continue
        found += _allergieen(concern, notices)
    return Allergieintoleranties(head, tuple(found))


def _allergieen(concern: Element, notices: Notices) -> Iterator[Allergie]:
    """Each observation of a concern is an allergy of its own; the remarks of the concern are about all of them."""
    observations: list[Element] = []

    def observation(relation: Element) -> bool:
        one = een(relation, "observation")
        observations.extend([one] if one is not None else [])
        return one is not None

    around = verband(concern, notices, observation)
    if not observations:
        notices.append(Notice(xml.path(concern), "A concern without an allergy in it is not read"))
    for one in observations:
        yield _allergie(one, concern, around, notices)


def _allergie(observation: Element, concern: Element, around: Verband, notices: Notices) -> Allergie:
    begin, end = periode(een(observation, "effectiveTime"), notices)
    author, time = personen.auteur(observation)
    own = verband(observation, notices)
    return Allergie(
        id=eigen_id(observation, notices),
        status=attribuut(een(concern, "statusCode"), "code"),
        waarneming_status=attribuut(een(observation, "statusCode"), "code"),
        soort=code(een(observation, "value")),
        stof=_stof(observation, notices),
        begin=begin,
        eind=end,
        genoteerd=moment(time, notices),
        auteur=author or personen.verantwoordelijke(observation, notices),
        verband=Verband(
            own.contact or around.contact, own.episode or around.episode, (*own.opmerkingen, *around.opmerkingen)
        ),
    )


def _stof(observation: Element, notices: Notices) -> Code | None:
    """The consumable (CSM): a code of the G-Standaard or SNOMED CT, or a nullFlavor with the words."""
    consumed = [one for one in alle(observation, "participant") if attribuut(one, "typeCode") == "CSM"]
    for other in consumed[1:]:
        notices.append(Notice(xml.path(other), "Only the first substance of an allergy is read"))
    return code(een(consumed[0], "participantRole", "playingEntity", "code")) if consumed else None
