"""iWmo and iJw messages (301, 305, 307) to FHIR R4: the person, allocations, deliveries, relations, legal status."""

from gateway.mappings.istandaarden.normaliseren import normalise

__all__ = ["normalise"]
