"""Gathers what earlier messages, registers and the clock say of what an iWmo or iJw message is judged by."""

from __future__ import annotations

from dataclasses import replace

from gateway.errors import Rejected
from gateway.flows.house import House
from gateway.flows.istandaarden_archief import Archief
from gateway.identifiers import Bsn
from gateway.intake import berichten, deliveries
from gateway.registry import clients, parties, tarieven
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import ClientBericht, Heenbericht, bsns
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325, Prestatie
from gateway.sources.istandaarden.kennis import ClientKennis, DeclaratieKennis, Kennis, Tarief
from gateway.sources.istandaarden.prestaties import Ingediend
from gateway.sources.istandaarden.stand import fold, referenties
from gateway.sources.istandaarden.toegekend import toegekend
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317, Bericht319

# The fictional town of the demonstration has a code that CBS assigned to nobody.
DEMO_GEMEENTEN = frozenset({"0999"})


def gather(archief: Archief, bericht: Heenbericht) -> Kennis:
    """Locks the clients the message is about first: their standing must not change while it is judged."""
    _lock(archief, bericht)
    known = kop(archief, bericht)
    match bericht:
        case Bericht319():
            asked = archief.verzoek(bericht.law, bericht.header, bericht.antwoord.referentie_aanbieder)
            client = asked.client_id if asked else None
            return replace(known, state=fold(archief.stand(client or None, bericht.law)))
        case Bericht323():
            return replace(known, declaratie=_declaratie(archief, bericht))
        case _:
            return _client(archief, bericht, known)


def kop(archief: Archief, bericht: Heenbericht | Bericht325) -> Kennis:
    """What the rules on a header ask."""
    house, session, header = archief.house, archief.session, bericht.header
    named = header.bericht_identificatie.identificatie
    registered = (organisation.gemeentecode for organisation in parties.organisations(session))
    demo = DEMO_GEMEENTEN if house.settings.profile == "demo" else frozenset()
    return Kennis(
        identificatie_gebruikt=deliveries.identificatie_used(session, header.afzender_code, bericht.kind, named),
        vandaag=house.today(),
        gemeenten=frozenset(code for code in registered if code) | demo,
    )


def find(house: House, archief: Archief, bsn: str) -> str | None:
    try:
        return clients.find(archief.session, house.vault, Bsn(bsn))
    except Rejected:
        return None  # a BSN that fails the 11-proef is CS002: the rules will say so


def _lock(archief: Archief, bericht: Heenbericht) -> None:
    """In one order, so that two claims about the same clients cannot wait for each other."""
    house = archief.house
    known = {find(house, archief, bsn) for bsn in bsns(bericht)}
    if isinstance(bericht, Bericht319):
        asked = archief.verzoek(bericht.law, bericht.header, bericht.antwoord.referentie_aanbieder)
        known = {asked.client_id or None} if asked else set()
    for client in sorted(client for client in known if client is not None):
        clients.lock(archief.session, client)


def _client(archief: Archief, bericht: ClientBericht, known: Kennis) -> Kennis:
    house, session, law, header = archief.house, archief.session, bericht.law, bericht.header
    client = find(house, archief, bericht.client.bsn)
    known = replace(known, state=fold(archief.stand(client, law)))
    match bericht:
        case Bericht301():
            seen = berichten.named(
                session, house.vault, "verzoek-aan", law, header.gemeente.value, header.aanbieder.value
            )
            return replace(
                known,
                elders=_elders(archief, bericht, client),
                gedeclareerd=_gedeclareerd(archief, bericht, client),
                verzoeken_gezien=bool(seen),
            )
        case Bericht315() | Bericht317():
            scope = (law, header.aanbieder.value)
            return replace(
                known, referenties=berichten.used(session, house.vault, "verzoek", scope, referenties(bericht))
            )
        case _:
            return known


def _elders(archief: Archief, bericht: Bericht301, client: str | None) -> frozenset[int]:
    gemeente = bericht.header.gemeente.value
    owners = {
        product.toewijzing_nummer: clients.allocated_to(
            archief.session, archief.house.vault, bericht.law, gemeente, str(product.toewijzing_nummer)
        )
        for product in bericht.client.toegewezen_producten
    }
    return frozenset(number for number, owner in owners.items() if owner is not None and owner != client)


def _gedeclareerd(archief: Archief, bericht: Bericht301, client: str | None) -> frozenset[int]:
    """Looked up only for a deletion: that is what TR385 is about."""
    if not any(product.verwijderd for product in bericht.client.toegewezen_producten):
        return frozenset()
    return Ingediend(_toegekend(archief, bericht, client, bericht.client.bsn)).toewijzingen()


def _declaratie(archief: Archief, bericht: Bericht323) -> DeclaratieKennis:
    house, session, law, header = archief.house, archief.session, bericht.law, bericht.header
    gemeente, aanbieder = header.gemeente.value, header.aanbieder.value
    claimed = bericht.declaratie
    used = (p.referentie_nummer for client in claimed.clienten for p in client.prestaties)
    return DeclaratieKennis(
        clienten={client.bsn: _klant(archief, bericht, client.bsn) for client in claimed.clienten},
        referenties=berichten.used(session, house.vault, "prestatie", (law, aanbieder), used),
        nummer_gebruikt=bool(
            berichten.named(session, house.vault, "declaratienummer", law, aanbieder, claimed.declaratie_nummer)
        ),
        laatste_periode=berichten.newest(session, house.vault, "declaratieperiode", law, gemeente, aanbieder),
        tarieven=tuple(
            Tarief(c.product_code, c.eenheid, c.tarief, c.vanaf, c.tot)
            for c in tarieven.agreed(session, law, gemeente, aanbieder)
        ),
    )


def _klant(archief: Archief, bericht: Bericht323, bsn: str) -> ClientKennis:
    """Allocations of this gemeente to this aanbieder alone: a claim on another's is a claim on none (TR338)."""
    header = bericht.header
    client = find(archief.house, archief, bsn)
    state = fold(archief.stand(client, bericht.law))
    ours = (header.gemeente.value, header.aanbieder.value)
    return ClientKennis(
        bekend=state.bekend,
        toewijzingen={
            number: product
            for (gemeente, number), product in state.toewijzingen.items()
            if (gemeente, state.aanbieders[gemeente, number]) == ours
        },
        prestaties=_toegekend(archief, bericht, client, bsn),
    )


def _toegekend(
    archief: Archief, bericht: Bericht301 | Bericht323, client: str | None, bsn: str
) -> tuple[Prestatie, ...]:
    """Prestaties of one client at one gemeente that were granted before; of any aanbieder.

    A claim that was sent from here has no answer until its 325 is in: nothing of it is granted before.
    """
    return tuple(
        prestatie
        for row in archief.declaraties(bericht.law, bericht.header, client)
        if (given := archief.antwoorden(row))
        for prestatie in toegekend(archief.message(row).body, given).get(bsn, ())
    )
