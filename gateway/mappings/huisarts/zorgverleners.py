"""Who wrote and who saw: Practitioner, PractitionerRole and Organization, put together from all places in a message.

One place gives only a UZI number, another the name and the organisation under that same number. What no place names
stays a reference by identifier, so that a bare number never replaces a fuller resource of an earlier delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.mappings.hl7v3.elementen import concept, identifier, logical
from gateway.mappings.hl7v3.namen import address, human_name, name_text, telecom
from gateway.mappings.hl7v3.specification import NICTIZ
from gateway.mappings.ids import ii_id
from gateway.sources.hl7v3.model import Code, Id
from gateway.sources.huisarts.model import Organisatie, Zorgverlener
from gateway.stages.delivered import Notice
from gateway.stages.normalised import Resource
from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody a message names, by id; `roles`: by id and code. `notices`: one id, or one role, with two names."""

    people: dict[Id, Zorgverlener]
    organisations: dict[Id, Organisatie]
    roles: dict[tuple[Id, str | None], Code]
    notices: tuple[Notice, ...]

    def complete(self, who: Zorgverlener) -> Zorgverlener:
        """The professional with what other places say about the same id."""
        known = self.people.get(who.id, who) if who.id else who
        org, role = who.organisatie or known.organisatie, who.rol or known.rol
        return Zorgverlener(
            id=who.id,
            rol=self.roles.get((who.id, role.code), role) if who.id and role else role,
            naam=known.naam or who.naam,
            organisatie=self.organisations.get(org.id, org) if org else None,
            andere=known.andere,
        )


def directory(named: Iterable[Zorgverlener], senders: Iterable[Organisatie] = ()) -> Directory:
    """Everybody named in a message; `senders`: organisations named by themselves."""
    everybody = tuple(named)
    people: dict[Id, Zorgverlener] = {}
    organisations: dict[Id, Organisatie] = {}
    notices: list[Notice] = []
    for org in (*(who.organisatie for who in everybody if who.organisatie), *senders):
        known = organisations.get(org.id, org)
        if org.naam and known.naam not in {None, org.naam}:
            notices.append(Notice("Organization", "One organisation id has two names; the first is kept"))
        organisations[org.id] = Organisatie(
            org.id,
            known.naam or org.naam,
            known.adressen or org.adressen,
            known.telecom or org.telecom,
            tuple(dict.fromkeys((*known.andere, *org.andere))),
        )
    for who in everybody:
        if who.id is None:
            continue
        first = people.get(who.id, who)
        if first.naam and who.naam and name_text(first.naam) != name_text(who.naam):
            notices.append(Notice("Practitioner", "One professional's id has two names; the first is kept"))
        people[who.id] = Zorgverlener(
            who.id,
            first.rol or who.rol,
            first.naam or who.naam,
            first.organisatie or who.organisatie,
            tuple(dict.fromkeys((*first.andere, *who.andere))),
        )
    if any(who.andere and not who.naam for who in people.values()):
        notices.append(Notice("Practitioner", "Of a professional without a name only the first id is kept"))
    roles = _roles(everybody, notices)
    return Directory(people, organisations, roles, tuple(dict.fromkeys(notices)))


def _roles(everybody: Iterable[Zorgverlener], notices: list[Notice]) -> dict[tuple[Id, str | None], Code]:
    """The first with a name of each role (a PractitionerRole is one by id, organisation and code)."""
    roles: dict[tuple[Id, str | None], Code] = {}
    for who in everybody:
        if who.id is None or who.rol is None:
            continue
        first = roles.setdefault((who.id, who.rol.code), who.rol)
        if first.stelsel != who.rol.stelsel or (first.naam and who.rol.naam and first.naam != who.rol.naam):
            notices.append(Notice("PractitionerRole", "One role of a professional has two names; the first is kept"))
        elif first.naam is None:
            roles[who.id, who.rol.code] = who.rol
    return roles


def reference(known: Directory, who: Zorgverlener) -> FhirJson:
    """PractitionerRole when role or organisation is known, else Practitioner, else what can be said about them."""
    whole = known.complete(who)
    display = ", ".join(filter(None, (name_text(whole.naam), whole.organisatie.naam if whole.organisatie else None)))
    shown = {"display": display} if display else {}
    if whole.id is None:
        return shown or {"display": "Zorgverlener zonder naam"}
    if whole.rol or whole.organisatie:
        return {"reference": f"PractitionerRole/{_role_id(whole.id, whole)}", "type": "PractitionerRole", **shown}
    return {**_practitioner_reference(whole.id, whole), **shown}


def resources(known: Directory, mentioned: Iterable[Zorgverlener]) -> Iterator[Resource]:
    """The directory resources, each once; they belong to no client."""
    made: dict[str, FhirJson] = {}
    for org in known.organisations.values():
        if org.naam:
            made[f"Organization/{_org_id(org)}"] = _organisation(org)
    for who in mentioned:
        whole = known.complete(who)
        if whole.id and whole.naam:
            made[f"Practitioner/{_person_id(whole.id)}"] = _practitioner(whole.id, whole)
        if whole.id and (whole.rol or whole.organisatie):
            made[f"PractitionerRole/{_role_id(whole.id, whole)}"] = _role(whole.id, whole)
    for content in made.values():
        yield Resource(content=content, subject=None)


def organisation_reference(known: Directory, org: Organisatie) -> FhirJson:
    named = known.organisations.get(org.id, org).naam
    if named is None:
        return logical("Organization", org.id)
    return {"reference": f"Organization/{_org_id(org)}", "type": "Organization", "display": named}


def _person_id(id_: Id) -> str:
    return ii_id(id_.root, id_.extension)


def _org_id(org: Organisatie) -> str:
    return ii_id(org.id.root, org.id.extension)


def _role_id(id_: Id, who: Zorgverlener) -> str:
    org = (who.organisatie.id.extension or who.organisatie.id.root) if who.organisatie else None
    role = who.rol.code if who.rol else None
    return ii_id(id_.root, id_.extension, *filter(None, (org, role)))


def _practitioner_reference(id_: Id, who: Zorgverlener) -> FhirJson:
    if who.naam:
        return {"reference": f"Practitioner/{_person_id(id_)}", "type": "Practitioner"}
    return logical("Practitioner", id_)


def _practitioner(id_: Id, who: Zorgverlener) -> FhirJson:
    return {
        "resourceType": "Practitioner",
        "id": _person_id(id_),
        "meta": {"profile": [f"{NICTIZ}nl-core-HealthProfessional-Practitioner"]},
        "identifier": [identifier(one) for one in (id_, *who.andere)],
        "name": [human_name(who.naam)],
    }


def _role(id_: Id, who: Zorgverlener) -> FhirJson:
    named = {"display": name_text(who.naam)} if who.naam else {}
    made: FhirJson = {
        "resourceType": "PractitionerRole",
        "id": _role_id(id_, who),
        "meta": {"profile": [f"{NICTIZ}nl-core-HealthProfessional-PractitionerRole"]},
        "practitioner": {**_practitioner_reference(id_, who), **named},
    }
    if who.organisatie:
        org = who.organisatie
        made["organization"] = (
            {"reference": f"Organization/{_org_id(org)}", "type": "Organization", "display": org.naam}
            if org.naam
            else logical("Organization", org.id)
        )
    if who.rol:
        made["specialty"] = [concept(who.rol)]
    return made


def _organisation(org: Organisatie) -> FhirJson:
    return {
        "resourceType": "Organization",
        "id": _org_id(org),
        "meta": {"profile": [f"{NICTIZ}nl-core-HealthcareProvider-Organization"]},
        "identifier": [identifier(one) for one in (org.id, *org.andere)],
        **({"name": org.naam} if org.naam else {}),
        **({"telecom": [_business(telecom(one)) for one in org.telecom]} if org.telecom else {}),
        **({"address": addresses} if (addresses := [made for made in map(address, org.adressen) if made]) else {}),
    }


def _business(point: FhirJson) -> FhirJson:
    """An organisation has no home number (FHIR org-3), whatever some systems call its second line."""
    return {name: value for name, value in point.items() if (name, value) != ("use", "home")}
