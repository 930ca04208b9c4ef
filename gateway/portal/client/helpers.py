"""Who helps the client, in words: cards of people with what they may do, on what ground and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gateway.consent.custody import COOLING_OFF
from gateway.flows import helping
from gateway.flows.behalf import Represented
from gateway.flows.entrusting import Entrusted
from gateway.flows.helping import Contact, Decider, Helpers, Mandated
from gateway.flows.wishes import DOMAINS
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.sessions import Submission


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person. `lines`: what they may do and until when; `mandate`: what can be stopped; `handle`: to be here for
    `who`, to decide or, with a mandate, to sign. Neither: there is nothing to press. `receipt`: what the client signed.
    """

    name: str
    lines: tuple[str, ...]
    mandate: str = ""
    handle: str = ""
    who: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class HelpersView:
    deciders: tuple[PersonView, ...]
    signers: tuple[PersonView, ...]
    mine: tuple[PersonView, ...]
    contacts: tuple[PersonView, ...]
    code: str
    signs: bool


@dataclass(frozen=True, slots=True)
class MandateForm:
    """`options`: (key, label, ticked). `until`, `soonest`: ISO for the date field."""

    code: str
    options: tuple[tuple[str, str, bool], ...]
    until: str
    soonest: str
    problem: str = ""

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, label) for key, label, ticked in self.options if ticked)

    @property
    def day(self) -> str:
        return dates.day(date.fromisoformat(self.until), "client")


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """`notices`: what to know of it; `facts`: (label, value) of how it was signed, and how it was stopped."""

    title: str
    text: str
    covers: tuple[str, ...]
    until: str
    notices: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    code: str


def present(helpers: Helpers, now: datetime) -> HelpersView:
    return HelpersView(
        deciders=tuple(_decider(one) for one in helpers.deciders),
        signers=tuple(_given(one) for one in helpers.given),
        mine=(
            *(_represented(one) for one in helpers.represents),
            *(_received(one, now) for one in helpers.received),
        ),
        contacts=tuple(_contact(one, now) for one in helpers.contacts),
        code="-".join(helpers.code[i : i + 4] for i in range(0, len(helpers.code), 4)),
        signs=helpers.signs,
    )


def empty(today: date) -> MandateForm:
    """Nothing ticked: what somebody else may sign for is never chosen for the client."""
    return MandateForm(
        code="",
        options=tuple((key, label, False) for key, label in DOMAINS.items()),
        until=(today + timedelta(days=90)).isoformat(),
        soonest=today.isoformat(),
    )


def filled(submission: Submission, today: date) -> MandateForm:
    ticked, code = submission.texts("wat"), submission.text("code")
    return MandateForm(
        code=code if helping.could_be_code(code) else "",
        options=tuple((key, label, key in ticked) for key, label in DOMAINS.items()),
        until=submission.text("tot"),
        soonest=today.isoformat(),
    )


def again(form: MandateForm, problem: str) -> MandateForm:
    return replace(form, problem=problem)


def before(until: datetime | None, name: str) -> str:
    """That somebody may sign already, and what becomes of that; "" when nobody may."""
    return "" if until is None else say("client", "mandate.before", name=name, day=_last_day(until))


def receipt(found: Entrusted, now: datetime) -> ReceiptView:
    """As long as it runs what it gives, after that how it ended."""
    facts = [
        (say("client", "proof.when"), dates.moment(found.signed, "client")),
        (say("client", "receipt.custody"), say("client", f"custody.short.{found.custody}")),
    ]
    if found.ended is not None:
        by = "mandate.stopped.unsigned" if found.stopped_by is None else f"custody.short.{found.stopped_by}"
        facts += [
            (say("client", "mandate.stopped.when"), dates.moment(found.ended, "client")),
            (say("client", "mandate.stopped.how"), say("client", by)),
        ]
    return ReceiptView(
        title=say("client", "mandate.given.title" if found.given.live else "mandate.over.title", name=found.name),
        text=found.given.text,
        covers=found.covers,
        until=say("client", "helper.until", day=_last_day(found.given.until)),
        notices=_notices(found, now),
        facts=tuple(facts),
        code=" ".join(found.hash[i : i + 4] for i in range(0, 16, 4)),
    )


def _notices(found: Entrusted, now: datetime) -> tuple[str, ...]:
    if not found.given.live:
        return (say("client", "mandate.over.text", name=found.name),)
    counts = found.given.counts
    waits = (say("client", "mandate.counts", when=dates.moment(counts, "client")),) if counts and counts > now else ()
    new = now < found.signed + timedelta(seconds=COOLING_OFF)
    slow = (say("client", "mandate.wait", name=found.name),) if new else ()
    return (*waits, *slow, say("client", "mandate.can-stop"))


def _given(one: Mandated) -> PersonView:
    earlier = () if one.before is None else (say("client", "helper.before", day=_last_day(one.before)),)
    view = _mandated(one, one.name)
    return replace(view, lines=(*view.lines, *earlier), receipt=one.given.id)


def _decider(one: Decider) -> PersonView:
    lines = [say("client", f"helper.{one.capacity}"), *_until(one.until)]
    if one.part:
        lines.append(say("client", "helper.part"))
    if not one.counts:
        lines.append(say("client", "helper.idle"))
    return PersonView(one.name, tuple(lines))


def _represented(one: Represented) -> PersonView:
    name = say("client", "helper.mine.decide", name=one.name)
    lines = [say("client", f"helper.{one.capacity}"), *_until(one.until)]
    if one.part:
        lines.append(say("client", "helper.part"))
    return PersonView(name, tuple(lines), handle=one.handle, who=one.name)


def _mandated(one: Mandated, name: str) -> PersonView:
    given = one.given
    state = _until(given.until) if given.live else (say("client", "helper.ended"),)
    return PersonView(name, (given.text, *state), mandate=given.id if given.live else "")


def _received(one: Mandated, now: datetime) -> PersonView:
    view = _mandated(one, say("client", "helper.mine.sign", name=one.name))
    counts = one.given.counts
    waits = one.given.live and counts is not None and counts > now
    lines = (say("client", "helper.back.waits", when=dates.moment(counts, "client")),) if counts and waits else ()
    return replace(view, lines=(*view.lines, *lines), handle=one.handle, who=one.name)


def _contact(one: Contact, now: datetime) -> PersonView:
    if one.counts <= now:
        return PersonView(one.name, (say("client", "helper.back.counts"),))
    return PersonView(one.name, (say("client", "helper.back.waits", when=dates.moment(one.counts, "client")),))


def _until(end: datetime | None) -> tuple[str, ...]:
    """The last day: ends are exclusive."""
    if end is None:
        return ()
    return (say("client", "helper.until", day=_last_day(end)),)


def _last_day(end: datetime) -> str:
    return dates.day(dates.dutch_day(end - timedelta(seconds=1)), "client")
