"""HL7v3 ketenzorg messages of GP systems (profile 810): bytes to typed messages, nothing about FHIR."""
