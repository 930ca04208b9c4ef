"""component7: contact moments (encounter), and what was recorded outside a contact (registrationEvent)."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, een
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz import personen
from gateway.sources.jgz.model import Contact, Gepland, Indicatie, Voornemen, Waarneming, Zorgverlener
from gateway.sources.jgz.vaccinaties import vaccinaties
from gateway.sources.jgz.waarden import tijdvak
from gateway.sources.jgz.waarnemingen import losse, observation, rubrieken
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

# The client asked for the contact: the message says so by a role without a code.
CLIENT = Code(code=None, tekst="Jeugdige")
INTENTS = ("informIntent", "registrationIntent", "observationIntent", "referral", "actIntent")
# Participations of a contact whose acts are read as loose BDS elements.
LOOSE = ("component1", "component2", "component4", "component5", "subjectOf", "subjectOf2")


def contacten(event: Element, notices: Notices) -> tuple[Contact, ...]:
    found: list[Contact] = []
    for component in alle(event, "component7"):
        for name in ("encounter", "registrationEvent"):
            for element in alle(component, name):
                found.append(_contact(element, len(found) + 1, notices))
    return tuple(found)


def _contact(element: Element, number: int, notices: Notices) -> Contact:
    conclusions = [found for subject in alle(element, "subjectOf1") for found in alle(subject, "conclusion")]
    loose = (found for name in LOOSE for holder in alle(element, name) for found in losse(holder, notices))
    return Contact(
        ids=personen.ids(element),
        nummer=number,
        plaats=xml.path(element),
        registratie=xml.local(element) == "registrationEvent",
        gepland=attribuut(element, "moodCode") not in {None, "EVN"},
        soort=personen.soort(een(element, "code")),
        status=attribuut(een(element, "statusCode"), "code"),
        tijd=tijdvak(een(element, "effectiveTime"), notices),
        redenen=tuple(code for e in alle(element, "reasonCode") if (code := personen.soort(e)) is not None),
        uitvoerders=(*_zorgverleners(element, "performer"), *_zorgverleners(element, "author")),
        geraadpleegd=_zorgverleners(element, "consultant"),
        begeleiders=tuple(
            who for escort in alle(element, "escort") if (who := personen.eerste_rol(escort, notices)) is not None
        ),
        voorgenomen=tuple(_gepland(element)),
        waarnemingen=(*rubrieken(element, notices), *_conclusies(conclusions, notices), *loose),
        vaccinaties=tuple(vaccinaties(element, notices)),
        indicaties=tuple(_indicaties(conclusions, notices)),
    )


def _zorgverleners(element: Element, participation: str) -> tuple[Zorgverlener, ...]:
    entities = (
        een(holder, name) for holder in alle(element, participation) for name in ("assignedEntity", "assignedEntity1")
    )
    return tuple(found for entity in entities if (found := personen.zorgverlener(entity)) is not None)


def _gepland(element: Element) -> Iterator[Gepland]:
    for fulfilment in alle(element, "inFulfillmentOf"):
        planned = een(fulfilment, "encounter")
        author = een(planned, "author")
        asked = (
            personen.soort(een(author, role, "code"))
            for role in ("assignedEntity1", "personalRelationship", "responsibleParty", "careGiver")
        )
        by = next(filter(None, asked), None) or (CLIENT if een(author, "patient") is not None else None)
        yield Gepland(personen.soort(een(planned, "code")), by)


def _conclusies(conclusions: list[Element], notices: Notices) -> Iterator[Waarneming]:
    for conclusion in conclusions:
        yield from filter(None, (observation(conclusion, notices),))
        for subject in alle(conclusion, "subjectOf"):
            yield from filter(None, (observation(een(subject, "annotation"), notices),))


def _indicaties(conclusions: list[Element], notices: Notices) -> Iterator[Indicatie]:
    for conclusion in conclusions:
        for component in alle(conclusion, "component"):
            element = een(component, "indication")
            found = observation(element, notices)
            if element is not None and found is not None:
                yield Indicatie(found, tuple(_voornemens(element, notices)))


def _voornemens(indication: Element, notices: Notices) -> Iterator[Voornemen]:
    for reason in alle(indication, "reasonOf"):
        for name in INTENTS:
            for intent in alle(reason, name):
                about = personen.soort(een(intent, "code"))
                if about is None:
                    notices.append(Notice(xml.path(intent), "It is not said what is intended (no code)"))
                    continue
                performer = personen.zorgverlener(een(intent, "performer", "assignedEntity"))
                yield Voornemen(name, about, xml.path(intent), performer)
