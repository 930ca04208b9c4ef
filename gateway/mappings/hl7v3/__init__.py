"""HL7v3 data types, names and addresses as FHIR R4 elements: shared by every family that speaks HL7v3."""
