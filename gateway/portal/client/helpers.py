"""Who helps the client, in words: cards of people with what they may do, on what ground and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gateway.flows import helping
from gateway.flows.behalf import Represented
from gateway.flows.helping import Contact, Decider, Helpers, Mandated
from gateway.flows.wishes import DOMAINS
from gateway.portal import dates
from gateway.portal.nl import say
from gateway.portal.sessions import Submission


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person. `lines`: what they may do and until when; `mandate`: what can be stopped; `handle`: to be here for
    `who`, to decide or, with a mandate, to sign. Neither: there is nothing to press."""

    name: str
    lines: tuple[str, ...]
    mandate: str = ""
    handle: str = ""
    who: str = ""


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


def present(helpers: Helpers, now: datetime) -> HelpersView:
    return HelpersView(
        deciders=tuple(_decider(one) for one in helpers.deciders),
        signers=tuple(_mandated(one, one.name) for one in helpers.given),
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
    return (say("client", "helper.until", day=dates.day(dates.dutch_day(end - timedelta(seconds=1)), "client")),)
