"""What it takes to withhold: who may decide, of which items, on which ground, until when, and what must be said.

Every refusal names the field, the rule and how to mend it; none repeats what was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gateway.auth import scopes
from gateway.consent import roles
from gateway.consent.regimes import REGIME
from gateway.consent.withheld import BOUND
from gateway.consent.withholding import Ground, fitting, grounds, terms
from gateway.errors import Refused, Rejected
from gateway.review.withholdings import Account
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem

LONGEST: Final = 1000  # characters of a reason
LINE: Final = 200  # of a name, or of whom to ask


@dataclass(frozen=True, slots=True)
class Renewed:
    """A decision anew. `decided_by`: who decided, for a care system (a professional is who is logged in);
    `contact`: whom the client can ask, "" as before.
    """

    review: date
    reason: str
    decided_by: str = ""
    consulted: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be withheld. `records`, `contacts`: ids of items of the own organisation, of a contact with all that
    belongs to it; `binds`: from whom; `ground`: its id in the table.
    """

    records: tuple[str, ...]
    contacts: tuple[str, ...]
    binds: tuple[str, ...]
    ground: str
    review: date
    reason: str
    contact: str
    decided_by: str = ""
    consulted: str = ""


def assert_may(by: Caller) -> None:
    """Raises Refused: only the organisation that wrote something withholds it, by its care system or who may decide."""
    if by.org is None or by.client is not None:
        raise Refused("not-a-source", "Only an organisation withholds what it wrote")
    if by.connector is not None:
        if not scopes.permits(by.scopes, "deliveries", "c"):
            raise Refused("scope", f"The token lacks the scope {scopes.DELIVER}")
    elif not any(held.role in terms().roles and held.org == by.org for held in by.roles):
        raise Refused("withholding-role", "This role does not decide on what a client does not see")


def may(by: Caller) -> bool:
    """Whether somebody may decide at all: for showing the way there."""
    try:
        assert_may(by)
    except Refused:
        return False
    return True


def reads(by: Caller) -> bool:
    """Who decides reads what is withheld, and so does the privacy officer."""
    return may(by) or any(roles.reads_log(held.role) and held.org == by.org for held in by.roles)


def assert_reads(by: Caller) -> None:
    """Raises Refused as `assert_may` does."""
    if not reads(by):
        assert_may(by)


def mine(disclosed: Disclosed) -> dict[str, DisclosedItem]:
    """By id: what the caller's organisation wrote of the client, the only things it can withhold."""
    return {i.record: i for i in disclosed.items if i.own and i.level == "see" and i.tags.domain != "eigen"}


def own(asked: Asked, disclosed: Disclosed) -> tuple[DisclosedItem, ...]:
    """The items named, all of the own organisation. Raises Rejected alike for another's, a hidden one and none."""
    named = (*(("records", id_) for id_ in asked.records), *(("contacts", id_) for id_ in asked.contacts))
    if not 0 < len(named) <= terms().most_items or len(set(named)) < len(named):
        raise Rejected(
            "withholding-items", f"Name 1 to {terms().most_items} items, each once", where="records, contacts"
        )
    found = mine(disclosed)
    for where, id_ in named:
        if id_ not in found or (where == "contacts" and not found[id_].tags.contact_entry):
            raise Rejected(
                "withholding-not-yours",
                "Only what your own organisation wrote of this client can be withheld by it",
                where=where,
                mend="name ids of items that your organisation delivered; under contacts those of a contact",
            )
    return tuple(found[id_] for _where, id_ in named)


def ground(asked: Asked, items: tuple[DisclosedItem, ...]) -> Ground:
    """The ground that is named, when it fits what is withheld and from whom. Raises Rejected."""
    found = grounds().get(asked.ground)
    fits = fitting(REGIME.get(item.tags.law) for item in items)
    if found is None or found not in fits:
        known = ", ".join(one.id for one in fits) or "none: name items under one law at a time"
        raise Rejected(
            "withholding-ground", "This ground does not reach what is named", where="ground", mend=f"one of: {known}"
        )
    binds = set(asked.binds)
    if not binds or len(binds) < len(asked.binds) or not binds <= found.binds:
        allowed = ", ".join(one for one in BOUND if one in found.binds)
        raise Rejected(
            "withholding-from", "On this ground it is not withheld from these", where="from", mend=f"of: {allowed}"
        )
    return found


def review(day: date, today: date) -> date:
    """The day on which it ends by itself. Raises Rejected for a day that has begun, or is too far ahead."""
    last = today + timedelta(days=terms().longest_days)
    if not today < day <= last:
        raise Rejected(
            "withholding-review",
            f"The day of review is after today and at most {terms().longest_days} days ahead",
            where="review",
            mend=f"no later than {last.isoformat()}",
        )
    return day


def account(asked: Asked, by: Caller, on: Ground) -> Account:
    return _account(by, on, asked.reason, asked.decided_by, asked.consulted, _text(asked.contact, "contact", LINE))


def renewed(asked: Renewed, by: Caller, before: Account, on: Ground) -> Account:
    contact = _text(asked.contact, "contact", LINE) if asked.contact.strip() else before.contact
    return _account(by, on, asked.reason, asked.decided_by, asked.consulted, contact)


def ended(by: Caller, before: Account) -> Account:
    return Account(reason="", by=by.name, consulted="", contact=before.contact)


def _account(by: Caller, on: Ground, reason: str, decided_by: str, consulted: str, contact: str) -> Account:
    if by.connector is None and decided_by.strip():
        raise Rejected(
            "withholding-decider", "Who is logged in decides", where="decided_by", mend="leave decided_by out"
        )
    decider = by.name if by.connector is None else _text(decided_by, "decided_by", LINE)
    second = _text(consulted, "consulted", LINE) if on.second or consulted.strip() else ""
    if second and second.casefold() == decider.casefold():
        raise Rejected(
            "withholding-second",
            "Another professional is asked before this is withheld",
            where="consulted",
            mend="name somebody else than who decided",
        )
    return Account(reason=_text(reason, "reason", LONGEST), by=decider, consulted=second, contact=contact)


def _text(given: str, where: str, longest: int) -> str:
    text = " ".join(given.split())
    if not text or len(text) > longest:
        raise Rejected(
            "withholding-text",
            "Say who decided, why, and whom the client can ask",
            where=where,
            mend=f"1 to {longest} characters",
        )
    return text
