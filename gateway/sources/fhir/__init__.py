"""FHIR R4 and STU3 as GP and nursing systems send it: single resources and Bundles, JSON and XML."""
