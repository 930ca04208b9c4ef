"""A visit to the desk in words: who stands there, what can be done, and the keys that sign for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gateway.errors import GatewayError
from gateway.flows.answers import KeyCard, Party
from gateway.flows.steward import DEFAULT_DAYS
from gateway.flows.visits import Visit
from gateway.flows.wishes import DOMAINS
from gateway.portal import dates
from gateway.portal.nl import CATALOGUE, say
from gateway.portal.rendering import link
from gateway.portal.sessions import Submission

WEAKER = frozenset({"C", "D"})
PAPER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Doing:
    name: str
    text: str
    href: str
    weaker: bool = False


@dataclass(frozen=True, slots=True)
class KeyView:
    """`lost`: the page on which somebody says since when it was in other hands."""

    kid: str
    kind: str
    since: str
    weaker: bool
    live: bool
    lost: str


@dataclass(frozen=True, slots=True)
class VisitView:
    path: str
    client: str
    document: str
    opened: str
    ends: str
    doing: tuple[Doing, ...]
    keys: tuple[KeyView, ...]
    papers: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What is wished, as filled in. `options`: key, label and whether it is ticked; dates as ISO; `whose`: a handle of
    whom the client decides for, "" themselves.
    """

    parties: tuple[Party, ...]
    party: str
    options: tuple[tuple[str, str, bool], ...]
    contact_only: bool
    until: str
    soonest: str
    latest: str = ""
    whose: str = ""


def visit(found: Visit) -> VisitView:
    path = f"/balie/{found.id}"
    return VisitView(
        path=path,
        client=found.client,
        document=say("pro", f"desk.document.{found.document}"),
        opened=dates.clock(found.opened),
        ends=dates.clock(found.ends),
        doing=tuple(_doing(found, path)),
        keys=tuple(_key(card, path) for card in found.keys),
        papers=found.papers,
    )


def empty(parties: Sequence[Party], today: date, *, paper: bool = False, stopping: bool = False) -> Form:
    """Nothing ticked: what somebody shares is never chosen for them."""
    return Form(
        parties=tuple(parties),
        party="",
        options=() if stopping else tuple((key, label, False) for key, label in DOMAINS.items()),
        contact_only=False,
        until=(today + timedelta(days=min(DEFAULT_DAYS, PAPER_DAYS))).isoformat(),
        soonest=today.isoformat(),
        latest=(today + timedelta(days=PAPER_DAYS)).isoformat() if paper else "",
    )


def filled(form: Form, submission: Submission) -> Form:
    ticked = submission.texts("wat")
    return replace(
        form,
        party=submission.text("met"),
        options=tuple((key, label, key in ticked) for key, label, _ in form.options),
        contact_only=submission.text("hoe") == "contact",
        until=submission.text("tot"),
        whose=submission.text("voor"),
    )


def sentence(form: Form) -> str:
    """What the client is going to sign, to be read aloud. The party and the day were looked at before."""
    name = next(party.name for party in form.parties if party.key == form.party)
    what = ", ".join(label for _key, label, chosen in form.options if chosen)
    if not form.options:
        return say("pro", "desk.sure.stop", name=name)
    key = "desk.sure.contact" if form.contact_only else "desk.sure.sentence"
    return say("pro", key, name=name, what=what, day=dates.day(date.fromisoformat(form.until), "client"))


def problem(error: GatewayError) -> str:
    """What a registrar can mend, in words; what they cannot is raised on."""
    key = f"desk.error.{error.code}"
    if key not in CATALOGUE["pro"]:
        raise error
    return say("pro", key)


def _doing(found: Visit, path: str) -> Iterator[Doing]:
    pin = "desk.do.pin.again" if found.pin else "desk.do.pin"
    yield Doing(say("pro", pin), say("pro", "desk.do.pin.text"), f"{path}/pincode", weaker=True)
    for name, place, weaker in (("share", "delen", True), ("stop", "stoppen", False), ("paper", "papier", True)):
        yield Doing(say("pro", f"desk.do.{name}"), say("pro", f"desk.do.{name}.text"), f"{path}/{place}", weaker)
    if found.case is not None:
        yield Doing(say("pro", "desk.do.case"), say("pro", "desk.do.case.text"), f"/balie/gezag/{found.case}")
    yield Doing(say("pro", "desk.do.device"), say("pro", "desk.do.device.text"), f"{path}/apparaat")


def _key(card: KeyCard, path: str) -> KeyView:
    since = "desk.key.since" if card.live else "desk.key.over"
    return KeyView(
        kid=card.kid,
        kind=say("pro", f"desk.kind.{card.custody}"),
        since=say("pro", since, when=dates.moment(card.since, "pro")),
        weaker=card.custody in WEAKER,
        live=card.live,
        lost=link(f"{path}/sleutels/kwijt", {"sleutel": card.kid}),
    )
