"""Requests of a provider for new support as a 315: a Task per reference, and the ServiceRequest it is about."""

from __future__ import annotations

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.specification import AGB
from gateway.mappings.istandaarden.uitgaand import nummers, persoon, producten
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import code, dag, dag_of_niets, identificatie, nummer
from gateway.mappings.istandaarden.verzoek import JA
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.verzoek import AangevraagdProduct, Client315, Verwijzer

SOORTEN = frozenset({"Task", "ServiceRequest"})
NEE = "2"


def om_toewijzing(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Client315:
    """The Tasks say to which gemeente, and what is remarked on the client."""
    requests, tasks = bundel.nodige("ServiceRequest", kind), bundel.van_soort("Task")
    about = [(each, "subject") for each in requests] + [(each, "for") for each in tasks]
    patient = bundel.een_client(about, kind)
    asked = tuple(_aangevraagd(each, law, partijen) for each in requests)
    for task in tasks:
        _taak(task, partijen)
    return Client315(
        **persoon.kern(patient, volledig=False),
        aangevraagde_producten=asked,
        gezagsdrager_bekend=_gezagsdrager(tasks),
        commentaar=_commentaar(tasks),
    )


def voorstel(request: Stuk, partijen: Partijen) -> str:
    """What every requested product says: that it is asked, and by whom. Returns the AGB code."""
    if request.tekst("intent") != "proposal":
        request.weiger("What is asked is a proposal", "send an order as a 301", "intent")
    return partijen.aanbieder(request.nodig("requester", "the aanbieder"))


def ja_nee(extension: Stuk | None) -> str | None:
    if extension is None:
        return None
    return JA if extension.kaal("valueBoolean") else NEE


def _taak(task: Stuk, partijen: Partijen) -> None:
    partijen.gemeente(task.nodig("owner", "the gemeente"))
    if task.stuk("requester") is not None:
        partijen.aanbieder(task.nodig("requester", "the aanbieder"))


def _aangevraagd(request: Stuk, law: Wet, partijen: Partijen) -> AangevraagdProduct:
    aanbieder = voorstel(request, partijen)
    period = request.nodig("occurrencePeriod", "ToewijzingIngangsdatum")
    omvang, budget = producten.hoeveel(request)
    raamcontract = ja_nee(request.extensie(systems.EXT_RAAMCONTRACT))
    since = request.extensie(systems.EXT_BESCHIKKING_INGANGSDATUM)
    verwijzer = request.extensie(systems.EXT_VERWIJZER)
    notes = request.stukken("note")
    if len(notes) > 1:
        notes[1].weiger("A requested product has one Commentaar", "give one note")
    return AangevraagdProduct(
        referentie_aanbieder=nummers.referentie(request, aanbieder)
        or request.mist("identifier", f"ReferentieAanbieder ({systems.referentie_aanbieder(aanbieder)})"),
        toewijzing_ingangsdatum=dag(period, "start", "ToewijzingIngangsdatum"),
        verwijzer=_verwijzer(verwijzer)
        if verwijzer is not None
        else request.mist("extension", "Verwijzer", f"give {systems.EXT_VERWIJZER}"),
        beschikking_nummer=_beschikking(request),
        product=producten.product_of_budget(request.nodig("code", "Product"), law),
        beschikking_ingangsdatum=dag_of_niets(since, "valueDate") if since is not None else None,
        toewijzing_einddatum=dag_of_niets(period, "end"),
        omvang=omvang,
        budget=budget,
        raamcontract=raamcontract,
        commentaar=notes[0].tekst("text") if notes else None,
    )


def _beschikking(request: Stuk) -> int | None:
    decided = request.stukken("basedOn")
    if not decided:
        return None
    if len(decided) > 1:
        decided[1].weiger("A requested product has one Beschikking", "name one")
    identifier = decided[0].nodig("identifier", "BeschikkingNummer")
    if not (identifier.tekst("system") or "").startswith(systems.beschikking("")):
        identifier.mist("system", f"BeschikkingNummer ({systems.beschikking('')}GEMEENTE)")
    return nummer(identifier.nodige_tekst("value", "BeschikkingNummer"), identifier, "value", "BeschikkingNummer")


def _verwijzer(told: Stuk) -> Verwijzer:
    soort, name, number = told.extensie("type"), told.extensie("naam"), told.extensie("zorgverlener")
    if soort is None:
        told.mist("extension", "Verwijzer/Type")
    concept = soort.nodig("valueCodeableConcept", "Verwijzer/Type")
    return Verwijzer(
        type=code(concept, systems.TYPE_VERWIJZER, codelijsten.TYPE_VERWIJZER, "Verwijzer/Type"),
        naam=name.tekst("valueString") if name is not None else None,
        zorgverlener_code=identificatie(number, "valueIdentifier", AGB) if number is not None else None,
    )


def _gezagsdrager(tasks: list[Stuk]) -> str | None:
    said = [each for task in tasks if (each := task.extensie(systems.EXT_GEZAGSDRAGER_BEKEND)) is not None]
    if len({each.kaal("valueBoolean") for each in said}) > 1:
        said[-1].weiger("GezagsdragerBekend is said of the client, once", "say the same on each Task")
    return ja_nee(said[0]) if said else None


def _commentaar(tasks: list[Stuk]) -> str | None:
    """What is remarked on the client stands on each Task."""
    notes = [note for task in tasks for note in task.stukken("note")]
    if len({note.tekst("text") for note in notes}) > 1:
        notes[-1].weiger("A client has one Commentaar", "say the same on each Task")
    return notes[0].tekst("text") if notes else None
