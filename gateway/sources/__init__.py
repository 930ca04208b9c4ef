"""PARSE: bytes → typed SourceMessage; knows no database and decides nothing about FHIR."""

from gateway.sources.detect import read

__all__ = ["read"]
