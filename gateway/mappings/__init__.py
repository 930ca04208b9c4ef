"""NORMALISE: SourceMessage → FHIR R4; pure. What a standard says and what we decided live in different modules."""

from gateway.mappings.normalise import normalise

__all__ = ["normalise"]
