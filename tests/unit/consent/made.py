"""Made-up versions, callers and policies for the tests beside this file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from gateway.consent import gate, model
from gateway.consent.gate import Seat
from gateway.consent.signed import SignedPolicy
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.disclosed import Disclosed
from gateway.stages.stored import Attributes, StoredVersion
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import Action, OrgType, Purpose
from gateway.wire import json

CLIENT = "22222222-2222-4222-8222-222222222222"
NOW = 1_790_000_000
DAY = date(2025, 3, 4)


def seat(
    person: str | None,
    role: str,
    org: str,
    orgtype: OrgType,
    *relations: str,
    purpose: Purpose = "TREAT",
    connector: str | None = None,
) -> Seat:
    roles = (RoleAt(role, org),) if role else ()
    caller = Caller(person, person or org, org, org, orgtype, roles, connector=connector)
    return Seat(caller, frozenset(relations or ("behandelrelatie",)), purpose)


ARTS = seat("arts", "huisarts", "praktijk", "huisarts")
CONSULENT = seat("consulent", "wmo-consulent", "gemeente", "gemeente", "casus", purpose="SUPPORT")
ZUSTER = seat("zuster", "wijkverpleegkundige", "wijkzorg", "wijkverpleging")


def item(**members: Any) -> Attributes:
    base: dict[str, Any] = {
        "record": "r",
        "type": "Condition",
        "source": "elders",
        "law": "Zvw",
        "domain": "wijkverpleging",
        "life": ("huisvesting",),
        "label": ("N",),
        "day": DAY,
    }
    return Attributes(**{**base, **members})


def version(
    record: str = "r", *, content: dict[str, Any] | None = None, received: int = 5, **members: Any
) -> StoredVersion:
    """One stored version. `received`: day of March 2025; `members`: attributes."""
    attributes = item(record=record, **members)
    written = {"resourceType": attributes.type, "id": record, "subject": {"reference": f"Patient/{CLIENT}"}}
    return StoredVersion(
        client=CLIENT,
        record=record,
        version=received,
        type=attributes.type,
        source=attributes.source,
        source_name=f"Organisatie {attributes.source}",
        delivery="d",
        recorded=datetime(2025, 3, received, tzinfo=UTC),
        attributes=attributes,
        tags=Tags(
            problems=(),
            life=(),
            labels=attributes.label,
            law=attributes.law,
            domain=attributes.domain,
            day=attributes.day,
            contact_entry=attributes.contact_entry,
            narrative=attributes.narrative,
        ),
        text=json.dumps({**written, **(content or {})}),
    )


def rule(effect: str = "permit", who: dict[str, str] | None = None, **members: Any) -> dict[str, Any]:
    return {"effect": effect, "who": who or {"kind": "any"}, **members}


def policy(*rules: dict[str, Any]) -> SignedPolicy:
    read = tuple(model.read_rule({"id": f"r{n}", "text": "x", **given}) for n, given in enumerate(rules))
    document = model.Policy(CLIENT, 4, "0" * 64, "x", 0, None, None, "j", None, "allow", (False, False), read)
    return SignedPolicy(document, "f" * 64, "kid", "token")


SEE_ALL = policy(rule(how=["see"]))
CONTACT_ALL = policy(rule(how=["contact-only"]))


def clear(
    versions: list[StoredVersion], signed: SignedPolicy | None, *seats: Seat, action: Action = "see"
) -> Disclosed:
    return gate.clear(
        seats=seats or (ARTS,),
        client=CLIENT,
        handle="handvat",
        patient=None,
        versions=versions,
        policy=signed,
        action=action,
        now=NOW,
    )


def levels(disclosed: Disclosed) -> dict[str, str]:
    return {shown.record: shown.level for shown in disclosed.items}
