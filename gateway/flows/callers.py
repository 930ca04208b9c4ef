"""Who asks: made from what is registered, as a decision takes them (a seat), and under whose eyes a handle is made."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from gateway.auth import development
from gateway.consent.gate import Seat
from gateway.errors import NotAuthenticated
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import basedata, clients, parties, relations
from gateway.registry.names import display_name
from gateway.registry.parties import Connector, Professional
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.vocabulary import OrgType, Purpose

PURPOSE_OF_ROLE: Mapping[str, Purpose] = {
    "wmo-consulent": "SUPPORT",
    "jeugdprofessional": "SUPPORT",
    "regisseur": "CAREMGT",
    "arrangeur": "CAREMGT",
    "mantelzorger": "CAREMGT",
}
PURPOSE_OF_ORGTYPE: Mapping[OrgType, Purpose] = {
    "gemeente": "SUPPORT",
    "jeugdhulp": "SUPPORT",
    "welzijn": "CAREMGT",
}
WORK = {
    "huisarts": "huisarts",
    "wijkverpleegkundige": "wijkverpleegkundige",
    "verzorgende": "verzorgende",
    "wmo-consulent": "Wmo-consulent",
    "jeugdprofessional": "jeugdhulpverlener",
    "jeugdarts": "jeugdarts",
    "mantelzorger": "mantelzorger",
    "regisseur": "regisseur",
    "arrangeur": "arrangeur",
    "privacy-officer": "privacy officer",
    "terminologiebeheerder": "terminologiebeheerder",
    "operator": "beheerder",
    "baliemedewerker": "baliemedewerker",
}
FOR_CLIENT = "vertegenwoordiger"  # who reads or does something in place of the client


def of_professional(professional: Professional, granted: tuple[str, ...] = ()) -> Caller:
    """A registered professional as somebody who asks: who they are when they log in, and in whose eyes to look."""
    organisation = professional.organisation
    return Caller(
        person=professional.id,
        name=professional.name,
        org=organisation.id,
        org_name=organisation.name,
        orgtype=organisation.orgtype,
        roles=(RoleAt(professional.role, organisation.id),),
        scopes=granted,
    )


def of_system(connector: Connector, granted: tuple[str, ...] = ()) -> Caller:
    """A care system as a caller: it acts for its organisation and for nobody in person."""
    organisation = connector.organisation
    return Caller(
        person=None,
        name=connector.name,
        org=organisation.id,
        org_name=organisation.name,
        orgtype=organisation.orgtype,
        connector=connector.id,
        via="koppeling",
        scopes=granted,
    )


def registered(house: House, session: Session, kind: str, id_: str) -> Caller:
    """A registered professional, or a client by id, as somebody who asks. Raises NotAuthenticated for nobody."""
    if kind != "client":
        return _professional(session, id_)
    if not clients.exists(session, id_):
        raise NotAuthenticated("client-gone", "This person is not known here")
    patient, _remarks = basedata.leading(session, house.keyring, id_)
    return Caller(person=id_, name=display_name(patient), org=None, org_name=None, orgtype=None, client=id_)


def of_persona(house: House, session: Session, kind: str, id_: str, granted: tuple[str, ...] = ()) -> Caller:
    """A persona of the development login; a client among them is made when they first ask. Raises NotAuthenticated."""
    if kind == "client":
        persona = next((c for c in development.town()["client"] if c["id"] == id_), None)
        if persona is None:
            raise NotAuthenticated("persona-unknown", "No such persona")
        client = clients.find_or_make(session, house.vault, Bsn(persona["bsn"]), house.now())
        return Caller(
            person=client,
            name=persona["name"],
            org=None,
            org_name=None,
            orgtype=None,
            client=client,
            scopes=granted,
        )
    return _professional(session, id_, granted)


def _professional(session: Session, id_: str, granted: tuple[str, ...] = ()) -> Caller:
    professional = parties.professional(session, id_)
    if professional is None:
        raise NotAuthenticated("persona-unknown", "This person is not registered")
    return of_professional(professional, granted)


def seat(house: House, session: Session, caller: Caller, client: str, purpose: Purpose | None = None) -> Seat:
    """A caller with what counts for a decision: relations to this client, and one purpose."""
    return Seat(
        caller=caller,
        relations=relations.kinds(session, client, caller, house.today()),
        purpose=purpose or purpose_of(caller),
    )


def purpose_of(caller: Caller) -> Purpose:
    """What somebody in this role reads a record for, unless said otherwise."""
    for held in caller.roles:
        if held.role in PURPOSE_OF_ROLE:
            return PURPOSE_OF_ROLE[held.role]
    return PURPOSE_OF_ORGTYPE.get(caller.orgtype, "TREAT") if caller.orgtype else "TREAT"


def is_self(caller: Caller) -> bool:
    """The client, and not somebody who decides for them (flows/behalf.py)."""
    return caller.client is not None and caller.person in {None, caller.client}


def viewer(caller: Caller) -> str:
    """Under whose eyes a handle is made: the person, else the organisation's system."""
    return f"person:{caller.person}" if caller.person else f"org:{caller.org}"
