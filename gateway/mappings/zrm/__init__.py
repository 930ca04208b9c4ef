"""ZRM assessments in FHIR: forms that were filled in, and an Observation for each score that somebody gave; pure."""
