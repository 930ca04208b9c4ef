"""The CapabilityStatement: true to what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gateway.fhir import types
from gateway.fhir.search import COMMON, logbook
from gateway.stages import FhirJson

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
                "documentation": "What is not visible to the caller does not exist: it is in no search, count or page.",
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
                    *(_resource(type_) for type_ in sorted(types.SERVED | {"AuditEvent"})),
                    *({"type": type_, "interaction": [{"code": "read"}]} for type_ in sorted(types.OPENED)),
                    *also,
                ],
            }
        ],
    }


def _resource(type_: str) -> FhirJson:
    match type_:
        case "Patient":
            parameters = {"identifier": "token", "_id": "token"}
        case "AuditEvent":
            parameters = logbook.PARAMETERS
        case "Provenance":
            parameters = COMMON
        case _:
            parameters = {name: kind for name, kind in COMMON.items() if name != "target"}
    operation = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
    return {
        "type": type_,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": name, "type": kind} for name, kind in sorted(parameters.items())],
        **({"operation": [{"name": "everything", "definition": operation}]} if type_ == "Patient" else {}),
    }
