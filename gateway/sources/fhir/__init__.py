"""FHIR R4 as GP and nursing systems send it: single resources and Bundles, JSON and XML."""
