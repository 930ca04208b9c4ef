"""From a tagged resource to what consent decides on, with our own record ids in place of the source's."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.stages.stored import Attributes
from gateway.stages.tagged import TaggedResource
from omaha import codesystem


def attributes(
    tagged: TaggedResource, record: str, source: str, contact: str | None, author: str | None = None
) -> Attributes:
    """Project tags to decision attributes. `contact`: record id of the contact the item belongs to, `author`: id of the
    professional who wrote it, if known.
    """
    tags = tagged.tags
    problems = tuple(dict.fromkeys(tag.problem for tag in tags.problems))
    return Attributes(
        record=record,
        type=tagged.resource.type,
        source=source,
        law=tags.law,
        domain=tags.domain,
        author=author,
        contact=record if tags.contact_entry and contact is None else contact,
        life=tuple(dict.fromkeys(tag.domain for tag in tags.life)),
        life_primary=tuple(dict.fromkeys(tag.domain for tag in tags.life if tag.primary)),
        problem=problems,
        problem_primary=tuple(dict.fromkeys(tag.problem for tag in tags.problems if tag.primary)),
        omaha_domain=_domains(problems),
        label=tags.labels,
        day=tags.day,
        contact_entry=tags.contact_entry,
        narrative=tags.narrative,
    )


def _domains(problems: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codesystem.problem(code).domain for code in problems))
