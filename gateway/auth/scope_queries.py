"""The query of a SMART v2 scope: which resources of a type a token is about, by their category and nothing else.

    query    = "category=" values *( "&category=" values )     each must hold
    values   = value *( "," value )                             any of them
    value    = [ system ] "|" code | system "|" | code          as a token of a FHIR search

SMART lets a server choose which search parameters it enforces in a scope. One that is not enforced is refused by name:
a token that promises to hold less than it does would be worse than none (docs/decisions/0103).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from gateway.errors import BadInput
from gateway.fhir.definitions import definition
from gateway.fhir.search import holds, token
from gateway.fhir.types import SERVED
from gateway.stages.vocabulary import FhirJson

CATEGORY = "category"
MAX_CLAUSES = 20

# No comma, bar or space, and only what a scope may hold (RFC 6749, section 3.3): what is read is what is written.
_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9.-]*:[A-Za-z0-9._~:/?#@!$'()*;=-]+\|)?[A-Za-z0-9._-]+|\|[A-Za-z0-9._-]+")
_SYSTEM = re.compile(r"[A-Za-z][A-Za-z0-9.-]*:[A-Za-z0-9._~:/?#@!$'()*;=-]+\|")


@dataclass(frozen=True, slots=True)
class Query:
    """Every clause must hold; within one, any value does. No clause: everything."""

    clauses: frozenset[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        said = sorted(",".join(sorted(values)) for values in self.clauses)
        return "?" + "&".join(f"{CATEGORY}={values}" for values in said) if said else ""

    def both(self, other: Query) -> Query:
        """What both let through; a clause that another one already says more strictly is left out."""
        every = self.clauses | other.clauses
        return Query(frozenset(one for one in every if not any(narrower < one for narrower in every)))

    def implies(self, wide: Query) -> bool:
        """Whether what this one lets through the other one does, for all that can be told from the words."""
        return all(any(mine <= asked for mine in self.clauses) for asked in wide.clauses)

    def fits(self, type_: str) -> bool:
        """Whether a resource of this type (`*`: of any) could be let through."""
        return not self.clauses or type_ == "*" or has_category(type_)

    def holds(self, content: FhirJson) -> bool:
        return all(holds(content, CATEGORY, [token(value) for value in values]) for values in self.clauses)


EVERYTHING = Query()


def read(text: str, resource: str) -> Query:
    """What stands behind the `?` of a scope. Raises BadInput(invalid-scope) naming what is not enforced here."""
    pairs = parse_qsl(text, keep_blank_values=True)
    other = next((name for name, _ in pairs if name != CATEGORY), None)
    if other is not None or not 0 < len(pairs) <= MAX_CLAUSES:
        named = shown(other if other is not None else text)
        raise BadInput("invalid-scope", f"A scope is narrowed by category alone, not by {named}", where=shown(resource))
    clauses = [frozenset(value.split(",")) for _, value in pairs]
    if not all(_VALUE.fullmatch(value) or _SYSTEM.fullmatch(value) for clause in clauses for value in clause):
        raise BadInput("invalid-scope", "A category in a scope is code, system|code or system|", where=shown(resource))
    query = EVERYTHING.both(Query(frozenset(clauses)))
    if not query.fits(resource):
        raise BadInput("invalid-scope", f"A scope for {shown(resource)} is not narrowed: it has no category")
    return query


def has_category(type_: str) -> bool:
    """Whether FHIR R4 gives this type a category, of the types that are read here."""
    return type_ in SERVED and CATEGORY in definition(type_).elements


def shown(text: str) -> str:
    """What was asked, as far as it can be no more than a scope: a number in it could be somebody's."""
    return repr(re.sub(r"[0-9]", "·", text[:60]))
