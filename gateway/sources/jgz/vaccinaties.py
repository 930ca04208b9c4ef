"""substanceAdministration (IMMUNIZ): what was given or not, the batch, by whom, why, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een, moment, tekst
from gateway.sources.jgz import personen
from gateway.sources.jgz.model import Bijwerking, Vaccinatie, Waarneming
from gateway.sources.jgz.toestemmingen import toestemming
from gateway.sources.jgz.waarnemingen import observation
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

# Participations of a vaccination that hold one BDS element each.
_ELEMENTS = (
    ("component", "vaccinationObservation"),
    ("causeOf1", "serologyTest"),
    ("limitation", "dateCriterion"),
    ("subjectOf", "scheduleDeviation"),
)


def vaccinaties(contact: Element, notices: Notices) -> Iterator[Vaccinatie]:
    for component in alle(contact, "component3"):
        for element in alle(component, "substanceAdministration"):
            if attribuut(element, "moodCode") in {None, "EVN"}:
                yield _vaccinatie(element, notices)
            else:
                notices.append(Notice(xml.path(element), "A vaccination that is only intended is not carried"))


def _vaccinatie(element: Element, notices: Notices) -> Vaccinatie:
    medicine = een(element, "consumable", "medication", "administrableMedicine")
    reason = een(element, "reason", "vaccinationReason", "value")
    return Vaccinatie(
        gegeven=attribuut(element, "negationInd") != "true",
        plaats=xml.path(element),
        tijd=moment(een(element, "effectiveTime"), notices),
        vaccin=code(een(medicine, "code")),
        partij=tekst(een(medicine, "lotNumberText")),
        uitvoerder=personen.zorgverlener(een(element, "performer", "assignedEntity")),
        reden=personen.soort(reason),
        bijwerkingen=tuple(_bijwerkingen(element, notices)),
        toestemmingen=tuple(
            toestemming(event, notices)
            for authorization in alle(element, "authorization")
            for event in alle(authorization, "consentEvent")
        ),
        kenmerken=tuple(_kenmerken(element, notices)),
    )


def _kenmerken(element: Element, notices: Notices) -> Iterator[Waarneming]:
    for participation, act in _ELEMENTS:
        for holder in alle(element, participation):
            found = observation(een(holder, act), notices)
            if found is not None:
                yield found


def _bijwerkingen(element: Element, notices: Notices) -> Iterator[Bijwerking]:
    for cause in alle(element, "causeOf2"):
        reaction = een(cause, "adverseReaction")
        found = observation(reaction, notices)
        if found is not None:
            reported = een(reaction, "subjectOf", "informationControlActEvent")
            yield Bijwerking(found, observation(reported, notices))
