"""The client grants, restricts or stops: what sharing with a party means, and the wishes that follow from it.

Signing is signing.py, appending appending.py. Pages without JavaScript sign with the assisted key (tier C) and say so.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from gateway.consent import model, restrictions, standing
from gateway.consent import storage as consents
from gateway.consent.locks import MEASURE
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows import behalf, cards, consented, deeds, lapsing, mitz, person, proposals, sentences, signing, wishes
from gateway.flows.acting import Acting, Whom, acting
from gateway.flows.answers import Current, Option, Party, Proposal, Receipt, Sharing
from gateway.flows.house import House
from gateway.flows.signing import accept
from gateway.flows.wishes import DOMAINS, Change, Grant
from gateway.registry import basedata, parties, relations
from gateway.stages.decided import Caller

__all__ = ["accept", "current", "party", "propose", "share", "sharing", "stop", "to_share", "to_stop"]

DEFAULT_DAYS = 361  # a year, less the days that make a reminder come in time


def sharing(house: House, caller: Caller, client: str | None = None) -> Sharing:
    """Screen C1: who may see what, in the sentences the client signed, and from when if that is still to come.

    `client`: whom the caller decides for; absent: themselves.
    """
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        rows = consents.heads(session, acts.client, acts.holder)
        rules = standing.stands(session, acts.client, acts.holder, int(house.now().timestamp()))
        on_all = behalf.decides_on_all(house, session, acts)
        everyone = cards.directory(session)
        measured = _measured(house, session, acts.client)
        known = sentences.names(session)
        delegates = cards.delegates(house, session, acts.client, acts.holder)
        shown = cards.shared(rules, known, everyone, measured, delegates)
        # Who is around the client is not for somebody who decides on a part to read off a list of choices.
        near = set(relations.parties_of(session, acts.client, house.today())) if on_all else set(everyone)
        shared = {card.party.key for card in shown}
        others = [p for key, p in everyone.items() if key not in shared | measured and _near(session, key, near)]
        held = consented.held(house, session, acts.client)
        waits = standing.waits_until(session, acts.client, rows[0]) if rows else None
        key = consents.key_of(session, acts.client, rows[0]) if rows else None
        by = cards.delegate(house, session, acts.client, rows[0].kid) if rows else ""
        lapsed = lapsing.after(session, acts.client, rows[0]) if len(rows) == 1 else ()
        objections = mitz.told(session, acts.client) if on_all else ()
        waiting = proposals.told(session, acts.client) if on_all else ()
        heard = {acts.holder, *(consented.heard(session, held) if on_all else ())}
        counting = (rule for by, rule in restrictions.said(session, acts.client) if by in heard)
        beside = sentences.worded(session, [model.rule_to_json(rule) for rule in counting])
        name = _name(house, session, caller, acts, everything=on_all)
        deeds.record(house, session, "log-read", caller, acts.client, outcome="seen")
    moment = int(house.now().timestamp())
    return Sharing(
        client_name=name,
        cards=shown,
        others=tuple(others),
        version=rows[0].ver if rows else 0,
        custody=key.facts.tier if key else "C",
        forced=tuple(everyone[key] for key in sorted(measured) if key in everyone),
        fork=len(rows) > 1,
        waits=datetime.fromtimestamp(waits, UTC) if waits is not None and waits > moment else None,
        undecided=bool(held.refusal),
        together=len(held.required) > 1 or bool(held.instead),
        forbidden=cards.forbidden(rules, known),
        objections=objections,
        proposals=waiting,
        beside=tuple(str(rule["text"]) for rule in beside),
        by=by,
        signed=consents.received(rows[0]) if rows else None,
        lapsed=lapsed,
        barred=cards.barred(rules, known),
    )


def party(house: House, caller: Caller, key: str, client: Whom = None) -> Party:
    """A party a client can share with. Raises NotFound, or Refused(forced-framework) under a measure."""
    with house.database.work() as session:
        return to_share_with(house, session, acting(house, session, caller, client), key)


def to_share_with(house: House, session: Session, acts: Acting, key: str) -> Party:
    """A party that a client can share with. Raises NotFound, or Refused(forced-framework) under a measure.

    A delegate is not told of a measure: what they sign for its party is held beside it as for any other.
    """
    found = cards.directory(session).get(key)
    if found is None:
        raise NotFound("party-unknown", "No such person or organisation")
    if acts.mandate is None and key in _measured(house, session, acts.client):
        raise Refused("forced-framework", "Under a measure consent is not used: there is nothing to share or to stop")
    return found


def propose(house: House, caller: Caller, key: str, client: Whom = None) -> Proposal:
    """Screen C2, step 1: sensible defaults, everything changeable, nothing stored.

    To a delegate only what the mandate covers, and nothing is chosen beforehand.
    """
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        found = to_share_with(house, session, acts, key)
        until = house.today() + timedelta(days=DEFAULT_DAYS)
        if acts.mandate is None:
            offered, chosen = DOMAINS, {"huisarts", "wijkverpleging", "wmo"} - {str(found.orgtype)}
        else:
            offered, chosen = wishes.coverable(found.key, acts.scope), set[str]()
            until = min(until, wishes.last_day(acts.ends))
    return Proposal(
        party=found,
        options=tuple(Option(domain, label, domain in chosen) for domain, label in offered.items()),
        sees_not=tuple(label for domain, label in offered.items() if domain not in chosen),
        contact_only=False,
        until=until,
    )


def share(house: House, caller: Caller, grant: Grant, client: Whom = None) -> Receipt:
    """Grant a party some care domains until a day, in place of what it was permitted. Signed with the assisted key."""
    return signing.with_kept_key(house, caller, _granting(house, caller, grant, client), client)


def to_share(house: House, caller: Caller, grant: Grant, kid: str, client: Whom = None) -> str:
    """The same grant as bytes for a key on the caller's own device to sign."""
    return signing.to_sign(house, caller, kid, _granting(house, caller, grant, client), client)


def stop(house: House, caller: Caller, key: str, client: Whom = None) -> Receipt:
    """Stop sharing with a party, at once. A restriction needs no waiting and no second person."""
    return signing.with_kept_key(house, caller, _stopping(house, caller, key, client), client)


def to_stop(house: House, caller: Caller, key: str, kid: str, client: Whom = None) -> str:
    """The same as bytes for a key on the caller's own device to sign."""
    return signing.to_sign(house, caller, kid, _stopping(house, caller, key, client), client)


def current(house: House, caller: Caller, client: str | None = None) -> Current:
    """What the next version must build on, for oneself or for whom one decides."""
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        rows = consents.heads(session, acts.client, acts.holder)
        beside = restrictions.denies(session, acts.client, acts.holder)
        restricted = sentences.worded(session, [model.rule_to_json(rule) for rule in beside])
        deeds.record(house, session, "log-read", caller, acts.client, what="policy", outcome="seen")
    return Current(
        client=acts.client,
        version=rows[0].ver if rows else 0,
        prev=consents.next_prev(rows),
        tokens=tuple(row.token for row in rows),
        restrictions=tuple(restricted),
    )


def _measured(house: House, session: Session, client: str) -> set[str]:
    """Parties under a child protection measure: consent is not used for them (gedwongen kader)."""
    return set(relations.parties_of(session, client, house.today(), MEASURE))


def _name(house: House, session: Session, caller: Caller, acts: Acting, *, everything: bool) -> str:
    if basedata.leading(session, house.keyring, acts.client)[0] is None:
        return caller.name
    return person.named(house, session, acts.client, caller, everything=everything)


def _near(session: Session, key: str, near: set[str]) -> bool:
    """Whether a party is in the client's care: itself, or through its organisation."""
    if key in near:
        return True
    kind, _, id_ = key.partition(":")
    professional = parties.professional(session, id_) if kind == "person" else None
    return professional is not None and f"org:{professional.organisation.id}" in near


def _granting(house: House, caller: Caller, grant: Grant, client: Whom) -> Change:
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        to_share_with(house, session, acts, grant.party)
        if acts.mandate is None:
            return wishes.sharing(house, grant)
        if grant.until > wishes.last_day(acts.ends):
            raise Rejected(
                "mandate-beyond", "The mandate ends before this day", where="tot", mend="choose a day within it"
            )
        return wishes.adding(house, grant, acts.scope)


def _stopping(house: House, caller: Caller, key: str, client: Whom) -> Change:
    with house.database.work() as session:
        acts = acting(house, session, caller, client)
        found = to_share_with(house, session, acts, key)
        return wishes.stopping(found)
