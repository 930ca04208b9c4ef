"""A wish that waits lapses when another key signs next that could not confirm it: told before anybody signs, and on the
receipt.

It is not signed along (docs/decisions/0109), so whoever still wants it says so once more (docs/decisions/0112).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from gateway.consent import holding, keys, standing
from gateway.consent.carrying import Lapsing
from gateway.consent.keys import seconds
from gateway.consent.model import Rule, rule_to_json, sense
from gateway.consent.tables import PolicyRow
from gateway.flows import deeds, sentences, wishes
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import Lapse, Lapses
from gateway.flows.house import House
from gateway.stages.decided import Caller

SHAREABLE = frozenset({"person", "org"})  # whom our page shares with
SAID_HOW = (None, frozenset({"see"}), frozenset({"contact-only"}))
OPENED = "Bij nood is er meer te zien."


def before(house: House, caller: Caller, client: Whom = None, party: str = "") -> tuple[Lapses, ...]:
    """What would lapse if the caller signed now, by the keys with which it would; nothing for most people.

    `party`: whom the page is about (`person:…`), of whom it says itself what is to be.
    """
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        found: dict[tuple[Lapse, ...], list[str]] = {}
        signing = _signing(session, caller, acts)
        for kid in signing:
            lost = _told(session, standing.lapses(session, acts.client, acts.holder, kid, moment), party=party)
            if lost:
                found.setdefault(lost, []).append(kid)
        if found:
            deeds.record(
                house, session, "log-read", caller, acts.client, what="wensen", mandate=acts.mandate, outcome="seen"
            )
    return tuple(
        Lapses(tuple(kid for kid in kids if signing[kid] != "C"), any(signing[kid] == "C" for kid in kids), lost)
        for lost, kids in found.items()
    )


def after(session: Session, client: str, row: PolicyRow) -> tuple[Lapse, ...]:
    """What waited and lapsed when this version was signed, as far as the version does not say it itself."""
    lost = standing.lapses(session, client, row.holder, row.kid, seconds(row.received), below=row.ver)
    return _told(session, lost, standing.signed_rules(row))


def _signing(session: Session, caller: Caller, acts: Acting) -> dict[str, str]:
    """The keys with which the caller signs here, by kid, with their tier; of those we keep the one that would sign."""
    mine = [
        key for key in keys.of_holder(session, acts.client, acts.holder) if key.live and key.mandate == acts.mandate
    ]
    kept = [key for key in mine if key.facts.tier == "C"][-1:]
    own = [key for key in mine if key.keeper == caller.client and key.facts.tier in {"A", "B"}]
    return {key.facts.kid: key.facts.tier for key in (*kept, *own)}


def _told(session: Session, lost: Lapsing, said: Iterable[Rule] | None = None, *, party: str = "") -> tuple[Lapse, ...]:
    """In words. `said`: the rules of the version that was signed, None before. Of what was forbidden to everybody and
    would not have been, the companions go without saying.
    """
    stands = {sense(rule) for rule in said or ()}
    grants = [rule for rule in lost.grants if sense(rule) not in stands and _party(rule) != party]
    companions = holding.companions(rule_to_json(rule) for rule in lost.releases)
    said_so = [rule for rule in lost.releases if rule.id not in companions]
    releases = [rule for rule in said_so if said is None or sense(rule) in stands]
    if not (grants or releases or lost.opens):
        return ()
    known = sentences.names(session)
    return (
        *(_grant(rule, " ".join(sentences.lines(known, (rule,)))) for rule in grants),
        *(Lapse(" ".join(sentences.lines(known, (rule,))), rule=rule.id) for rule in releases),
        *((Lapse(OPENED),) if lost.opens else ()),
    )


def _grant(rule: Rule, sentence: str) -> Lapse:
    """With what our page asks for it, where the page can say it."""
    domains = dict(rule.what.members).get("domain", frozenset())
    simple = len(rule.what.members) == 1 and rule.what.period is None and not (rule.why or rule.nbf or rule.oblige)
    until = None if rule.exp is None else wishes.last_day(rule.exp)
    # The page gives whole days, to see or to see contacts: it must not fill in more than was wished.
    whole = until is None or wishes.end_of(until) == rule.exp
    if not (domains and simple and whole and rule.how in SAID_HOW and rule.who.kind in SHAREABLE):
        return Lapse(sentence)
    return Lapse(sentence, _party(rule), tuple(sorted(domains)), rule.how == frozenset({"contact-only"}), until)


def _party(rule: Rule) -> str:
    return f"{rule.who.kind}:{rule.who.id}"
