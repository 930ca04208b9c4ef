"""Ketenzorg messages of GP systems to FHIR R4 nl-core: contacts, notes, episodes, alerts, allergies, results, drugs."""

from gateway.mappings.huisarts.normaliseren import normalise
from gateway.sources.huisarts.soorten import SOORTEN

KINDS = tuple(sort.naam for sort in SOORTEN.values())

__all__ = ["KINDS", "normalise"]
