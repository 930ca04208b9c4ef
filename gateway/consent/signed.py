"""A policy whose signature was verified, as a value the gate can work with; pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gateway.consent.decide import Compiled, compile_policy
from gateway.consent.model import Policy, Rule


@dataclass(frozen=True)
class SignedPolicy:
    """`hash`: SHA-256 (hex) of the signing input; `kid`: the key that signed; `token`: the JWS as it came.

    Without slots: what is compiled from it is kept on it, so one version is compiled once.
    """

    policy: Policy
    hash: str
    kid: str
    token: str

    @property
    def version(self) -> int:
        return self.policy.ver

    @property
    def prev(self) -> str | None:
        return self.policy.prev

    @cached_property
    def compiled(self) -> Compiled:
        return compile_policy(self.policy.rules, self.policy.nbf, self.policy.exp)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.policy.rules}
