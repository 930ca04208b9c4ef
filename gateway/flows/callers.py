"""Who asks: as a decision takes them (a seat), as the log names them, and under whose eyes a handle is made."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from gateway.consent.gate import Seat
from gateway.flows.house import House
from gateway.registry import relations
from gateway.stages.decided import Caller
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
FOR_CLIENT = "vertegenwoordiger"  # who reads or does something in place of the client


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
