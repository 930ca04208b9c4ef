"""OperationOutcome for every refusal: severity, FHIR issue type, our stable code, the place, the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.errors import GatewayError
from gateway.stages.vocabulary import FhirJson

CODES = "https://wijkdossier.nl/fhir/CodeSystem/foutcode"


def of_error(error: GatewayError) -> FhirJson:
    """The outcome of one error, with each of its details as an issue of its own."""
    details = getattr(error, "details", ())
    first = (error.code, error.message, error.where, error.mend)
    return of_reasons(error.issue, [first, *((error.code, text, where, None) for where, text in details)])


def of_reasons(
    issue: str, reasons: Iterable[tuple[str, str, str | None, str | None]], id_: str | None = None
) -> FhirJson:
    """The outcome of several findings: (code, sentence, place, mend) each."""
    return {
        "resourceType": "OperationOutcome",
        **({"id": id_} if id_ else {}),
        "issue": [_issue(issue, *reason) for reason in reasons],
    }


def simple(issue: str, sentence: str) -> FhirJson:
    return of_reasons(issue, [(issue, sentence, None, None)])


def _issue(issue: str, code: str, sentence: str, where: str | None, mend: str | None) -> FhirJson:
    text = f"{sentence}. Mend: {mend}" if mend else sentence
    return {
        "severity": "error",
        "code": issue,
        "details": {"coding": [{"system": CODES, "code": code}], "text": sentence},
        "diagnostics": f"{code}: {text}" + (f" (at {where})" if where else ""),
        **({"expression": [where]} if where else {}),
    }
