"""Transport for systems: deliveries, FHIR, consents, tokens, health. Routes only translate; flows decide."""
