"""HL7v3 data types and points in time, read from elements: shared by every family of messages that speaks HL7v3."""
