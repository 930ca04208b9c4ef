"""What flows answer to the people's side: plain values a presenter can put into words.

Clinical data is never here: that travels only as `Disclosed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed
from gateway.stages.vocabulary import OrgType


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody the development identity provider can log in. `work`: role in Dutch words."""

    id: str
    name: str
    work: str
    organisation: str
    kind: Literal["zorgverlener", "client"]


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in person. `csrf`: token every form carries. `purpose` follows from the role.

    `ends`: when it is over if nothing more is done in it (UTC). `provider`: who said who it is. `proved`: whether that
    was said just now, as some things ask for. `desk`: whether this is a registrar.
    """

    caller: Caller
    csrf: str
    ends: datetime | None = None
    provider: str = "development"
    proved: bool = False
    desk: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """A login provider somebody can choose."""

    id: str
    name: str
    kind: Literal["zorgverlener", "client"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where to send a browser that logs in, and what it must bring back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who came back from a provider: the new session token, and the page to go on with."""

    token: str
    path: str


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client in the caller's caseload: what is needed to pick the right person, nothing clinical."""

    handle: str
    name: str
    born: str  # FHIR date, may be partial or empty


@dataclass(frozen=True, slots=True)
class Party:
    """Someone (or an organisation) a client may share with. `key`: `person:<id>` or `org:<id>`."""

    key: str
    name: str
    work: str  # "huisarts, Huisartsenpraktijk De Linde"
    orgtype: OrgType


@dataclass(frozen=True, slots=True)
class SharingCard:
    """One party that may see something, in the client's own signed words. `by`: delegates who put it there."""

    party: Party
    sentences: tuple[str, ...]
    until: date | None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a FHIR Consent: denies that count now, permits that wait for a signature."""

    denies: int
    permits: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Permits that wait for a signature. `said_by`: name of the organisation, "" for a person; `rules`: as JSON, each
    with its sentence, ready to be taken into the next policy. `received` UTC.
    """

    id: str
    said_by: str
    rules: tuple[Mapping[str, Any], ...]
    received: datetime


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection made in Mitz. `holder`: whose data ("" when not registered here); `providers`: who may not see it,
    in Dutch words; `denies`: whether it stops anything here.
    """

    holder: str
    providers: str
    denies: bool


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What nobody may see, in words. `despite`: permits that go above it all the same, being more exact."""

    rule: str
    sentences: tuple[str, ...]
    despite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What becomes of the rules about one party: `gone`, the sentences that a next signature takes away; `holds`, what
    is forbidden also where it is shared now; `yields`, what is forbidden but for what is shared now.
    """

    gone: tuple[str, ...] = ()
    holds: tuple[Forbidden, ...] = ()
    yields: tuple[Forbidden, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Screen C1. `custody`: tier of the key that signed last (C and D are labelled weaker).

    `forced`: parties under a measure, for whom consent is not used. `fork`: two devices signed different wishes.
    `waits`: when what was widened last counts (UTC). `undecided`: nobody can permit anything before a person found
    out who decides. `together`: others must agree too. `beside`: denies that count without a signature, in words.
    `proposals`: permits that wait for one. `by`: name of the delegate who signed last, "" when it was no delegate;
    `signed`: when that was (UTC). `lapsed`: what waited and went in no more when that was signed. `barred`: what
    somebody in particular is forbidden.
    """

    client_name: str
    cards: tuple[SharingCard, ...]
    others: tuple[Party, ...]
    version: int
    custody: Literal["A", "B", "C", "D"]
    forced: tuple[Party, ...] = ()
    fork: bool = False
    waits: datetime | None = None
    undecided: bool = False
    together: bool = False
    forbidden: tuple[Forbidden, ...] = ()
    objections: tuple[Objected, ...] = ()
    beside: tuple[str, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    by: str = ""
    signed: datetime | None = None
    lapsed: tuple[Lapse, ...] = ()
    barred: tuple[Forbidden, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One content group a client can tick when sharing. `key`: a care domain such as `wijkverpleging`."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Screen C2: what sharing with this party would mean, before the client says yes."""

    party: Party
    options: tuple[Option, ...]
    sees_not: tuple[str, ...]
    contact_only: bool
    until: date


@dataclass(frozen=True, slots=True)
class Lapse:
    """A wish that waited and goes in no more, in words. `party`, `what`, `contact_only`, `until` (last day): of sharing
    that can be asked for on a page; `rule`: of what stays forbidden to everybody.
    """

    sentence: str
    party: str = ""
    what: tuple[str, ...] = ()
    contact_only: bool = False
    until: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Lapses:
    """What lapses when one of these keys signs next. `kept`: also the one that is kept for the signer."""

    kids: tuple[str, ...]
    kept: bool
    lost: tuple[Lapse, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the client gets after a change: proof of the policy that now holds.

    `custody`: tier of the key that signed. `unsaid`: places of rules signed in other words than their sentence.
    `waits`: when what it widens counts (UTC), None: now. `code`: what confirms it sooner; only in the demo, where no
    letters are brought. `lapsed`: what waited until then and goes in no more.
    """

    version: int
    policy_hash: str
    sentences: tuple[str, ...]
    custody: Literal["A", "B", "C", "D"] = "C"
    waits: datetime | None = None
    code: str | None = None
    unsaid: tuple[int, ...] = ()
    lapsed: tuple[Lapse, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyCard:
    """One key that signs, or signed, in the client's name. `since` UTC; `live`: it can sign something new."""

    kid: str
    custody: Literal["A", "B", "C", "D"]
    since: datetime
    live: bool


@dataclass(frozen=True, slots=True)
class Current:
    """What the next policy of a holder builds on. `prev`: what it must name; more than one token is a fork.

    `restrictions`: denies of this holder that stand beside it, as rules with their sentence, to be taken over.
    """

    client: str
    version: int
    prev: str | None
    tokens: tuple[str, ...]
    restrictions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """One line of "Wie heeft gekeken?" (C8). `when` UTC; `what` in Dutch words; `via` scherm, koppeling …"""

    when: datetime
    who: str
    organisation: str
    what: str
    why: str
    via: str
    outcome: Literal["gezien", "geweigerd", "gewijzigd"]


@dataclass(frozen=True, slots=True)
class TableCard:
    """An open meeting as the client sees it. `opened` UTC; `people`: id, name and organisation; `sentences`: what was
    given for it, until when (seconds UTC), and `by` which delegate ("": no delegate). `options`: care domains that can
    be shown.
    """

    meeting: str
    opened: datetime
    people: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    until: int | None
    options: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class MeetingScreen:
    """M2: who is confirmed present and, once confirmed, what every one of them may see."""

    id: str
    handle: str
    client_name: str
    candidates: tuple[Party, ...]
    present: tuple[Party, ...]
    confirmed_at: datetime | None
    closed: bool
    disclosed: Disclosed | None
