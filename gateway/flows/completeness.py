"""How much of a message is found again in the FHIR that was made of it: value by value, as a lower bound.

A value counts as found when it stands in the FHIR as it was, or as mappings rewrite it: an HL7 time as an ISO time, an
OID as a URN. A code that was translated is not found again, so the share says less than what is carried; what is not
found is named by its place, never by its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gateway.mappings import normalise
from gateway.mappings.normalise import BY_KIND
from gateway.sources import read
from gateway.stages import Origin, RawDelivery
from gateway.wire import json, xml

_POSITION = re.compile(r"\[\d+\]")
_HL7_TIME = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.\d+)?(?:[+-]\d{4})?")
_MARKUP = re.compile(r"<[^>]*>")
MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Completeness:
    """`values`: what the message says; `found`: of these, again in the FHIR; `missing`: place → how often."""

    values: int
    found: int
    missing: dict[str, int]

    @property
    def share(self) -> float:
        return self.found / self.values if self.values else 1.0


def measure(raw: RawDelivery, origin: Origin) -> Completeness | None:
    """Read and normalise a message once more and compare; None for a kind that becomes no resources (a return message).

    Raises what the sources and mappings raise.
    """
    message = read(raw)
    if message.kind not in BY_KIND:
        return None
    made = normalise(message, origin)
    contents = [person.patient for person in made.people] + [resource.content for resource in made.resources]
    whole = "\n".join(text for content in contents for _, text in _json("", content))
    values = list(_values(raw.body))
    absent: dict[str, int] = {}
    for place, value in values:
        if not any(form in whole for form in _forms(value)):
            absent[place] = absent.get(place, 0) + 1
    shown = dict(sorted(absent.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_PLACES])
    return Completeness(len(values), len(values) - sum(absent.values()), shown)


def _values(body: bytes) -> Iterator[tuple[str, str]]:
    """Place (without positions) and text of every leaf that says something: two characters or more, no markup."""
    leaves = _json("", json.loads(body)) if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else _xml(body)
    for place, text in leaves:
        said = " ".join(_MARKUP.sub(" ", text).split())
        if len(said) > 1 and said.lower() not in {"true", "false"}:
            yield _POSITION.sub("", place), said


def _json(place: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _json(f"{place}.{name}" if place else name, inner)
        case list():
            for inner in value:
                yield from _json(place, inner)
        case None:
            return
        case _:
            yield place, " ".join(_MARKUP.sub(" ", str(value)).split())


def _xml(body: bytes) -> Iterator[tuple[str, str]]:
    for element in xml.parse(body).iter():
        place = xml.path(element)
        for name, value in element.attrib.items():
            if not name.startswith("{"):
                yield f"{place}/@{name}", str(value)
        if (element.text or "").strip():
            yield place, str(element.text)


def _forms(value: str) -> Iterator[str]:
    """How a value may stand in FHIR."""
    yield value
    time = _HL7_TIME.fullmatch(value)
    if time is not None:
        day = "-".join(part for part in time.groups()[:3] if part)
        clock = ":".join(part for part in time.groups()[3:6] if part)
        yield f"{day}T{clock}" if clock else day
    if value.startswith("T") or "T" in value:
        yield value.partition("T")[0] or value
