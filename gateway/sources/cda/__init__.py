"""CDA documents of the Basisgegevensset Zorg (BgZ 2020): bytes to a typed document, nothing about FHIR."""
