"""Whom the documents that decide let in by name: for the caseload, before anything of the record is asked; pure."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.consent.decide import Compiled
from gateway.consent.model import Rule
from gateway.consent.voices import Combined, Counted


def named(combined: Combined, now: int) -> frozenset[str]:
    """The parties (`person:…`, `org:…`) whom the deciding documents let in by name at `now` (seconds UTC)."""
    if combined.refusal:
        return frozenset()
    voices = [_named_by(voice.levels, now) for voice in combined.required]
    together = frozenset.intersection(*voices) if voices else frozenset()
    return together.union(*(_named_by(each.voice.levels, now) for each in combined.instead))


def _named_by(levels: tuple[tuple[Counted, ...], ...], now: int) -> frozenset[str]:
    if not levels:
        return frozenset()
    older = levels[1:]
    heads = []
    for counted in levels[0]:
        mine = _parties(counted.signed.compiled, now)
        if counted.ceiling is not None:
            mine &= _named_by(older, now) | _parties(counted.ceiling, now)
        heads.append(mine)
    return frozenset.intersection(*heads)


def _parties(compiled: Compiled, now: int) -> frozenset[str]:
    return (
        frozenset(_party_names(rule for rule, _ in compiled.rules if _runs(rule.nbf, rule.exp, now)))
        if _runs(compiled.nbf, compiled.exp, now)
        else frozenset()
    )


def _party_names(rules: Iterable[Rule]) -> Iterable[str]:
    for rule in rules:
        if rule.effect == "permit":
            match rule.who.kind:
                case "person" | "org":
                    yield f"{rule.who.kind}:{rule.who.id}"
                case "role@org":
                    yield f"org:{rule.who.org}"
                case _:
                    pass


def _runs(begins: int | None, ends: int | None, now: int) -> bool:
    return (begins is None or begins <= now) and (ends is None or now < ends)
