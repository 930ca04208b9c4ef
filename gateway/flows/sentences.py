"""What rules say, for all that is signed here and all that is shown: the sentence made from the rule.

Others may sign with words of their own; what is shown then is our sentence, and beside it their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from gateway.consent import hearing, lexicon, saying
from gateway.consent import vocabulary as v
from gateway.consent.lexicon import Entry, Lexicon
from gateway.consent.model import Rule, read_rule
from gateway.errors import Refused, Rejected
from gateway.flows.callers import WORK
from gateway.flows.house import House
from gateway.registry import parties
from gateway.stages.decided import Caller
from omaha import codesystem


def names(session: Session) -> Lexicon:
    """Everybody and everything that a rule can name, as registered now."""
    return lexicon.make(
        (
            *(_professional(one) for one in parties.professionals(session)),
            *(Entry("org", one.id, one.name, _place(one)) for one in parties.organisations(session)),
            Entry("org", parties.SELF.id, parties.SELF.name),
            *(Entry("role", role, word) for role, word in WORK.items()),
            *(Entry("problem", one.code, one.nl) for one in codesystem.PROBLEMS),
            *(Entry("omaha_domain", one.code, one.nl) for one in codesystem.DOMAINS),
        )
    )


def said(house: House, caller: Caller, rules: object) -> tuple[str, ...]:
    """The sentence of each rule as it is to be signed. Raises Rejected(policy-form, policy-sentence-long)."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    if not isinstance(rules, list) or len(rules) > v.MAX_RULES:
        raise Rejected("policy-form", f"a list of at most {v.MAX_RULES}", where="rules")
    read = [_read(rule, n) for n, rule in enumerate(rules)]
    with house.database.work() as session:
        known = names(session)
    return tuple(_fitting(rule, n, known) for n, rule in enumerate(read))


def worded(session: Session, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rules of a document with a sentence where one is missing; what was signed before keeps its words."""
    if all("text" in rule for rule in rules):
        return [dict(rule) for rule in rules]
    known = names(session)
    return [
        dict(rule) if "text" in rule else {**rule, "text": _fitting(_read(rule, n), n, known)}
        for n, rule in enumerate(rules)
    ]


def lines(known: Lexicon, rules: Iterable[Rule]) -> tuple[str, ...]:
    """What rules say, as everything that is shown of them: never the text alone that somebody signed.

    A text in other words is shown behind its rule, as that.
    """
    return tuple(line for rule in rules for line in _lines(known, rule))


def assert_said(known: Lexicon, before: Iterable[Rule], after: Sequence[Rule]) -> None:
    """Where we wrote the texts: every rule has its sentence, or stood so before. Raises Rejected(policy-sentence)."""
    for n in unsaid(known, before, after):
        raise Rejected(
            "policy-sentence",
            "The text of this rule is not the sentence that says it",
            where=f"rules[{n}].text",
            mend="POST /consents/sentences tells the sentence of a rule",
        )


def unsaid(known: Lexicon, before: Iterable[Rule], after: Sequence[Rule]) -> tuple[int, ...]:
    """The places of rules whose text is not the sentence that says them, apart from those that stood so before."""
    stood = {replace(rule, id="") for rule in before}
    new = [(n, rule) for n, rule in enumerate(after) if replace(rule, id="") not in stood]
    return tuple(n for n, rule in new if rule.text != saying.say(rule, known))


def _lines(known: Lexicon, rule: Rule) -> Iterator[str]:
    yield saying.say(rule, known)
    if rule.text is not None and not hearing.hears(rule.text, rule, known):
        yield f"U tekende met deze woorden: {rule.text}"


def _fitting(rule: Rule, n: int, known: Lexicon) -> str:
    text = saying.say(rule, known)
    if len(text) > v.MAX_TEXT:
        raise Rejected(
            "policy-sentence-long",
            f"The sentence of this rule is longer than {v.MAX_TEXT} characters: nobody signs what cannot be read",
            where=f"rules[{n}]",
            mend="say less in one rule",
        )
    return text


def _read(rule: Any, n: int) -> Rule:
    """A rule that may still lack its sentence."""
    return read_rule({**rule, "text": "-"} if isinstance(rule, dict) else rule, f"rules[{n}]")


def _professional(one: parties.Professional) -> Entry:
    return Entry("person", one.id, one.name, f"{WORK.get(one.role, one.role)}, {one.organisation.name}")


def _place(one: parties.Organisation) -> str:
    return f"AGB {one.agb}" if one.agb else ""
