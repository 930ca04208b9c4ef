"""Searching within one client's visible set: parameters by a closed grammar, an unknown one is refused by name."""

from gateway.fhir.search.cursor import make_cursor, open_cursor
from gateway.fhir.search.known import PERSON, knows
from gateway.fhir.search.matching import holds, matches, ordered
from gateway.fhir.search.parameters import parse
from gateway.fhir.search.past import past
from gateway.fhir.search.query import Query
from gateway.fhir.search.values import DEFAULT_COUNT, count, refused, token
from gateway.fhir.search.within import found, included

__all__ = [
    "DEFAULT_COUNT",
    "PERSON",
    "Query",
    "count",
    "found",
    "holds",
    "included",
    "knows",
    "make_cursor",
    "matches",
    "open_cursor",
    "ordered",
    "parse",
    "past",
    "refused",
    "token",
]
