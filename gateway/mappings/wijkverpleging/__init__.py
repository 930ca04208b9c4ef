"""Omaha classifications and care plans of Nedap Ons to FHIR R4: problems, ratings, goals and interventions."""

from gateway.mappings.wijkverpleging.normaliseren import normalise

__all__ = ["normalise"]
