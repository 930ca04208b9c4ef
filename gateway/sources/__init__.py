"""PARSE: bytes → typed SourceMessage; knows no database and decides nothing about FHIR."""

from gateway.sources.detect import may_be_large, read

__all__ = ["may_be_large", "read"]
