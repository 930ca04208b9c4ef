"""consentEvent: consent or objection, who gave it, to whom it was said, how (1541) and why (683, 1407)."""

from __future__ import annotations

from gateway.sources.hl7v3.elementen import Notices, alle, attribuut, code, een
from gateway.sources.jgz import personen
from gateway.sources.jgz.model import Betrokkene, Toestemming, Zorgverlener
from gateway.sources.jgz.waarden import tijdvak
from gateway.sources.jgz.waarnemingen import observation
from gateway.wire import xml
from gateway.wire.xml import Element

# A person with one of these numbers is a professional: UZI, BIG, AGB.
PROFESSIONAL = frozenset({"2.16.528.1.1007.3.1", "2.16.528.1.1007.5.1", "2.16.840.1.113883.2.4.6.1"})


def toestemming(event: Element, notices: Notices) -> Toestemming:
    """Whether it means yes or no is for the mapping: an objection that is negated is a yes."""
    author = een(event, "author")
    given, professional = _gever(author, notices)
    negated = attribuut(event, "negationInd")
    return Toestemming(
        code=code(een(event, "code")),
        genegeerd=negated == "true" if negated in {"true", "false"} else None,
        plaats=xml.path(event),
        tijd=tijdvak(een(author, "time"), notices) or tijdvak(een(event, "effectiveTime"), notices),
        gegeven_door=given,
        professional=professional,
        besproken_met=tuple(
            told
            for consultant in alle(event, "consultant")
            if (told := personen.zorgverlener(een(consultant, "assignedEntity1"))) is not None
        ),
        kenmerken=tuple(
            found
            for subject in alle(event, "subjectOf")
            if (found := observation(een(subject, "annotation"), notices)) is not None
        ),
        reden=observation(een(event, "reasonOf", "observationEvent"), notices),
    )


def _gever(author: Element | None, notices: Notices) -> tuple[Betrokkene | None, Zorgverlener | None]:
    entity = personen.zorgverlener(een(author, "assignedEntity1")) or personen.zorgverlener(
        een(author, "assignedEntity")
    )
    who = personen.eerste_rol(author, notices)
    if who is not None and who.ids and all(id_.root in PROFESSIONAL for id_ in who.ids):
        return None, Zorgverlener(who.ids, who.relatie, who.naam, None)
    return who, entity
