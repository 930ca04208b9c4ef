"""BDS elements with a value: in the rubrics of a contact (R0xx, with groups G0xx), and loose anywhere in a dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from gateway.sources.hl7v3.elementen import HL7, Notices, alle, attribuut, code, een, tekst
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz import personen
from gateway.sources.jgz.model import Betrokkene, Waarneming
from gateway.sources.jgz.waarden import tijdvak, waarde
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

MOTHER = Betrokkene(
    relatie=Code("MTH", "2.16.840.1.113883.5.111", "Moeder"),
    ids=(),
    naam=(),
    geslacht=None,
    geboorte=None,
    adressen=(),
    telecom=(),
)
NOT_SO = "An entry that is negated or did not happen (negationInd, moodCode) is not carried as if it had"


def rubrieken(contact: Element, notices: Notices) -> Iterator[Waarneming]:
    """All observations of the rubric clusters under a contact, groups within groups included."""
    for pertinent in alle(contact, "pertinentInformation"):
        for cluster in alle(pertinent, "rubricCluster"):
            if een(cluster, "component") is None:
                notices.append(Notice(f"{xml.path(cluster)}/code", "A rubric without any observation is not carried"))
            yield from _cluster(cluster, code(een(cluster, "code")), None, 1, Counter(), notices)


def _cluster(
    cluster: Element, rubric: Code | None, group: Code | None, number: int, seen: Counter[str], notices: Notices
) -> Iterator[Waarneming]:
    for component in alle(cluster, "component"):
        for element in alle(component, "observation"):
            found = observation(element, notices, rubric=rubric, group=group, number=number)
            if found is not None:
                yield found
        for inner in alle(component, "groupCluster"):
            named = code(een(inner, "code"))
            seen[named.code if named and named.code else ""] += 1
            count = seen[named.code if named and named.code else ""]
            yield from _cluster(inner, rubric, named, count, seen, notices)


def observation(
    element: Element | None,
    notices: Notices,
    *,
    rubric: Code | None = None,
    group: Code | None = None,
    number: int = 1,
) -> Waarneming | None:
    """One act with code and value; None (and a notice) when it is negated, or nothing says what it is about."""
    if element is None:
        return None
    if is_not_so(element):
        notices.append(Notice(xml.path(element), NOT_SO))
        return None
    about = code(een(element, "code"))
    if about is None or not (about.code or about.tekst or about.naam):
        notices.append(Notice(xml.path(element), "It is not said what was observed (no code); it is not carried"))
        return None
    return Waarneming(
        code=about,
        waarde=waarde(een(element, "value"), notices),
        plaats=xml.path(element),
        tekst=tekst(een(element, "text")),
        tijd=tijdvak(een(element, "effectiveTime"), notices),
        methode=personen.soort(een(element, "methodCode")),
        zijde=personen.soort(een(element, "targetSiteCode")),
        over=personen.eerste_rol(een(element, "subject"), notices),
        bron=personen.eerste_rol(een(element, "informant"), notices),
        uitvoerder=personen.zorgverlener(een(element, "performer", "assignedEntity"))
        or personen.zorgverlener(een(element, "performer", "assignedPerson")),
        locatie=personen.soort(een(element, "location", "serviceDeliveryLocation", "code")),
        rubriek=rubric,
        groep=group,
        groep_nr=number,
    )


def is_not_so(element: Element) -> bool:
    return attribuut(element, "negationInd") == "true" or attribuut(element, "moodCode") not in {None, "EVN"}


def losse(container: Element, notices: Notices) -> Iterator[Waarneming]:
    """Every act under a container that has a code with a value or text, whatever its name: newborn, pregnancy, plan."""
    for element in container.iter(f"{{{HL7}}}*"):
        if not is_los(element):
            continue
        found = observation(element, notices)
        if found is not None:
            yield replace(found, over=found.over or _over(element, container, notices))


def _over(element: Element, container: Element, notices: Notices) -> Betrokkene | None:
    """Whom an act is about when an act around it says so; a pregnancy is the mother's."""
    around = element.getparent()
    while around is not None and around is not container:
        who = personen.eerste_rol(een(around, "subject"), notices)
        if who is not None:
            return who
        if xml.local(around) == "pregnancyCondition":
            return MOTHER
        around = around.getparent()
    return None


def is_los(element: Element) -> bool:
    """Whether an element is an act with a code and a value or text of its own."""
    return een(element, "code") is not None and (
        een(element, "value") is not None or tekst(een(element, "text")) is not None
    )
