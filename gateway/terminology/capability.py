"""What the service can do, for the CapabilityStatement and as TerminologyCapabilities: read from what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway.stages.vocabulary import FhirJson
from gateway.terminology import contents
from gateway.terminology.searching import PARAMETERS

OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "CodeSystem": ("lookup", "validate-code", "subsumes"),
    "ValueSet": ("expand", "validate-code"),
    "ConceptMap": ("translate",),
}


def resources() -> tuple[FhirJson, ...]:
    """Entries of CapabilityStatement.rest.resource."""
    forms: FhirJson = {
        "type": "Questionnaire",
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": "url", "type": "uri"}],
    }
    return forms, *(
        {
            "type": type_,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "searchParam": [{"name": name, "type": kind} for name, kind in sorted(PARAMETERS.items())],
            "operation": [
                {"name": name, "definition": f"http://hl7.org/fhir/OperationDefinition/{type_}-{name}"}
                for name in names
            ],
        }
        for type_, names in OPERATIONS.items()
    )


def terminology_capabilities(base_url: str, now: datetime) -> FhirJson:
    """Which systems are held, in which version, whether they have a hierarchy; how expansion and translation work."""
    return {
        "resourceType": "TerminologyCapabilities",
        "status": "active",
        "date": now.isoformat(timespec="seconds"),
        "kind": "instance",
        "software": {"name": "wijkdossier"},
        "implementation": {"description": "wijkdossier", "url": base_url},
        "lockedDate": False,
        "codeSystem": [
            {
                "uri": system.url,
                "version": [{"code": system.version, "isDefault": True, "compositional": False}],
                "subsumption": system.hierarchy,
            }
            for system in contents.systems()
        ],
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "incomplete": False,
            "parameter": [
                {"name": name}
                for name in ("filter", "offset", "count", "displayLanguage", "includeDesignations", "valueSet")
            ],
            "textFilter": "Every word stands in a name or begins the code; capitals do not matter.",
        },
        "codeSearch": "all",
        "validateCode": {"translations": True},
        "translation": {"needsMap": False},
        "closure": {"translation": False},
    }
