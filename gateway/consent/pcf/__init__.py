"""The client's policy as FHIR Consent (IHE PCF, R4) and back: a projection others can read, and a strict translation.

The signed policy stays the authority (docs/decisions/0064). Pure: no database, network or clock.
"""
