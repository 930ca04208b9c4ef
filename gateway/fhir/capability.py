"""The CapabilityStatement: true to what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gateway.fhir import types
from gateway.fhir.search import known, logbook
from gateway.stages.vocabulary import FhirJson

OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


def capability(base_url: str, token_url: str, now: datetime, also: Iterable[FhirJson] = ()) -> FhirJson:
    """What can be read and searched here, and where a token is to be had. `also`: types served beside records."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": now.isoformat(timespec="seconds"),
        "kind": "instance",
        "software": {"name": "wijkdossier"},
        "implementation": {"description": "wijkdossier", "url": base_url},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "What is not visible to the caller does not exist: it is in no search, count or page. A chained "
                    "search and _has go one step, by the reference parameters listed here. A batch or transaction "
                    "holds GETs only. Every search takes _summary, _elements, _total and _count, within a record also "
                    "_sort by date (the day of an item), _lastUpdated and _id. A token takes the modifiers :not, :text "
                    "and :missing, a date and a quantity :missing and the prefixes of R4; units are compared as they "
                    "are written. An unknown parameter is refused; under Prefer: handling=lenient it is left out."
                ),
                "security": {
                    "service": [
                        {
                            "coding": [
                                {
                                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                                    "code": "SMART-on-FHIR",
                                }
                            ]
                        }
                    ],
                    "extension": [{"url": OAUTH, "extension": [{"url": "token", "valueUri": token_url}]}],
                },
                "resource": [
                    _log(),
                    *(_resource(type_) for type_ in sorted(types.SERVED)),
                    *({"type": type_, "interaction": [{"code": "read"}]} for type_ in sorted(types.OPENED)),
                    *also,
                ],
                "interaction": [{"code": "batch"}, {"code": "transaction"}],
            }
        ],
    }


def _log() -> FhirJson:
    """Who looked: for the client and the privacy officer."""
    return {
        "type": "AuditEvent",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": name, "type": kind} for name, kind in sorted(logbook.PARAMETERS.items())],
    }


def _resource(type_: str) -> FhirJson:
    operation = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
    return {
        "type": type_,
        "interaction": [{"code": code} for code in ("read", "vread", "history-instance", "search-type")],
        "versioning": "versioned",
        "readHistory": True,
        **(
            {"searchInclude": included}
            if (included := _named(() if type_ == "Patient" else known.includes(type_)))
            else {}
        ),
        **({"searchRevInclude": pointing} if (pointing := _named(known.revincludes(type_))) else {}),
        "searchParam": [{"name": name, "type": kind} for name, kind in sorted(_parameters(type_).items())],
        **({"operation": [{"name": "everything", "definition": operation}]} if type_ == "Patient" else {}),
    }


def _parameters(type_: str) -> dict[str, str]:
    return {"identifier": "token", "_id": "token"} if type_ == "Patient" else known.of_type(type_)


def _named(includes: Iterable[tuple[str, str]]) -> list[str]:
    """As they are asked, and all of them at once where there are any."""
    found = [f"{type_}:{name}" for type_, name in includes]
    return ["*", *found] if found else []
