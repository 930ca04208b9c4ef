"""Withholding (achterhouden): a source does not let the client see what it wrote, on a legal ground and for a while.

The organisation that wrote it decides, and it alone: nobody else's view changes by it. What it takes to say so is
judged in `withholding_said.py`; whom it binds, at each look, in `withheld.py`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from gateway.consent.withholding import Ground, grounds, terms
from gateway.errors import Conflict
from gateway.flows import behalf, callers, caseloads, deeds, disclose, person, withheld
from gateway.flows import withholding_said as said
from gateway.flows.callers import viewer
from gateway.flows.caseloads import OWN
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_refusal
from gateway.flows.withholding_said import Asked, Renewed
from gateway.registry import clients, parties
from gateway.registry.names import display_name
from gateway.review import withholdings
from gateway.review.withholdings import Account, Act, Withholding
from gateway.stages.decided import Caller
from gateway.stages.disclosed import DisclosedItem


@dataclass(frozen=True, slots=True)
class Running:
    """One withholding as the source's own people and its privacy officer see it in a list: without content or reason.

    `handle`, `client`: the reader's own handle and the name, "" where the reader does not know the client. `soon`: the
    day of review is near.
    """

    id: str
    handle: str
    client: str
    ground: Ground
    binds: tuple[str, ...]
    items: int
    since: date
    review: date
    soon: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What who is bound hears of it: whose decision, on which ground, until when, and whom to ask. Not what it is."""

    source: str
    ground: Ground
    review: date
    contact: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One withholding with what was said of every step; `about`: what it names, for the source's own people alone."""

    running: Running
    steps: tuple[tuple[Withholding, Account], ...]
    about: tuple[DisclosedItem, ...]


def begin(house: House, by: Caller, handle: str, asked: Asked, request: str | None = None) -> str:
    """Withhold what the caller's organisation wrote of a client; returns its id. Counts from the next look on.

    Raises Refused for who may not decide, NotFound for a client who is not there for the caller, and Rejected for what
    is not there, not of the own organisation, or does not fit the ground.
    """
    said.assert_may(by)
    with house.database.work() as session:
        client = caseloads.resolve(house, session, by, handle)
        if client is None:
            record_refusal(house, session, by, caseloads.meant(house, session, by, handle), "achterhouden", request)
        else:
            clients.lock(session, client)
            disclosed = disclose.cleared(house, session, [callers.seat(house, session, by, client)], client)
            step = Withholding(
                client=client,
                id=str(uuid.uuid4()),
                seq=1,
                source=str(by.org),
                act="begin",
                ground=said.ground(asked, said.own(asked, disclosed)).id,
                binds=asked.binds,
                records=asked.records,
                contacts=asked.contacts,
                review=said.review(asked.review, house.today()),
                recorded=house.now(),
            )
            withholdings.append(session, house.keyring, step, said.account(asked, by, grounds()[step.ground]))
            _record(house, session, by, step, "begun", "done", request)
    if client is None:
        raise absent()
    return step.id


def renew(house: House, by: Caller, id_: str, asked: Renewed, request: str | None = None) -> None:
    """Decide anew, before it is over. Raises NotFound alike for another's and for none, Conflict when it is over."""
    _step(house, by, id_, "renew", asked, request)


def end(house: House, by: Caller, id_: str, request: str | None = None) -> None:
    """The client sees it again from the next look on. Raises as `renew`."""
    _step(house, by, id_, "end", None, request)


def running(house: House, by: Caller, request: str | None = None) -> tuple[Running, ...]:
    """What the caller's organisation withholds now, the first to end in front; for its own people and its officer."""
    said.assert_reads(by)
    with house.database.work() as session:
        today = house.today()
        mine = [one for one in withholdings.of_source(session, str(by.org)) if one.runs(today)]
        known = caseloads.caseload(house, session, by) if mine else ()
        found = [_running(house, session, by, one, known) for one in mine]
        deeds.record(house, session, "withholding", by, what="listed", outcome="seen", request=request)
    return tuple(sorted(found, key=lambda one: (one.review, one.id)))


def opened(house: House, by: Caller, id_: str, request: str | None = None) -> Opened:
    """One of them with its reasons. Raises NotFound alike for another's and for none."""
    said.assert_reads(by)
    with house.database.work() as session:
        one = _mine(session, by, id_)
        found = None
        if one is None:
            record_refusal(house, session, by, None, "achtergehouden lezen", request)
        else:
            known = caseloads.caseload(house, session, by)
            found = Opened(
                _running(house, session, by, one, known),
                withholdings.told(session, house.keyring, one.client, one.id),
                _about(house, session, by, one) if one.client in known else (),
            )
            _record(house, session, by, one, "read", "seen", request)
    if found is None:
        raise absent()
    return found


def told(house: House, caller: Caller, handle: str = OWN, request: str | None = None) -> tuple[Told, ...]:
    """What the client, or who decides for them, hears of what they do not see. Raises NotFound."""
    with house.database.work() as session:
        reader = behalf.reader(house, session, caller, handle).caller
        found = telling(house, session, reader)
        deeds.record(house, session, "withholding", reader, reader.client, what="told", outcome="seen", request=request)
    return found


def telling(house: House, session: Session, reader: Caller) -> tuple[Told, ...]:
    """The same, in the transaction of who records the look."""
    client, names = str(reader.client), parties.names(session)
    return tuple(
        Told(
            source=names.get(one.source, one.source),
            ground=grounds()[one.ground],
            review=one.review,
            contact=withholdings.told(session, house.keyring, client, one.id)[-1][1].contact,
        )
        for one in withheld.told(house, session, client, reader)
    )


def _step(house: House, by: Caller, id_: str, act: Act, asked: Renewed | None, request: str | None) -> None:
    said.assert_may(by)
    with house.database.work() as session:
        one = _mine(session, by, id_)
        if one is None:
            record_refusal(house, session, by, None, "achterhouden", request)
        else:
            clients.lock(session, one.client)
            one = withholdings.find(session, id_) or one  # as it stands now that nobody else can change it
            if not one.runs(house.today()):
                raise Conflict("withholding-over", "This is withheld no more", mend="begin a new one if it must be")
            last = withholdings.told(session, house.keyring, one.client, id_)[-1][1]
            account = said.ended(by, last) if asked is None else said.renewed(asked, by, last, grounds()[one.ground])
            review = one.review if asked is None else said.review(asked.review, house.today())
            step = replace(one, seq=one.seq + 1, act=act, review=review, recorded=house.now())
            withholdings.append(session, house.keyring, step, account)
            _record(house, session, by, step, "ended" if asked is None else "renewed", "done", request)
    if one is None:
        raise absent()


def _mine(session: Session, by: Caller, id_: str) -> Withholding | None:
    found = withholdings.find(session, id_)
    return found if found is not None and found.source == by.org else None


def _running(house: House, session: Session, by: Caller, one: Withholding, known: tuple[str, ...]) -> Running:
    named = one.client in known
    return Running(
        id=one.id,
        handle=house.vault.handle(viewer(by), one.client),
        client=display_name(person.known(house, session, one.client, by)) if named else "",
        ground=grounds()[one.ground],
        binds=one.binds,
        items=len(one.records) + len(one.contacts),
        since=one.recorded.date(),
        review=one.review,
        soon=one.review - house.today() <= timedelta(days=terms().warn_days),
    )


def _about(house: House, session: Session, by: Caller, one: Withholding) -> tuple[DisclosedItem, ...]:
    disclosed = disclose.cleared(house, session, [callers.seat(house, session, by, one.client)], one.client)
    named = {*one.records, *one.contacts}
    return tuple(item for item in disclosed.items if item.record in named and item.own)


def _record(
    house: House, session: Session, by: Caller, step: Withholding, what: str, outcome: str, request: str | None
) -> None:
    deeds.record(
        house,
        session,
        "withholding",
        by,
        step.client,
        withholding=step.id,
        records=sorted((*step.records, *step.contacts)),
        ground=step.ground,
        binds=list(step.binds),
        what=what,
        outcome=outcome,
        request=request,
    )
