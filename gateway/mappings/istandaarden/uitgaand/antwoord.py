"""What a gemeente answers to a request as a 319: the Task of that request, with its answer. It names no client."""

from __future__ import annotations

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.uitgaand import nummers
from gateway.mappings.istandaarden.uitgaand.bundel import Bundel
from gateway.mappings.istandaarden.uitgaand.partijen import Partijen
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import code, codering, identificatie
from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.verzoek import Antwoord

# The request itself may stand beside its Task: the Task points at it.
SOORTEN = frozenset({"Task", "ServiceRequest"})


def antwoord(bundel: Bundel, _law: Wet, kind: str, partijen: Partijen) -> Antwoord:
    tasks = bundel.nodige("Task", kind)
    if len(tasks) > 1:
        tasks[1].weiger(f"A {kind} answers one request", "send a message for each")
    task = tasks[0]
    partijen.gemeente(task.nodig("owner", "the gemeente"))
    aanbieder = partijen.aanbieder(task.nodig("requester", "the aanbieder"))
    given = task.nodig("businessStatus", "VerzoekAntwoord")
    why = task.stuk("statusReason")
    return Antwoord(
        referentie_aanbieder=nummers.referentie(task, aanbieder)
        or task.mist("identifier", f"ReferentieAanbieder ({systems.referentie_aanbieder(aanbieder)})"),
        verzoek_antwoord=code(given, systems.VERZOEK_ANTWOORD, codelijsten.VERZOEK_ANTWOORD, "VerzoekAntwoord"),
        reden_afwijzing_verzoek=None if why is None else _reden(why),
        woonplaatsbeginsel=_woonplaats(task, kind),
    )


def _reden(why: Stuk) -> str:
    return code(why, systems.REDEN_AFWIJZING_VERZOEK, codelijsten.REDEN_AFWIJZING_VERZOEK, "RedenAfwijzingVerzoek")


def _woonplaats(task: Stuk, kind: str) -> str | None:
    """The gemeente that is responsible instead; iWmo has no such element."""
    found = None
    for part in task.stukken("output"):
        if codering(part.nodig("type", "what it is"), systems.VERZOEKDEEL) != "woonplaatsbeginsel" or found:
            part.weiger(f"A {kind} says at most one gemeente that is responsible", "an allocation is told by a 301")
        if kind.startswith("WMO"):
            part.weiger("An iWmo message has no Woonplaatsbeginsel", "leave it out")
        reference = part.nodig("valueReference", "Woonplaatsbeginsel")
        found = identificatie(reference, "identifier", systems.GEMEENTECODE)
        found = found or reference.mist("identifier", f"Gemeente ({systems.GEMEENTECODE})")
    return found
