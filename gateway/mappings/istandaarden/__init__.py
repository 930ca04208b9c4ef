"""iWmo and iJw messages to FHIR R4: the person, allocations, deliveries, requests, claims, and what answers them."""

from gateway.mappings.istandaarden.normaliseren import answered, claim_answered, normalise, returned, undelivered
from gateway.mappings.istandaarden.verzoektaak import Gevolg

__all__ = ["Gevolg", "answered", "claim_answered", "normalise", "returned", "undelivered"]
