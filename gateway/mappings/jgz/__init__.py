"""JGZ dossieroverdracht to FHIR R4: the child, the people around it, and what its dossier holds."""

from gateway.mappings.jgz.normaliseren import normalise

__all__ = ["normalise"]
