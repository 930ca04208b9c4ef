"""What the rules that stand let parties see, as cards: each party with the sentences, until when, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from gateway.consent import holding, keys, mandates, model, origin, roles
from gateway.consent.lexicon import Lexicon
from gateway.consent.model import Rule
from gateway.flows import sentences
from gateway.flows.answers import Forbidden, Party, SharingCard
from gateway.flows.callers import WORK
from gateway.flows.house import House
from gateway.flows.wishes import last_day
from gateway.registry import basedata, parties
from gateway.registry.names import display_name


def directory(session: Session) -> dict[str, Party]:
    """Everybody registered here whom anybody can share with, by key; the same for every client."""
    people = [
        Party(
            f"person:{p.id}",
            p.name,
            f"{WORK.get(p.role, p.role)}, {p.organisation.name}",
            p.organisation.orgtype,
        )
        for p in parties.professionals(session)
        if not roles.sees_nothing(p.role)
    ]
    organisations = [Party(f"org:{o.id}", o.name, "organisatie", o.orgtype) for o in parties.organisations(session)]
    return {party.key: party for party in (*people, *organisations)}


def shared(
    rules: Sequence[Rule],
    known: Lexicon,
    by_key: Mapping[str, Party],
    without: Collection[str] = (),
    delegates: Mapping[str, str] | None = None,
) -> tuple[SharingCard, ...]:
    """A card for each party that is let in by name. `delegates`: rule id → name of the delegate who put it there."""
    by_party: dict[str, list[Rule]] = {}
    for rule in rules:
        key = f"{rule.who.kind}:{rule.who.id}"
        if rule.effect == "permit" and key in by_key and key not in without:
            by_party.setdefault(key, []).append(rule)
    return tuple(
        SharingCard(
            party=by_key[key],
            sentences=sentences.lines(known, found),
            until=_last_day(found),
            by=tuple(dict.fromkeys(name for rule in found if (name := (delegates or {}).get(rule.id)))),
        )
        for key, found in by_party.items()
    )


def forbidden(rules: Sequence[Rule], known: Lexicon) -> tuple[Forbidden, ...]:
    """What nobody may see, and what goes above that all the same."""
    listed = [model.rule_to_json(rule) for rule in rules]
    by_id = {rule.id: rule for rule in rules}
    return tuple(
        Forbidden(
            rule=rule.id,
            sentences=sentences.lines(known, (rule,)),
            despite=sentences.lines(known, (by_id[one["id"]] for one in holding.exceptions(listed, rule.id))),
        )
        for rule in rules
        if rule.effect == "deny" and rule.who.kind == "any"
    )


def barring(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """What somebody in particular is forbidden: denies but for those for everybody and their companions."""
    companions = holding.companions(model.rule_to_json(rule) for rule in rules)
    return tuple(
        rule for rule in rules if rule.effect == "deny" and rule.who.kind != "any" and rule.id not in companions
    )


def barred(rules: Sequence[Rule], known: Lexicon) -> tuple[Forbidden, ...]:
    """The same in words."""
    return worded(known, barring(rules))


def worded(known: Lexicon, rules: Sequence[Rule]) -> tuple[Forbidden, ...]:
    return tuple(Forbidden(rule.id, sentences.lines(known, (rule,)), ()) for rule in rules)


def delegates(house: House, session: Session, client: str, holder: str) -> Mapping[str, str]:
    """Rule id → name of the delegate who put it into the newest version, of those that were put there so."""
    if not mandates.any_of(session, client, holder):
        return {}
    found = {
        rule: delegate(house, session, client, row.kid)
        for rule, row in origin.of_rules(session, client, holder).items()
    }
    return {rule: name for rule, name in found.items() if name}


def delegate(house: House, session: Session, client: str, kid: str) -> str:
    """Name of the delegate whose key this is, "" when it is not a delegate's."""
    key = keys.find(session, client, kid)
    given = None if key is None or key.mandate is None else mandates.find(session, client, key.mandate)
    return "" if given is None else display_name(basedata.leading(session, house.keyring, given.delegate)[0])


def _last_day(rules: list[Rule]) -> date | None:
    ends = [rule.exp for rule in rules if rule.exp is not None]
    return last_day(min(ends)) if ends else None
