"""Gathers what earlier messages, registers and the clock say of what an iWmo or iJw message is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gateway.flows.istandaarden_archief import Archief
from gateway.flows.istandaarden_prestaties import find, granted
from gateway.intake import berichten, deliveries
from gateway.registry import clients, parties, tarieven
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.berichten import ClientBericht, Heenbericht, bsns
from gateway.sources.istandaarden.declaratie import Bericht323, Bericht325
from gateway.sources.istandaarden.kennis import ClientKennis, DeclaratieKennis, Kennis, Tarief
from gateway.sources.istandaarden.prestaties import Ingediend
from gateway.sources.istandaarden.stand import fold, referenties
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


def _lock(archief: Archief, bericht: Heenbericht) -> None:
    """In one order, so that two claims about the same clients cannot wait for each other."""
    known = {find(archief, bsn) for bsn in bsns(bericht)}
    if isinstance(bericht, Bericht319):
        asked = archief.verzoek(bericht.law, bericht.header, bericht.antwoord.referentie_aanbieder)
        known = {asked.client_id or None} if asked else set()
    for client in sorted(client for client in known if client is not None):
        clients.lock(archief.session, client)


def _client(archief: Archief, bericht: ClientBericht, known: Kennis) -> Kennis:
    house, session, law, header = archief.house, archief.session, bericht.law, bericht.header
    client = find(archief, bericht.client.bsn)
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
    known = granted(archief, bericht.law, bericht.header, client, bericht.client.bsn)
    return Ingediend(known).toewijzingen()


def _declaratie(archief: Archief, bericht: Bericht323) -> DeclaratieKennis:
    house, session, law, header = archief.house, archief.session, bericht.law, bericht.header
    gemeente, aanbieder = header.gemeente.value, header.aanbieder.value
    claimed = bericht.declaratie
    used = (p.referentie_nummer for client in claimed.clienten for p in client.prestaties)
    return DeclaratieKennis(
        clienten=_Klanten(archief, bericht),
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


class _Klanten(Mapping[str, ClientKennis]):
    """What is known of each client, gathered when it is asked: of thousands at once it would not fit."""

    def __init__(self, archief: Archief, bericht: Bericht323) -> None:
        self._archief, self._bericht = archief, bericht
        self._bsns = dict.fromkeys(client.bsn for client in bericht.declaratie.clienten)

    def __getitem__(self, bsn: str) -> ClientKennis:
        if bsn not in self._bsns:
            raise KeyError
        return _klant(self._archief, self._bericht, bsn)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bsns)

    def __len__(self) -> int:
        return len(self._bsns)


def _klant(archief: Archief, bericht: Bericht323, bsn: str) -> ClientKennis:
    """Allocations of this gemeente to this aanbieder alone: a claim on another's is a claim on none (TR338)."""
    header = bericht.header
    client = find(archief, bsn)
    state = fold(archief.stand(client, bericht.law))
    ours = (header.gemeente.value, header.aanbieder.value)
    return ClientKennis(
        bekend=state.bekend,
        toewijzingen={
            number: product
            for (gemeente, number), product in state.toewijzingen.items()
            if (gemeente, state.aanbieders[gemeente, number]) == ours
        },
        prestaties=granted(archief, bericht.law, header, client, bsn),
    )
