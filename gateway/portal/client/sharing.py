"""Sharing in words: cards of who may see what, the proposal, and reading the form back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gateway.consent import templates
from gateway.errors import Rejected
from gateway.flows.answers import (
    Forbidden,
    Lapse,
    Look,
    Option,
    Party,
    Proposal,
    Proposed,
    Receipt,
    Sharing,
    SharingCard,
)
from gateway.flows.wishes import Grant
from gateway.portal import dates
from gateway.portal.client import looks
from gateway.portal.nl import say
from gateway.portal.rendering import link
from gateway.portal.sessions import Submission

NEW = "/mijn/delen/nieuw"
STOP = "/mijn/delen/stop"
EYES = "/mijn/delen/ogen"
WISH = "/mijn/delen/wens"
TABLE = "/mijn/overleg"


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    work: str
    sentences: tuple[str, ...]
    until: str
    change: str
    stop: str
    eyes: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    name: str
    work: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal: who makes it ("" when the client did, elsewhere) and what it would let be seen."""

    id: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A wish that waited and goes in no more, and where it can be made again ("": on no page)."""

    sentence: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class SharingView:
    """`waits`: whether something waits that the code of a letter lets go in."""

    cards: tuple[Card, ...]
    others: tuple[Other, ...]
    custody: str
    notices: tuple[str, ...] = ()
    forced: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    barred: tuple[Forbidden, ...] = ()
    wishes: tuple[tuple[str, str], ...] = ()
    asked: tuple[Asked, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ProposalView:
    """`until` as ISO for the date field. `problems`: (field, what is wrong) after a first try."""

    party: Party
    options: tuple[Option, ...]
    sees_not: tuple[str, ...]
    contact_only: bool
    until: str
    soonest: str
    problems: tuple[tuple[str, str], ...] = ()


def home(sharing: Sharing, seen: tuple[Look, ...]) -> tuple[str, str]:
    """The two sentences on the first page: who looked last, and with how many the client shares."""
    cards = len(sharing.cards)
    key = {0: "home.sharing.none", 1: "home.sharing.one"}.get(cards, "home.sharing.many")
    return looks.latest(seen), say("client", key, n=cards)


def present(sharing: Sharing, *, signs: bool = False) -> SharingView:
    """`signs`: for a delegate, who restricts anything, opens a table, and is led to no page that is not theirs."""
    chosen = [one for one in templates.ALL if not signs or one.forbids or one.place == TABLE]
    return SharingView(
        cards=tuple(_card(card, signs=signs) for card in sharing.cards),
        others=tuple(Other(p.name, p.work, link(NEW, {"met": p.key})) for p in sharing.others),
        custody=say("client", f"custody.{sharing.custody}"),
        notices=tuple(_notices(sharing)),
        forced=tuple((party.name, party.work) for party in sharing.forced),
        forbidden=sharing.forbidden,
        barred=sharing.barred,
        wishes=tuple((one.title, one.place or f"{WISH}/{one.id}") for one in chosen),
        asked=tuple(_asked(one) for one in sharing.proposals),
        lapsed=lapsed(sharing.lapsed, signs=signs),
        waits=sharing.waits is not None and not signs,
    )


def lapsed(lost: tuple[Lapse, ...], *, signs: bool = False) -> tuple[Lapsed, ...]:
    """Each with the page on which it is said again. A delegate takes away nothing that is forbidden."""
    return tuple(_lapsed(one, signs=signs) for one in lost)


def _lapsed(one: Lapse, *, signs: bool) -> Lapsed:
    if one.party:
        how = "contact" if one.contact_only else "alles"
        until = {} if one.until is None else {"tot": one.until.isoformat()}
        href = link(NEW, [("met", one.party), *(("wat", domain) for domain in one.what), ("hoe", how), *until.items()])
        return Lapsed(one.sentence, href, say("client", "lapsed.share"))
    if one.rule and not signs:
        return Lapsed(one.sentence, link(f"{WISH}/weg", {"regel": one.rule}), say("client", "lapsed.release"))
    return Lapsed(one.sentence, "", "")


def _asked(one: Proposed) -> Asked:
    title = say("client", "asked.by", who=one.said_by) if one.said_by else say("client", "asked.own")
    return Asked(one.id, title, tuple(str(rule["text"]) for rule in one.rules))


def _notices(sharing: Sharing) -> Iterator[str]:
    """What the client must know before reading the cards: why some of it does not count (yet)."""
    if sharing.by and sharing.signed is not None:
        yield say("client", "namens.last", name=sharing.by, when=dates.moment(sharing.signed, "client"))
    if sharing.undecided:
        yield say("client", "undecided.sharing")
    if sharing.together:
        yield say("client", "together.sharing")
    if sharing.fork:
        yield say("client", "fork.sharing")
    if sharing.waits is not None:
        yield say("client", "waits.sharing", when=dates.moment(sharing.waits, "client"))
    for sentence in sharing.beside:
        yield say("client", "beside.sharing", sentence=sentence)
    for objected in sharing.objections:
        key = "mitz.objection" if objected.denies else "mitz.objection.kept"
        yield say("client", key, who=objected.providers, whose=objected.holder or say("client", "mitz.holder.unknown"))


def proposal(proposed: Proposal, today: date) -> ProposalView:
    return ProposalView(
        party=proposed.party,
        options=proposed.options,
        sees_not=proposed.sees_not,
        contact_only=proposed.contact_only,
        until=proposed.until.isoformat(),
        soonest=today.isoformat(),
    )


def wished(view: ProposalView, what: tuple[str, ...], how: str, until: str = "") -> ProposalView:
    """The proposal with what a common wish says filled in; nothing said leaves it as it is. `until`: ISO; of a day
    that is over, today: never longer than was wished for.
    """
    if not what:
        return view
    return replace(
        view,
        options=tuple(Option(o.key, o.label, o.key in what) for o in view.options),
        sees_not=tuple(o.label for o in view.options if o.key not in what),
        contact_only=how == "contact",
        until=max(until, view.soonest) if until else view.until,
    )


def again(proposed: Proposal, submission: Submission, today: date, error: Rejected) -> ProposalView:
    """The same page with what the client filled in, and what to look at."""
    ticked = submission.texts("wat")
    return ProposalView(
        party=proposed.party,
        options=tuple(Option(o.key, o.label, o.key in ticked) for o in proposed.options),
        sees_not=(),
        contact_only=submission.text("hoe") == "contact",
        until=submission.text("tot"),
        soonest=today.isoformat(),
        problems=((error.where or "wat", say("client", _problem(error))),),
    )


def grant(submission: Submission, today: date) -> Grant:
    """What the client filled in. Raises Rejected with `where` wat or tot, for the page to say so beside the field."""
    if not submission.texts("wat"):
        raise Rejected("share-what", "Nothing was chosen to share", where="wat")
    try:
        until = date.fromisoformat(submission.text("tot"))
    except ValueError:
        raise Rejected("share-until", "Not a date", where="tot") from None
    if until < today:
        raise Rejected("share-until", "The last day lies in the past", where="tot")
    return Grant(
        submission.text("met"),
        what=submission.texts("wat"),
        contact_only=submission.text("hoe") == "contact",
        until=until,
    )


def correctable(error: Rejected) -> bool:
    """Whether the client can mend it on the same page."""
    return error.where in _ERRORS


def receipt_code(receipt: Receipt) -> str:
    """The proof in groups of four, to read aloud over the telephone."""
    head = receipt.policy_hash[:16]
    return " ".join(head[i : i + 4] for i in range(0, len(head), 4))


def _card(card: SharingCard, *, signs: bool) -> Card:
    eyes = f"{EYES}/{card.party.key.partition(':')[2]}" if card.party.key.startswith("person:") else EYES
    return Card(
        name=card.party.name,
        work=card.party.work,
        sentences=card.sentences,
        until=dates.day(card.until, "client") if card.until else "",
        change=link(NEW, {"met": card.party.key}),
        stop=link(STOP, {"met": card.party.key}),
        eyes="" if signs else eyes,
        by=tuple(say("client", "namens.by", name=name) for name in card.by),
    )


def _problem(error: Rejected) -> str:
    if error.code == "mandate-beyond":
        return {"wat": "share.error.mandate", "tot": "share.error.mandate-until"}[error.where or "wat"]
    return _ERRORS[error.where or "wat"]


_ERRORS = {"wat": "share.error.what", "tot": "share.error.until"}
