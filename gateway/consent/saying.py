"""A rule in plain Dutch (B1), one fact per sentence: the text a client signs. `hearing.py` reads it back; pure.

Rules that differ in more than id and text are never said alike under one lexicon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gateway.consent import moments, spoken
from gateway.consent.lexicon import Lexicon
from gateway.consent.model import Rule, What, Who

LONGEST: Final = 9  # words of what a rule is about in one sentence; what is longer goes on in the next


def say(rule: Rule, lexicon: Lexicon) -> str:
    """The sentences of a rule. Whether they fit in a policy (400 characters) is for who reads the policy."""
    return " ".join(_sentences(rule, lexicon))


def _sentences(rule: Rule, lexicon: Lexicon) -> Iterator[str]:
    nobody = rule.effect == "deny" and rule.who.kind == "any"
    how = [action for action in spoken.ACTIONS if rule.how is not None and action in rule.how]
    parts = [list(part) for part in _parts(rule.what, lexicon)] or [[spoken.EVERYTHING]]
    first, *more = parts[0]
    verb = spoken.VERB["nobody" if nobody else rule.effect][_main(rule, how)]
    yield f"{spoken.NOBODY if nobody else _who(rule.who, lexicon)} {verb}: {first}."
    yield from (spoken.MORE.format(what=phrase) for phrase in more)
    for first, *more in parts[1:]:
        yield spoken.FURTHER.format(what=first)
        yield from (spoken.MORE.format(what=phrase) for phrase in more)
    yield from (spoken.ALSO[rule.effect][action] for action in how[1:])
    if rule.effect == "permit" and rule.how is None:
        yield spoken.NARRATIVE
    if rule.why is not None:
        yield spoken.WHY.format(why=listed(words for code, words in spoken.VALUES["why"].items() if code in rule.why))
    if rule.nbf is not None or rule.exp is not None:
        yield spoken.WHEN.format(when=moments.said(rule.nbf, rule.exp))
    for duty in rule.oblige:
        yield spoken.NO_EXPORT if duty == "no-export" else spoken.MASK.format(element=duty.removeprefix("mask:"))


def _main(rule: Rule, how: Sequence[str]) -> str:
    return how[0] if how else "see" if rule.effect == "permit" else ""


def _who(who: Who, lexicon: Lexicon) -> str:
    match who.kind:
        case "any":
            return spoken.EVERYBODY
        case "orgtype":
            return spoken.ORGTYPE[who.id or ""]
        case "org" | "person":
            return lexicon.name(who.kind, who.id or "")
        case "role@org":
            return spoken.ROLE.format(role=lexicon.name("role", who.id or ""), org=lexicon.name("org", who.org or ""))


def _parts(what: What, lexicon: Lexicon) -> Iterator[list[str]]:
    """Per member that is there, what is said of it, in as many phrases as it takes."""
    given = dict(what.members)
    for member, template in spoken.WHAT.items():
        if member == "period":
            if what.period is not None:
                yield [template.format(x=moments.period(*what.period))]
        elif member in given:
            first, *more = _values(member, given[member], lexicon)
            yield [template.format(x=first), *more]


def _values(member: str, values: frozenset[str], lexicon: Lexicon) -> list[str]:
    """Names stand alone; of words some go together in one enumeration."""
    if member in spoken.NAMED:
        return [lexicon.name(spoken.NAMED[member], value) for value in sorted(values)]
    joint, room = spoken.joint(member), LONGEST - len(spoken.opening(spoken.WHAT[member]).split())
    phrases: list[list[str]] = []
    for code, words in spoken.VALUES[member].items():
        if code in values:
            if phrases and len(listed([*phrases[-1], words], joint).split()) <= room:
                phrases[-1].append(words)
            else:
                room = LONGEST if phrases else room
                phrases.append([words])
    return [listed(some, joint) for some in phrases]


def listed(phrases: Iterable[str], joint: str = "en") -> str:
    *before, last = phrases
    return f"{', '.join(before)} {joint} {last}" if before else last
