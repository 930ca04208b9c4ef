"""The client grants, restricts or stops: verify the signature, append the policy, audit. Each change is a whole policy.

Pages without JavaScript sign with the assisted key (tier C): the gateway keeps it sealed for the client and says so.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.consent import model, roles, sentences, signature
from gateway.consent import storage as consents
from gateway.crypto import SigningKey, random_token
from gateway.errors import NotFound, Refused, Rejected
from gateway.flows.answers import Option, Party, Proposal, Receipt, Sharing, SharingCard
from gateway.flows.disclose import who
from gateway.flows.house import DUTCH, House
from gateway.flows.login import WORK
from gateway.registry import basedata, clients, parties, relations
from gateway.registry.names import display_name
from gateway.stages import Caller

DOMAINS = {
    "huisarts": "wat uw huisarts opschrijft",
    "wijkverpleging": "wat de wijkverpleging opschrijft",
    "wmo": "besluiten van de gemeente over hulp (Wmo)",
    "jeugdhulp": "besluiten en hulp van de jeugdhulp",
    "jgz": "wat het consultatiebureau opschrijft",
}
DEFAULT_DAYS = 361  # a year, less the days that make a reminder come in time


def sharing(house: House, caller: Caller) -> Sharing:
    """Screen C1: who may see what, in the sentences the client signed."""
    client = _own(caller)
    with house.database.work() as session:
        policy = consents.current(session, client)
        patient, _remarks = basedata.leading(session, house.keyring, client)
        everyone = _parties(session)
        cards = _cards(policy, everyone)
        near = set(relations.parties_of(session, client))
        shared = {card.party.key for card in cards}
        others = [p for key, p in everyone.items() if key not in shared and _near(session, key, near)]
        audit.append(house.database, session, "log-read", house.now(), client, **who(caller), outcome="seen")
    return Sharing(
        client_name=caller.name if patient is None else display_name(patient),
        cards=tuple(cards),
        others=tuple(others),
        version=policy.version if policy else 0,
        custody="C",
    )


def party(house: House, caller: Caller, key: str) -> Party:
    """A party a client can share with. Raises NotFound."""
    _own(caller)
    with house.database.work() as session:
        found = _parties(session).get(key)
    if found is None:
        raise NotFound("party-unknown", "No such person or organisation")
    return found


def propose(house: House, caller: Caller, key: str) -> Proposal:
    """Screen C2, step 1: sensible defaults, everything changeable, nothing stored."""
    found = party(house, caller, key)
    chosen = {"huisarts", "wijkverpleging", "wmo"} - {str(found.orgtype)}
    return Proposal(
        party=found,
        options=tuple(Option(domain, label, domain in chosen) for domain, label in DOMAINS.items()),
        sees_not=tuple(label for domain, label in DOMAINS.items() if domain not in chosen),
        contact_only=False,
        until=house.today() + timedelta(days=DEFAULT_DAYS),
    )


def share(house: House, caller: Caller, key: str, *, what: tuple[str, ...], contact_only: bool, until: date) -> Receipt:
    """Grant a party some care domains until a day, replacing what it had. Signed with the assisted key."""
    found = party(house, caller, key)
    unknown = [domain for domain in what if domain not in DOMAINS]
    if unknown or not what:
        raise Rejected("share-what", "Choose at least one of the parts that can be shared", where="wat")
    if until < house.today():
        raise Rejected("share-until", "The last day lies in the past", where="tot", mend="choose a later day")
    kind, _, id_ = key.partition(":")
    rule: dict[str, Any] = {
        "id": uuid.uuid4().hex[:12],
        "effect": "permit",
        "who": {"kind": kind, "id": id_},
        "what": {"domain": sorted(what)},
        "how": ["contact-only"] if contact_only else ["see"],
        "exp": _end_of(until),
    }
    rule["text"] = sentences.granting(rule, found.name)
    return _change(house, caller, lambda rules: [*_without(rules, kind, id_), rule])


def stop(house: House, caller: Caller, key: str) -> Receipt:
    """Stop sharing with a party, at once. A restriction needs no waiting and no second person."""
    found = party(house, caller, key)
    kind, _, id_ = key.partition(":")

    def stopped(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = _without(rules, kind, id_)
        # Whoever may still see through the organisation is denied by name.
        if any(
            rule["effect"] == "permit" and rule["who"]["kind"] in {"any", "orgtype", "org", "role@org"} for rule in kept
        ):
            deny = {"id": uuid.uuid4().hex[:12], "effect": "deny", "who": {"kind": kind, "id": id_}, "what": {}}
            deny["text"] = sentences.stopping(found.name)
            return [*kept, deny]
        return kept

    return _change(house, caller, stopped)


def accept(house: House, caller: Caller, token: str, request: str | None = None) -> Receipt:
    """A policy signed on the client's own device: verified, appended by compare-and-set, audited."""
    client = _own(caller)
    with house.database.work() as session:
        return _append(house, session, caller, client, token, request)


def current(house: House, caller: Caller) -> tuple[int, str, str | None]:
    """Version, hash and token of the policy that holds now; (0, "", None) when there is none."""
    client = _own(caller)
    with house.database.work() as session:
        policy = consents.current(session, client)
        audit.append(
            house.database, session, "log-read", house.now(), client, **who(caller), what="policy", outcome="seen"
        )
    return (policy.version, policy.hash, policy.token) if policy else (0, "", None)


def enrol(house: House, caller: Caller, jwk: dict[str, str], request: str | None = None) -> str:
    """Register a public key that the client's own device made (tier A). Returns its kid."""
    client = _own(caller)
    with house.database.work() as session:
        kid = consents.enrol(session, client, jwk, "A", house.now())
        audit.append(
            house.database,
            session,
            "key",
            house.now(),
            client,
            **who(caller),
            kid=kid,
            tier="A",
            outcome="done",
            request=request,
        )
    return kid


def _change(house: House, caller: Caller, change: Any) -> Receipt:
    client = _own(caller)
    with house.database.work() as session:
        clients.lock(session, client)
        policy = consents.current(session, client)
        rules = change([model.rule_to_json(rule) for rule in policy.policy.rules] if policy else [])
        key = _assisted_key(house, session, caller, client)
        moment = int(house.now().timestamp())
        document = {
            "fmt": "nl-toestemming/1",
            "cid": client,
            "ver": (policy.version if policy else 0) + 1,
            "prev": policy.hash if policy else None,
            "aud": house.settings.base_url,
            "iat": moment,
            "nbf": moment,
            "exp": moment + 10 * 366 * 24 * 3600,
            "jti": random_token(12),
            "nonce": None,
            "emergency": "allow",
            "notify": {"every_access": False, "new_source": True},
            "rules": rules,
        }
        return _append(house, session, caller, client, signature.sign_policy(document, key), None)


def _append(house: House, session: Session, caller: Caller, client: str, token: str, request: str | None) -> Receipt:
    clients.lock(session, client)
    before = consents.current(session, client)
    policy = consents.append(session, client, token, house.now(), house.settings.base_url)
    relations.forget(session, client, "genoemd")
    for rule in policy.policy.rules:
        named = _named(rule)
        if named is not None:
            relations.note(session, client, named, "genoemd", house.now(), f"policy {policy.hash}")
    audit.append(
        house.database,
        session,
        "consent",
        house.now(),
        client,
        **who(caller),
        policy=policy.hash,
        policy_version=policy.version,
        prev=before.hash if before else None,
        kid=policy.kid,
        tier=consents.tier(session, client, policy.kid),
        outcome="done",
        request=request,
    )
    texts = tuple(rule.text for rule in policy.policy.rules if rule.text)
    return Receipt(version=policy.version, policy_hash=policy.hash, sentences=texts)


def _assisted_key(house: House, session: Session, caller: Caller, client: str) -> SigningKey:
    """The key kept for a client without a device of their own; made at first use."""
    sealed = consents.assisted(session, client)
    if sealed is not None:
        return SigningKey.from_pem(house.keyring.unseal(session, client, "client", sealed, "client_key"))
    key = SigningKey.generate()
    kid = consents.enrol(
        session,
        client,
        key.jwk,
        "C",
        house.now(),
        sealed_private=house.keyring.seal(session, client, "client", key.pem, "client_key"),
    )
    audit.append(house.database, session, "key", house.now(), client, **who(caller), kid=kid, tier="C", outcome="done")
    return key


def _own(caller: Caller) -> str:
    if caller.client is None:
        raise Refused("not-the-client", "Only the client can do this")
    return caller.client


def _without(rules: list[dict[str, Any]], kind: str, id_: str) -> list[dict[str, Any]]:
    return [rule for rule in rules if (rule["who"]["kind"], rule["who"].get("id")) != (kind, id_)]


def _named(rule: model.Rule) -> str | None:
    if rule.effect != "permit":
        return None
    match rule.who.kind:
        case "person":
            return f"person:{rule.who.id}"
        case "org":
            return f"org:{rule.who.id}"
        case "role@org":
            return f"org:{rule.who.org}"
        case _:
            return None


def _cards(policy: Any, everyone: dict[str, Party]) -> list[SharingCard]:
    by_party: dict[str, list[model.Rule]] = {}
    for rule in policy.policy.rules if policy else ():
        key = f"{rule.who.kind}:{rule.who.id}"
        if rule.effect == "permit" and key in everyone:
            by_party.setdefault(key, []).append(rule)
    return [
        SharingCard(
            party=everyone[key],
            sentences=tuple(rule.text or sentences.why(rule) for rule in rules),
            until=_last_day(rules),
        )
        for key, rules in by_party.items()
    ]


def _last_day(rules: list[model.Rule]) -> date | None:
    ends = [rule.exp for rule in rules if rule.exp is not None]
    return datetime.fromtimestamp(min(ends) - 1, DUTCH).date() if ends else None


def _parties(session: Session) -> dict[str, Party]:
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


def _near(session: Session, key: str, near: set[str]) -> bool:
    """Whether a party is in the client's care: itself, or through its organisation."""
    if key in near:
        return True
    kind, _, id_ = key.partition(":")
    professional = parties.professional(session, id_) if kind == "person" else None
    return professional is not None and f"org:{professional.organisation.id}" in near


def _end_of(day: date) -> int:
    """Seconds UTC at which the Dutch day after `day` begins: `exp` is exclusive."""
    return int(datetime.combine(day + timedelta(days=1), time(), DUTCH).timestamp())
