"""A request (315, 317) as Task: what is asked of the gemeente, and where its answer stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.elementen import aanbieder, client, coding, concept, extension, gemeente
from gateway.mappings.istandaarden.foutmelding import foutcode
from gateway.mappings.istandaarden.policy import IN_ONDERZOEK, verzoek_status
from gateway.mappings.istandaarden.specification import TASK_CODE
from gateway.mappings.istandaarden.terugmelding import retourcodes
from gateway.mappings.istandaarden.verzoek import JA, proposals, referentie_van, toewijzing
from gateway.sources.istandaarden.bericht import Bericht301
from gateway.sources.istandaarden.stand import referenties
from gateway.sources.istandaarden.terugmelding import Terugmelding
from gateway.sources.istandaarden.verzoek import Antwoord, Bericht315, Bericht317, Bericht319
from gateway.stages.vocabulary import FhirJson

VOT, VOW = "Verzoek om toewijzing", "Verzoek om wijziging"


@dataclass(frozen=True, slots=True)
class Gevolg:
    """What became of requests so far: answers, allocations, return messages, in no particular order.

    `fout`: code of the Fo01 by which this request did not get there.
    """

    antwoorden: Sequence[Bericht319] = ()
    toewijzingen: Sequence[Bericht301] = ()
    terugmeldingen: Sequence[Terugmelding] = ()
    fout: str | None = None


def tasks(bericht: Bericht315 | Bericht317, gevolg: Gevolg) -> Iterator[FhirJson]:
    """One Task per ReferentieAanbieder: that is what is granted or rejected."""
    for referentie in referenties(bericht):
        yield _task(bericht, referentie, gevolg)


def _task(bericht: Bericht315 | Bericht317, referentie: str, gevolg: Gevolg) -> FhirJson:
    header = bericht.header
    given = [a.antwoord for a in gevolg.antwoorden if a.antwoord.referentie_aanbieder == referentie]
    granted = list(_toegewezen(referentie, gevolg))
    back = _teruggemeld(bericht, gevolg)
    status = verzoek_status(
        frozenset(antwoord.verzoek_antwoord for antwoord in given),
        toegewezen=bool(granted),
        teruggemeld="fout" if gevolg.fout else None if back is None else "goed" if back.goedgekeurd else "fout",
    )
    soort = VOT if isinstance(bericht, Bericht315) else VOW
    made: FhirJson = {
        "resourceType": "Task",
        "id": fhir_id("taak", bericht.law.lower(), header.aanbieder.value, referentie),
        "identifier": [referentie_van(bericht, referentie)],
        "status": status,
        "intent": "order",
        "code": concept(coding(TASK_CODE, "approve", "Activate/approve the focal resource")) | {"text": soort},
        "for": client(),
        "authoredOn": header.dagtekening.isoformat(),
        "requester": aanbieder(header.aanbieder),
        "owner": gemeente(header.gemeente),
        **_waarover(bericht, referentie),
        **_reden(bericht),
    }
    made |= _antwoord(given, status) if given else {}
    if status == "failed" and gevolg.fout:
        made["statusReason"] = foutcode(gevolg.fout)
    elif status == "failed" and back is not None:
        made["statusReason"] = retourcodes(back)
    outputs = [_deel("toewijzing", "Reference", toewijzing(bericht, number)) for number in granted]
    outputs += [_deel("woonplaatsbeginsel", "Reference", _gemeente(a)) for a in given if a.woonplaatsbeginsel]
    return made | ({"output": outputs} if outputs else {})


def _toegewezen(referentie: str, gevolg: Gevolg) -> Iterator[str]:
    numbers = (
        str(product.toewijzing_nummer)
        for bericht in gevolg.toewijzingen
        for product in bericht.client.toegewezen_producten
        if product.referentie_aanbieder == referentie
    )
    yield from sorted(set(numbers))


def _teruggemeld(bericht: Bericht315 | Bericht317, gevolg: Gevolg) -> Terugmelding | None:
    named = bericht.header.bericht_identificatie
    return next((t for t in gevolg.terugmeldingen if t.header.bericht_identificatie == named), None)


def _waarover(bericht: Bericht315 | Bericht317, referentie: str) -> FhirJson:
    wanted = [
        {"reference": f"ServiceRequest/{made['id']}"} for under, made in proposals(bericht) if under == referentie
    ]
    if isinstance(bericht, Bericht315):
        return {"focus": wanted[0]}
    unchanged = [
        _deel("ongewijzigd", "Reference", toewijzing(bericht, str(product.toewijzing_nummer)))
        for product in bericht.client.verzoek.ongewijzigde_producten
    ]
    return {"input": [*(_deel("gewenst", "Reference", each) for each in wanted), *unchanged]}


def _reden(bericht: Bericht315 | Bericht317) -> FhirJson:
    if isinstance(bericht, Bericht317):
        reden = bericht.client.verzoek.reden_verzoek
        return {"reasonCode": concept(coding(systems.REDEN_VERZOEK, reden, codelijsten.REDEN_VERZOEK[reden]))}
    made: FhirJson = {}
    if bericht.client.gezagsdrager_bekend is not None:
        known = extension(systems.EXT_GEZAGSDRAGER_BEKEND, "Boolean", bericht.client.gezagsdrager_bekend == JA)
        made["extension"] = [known]
    return made | ({"note": [{"text": bericht.client.commentaar}]} if bericht.client.commentaar else {})


def _antwoord(given: Sequence[Antwoord], status: str) -> FhirJson:
    """The answer that holds: a rejection is the last word (TR365)."""
    said = min(given, key=lambda antwoord: antwoord.verzoek_antwoord == IN_ONDERZOEK)
    code = said.verzoek_antwoord
    made = {"businessStatus": concept(coding(systems.VERZOEK_ANTWOORD, code, codelijsten.VERZOEK_ANTWOORD[code]))}
    reden = said.reden_afwijzing_verzoek
    if status == "rejected" and reden is not None:
        why = coding(systems.REDEN_AFWIJZING_VERZOEK, reden, codelijsten.REDEN_AFWIJZING_VERZOEK[reden])
        made["statusReason"] = concept(why)
    return made


def _deel(code: str, kind: str, value: FhirJson) -> FhirJson:
    return {"type": concept(coding(systems.VERZOEKDEEL, code)), f"value{kind}": value}


def _gemeente(antwoord: Antwoord) -> FhirJson:
    code = antwoord.woonplaatsbeginsel
    return {
        "type": "Organization",
        "identifier": {"system": systems.GEMEENTECODE, "value": code},
        "display": f"Gemeente {code}",
    }
