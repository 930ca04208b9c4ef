"""The terminology service: systems, sets and maps as FHIR, made from the tables the gateway works with; pure."""
