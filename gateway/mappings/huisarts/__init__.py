"""Ketenzorg messages of GP systems to FHIR R4 nl-core: notes, contacts, diagnoses and who wrote them."""

from gateway.mappings.huisarts.normaliseren import normalise

__all__ = ["normalise"]
