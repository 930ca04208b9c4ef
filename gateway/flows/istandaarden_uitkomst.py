"""What a return or a Fo01 does to a message that was sent from here: its state, and what counts as never sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from sqlmodel import Session

from gateway.auth import scopes
from gateway.flows import istandaarden_termijnen
from gateway.flows.house import House
from gateway.intake import verzonden
from gateway.intake.tables import DeliveryRow, VerzondenRow
from gateway.intake.verzonden import State
from gateway.registry.parties import Connector
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.berichten import Retour
from gateway.sources.istandaarden.declaratie import Bericht325
from gateway.sources.istandaarden.terugmelding import KlasseOordeel, Terugmelding
from gateway.sources.istandaarden.toegekend import afgewezen, als_geheel_afgewezen


@dataclass(frozen=True, slots=True)
class Deel:
    """Return codes of one part of a message. `plaats`: its element path; `referentie`: of a Prestatie."""

    plaats: str
    codes: tuple[str, ...]
    referentie: str | None = None


def may_answer(sent: VerzondenRow, answering: Connector | None) -> bool:
    """Once, whoever is a party to it."""
    return sent.state == "verzonden" and is_party(sent, answering)


def is_party(sent: VerzondenRow, answering: Connector | None) -> bool:
    """Its receiver, its sender passing on what came in, or a system registered to pass on returns for others."""
    if answering is None:
        return False
    organisation = answering.organisation
    codes = {code for code in (organisation.gemeentecode, organisation.agb) if code}
    return organisation.id == sent.organisation or passes_on(answering) or sent.ontvanger in codes


def passes_on(connector: Connector) -> bool:
    """Whether it is registered to bring what answers the messages of others."""
    return scopes.permits(connector.scopes, "deliveries", "u")


def settle(house: House, session: Session, heen: DeliveryRow, retour: Retour, delivery: str) -> bool:
    """Record the outcome of a message that was sent from here; whether it was, and is rejected."""
    sent = verzonden.find(session, heen.id)
    if sent is None or sent.state != "verzonden":
        return False
    state = outcome(retour)
    verzonden.answered(session, sent, state, delivery, house.now())
    if state != "afgekeurd":
        return False
    code = next((code for deel in delen(retour) for code in deel.codes), None)
    _never_sent(house, session, sent, heen, code)
    return True


def undelivered(
    house: House, session: Session, sent: VerzondenRow, heen: DeliveryRow | None, code: str, delivery: str
) -> None:
    """A message did not get where it was sent to, as the Fo01 in `delivery` says. `heen`: None when it was erased."""
    verzonden.answered(session, sent, "foutbericht", delivery, house.now())
    if heen is not None:
        _never_sent(house, session, sent, heen, code)


def _never_sent(house: House, session: Session, sent: VerzondenRow, heen: DeliveryRow, code: str | None) -> None:
    heen.state, heen.code = "rejected", code
    session.add(heen)
    verzonden.not_received(session, heen.id)
    if heen.client_id:
        law: Wet = "Wmo" if sent.law == "Wmo" else "Jeugdwet"
        istandaarden_termijnen.renew(house, session, law, heen.client_id)


def outcome(retour: Retour) -> State:
    """A claim may be granted in part (IV087); of other messages a broken class rejects the whole."""
    match retour:
        case Terugmelding():
            return "goedgekeurd" if retour.goedgekeurd else "afgekeurd"
        case Bericht325():
            if als_geheel_afgewezen(retour):
                return "afgekeurd"
            return "gedeeltelijk" if afgewezen(retour) else "goedgekeurd"
        case _:
            assert_never(retour)


def delen(retour: Retour) -> Iterator[Deel]:
    """Every part that carries a code which says what is wrong."""
    match retour:
        case Terugmelding():
            classes = (KlasseOordeel("Header", retour.retourcodes), *retour.klassen)
            yield from (Deel(klasse.plaats, klasse.fouten) for klasse in classes if klasse.fouten)
        case Bericht325():
            yield from _delen_van_antwoord(retour)
        case _:
            assert_never(retour)


def _delen_van_antwoord(retour: Bericht325) -> Iterator[Deel]:
    geheel = als_geheel_afgewezen(retour)
    if geheel:
        yield Deel("Header" if retour.antwoord is None else "DeclaratieAntwoord", geheel)
    for number, client in enumerate(retour.antwoord.clienten if retour.antwoord else (), start=1):
        plaats = f"DeclaratieAntwoord/Clienten/Client[{number}]"
        found = KlasseOordeel(plaats, client.retourcodes)
        if found.fouten:
            yield Deel(plaats, found.fouten)
        for count, back in enumerate(client.prestaties, start=1):
            where = f"{plaats}/Prestaties/Prestatie[{count}]"
            yield Deel(where, back.retourcodes, back.prestatie.referentie_nummer)
