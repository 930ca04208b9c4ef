"""EpisodesOfCare of a provider as a 305 or 307: that support started, or stopped."""

from __future__ import annotations

from typing import Any

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.policy import VERWIJDEREN
from gateway.mappings.istandaarden.uitgaand import nummers, persoon, producten
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import code, dag, dag_of_niets
from gateway.sources.istandaarden.bericht import Client305, Client307, StartProduct, StopProduct, Wet

SOORTEN = frozenset({"EpisodeOfCare"})
EERSTE = "1"
VERWIJDERD = "entered-in-error"


def begonnen(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Client305:
    episodes, patient = _episodes(bundel, kind)
    return Client305(
        **persoon.kern(patient, volledig=False),
        start_producten=tuple(_start(each, law, partijen) for each in episodes),
    )


def gestopt(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Client307:
    episodes, patient = _episodes(bundel, kind)
    return Client307(
        **persoon.kern(patient, volledig=False),
        stop_producten=tuple(_stop(each, law, partijen) for each in episodes),
    )


def _episodes(bundel: Bundel, kind: str) -> tuple[list[Stuk], Stuk]:
    found = bundel.nodige("EpisodeOfCare", kind)
    return found, bundel.een_client([(each, "patient") for each in found], kind)


def _start(episode: Stuk, law: Wet, partijen: Partijen) -> StartProduct:
    """One that was entered in error takes back the start that was sent."""
    verwijderd = episode.tekst("status") == VERWIJDERD
    return StartProduct(**_levering(episode, law, partijen), status_aanlevering=VERWIJDEREN if verwijderd else EERSTE)


def _stop(episode: Stuk, law: Wet, partijen: Partijen) -> StopProduct:
    """One that goes on again takes back the stop that was sent, when it says which."""
    if episode.tekst("status") == VERWIJDERD:
        episode.weiger("This takes back a start, not a stop", "send a 305", "status")
    gedeeld = _levering(episode, law, partijen)
    was = episode.extensie(systems.EXT_VERWIJDERDE_STOP)
    if was is not None:
        reden = _deel(was, "reden").nodig("valueCodeableConcept", "RedenBeeindiging")
        return StopProduct(
            **gedeeld,
            reden_beeindiging=_reden(reden, law),
            einddatum=dag(_deel(was, "einddatum"), "valueDate", "Einddatum"),
            status_aanlevering=VERWIJDEREN,
        )
    told = episode.extensie(systems.EXT_REDEN_BEEINDIGING)
    if told is None:
        episode.mist("extension", "RedenBeeindiging", f"give {systems.EXT_REDEN_BEEINDIGING}")
    return StopProduct(
        **gedeeld,
        reden_beeindiging=_reden(told.nodig("valueCodeableConcept", "RedenBeeindiging"), law),
        einddatum=dag(episode.nodig("period", "Einddatum"), "end", "Einddatum"),
        status_aanlevering=EERSTE,
    )


def _levering(episode: Stuk, law: Wet, partijen: Partijen) -> dict[str, Any]:
    """What a start and a stop have in common."""
    partijen.aanbieder(episode.nodig("managingOrganization", "the aanbieder"))
    gemeente = episode.extensie(systems.EXT_GEMEENTE)
    if gemeente is not None:
        partijen.gemeente(gemeente.nodig("valueReference", "the gemeente"))
    types, referrals = episode.stukken("type"), episode.stukken("referralRequest")
    for several in (types, referrals):
        if len(several) > 1:
            several[1].weiger("A delivery is of one product and one allocation", "send an EpisodeOfCare for each")
    since = episode.extensie(systems.EXT_TOEWIJZING_INGANGSDATUM)
    return {
        "toewijzing_nummer": nummers.verwezen(referrals[0], law, partijen) if referrals else None,
        "product": producten.product(types[0], law) if types else None,
        "toewijzing_ingangsdatum": dag_of_niets(since, "valueDate") if since is not None else None,
        "begindatum": dag(episode.nodig("period", "Begindatum"), "start", "Begindatum"),
    }


def _reden(concept: Stuk, law: Wet) -> str:
    """Code 31 says something else in each law: the system says of which it is."""
    return code(concept, systems.reden_beeindiging(law), codelijsten.REDEN_BEEINDIGING[law], "RedenBeeindiging")


def _deel(extension: Stuk, name: str) -> Stuk:
    found = extension.extensie(name)
    return found if found is not None else extension.mist("extension", name)
