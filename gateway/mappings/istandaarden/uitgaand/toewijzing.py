"""ServiceRequests of a gemeente, with the client, relations and legal situation, as a 301."""

from __future__ import annotations

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.specification import REPRESENTATION, REPRESENTATIONS
from gateway.mappings.istandaarden.uitgaand import nummers, persoon, producten
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.contacten import contacten
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import code, codering, dag, dag_of_niets, moment_van, terug
from gateway.sources.istandaarden.bericht import Client301, ToegewezenProduct, Wet

SOORTEN = frozenset({"ServiceRequest", "RelatedPerson", "Condition"})


def client(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Client301:
    requests = bundel.nodige("ServiceRequest", kind)
    related, conditions = bundel.van_soort("RelatedPerson"), bundel.van_soort("Condition")
    about = [(each, "subject") for each in (*requests, *conditions)] + [(each, "patient") for each in related]
    patient = bundel.een_client(about, kind)
    toegewezen = tuple(_toegewezen(each, law, partijen) for each in requests)
    gemeente = next(iter(partijen.gemeenten))
    status, vertegenwoordiging = _juridisch(conditions)
    return Client301(
        **persoon.kern(patient, volledig=True),
        contactgegevens=contacten(patient),
        toegewezen_producten=toegewezen,
        communicatie=persoon.communicatie(patient),
        juridische_status=status,
        wettelijke_vertegenwoordiging=vertegenwoordiging,
        commentaar=_over_client(requests),
        relaties=tuple(persoon.relatie(each, law, gemeente) for each in related),
    )


def _toegewezen(request: Stuk, law: Wet, partijen: Partijen) -> ToegewezenProduct:
    if request.tekst("intent") != "order":
        request.weiger("An allocation is an order", "send a proposal as a 315", "intent")
    partijen.gemeente(request.nodig("requester", "the gemeente"))
    performers = request.stukken("performer")
    if len(performers) != 1:
        request.mist("performer", "one aanbieder")
    aanbieder = partijen.aanbieder(performers[0])
    datum, tijd = moment_van(request, "authoredOn", "Toewijzingsdatum")
    period = request.nodig("occurrencePeriod", "Ingangsdatum")
    omvang, budget = producten.hoeveel(request)
    notes = [note for note in request.stukken("note") if note.extensie(systems.EXT_OVER_CLIENT) is None]
    if len(notes) > 1:
        notes[1].weiger("An allocation has one Commentaar", "give one note")
    return ToegewezenProduct(
        toewijzing_nummer=nummers.van_opdracht(request, law, partijen),
        toewijzingsdatum=datum,
        toewijzingstijd=tijd,
        ingangsdatum=dag(period, "start", "Ingangsdatum"),
        einddatum=dag_of_niets(period, "end"),
        referentie_aanbieder=nummers.referentie(request, aanbieder),
        product=producten.product_of_budget(request.nodig("code", "Product"), law),
        reden_wijziging=_reden(request, law),
        omvang=omvang,
        budget=budget,
        commentaar=notes[0].tekst("text") if notes else None,
    )


def _reden(request: Stuk, law: Wet) -> str | None:
    told = request.extensie(systems.EXT_REDEN_WIJZIGING)
    if told is None:
        return None
    concept = told.nodig("valueCodeableConcept", "RedenWijziging")
    return code(concept, systems.reden_wijziging(law), codelijsten.REDEN_WIJZIGING, "RedenWijziging")


def _over_client(requests: list[Stuk]) -> str | None:
    """The remark on the client, which stands with each allocation."""
    notes = [
        note
        for request in requests
        for note in request.stukken("note")
        if note.extensie(systems.EXT_OVER_CLIENT) is not None
    ]
    texts = {note.tekst("text") for note in notes}
    if len(texts) > 1:
        notes[-1].weiger("A client has one Commentaar", "say the same with each allocation, or say it once")
    return notes[0].tekst("text") if notes else None


def _juridisch(conditions: list[Stuk]) -> tuple[str | None, str | None]:
    """JuridischeStatus and WettelijkeVertegenwoordiging; of each at most one."""
    status: str | None = None
    vertegenwoordiging: str | None = None
    for condition in conditions:
        concept = condition.nodig("code", "JuridischeStatus")
        legal, national = codering(concept, systems.JURIDISCHE_STATUS), codering(concept, REPRESENTATION)
        represented = codering(concept, systems.VERTEGENWOORDIGING) or terug(REPRESENTATIONS, national or "")
        if legal in codelijsten.JURIDISCHE_STATUS and status is None:
            status = legal
        elif represented in codelijsten.VERTEGENWOORDIGING and vertegenwoordiging is None:
            vertegenwoordiging = represented
        else:
            condition.weiger(
                "A 301 says one JuridischeStatus and one WettelijkeVertegenwoordiging, and no other condition",
                f"use {systems.JURIDISCHE_STATUS} or {systems.VERTEGENWOORDIGING}",
                "code",
            )
    return status, vertegenwoordiging
