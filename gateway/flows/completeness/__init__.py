"""Nothing is lost: of every leaf of a message, where in FHIR it went, or why it did not."""

from gateway.flows.completeness.leaves import unwrapped
from gateway.flows.completeness.measuring import Completeness, Fate, Meter, Verdict, share

__all__ = ["Completeness", "Fate", "Meter", "Verdict", "share", "unwrapped"]
