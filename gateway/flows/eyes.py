"""Through the eyes of somebody: the real disclosure for a named person, for the client; and what is held back, and why.

The viewer is that person in everything that decides, so what the client reads is what that person gets. On the log it
is the client's own look, or that of who decides for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from gateway.consent import roles
from gateway.consent.obligations import masks
from gateway.errors import NotFound
from gateway.flows import behalf, callers, consented, disclose, looks, withheld
from gateway.flows.answers import Party
from gateway.flows.behalf import Reader
from gateway.flows.callers import WORK
from gateway.flows.caseloads import OWN
from gateway.flows.disclose import Shown
from gateway.flows.house import House
from gateway.registry import parties, relations
from gateway.stages.decided import Caller, Decision
from gateway.stages.disclosed import Disclosed, DisclosedItem

Why = Literal["stranger", "role", "law", "denied", "over", "contact", "part", "not"]
STRANGER = "no relation"
# How the reason of a decision begins, and what the client is told.
REASONS: tuple[tuple[str, Why], ...] = (
    (STRANGER, "stranger"),
    ("not for this role", "role"),
    ("no legal ground", "law"),
    ("denied", "denied"),
    ("the policy does not hold now", "over"),
)


@dataclass(frozen=True, slots=True)
class Held:
    """Something of the client's record that this person does not see, or not whole. `mendable`: by sharing it."""

    item: DisclosedItem
    why: Why

    @property
    def mendable(self) -> bool:
        return self.why not in {"role", "law"}


@dataclass(frozen=True, slots=True)
class Eyes:
    """`seen` None: this person cannot open the record at all. `told`: the reader hears that something is withheld from
    them, and so is from what they see here, whether this person sees it or not.
    """

    party: Party
    seen: Disclosed | None
    held: tuple[Held, ...]
    told: bool = False


def people(house: House, caller: Caller, handle: str = OWN) -> tuple[Party, ...]:
    """Whose eyes there are to look through: every professional in the client's care, or of an organisation that is.

    `handle`: of somebody the caller decides for. Raises NotFound as `look` does.
    """
    with house.database.work() as session:
        client = _reader(house, session, caller, handle).client
        near = set(relations.parties_of(session, client, house.today()))
        return tuple(
            _party(one)
            for one in parties.professionals(session)
            if not roles.sees_nothing(one.role)
            and not near.isdisjoint({f"person:{one.id}", f"org:{one.organisation.id}"})
        )


def look(house: House, caller: Caller, person: str, handle: str = OWN, shown: Shown | None = None) -> Eyes:
    """What this person sees of the client now, and what not. Raises NotFound for who is not registered, and for a
    client on whom the caller does not decide as a whole: other eyes see other parts. `shown`: of what this person sees,
    as in `disclose.cleared`.
    """
    with house.database.work() as session:
        reading = _reader(house, session, caller, handle)
        found = parties.professional(session, person)
        eyes = None if found is None else _look(house, session, reading, found, shown)
    if eyes is None:
        raise NotFound("party-unknown", "No such person or organisation")
    return eyes


def _reader(house: House, session: Session, caller: Caller, handle: str) -> Reader:
    reading = behalf.reader(house, session, caller, handle)
    if not reading.all_of_it:
        raise disclose.absent()
    return reading


def _look(house: House, session: Session, reading: Reader, found: parties.Professional, shown: Shown | None) -> Eyes:
    viewer, client = callers.of_professional(found), reading.client
    seat = callers.seat(house, session, viewer, client)
    opens = not roles.barred(viewer) and consented.related(house, session, client, viewer)
    # What a source withholds from the reader stays withheld behind anybody's eyes (docs/decisions/0098).
    seen = disclose.cleared(house, session, [seat], client, along=reading.caller, shown=shown) if opens else None
    mine = behalf.cleared(house, session, reading)
    decided = disclose.reasons(house, session, seat, client) if opens else {}
    stranger = Decision("deny", (), STRANGER if not roles.barred(viewer) else "not for this role")
    held = [(item, _why(decided.get(item.record, stranger))) for item in mine.items]
    looks.record_read(house, session, mine, mine.items, what=f"door de ogen van {found.name}")
    told = bool(withheld.told(house, session, client, reading.caller))
    return Eyes(_party(found), seen, tuple(Held(item, why) for item, why in held if why is not None), told)


def _why(decision: Decision) -> Why | None:
    """Why an item is not seen whole; None when it is."""
    if decision.level == "see":
        return "part" if masks(decision.oblige) else None
    if decision.level == "contact-only":
        return "contact"
    return next((why for reason, why in REASONS if decision.reason.startswith(reason)), "not")


def _party(one: parties.Professional) -> Party:
    work = f"{WORK.get(one.role, one.role)}, {one.organisation.name}"
    return Party(f"person:{one.id}", one.name, work, one.organisation.orgtype)
