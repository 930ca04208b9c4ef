"""PRPA_IN900350NL: that there was contact, when, with whom and in what way (NHG table 14)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    code,
    een,
    identificatie,
    periode,
    verplichte_id,
)
from gateway.sources.hl7v3.model import Id
from gateway.sources.huisarts import personen
from gateway.sources.huisarts.interacties import Contactmomenten
from gateway.sources.huisarts.model import Contact, Kop
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element


def lees(organizer: Element, head: Kop, notices: Notices) -> Contactmomenten:
    return Contactmomenten(head, contacten(organizer, notices))


def contacten(organizer: Element, notices: Notices) -> tuple[Contact, ...]:
    found = []
    for component in alle(organizer, "component"):
        encounter = een(component, "encounter")
        if encounter is None:
            notices.append(Notice(xml.path(component), "A component that is not an encounter is not read"))
            continue
        found.append(_contact(encounter, notices))
    return tuple(found)


def _contact(encounter: Element, notices: Notices) -> Contact:
    begin, end = periode(een(encounter, "effectiveTime"), notices)
    performers = tuple(alle(encounter, "performer"))
    for other in performers[1:]:
        notices.append(Notice(xml.path(other), "Only the first performer of a contact is read"))
    return Contact(
        id=verplichte_id(encounter),
        soort=code(een(encounter, "code")),
        begin=begin,
        eind=end,
        uitvoerende=personen.uitvoerende(een(performers[0], "assignedEntity")) if performers else None,
        episode=_episode(encounter, notices),
    )


def _episode(encounter: Element, notices: Notices) -> Id | None:
    episode: Id | None = None
    for relation in alle(encounter, "entryRelationship"):
        act = een(relation, "act")
        if attribuut(een(act, "code"), "code") == "CONC" and episode is None:
            episode = identificatie(een(act, "id"))
        else:
            notices.append(Notice(xml.path(relation), "A relation of the contact that is not known is not read"))
    return episode
