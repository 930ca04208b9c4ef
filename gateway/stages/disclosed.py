"""Decision → Disclosed: what is cleared for one caller. Made in `gateway.consent.gate` alone; a test holds that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.stages.decided import Caller, Decision
from gateway.stages.tagged import Tags
from gateway.stages.vocabulary import FhirJson, Purpose


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
