"""Which version of a chain a rule that still stands came in with, and so who put it there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from gateway.consent import signature, storage
from gateway.consent.model import Rule
from gateway.consent.tables import PolicyRow


def of_rules(session: Session, client: str, holder: str) -> Mapping[str, PolicyRow]:
    """For each rule of the newest version, by id: the version from which on it stood there as it is."""
    rows = storage.heads(session, client, holder)
    standing: dict[str, Rule] = {rule.id: rule for row in rows for rule in _rules(row)}
    found: dict[str, PolicyRow] = {}
    while rows and len(found) < len(standing):
        earlier = storage.heads(session, client, holder, below=rows[0].ver)
        before = [rule for row in earlier for rule in _rules(row)]
        for row in rows:
            for rule in _rules(row):
                if standing.get(rule.id) == rule and rule not in before:
                    found.setdefault(rule.id, row)
        rows = earlier
    return found


def _rules(row: PolicyRow) -> tuple[Rule, ...]:
    return signature.reread(row.token, row.kid).policy.rules
