"""FHIR STU3 to R4: a walk over the definitions of both releases, tables of what changed, rules for the irregular."""

from gateway.mappings.stu3.normaliseren import normalise as normalise
