"""The one door to fhir.resources: what FHIR R4 says, checking, references, search, outcomes; knows no store."""
