"""Omaha classifications and care plans of Nedap Ons (API v0): JSON to typed messages, nothing about FHIR."""
