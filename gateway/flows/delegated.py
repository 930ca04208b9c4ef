"""Signing for somebody under a machtiging: for whom, what it covers, what stands there, and what was signed under it.

A whole policy is signed each time, so a delegate sees the wishes that stand. They see nothing else of the client: no
record, no log, who is in care, what is proposed, what was said in Mitz, or that a measure runs. The form of a
machtiging has no word for reading, so none gives more (docs/decisions/0099).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlmodel import Session

from gateway.consent import custody, keys, mandates, model, restrictions, standing, storage
from gateway.consent.lexicon import Lexicon
from gateway.consent.model import Rule, What, Who
from gateway.errors import Refused
from gateway.flows import cards, deeds, sentences
from gateway.flows.acting import Acting, Under, acting
from gateway.flows.answers import Sharing
from gateway.flows.callers import viewer
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.wishes import DOMAINS
from gateway.registry import basedata
from gateway.registry.names import display_name
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Delegated:
    """A mandate that runs, as its delegate knows it. `name`: of the client; `covers`: on what they may decide, in
    words; `until` UTC, exclusive.
    """

    handle: str
    name: str
    under: Under
    covers: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """One version somebody signed. `when` UTC."""

    version: int
    when: datetime


def received(house: House, caller: Caller) -> tuple[Delegated, ...]:
    """For whom the caller may sign now, by name. Raises Refused for who is no client."""
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    with house.database.work() as session:
        found = [_told(house, session, caller, one) for one in _running(house, session, caller)]
    return tuple(sorted(found, key=lambda one: (one.name, one.handle)))


def behind(house: House, caller: Caller, handle: str) -> Delegated:
    """The mandate behind a handle. Raises NotFound when it runs no more, and for every other case."""
    found = next((one for one in received(house, caller) if one.handle == handle), None)
    if found is None:
        raise absent()
    return found


def wishes(house: House, caller: Caller, under: Under) -> Sharing:
    """What stands in the policy that the delegate signs on with, in words."""
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, under)
        rows = storage.heads(session, acts.client, acts.holder)
        rules = standing.stands(session, acts.client, acts.holder, moment)
        known, everyone = sentences.names(session), cards.directory(session)
        shown = cards.shared(rules, known, everyone)
        shared = {card.party.key for card in shown}
        waits = standing.waits_until(session, acts.client, rows[0]) if rows else None
        key = storage.key_of(session, acts.client, rows[0]) if rows else None
        beside = restrictions.denies(session, acts.client, acts.holder)
        found = Sharing(
            client_name=display_name(basedata.leading(session, house.keyring, acts.client)[0]),
            cards=shown,
            others=tuple(party for key, party in everyone.items() if key not in shared),
            version=rows[0].ver if rows else 0,
            custody=key.facts.tier if key else "C",
            fork=len(rows) > 1,
            waits=datetime.fromtimestamp(waits, UTC) if waits is not None and waits > moment else None,
            forbidden=cards.forbidden(rules, known),
            barred=cards.barred(rules, known),
            beside=tuple(
                str(rule["text"]) for rule in sentences.worded(session, [model.rule_to_json(one) for one in beside])
            ),
        )
        _record(house, session, caller, acts, "wensen")
    return found


def signed(house: House, caller: Caller, under: Under) -> tuple[Signed, ...]:
    """What was signed under this mandate, newest first."""
    with house.database.work() as session:
        acts = acting(house, session, caller, under)
        kids = [k.facts.kid for k in keys.of_holder(session, acts.client, acts.holder) if k.keeper == caller.client]
        found = tuple(
            Signed(row.ver, storage.received(row))
            for row in storage.by_keys(session, acts.client, acts.holder, kids)
            if storage.key_of(session, acts.client, row).mandate == acts.mandate
        )
        _record(house, session, caller, acts, "getekend")
    return found


def device_keys(house: House, caller: Caller, under: Under, *, settled: bool = False) -> tuple[keys.Key, ...]:
    """The keys on a device of the delegate's own that sign under this mandate. `settled`: only what need not wait."""
    moment = int(house.now().timestamp())
    with house.database.work() as session:
        acts = acting(house, session, caller, under)
        found = keys.of_holder(session, acts.client, acts.holder)
    theirs = (key for key in found if key.live and key.mandate == acts.mandate and key.facts.tier == "B")
    return tuple(key for key in theirs if not (settled and custody.waits(key.facts, moment)))


def _running(house: House, session: Session, caller: Caller) -> tuple[mandates.Standing, ...]:
    moment = int(house.now().timestamp())
    mine = mandates.of_delegate(session, str(caller.client))
    return tuple(one for one in mine if one.runs(moment) and not mandates.replaced(session, one))


def _told(house: House, session: Session, caller: Caller, one: mandates.Standing) -> Delegated:
    return Delegated(
        handle=house.vault.handle(viewer(caller), f"{one.client}/{one.id}"),
        name=display_name(basedata.leading(session, house.keyring, one.client)[0]),
        under=Under(one.client, one.id),
        covers=tuple(covers(sentences.names(session), rule) for rule in one.said.scope),
        until=datetime.fromtimestamp(one.said.exp, UTC),
    )


def covers(known: Lexicon, rule: Rule) -> str:
    """What one rule of a mandate covers: a care domain by its name; anything else as the sentence of the rule, which is
    the most anybody may be shown.
    """
    bare = replace(rule, id="", text=None, what=What())
    (name, values), *more = rule.what.members or (("", frozenset()),)
    if bare == Rule("", "permit", Who("any")) and not more and name == "domain" and rule.what.period is None:
        return ", ".join(DOMAINS.get(value, value) for value in sorted(values))
    return sentences.lines(known, (replace(rule, text=None),))[0]


def _record(house: House, session: Session, caller: Caller, acts: Acting, what: str) -> None:
    deeds.record(house, session, "log-read", caller, acts.client, what=what, mandate=acts.mandate, outcome="seen")
