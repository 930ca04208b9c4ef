"""What a gemeente granted of a claim (325) as ClaimResponse: per client of the claim, item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from gateway.identifiers import Bsn
from gateway.mappings.ids import fhir_id
from gateway.mappings.istandaarden.declaratie import claim_id, nummer, shared
from gateway.mappings.istandaarden.elementen import aanbieder, coding, concept, money
from gateway.mappings.istandaarden.specification import THO
from gateway.mappings.istandaarden.terugmelding import retourcode
from gateway.sources.istandaarden.declaratie import AfgewezenPrestatie, Bericht323, Bericht325, Client323, Prestatie
from gateway.sources.istandaarden.toegekend import afgewezen, als_geheel_afgewezen, referentie
from gateway.stages.vocabulary import FhirJson

_Referentie: TypeAlias = tuple[str, str | None]
ADJUDICATION = f"{THO}/adjudication"


def responses(bericht: Bericht323, antwoord: Bericht325) -> Iterator[tuple[Bsn, FhirJson]]:
    """Each client of the claim with what was answered. Raises Rejected (bsn-elfproef)."""
    geheel = als_geheel_afgewezen(antwoord)
    back: defaultdict[str, dict[_Referentie, AfgewezenPrestatie]] = defaultdict(dict)
    for (whose, number, vorig), found in afgewezen(antwoord).items():
        back[whose][number, vorig] = found
    for claimed in bericht.declaratie.clienten:
        bsn = Bsn(claimed.bsn)
        made = _response(bericht, antwoord, bsn)
        yield bsn, made | (_rejected(geheel) if geheel else _judged(claimed, back.get(claimed.bsn, {})))


def _response(bericht: Bericht323, antwoord: Bericht325, bsn: Bsn) -> FhirJson:
    claim = claim_id(bericht, bsn)
    return {
        "resourceType": "ClaimResponse",
        "id": fhir_id("antwoord", claim),
        "identifier": [nummer(bericht)],
        **shared(bericht),
        "created": antwoord.header.dagtekening.isoformat(),
        "requestor": aanbieder(bericht.header.aanbieder),
        "request": {"reference": f"Claim/{claim}"},
    }


def _rejected(codes: tuple[str, ...]) -> FhirJson:
    """The claim counts as not sent (IV087)."""
    return {
        "outcome": "error",
        "disposition": "De declaratie geldt als niet ingediend",
        "error": [{"code": concept(retourcode(code))} for code in codes],
    }


def _judged(claimed: Client323, back: Mapping[_Referentie, AfgewezenPrestatie]) -> FhirJson:
    submitted = sum(p.ingediend_bedrag.saldo for p in claimed.prestaties)
    rejected = sum(p.ingediend_bedrag.saldo for p in claimed.prestaties if referentie(p) in back)
    return {
        "outcome": "complete",
        "item": [
            {
                "itemSequence": number,
                "adjudication": list(
                    _adjudication(p, back[referentie(p)].retourcodes if referentie(p) in back else ())
                ),
            }
            for number, p in enumerate(claimed.prestaties, start=1)
        ],
        "total": [
            {"category": _category("submitted"), "amount": money(submitted)},
            {"category": _category("benefit"), "amount": money(submitted - rejected)},
        ],
    }


def _adjudication(prestatie: Prestatie, codes: tuple[str, ...]) -> Iterator[FhirJson]:
    """A Prestatie is granted or rejected whole (IV087)."""
    amount = prestatie.ingediend_bedrag.saldo
    yield {"category": _category("submitted"), "amount": money(amount)}
    if codes:
        why = concept(*(retourcode(code) for code in codes))
        yield {"category": _category("benefit"), "amount": money(0), "reason": why}
    else:
        yield {"category": _category("benefit"), "amount": money(amount)}


def _category(code: str) -> FhirJson:
    return concept(coding(ADJUDICATION, code))
