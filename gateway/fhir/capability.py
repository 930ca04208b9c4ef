"""The CapabilityStatement: true to what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gateway.fhir import types
from gateway.fhir.search import COMMON, PERSON, links, logbook, named
from gateway.fhir.search.parameters import OF_CONSENT, OF_PROVENANCE
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
                    "holds GETs only. Every search takes _summary, _elements, _total, _count and _sort; a token the "
                    "modifiers :not, :text and :missing, a date :missing. An unknown parameter is refused; under "
                    "Prefer: handling=lenient it is left out."
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
        **({"searchInclude": included} if (included := _includes(type_)) else {}),
        **({"searchRevInclude": pointing} if (pointing := _pointing_at(type_)) else {}),
        "searchParam": [{"name": name, "type": kind} for name, kind in sorted(_parameters(type_).items())],
        **({"operation": [{"name": "everything", "definition": operation}]} if type_ == "Patient" else {}),
    }


def _parameters(type_: str) -> dict[str, str]:
    if type_ == "Patient":
        return {"identifier": "token", "_id": "token"}
    plain = (*OF_PROVENANCE, *PERSON) if type_ == "Provenance" else tuple(COMMON)
    own = {name: COMMON[name] for name in plain if name not in OF_CONSENT or type_ == "Consent"}
    return {**own, **named.of_type(type_), **dict.fromkeys(links.of_type(type_), "reference")}


def _includes(type_: str) -> list[str]:
    if type_ == "Patient":
        return []
    persons = sorted(PERSON) if type_ in types.SUBJECT else []
    return [f"{type_}:{name}" for name in (*links.of_type(type_), *persons)]


def _pointing_at(type_: str) -> list[str]:
    """What may point at a type: parameters that name it as target, or any type."""
    if type_ in {"Patient", "Provenance"}:
        return []
    return [
        f"{source}:{name}"
        for source, names in links.LINKS.items()
        for name in names
        if not (allowed := links.target_types(source, name)) or type_ in allowed
    ]
