"""What became of the Prestaties of a claim (323), read from its answers (325): granted is what was not sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.sources.istandaarden.declaratie import AfgewezenPrestatie, Bericht323, Bericht325, Prestatie
from gateway.sources.istandaarden.regels_declaratie import VOLLEDIG_TOEGEWEZEN
from gateway.sources.istandaarden.terugmelding import IN_ORDE


def als_geheel_afgewezen(antwoord: Bericht325) -> tuple[str, ...]:
    """The codes by which a claim is rejected as a whole, and counts as not sent; none when it was processed."""
    if antwoord.antwoord is None:
        return tuple(code for code in antwoord.retourcodes if code != IN_ORDE)
    return tuple(code for code in antwoord.antwoord.retourcodes if code not in {IN_ORDE, VOLLEDIG_TOEGEWEZEN})


def afgewezen(antwoord: Bericht325) -> Mapping[tuple[str, str, str | None], AfgewezenPrestatie]:
    """What was sent back, by BSN and ProductReferentie."""
    clienten = antwoord.antwoord.clienten if antwoord.antwoord else ()
    return {(client.bsn, *referentie(found.prestatie)): found for client in clienten for found in client.prestaties}


def toegekend(bericht: Bericht323, antwoorden: Iterable[Bericht325]) -> dict[str, tuple[Prestatie, ...]]:
    """The Prestaties that no answer rejected, by BSN."""
    given = tuple(antwoorden)
    if any(als_geheel_afgewezen(antwoord) for antwoord in given):
        return {}
    back = {key for antwoord in given for key in afgewezen(antwoord)}
    found: dict[str, tuple[Prestatie, ...]] = {}
    for client in bericht.declaratie.clienten:
        granted = tuple(p for p in client.prestaties if (client.bsn, *referentie(p)) not in back)
        found[client.bsn] = (*found.get(client.bsn, ()), *granted)
    return found


def referentie(prestatie: Prestatie) -> tuple[str, str | None]:
    """ProductReferentie: the key of a Prestatie within its client."""
    return prestatie.referentie_nummer, prestatie.vorig_referentie_nummer
