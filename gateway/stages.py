"""The nouns of the pipe, as frozen types: what each room hands to the next.

    RawDelivery → SourceMessage → Normalised(Resource…) → TaggedResource → StoredVersion → Decision → Disclosed

Every room knows this module and this module knows no room. `Disclosed` is only ever made in
`gateway.consent.gate`; a test over the syntax tree holds that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from gateway.identifiers import Bsn

# A FHIR R4 JSON object. Decimals are `gateway.wire.json.Exact`, so 5.10 stays 5.10.
FhirJson = dict[str, Any]

# `eigen`: what the client says of themselves.
Domain = Literal["huisarts", "wijkverpleging", "wmo", "jeugdhulp", "jgz", "eigen"]
Law = Literal["Zvw", "Wlz", "Wmo", "Jeugdwet", "Wpg", "vrij"]
OrgType = Literal["huisarts", "wijkverpleging", "gemeente", "jeugdhulp", "jgz", "wlz", "welzijn", "informeel"]
Purpose = Literal["TREAT", "CAREMGT", "MDO", "SUPPORT", "ETREAT"]
Action = Literal["see", "add", "export"]
# The source of what a client says of themselves: no organisation; a colon keeps it from ever being registered.
SELF_SOURCE = "client:self"
Basis = Literal["own-assessment", "confirmed", "standard", "published", "agreed", "heuristic"]
Level = Literal["deny", "contact-only", "see", "add", "export"]


@dataclass(frozen=True, slots=True)
class RawDelivery:
    """One message as received: who sent it, what it claims to be, its bytes. `received` is UTC."""

    id: str
    connector: str
    content_type: str
    body: bytes
    received: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the input that was not (fully) understood, named instead of passed over.

    `where`: element path in the source; `text`: one English sentence without values from the message.
    """

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A parsed message. `kind`: the name its standard gives it (`WMO301`, `contactverslag`, `ons-omaha`,
    `fhir-r4` …); `version`: of that standard (`3.2`, `4.0.1`, `810`); `body`: its typed form, defined
    beside its parser in `gateway.sources`."""

    kind: str
    version: str
    body: Any
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a delivery comes from, as registered: never from the message body."""

    organisation: str  # id in our registry, at most 36 characters
    name: str
    orgtype: OrgType
    domain: Domain
    law: Law


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """Whose data a resource is, as the message says it. `local`: the connector's own patient id, such as
    `Patient/123` or `ons:600`. Neither: the message does not say whose it is."""

    bsn: Bsn | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What a message says about the person cared for: base data (name, birth date, address …).

    `patient`: the FHIR Patient as this source sees it (no `id` needed). `dagtekening`: date of the
    message, decides between municipalities. `authority`: `basisregistratie` for BRP, `gemeente` for
    iWmo/iJw sent by the municipality, `bron` for every other source (requirement R-026).
    """

    subject: SubjectRef
    patient: FhirJson
    authority: Literal["basisregistratie", "gemeente", "bron"] = "bron"
    dagtekening: date | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """One FHIR R4 resource made from a message, ids and references still as the source wrote them.

    `content["id"]` is the source's id (stable over re-deliveries); references are `Type/id`, a `urn:`
    or absolute URL used as fullUrl, or `#contained`. `subject` None: belongs to no client
    (Practitioner, Organization, Location, Medication …). `law`/`domain` override those of the origin.
    `basis`: how the mapping rule that made it is founded.
    `stands_at`: orders versions of one resource by the source's own time (a 301 is a state:
    Toewijzingsdatum/-tijd), not by arrival; an older one never replaces a newer one. ISO 8601 text.
    `aliases`: other names by which references in the same delivery may point here (fullUrl).
    """

    content: FhirJson
    subject: SubjectRef | None
    basis: Literal["standard", "published", "agreed", "heuristic"] = "standard"
    stands_at: str | None = None
    aliases: tuple[str, ...] = ()
    law: Law | None = None
    domain: Domain | None = None

    @property
    def type(self) -> str:
        return str(self.content["resourceType"])


@dataclass(frozen=True, slots=True)
class Normalised:
    """All that one message says, as FHIR: the people, the resources, what was not understood."""

    kind: str
    version: str
    mapping: str  # name and version of the mapping, for Provenance: "istandaarden/1"
    people: tuple[Person, ...]
    resources: tuple[Resource, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """One derived or assessed Omaha problem on a resource, with all that says how sure it is.

    `basis`: `own-assessment` (a nurse's Omaha classification), `confirmed` (a professional said so of this item),
    else the basis column of its table in the project's words;
    `confidence`: high, medium, low; `equivalence`: R4 relation of target to source.
    """

    problem: str  # PB0024
    primary: bool
    equivalence: str
    confidence: Literal["high", "medium", "low"]
    basis: Basis
    source_system: str
    source_code: str
    table: str  # crosswalk and its version: "icpc_to_omaha/1"


@dataclass(frozen=True, slots=True)
class LifeTag:
    """One ZRM life domain (slug of ZRM 2017, such as `lichamelijke-gezondheid`) on a resource."""

    domain: str
    primary: bool
    confidence: Literal["high", "medium", "low"]
    basis: Basis
    via: str  # what it was derived from: "PB0024" or "icpc-1-nl|R95"


@dataclass(frozen=True, slots=True)
class Tags:
    """Everything tagging says of one resource. Both tuples empty means "niet te bepalen" (allowed)."""

    problems: tuple[Tag, ...]
    life: tuple[LifeTag, ...]
    labels: tuple[str, ...]  # N | R | V and PSY SEX ETH HIV SDV; never empty
    law: Law
    domain: Domain
    day: date | None  # Dutch day of the care event
    contact_entry: bool  # a contact (Encounter, report …) rather than a fact
    narrative: bool  # holds free text of a contact: needs its own consent


@dataclass(frozen=True, slots=True)
class TaggedResource:
    resource: Resource
    tags: Tags


@dataclass(frozen=True, slots=True)
class Attributes:
    """What consent decides on: the sealed projection of a stored item. None or empty = missing.

    Vocabulary of consent.md: `source` organisation id, `author` person id, `contact` record id of the
    contact it belongs to, `life`/`problem` all tags and `*_primary` the primary ones.
    """

    record: str
    type: str
    source: str
    law: Law
    domain: Domain
    author: str | None = None
    contact: str | None = None
    life: tuple[str, ...] = ()
    life_primary: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()
    problem_primary: tuple[str, ...] = ()
    omaha_domain: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    day: date | None = None
    contact_entry: bool = False
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The current version of one record of one client, unsealed inside the disclosing transaction only."""

    client: str
    record: str
    version: int
    type: str
    source: str  # organisation id
    source_name: str
    delivery: str
    recorded: datetime  # UTC
    attributes: Attributes
    tags: Tags
    text: str  # the FHIR JSON, exactly as kept; empty until it is opened (record.opening.Opened)


@dataclass(frozen=True, slots=True)
class RoleAt:
    role: str
    org: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `person` None for a system. `client`: set when the caller is the client (their own record).

    `roles` as registered; `org`, `orgtype`: the organisation acted for.
    """

    person: str | None
    name: str
    org: str | None
    org_name: str | None
    orgtype: OrgType | None
    roles: tuple[RoleAt, ...] = ()
    client: str | None = None
    connector: str | None = None
    via: Literal["scherm", "koppeling", "overleg", "nood"] = "scherm"
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reasons, never a bare bool. `rules`: ids of the policy rules that decided.

    `sentence`: one Dutch sentence for "Waarom ziet u dit?" (only for what is visible).
    """

    level: Level
    rules: tuple[str, ...]
    reason: str
    sentence: str = ""
    oblige: tuple[str, ...] = ()


class Body:
    """What an item says, as JSON and as the text to serve; opened when it is first asked for, and then kept.

    Whether an item is shown never depends on it, so a record of thousands of items costs only the page that is shown.
    """

    __slots__ = ("_open", "_opened")

    def __init__(self, open_: Callable[[], tuple[FhirJson, str]]) -> None:
        self._open = open_
        self._opened: tuple[FhirJson, str] | None = None

    def __call__(self) -> tuple[FhirJson, str]:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self()[1] == other()[1]

    __hash__ = None  # type: ignore[assignment]  # content is mutable JSON


class Since:
    """Since which version an item looks to its caller as it does now, and when that one came; worked out when asked.

    A change that this caller cannot see (in what is masked, in a link to something hidden, by a version that was hidden
    itself) is none, so it may not show in when the item came or from which delivery.
    """

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], tuple[int, datetime]]) -> None:
        self._find = find
        self._found: tuple[int, datetime] | None = None

    def __call__(self) -> tuple[int, datetime]:
        if self._found is None:
            self._found = self._find()
        return self._found


@dataclass(frozen=True, slots=True)
class DisclosedItem:
    """One item cleared for one caller. For `contact-only`, `content` is the reduced form (an Encounter that
    says that there was contact, with whom and when) and `tags` holds no problem and no life domain."""

    record: str
    version: int
    type: str
    level: Literal["see", "contact-only"]
    body: Body = field(repr=False)
    tags: Tags
    source: str
    source_name: str
    since: Since = field(repr=False, compare=False)
    decision: Decision
    own: bool  # delivered by the caller's own organisation

    @property
    def recorded(self) -> datetime:
        """When what the caller sees of it came in, UTC. Asked within the disclosing transaction alone."""
        return self.since()[1]

    @property
    def content(self) -> FhirJson:
        return self.body()[0]

    @property
    def text(self) -> str:
        """FHIR JSON to serve, patient id already the caller's handle."""
        return self.body()[1]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Cleared data of one client for one caller and purpose; made in `gateway.consent.gate` alone.

    `withheld` counts what was not shown: for the audit log and the client's eyes only. `beyond`: the state of what
    sources withhold from a client who reads; empty for everybody else.
    """

    client: str
    handle: str
    caller: Caller
    purpose: Purpose
    patient: FhirJson | None
    items: tuple[DisclosedItem, ...]
    policy_version: int
    policy_hash: str
    withheld: int = field(repr=False, default=0)
    beyond: str = field(repr=False, default="")
