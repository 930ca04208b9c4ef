"""The child, the people around it, and the professionals and organisations, as a dossier names them.

Whose dossier it is says `careProvisionEvent/subject/patient` and nothing else: a parent's BSN stays a parent's.
"""

from __future__ import annotations

from collections.abc import Iterator

from gateway.sources.hl7v3.elementen import (
    Notices,
    alle,
    attribuut,
    code,
    delen,
    een,
    identificatie,
    moment,
    periode,
    tekst,
)
from gateway.sources.hl7v3.model import Adres, Code, Deel, Id, Telecom
from gateway.sources.jgz.model import Betrokkene, Client, Organisatie, Zorgverlener
from gateway.wire.xml import Element

URA = "2.16.528.1.1007.3.3"
# A role around a person, and the element in it that is the person (COCT_MT050000NL02, MT910000NL02, MT040200NL).
ROLES = {
    "personalRelationship": ("relationshipHolder1", "relationshipHolder"),
    "guardian": ("guardianPerson",),
    "careGiver": ("careGiverPerson", "careGiverRelatedPerson"),
    "contactParty": ("contactPerson",),
    "responsibleParty": ("agentPerson",),
}


def client(patient: Element, notices: Notices) -> Client:
    person = een(patient, "patientPerson")
    birth = moment(een(person, "birthTime"), notices)
    names = [parts for element in _alle(person, "name") if (parts := delen(element))]
    place = een(person, "birthPlace", "addr")
    return Client(
        ids=ids(patient),
        naam=names[0] if names else (),
        andere_namen=tuple(names[1:]),
        adressen=_adressen(patient, person),
        telecom=_telecom(patient, person),
        geslacht=attribuut(een(person, "administrativeGenderCode"), "code"),
        geboorte=birth.partition("T")[0] if birth else None,
        geboorteplaats=Adres(delen(place), attribuut(place, "use")) if place is not None else None,
        overleden=_overleden(person, notices),
        betrokkenen=tuple(_rondom(person, notices)),
    )


def _overleden(person: Element | None, notices: Notices) -> str | bool | None:
    said = attribuut(een(person, "deceasedInd"), "value")
    return moment(een(person, "deceasedTime"), notices) or (said == "true" if said in {"true", "false"} else None)


def _rondom(person: Element | None, notices: Notices) -> Iterator[Betrokkene]:
    """Parents, guardians, carers and contacts, and the members of the household (asMember/group/member)."""
    for name in ROLES:
        for role in _alle(person, name):
            yield betrokkene(role, notices)
    for membership in _alle(person, "asMember"):
        for group in alle(membership, "group"):
            for member in alle(group, "member"):
                yield _persoon(member, een(member, "memberPerson"), notices)


def betrokkene(role: Element, notices: Notices) -> Betrokkene:
    """A role such as personalRelationship or responsibleParty with the person in it."""
    holders = (een(role, name) for names in ROLES.values() for name in names)
    return _persoon(role, next((holder for holder in holders if holder is not None), None), notices)


def eerste_rol(parent: Element | None, notices: Notices) -> Betrokkene | None:
    """The one person-playing role under a participation, None when it has none."""
    if parent is None:
        return None
    return next((betrokkene(role, notices) for name in ROLES for role in alle(parent, name)), None)


def _persoon(role: Element, person: Element | None, notices: Notices) -> Betrokkene:
    birth = moment(een(person, "birthTime"), notices)
    begin, end = periode(een(role, "effectiveTime"), notices)
    names = [parts for element in _alle(person, "name") if (parts := delen(element))]
    return Betrokkene(
        relatie=soort(een(role, "code")),
        ids=tuple(dict.fromkeys((*ids(role), *ids(person), *ids(een(person, "asOtherIDs"))))),
        naam=names[0] if names else (),
        geslacht=attribuut(een(person, "administrativeGenderCode"), "code"),
        geboorte=birth.partition("T")[0] if birth else None,
        adressen=_adressen(role, person),
        telecom=_telecom(role, person),
        vanaf=begin,
        tot=end,
    )


def zorgverlener(entity: Element | None) -> Zorgverlener | None:
    """An assignedEntity (or assignedPerson) with role, person and organisation; None when it says nothing."""
    if entity is None:
        return None
    person = een(entity, "assignedPerson")
    own = ids(entity)
    org = een(entity, "assignedOrganization")
    if org is not None or (own and all(id_.root == URA for id_ in own)):  # the role's number is the organisation's
        named = Organisatie(own, tekst(een(org, "name")), None)
        found = Zorgverlener((), soort(een(entity, "code")), _naam(person), named)
    else:
        org_of = organisatie(een(entity, "representedOrganization"))
        found = Zorgverlener(own, soort(een(entity, "code")), _naam(person), org_of)
    return found if found.ids or found.rol or found.naam or found.organisatie else None


def organisatie(element: Element | None) -> Organisatie | None:
    """An organisation with the part of it (organizationContains) where care was given."""
    if element is None:
        return None
    part = een(element, "organizationContains", "partOrganization")
    found = Organisatie(ids(element), tekst(een(element, "name")), tekst(een(part, "name")))
    return found if found.ids or found.naam or found.locatie else None


def soort(element: Element | None) -> Code | None:
    """A code, or its text where the list has no code for it (nullFlavor OTH); a bare nullFlavor says nothing."""
    found = code(element)
    return found if found and (found.code or found.naam or found.tekst) else None


def ids(element: Element | None) -> tuple[Id, ...]:
    return tuple(found for id_ in _alle(element, "id") if (found := identificatie(id_)) is not None)


def _naam(person: Element | None) -> tuple[Deel, ...]:
    return delen(een(person, "name"))


def _adressen(*holders: Element | None) -> tuple[Adres, ...]:
    found = (Adres(delen(a), attribuut(a, "use")) for holder in holders for a in _alle(holder, "addr"))
    return tuple(adres for adres in found if adres.delen)


def _telecom(*holders: Element | None) -> tuple[Telecom, ...]:
    found = ((attribuut(t, "value"), attribuut(t, "use")) for holder in holders for t in _alle(holder, "telecom"))
    return tuple(Telecom(value, use) for value, use in found if value)


def _alle(element: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if element is None else alle(element, name)
