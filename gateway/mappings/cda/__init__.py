"""BgZ documents (CDA) to FHIR R4: a Composition with its sections, and what their entries say as resources."""

from gateway.mappings.cda.normaliseren import normalise

__all__ = ["normalise"]
