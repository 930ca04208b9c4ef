"""Tagging one record by the tables that hold now, with what a professional said of it laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from gateway.flows import terminology
from gateway.flows.house import House
from gateway.record.store import Sureness
from gateway.review import confirmations
from gateway.review.confirmations import Confirmation
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Resource
from gateway.stages.tagged import TaggedResource, Tags
from gateway.stages.vocabulary import FhirJson
from gateway.tagging import about, confirm, correct, standing, tag
from omaha.crosswalks.layered import Layered


@dataclass(frozen=True, slots=True)
class Placed:
    """A tagged resource, with how sure that is."""

    tagged: TaggedResource
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class Ground:
    """What tags of one client's records stand on: the tables, and by record what professionals said."""

    tables: Layered
    said: Mapping[str, Confirmation]

    def place(self, resource: Resource, origin: Origin, record: str) -> Placed:
        return with_tables(self.tables, resource, origin, self.said.get(record))


def ground(house: House, session: Session, client: str) -> Ground:
    """Read while the client is held, so that no ruling slips between reading and storing."""
    said = confirmations.all_of(session, house.keyring, client)
    return Ground(terminology.tables(session), {record: one for record, (one, _when) in said.items()})


def with_tables(tables: Layered, resource: Resource, origin: Origin, said: Confirmation | None) -> Placed:
    """Tag by given tables; a confirmation holds while the codes of the item are those it was said of."""
    made = tag(resource, origin, tables)
    holds = said is not None and said.about == codes_of(resource.content)
    tags = overlaid(made.tags, said) if said is not None and holds else made.tags
    stands = standing(resource.content, tags, tables)
    sureness = Sureness(stands.basis, stands.confidence, stands.why)
    if holds and tags is not made.tags:
        sureness = Sureness("confirmed", "high", None)
    return Placed(replace(made, tags=tags), sureness)


def overlaid(tags: Tags, said: Confirmation) -> Tags:
    match said.kind:
        case "confirm":
            return confirm(tags, said.problems, said.primary)
        case "correct":
            return correct(tags, said.problems, said.life)


def codes_of(content: FhirJson) -> tuple[str, ...]:
    """The codes that say what an item is about, in order, as `system|code`."""
    return tuple(f"{coding.system or ''}|{coding.code}" for coding in about(content))
