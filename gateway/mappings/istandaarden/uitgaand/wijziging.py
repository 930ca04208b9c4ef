"""A request of a provider to change support as a 317: one Task, with all that stays, changes or is new."""

from __future__ import annotations

from typing import Any

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.uitgaand import nummers, producten
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel, bsn
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.verzoek import voorstel
from gateway.mappings.istandaarden.uitgaand.waarden import code, codering, dag, dag_of_niets
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.verzoek import (
    Client317,
    NieuwProduct,
    OngewijzigdProduct,
    TeWijzigenProduct,
    Verzoek,
)


def om_wijziging(bundel: Bundel, law: Wet, kind: str, partijen: Partijen) -> Client317:
    """What replaces an allocation changes it, anything else that is wanted is new."""
    tasks, requests = bundel.nodige("Task", kind), bundel.van_soort("ServiceRequest")
    if len(tasks) > 1:
        tasks[1].weiger(f"A {kind} is one request", "send a message for each")
    task = tasks[0]
    about = [(task, "for"), *((each, "subject") for each in requests)]
    patient = bundel.een_client(about, kind)
    partijen.gemeente(task.nodig("owner", "the gemeente"))
    aanbieder = partijen.aanbieder(task.nodig("requester", "the aanbieder"))
    reden = task.nodig("reasonCode", "RedenVerzoek")
    for request in requests:
        voorstel(request, partijen)
    changing = [each for each in requests if "replaces" in each]
    return Client317(
        bsn=bsn(patient),
        verzoek=Verzoek(
            referentie_aanbieder=nummers.referentie(task, aanbieder)
            or task.mist("identifier", f"ReferentieAanbieder ({systems.referentie_aanbieder(aanbieder)})"),
            reden_verzoek=code(reden, systems.REDEN_VERZOEK, codelijsten.REDEN_VERZOEK, "RedenVerzoek"),
            ongewijzigde_producten=tuple(_ongewijzigd(task, law, partijen)),
            te_wijzigen_producten=tuple(_wijziging(each, law, partijen) for each in changing),
            nieuwe_producten=tuple(_nieuw(each, law) for each in requests if each not in changing),
        ),
    )


def _ongewijzigd(task: Stuk, law: Wet, partijen: Partijen) -> list[OngewijzigdProduct]:
    """The inputs that are kept; those that are wanted are the ServiceRequests of the Bundle."""
    found = []
    for part in task.stukken("input"):
        named = codering(part.nodig("type", "what it is"), systems.VERZOEKDEEL)
        if named == "ongewijzigd":
            reference = part.nodig("valueReference", "ToewijzingNummer")
            found.append(OngewijzigdProduct(nummers.verwezen(reference, law, partijen)))
        elif named != "gewenst":
            part.weiger("A request takes in what is wanted and what stays", f"use a code of {systems.VERZOEKDEEL}")
    return found


def _wijziging(request: Stuk, law: Wet, partijen: Partijen) -> TeWijzigenProduct:
    replaced = request.stukken("replaces")
    if len(replaced) > 1:
        replaced[1].weiger("A change is of one allocation", "send a ServiceRequest for each")
    return TeWijzigenProduct(toewijzing_nummer=nummers.verwezen(replaced[0], law, partijen), **_gewenst(request))


def _nieuw(request: Stuk, law: Wet) -> NieuwProduct:
    return NieuwProduct(product=producten.product_of_budget(request.nodig("code", "Product"), law), **_gewenst(request))


def _gewenst(request: Stuk) -> dict[str, Any]:
    period = request.nodig("occurrencePeriod", "GewensteIngangsdatum")
    omvang, budget = producten.hoeveel(request)
    return {
        "gewenste_ingangsdatum": dag(period, "start", "GewensteIngangsdatum"),
        "einddatum": dag_of_niets(period, "end"),
        "omvang": omvang,
        "budget": budget,
    }
