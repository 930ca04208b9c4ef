"""One dossier being normalised: ids that are unique per child, the notices, and the resources that several need."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from gateway.mappings.ids import fhir_id
from gateway.mappings.jgz.policy import SUBJECT
from gateway.mappings.moments import utc
from gateway.sources.hl7v3.model import Id
from gateway.sources.jgz.model import Dossier
from gateway.stages.delivered import Notice, Origin
from gateway.stages.normalised import Resource, SubjectRef
from gateway.stages.vocabulary import FhirJson


@dataclass
class Werk:
    """`directory`: Practitioner, PractitionerRole and Organization by reference, each once."""

    dossier: Dossier
    origin: Origin
    subject: SubjectRef
    notices: list[Notice] = field(default_factory=list)
    directory: dict[str, FhirJson] = field(default_factory=dict)
    _given: dict[str, int] = field(default_factory=dict)

    @property
    def child(self) -> FhirJson:
        return {"reference": SUBJECT}

    def id(self, *parts: str) -> str:
        """An id that stays the same over re-deliveries, and that no other child's dossier has.

        JGZ numbers contacts per child (`01`), and elements have no number at all; so the child is part of every id, as
        a digest: no number of a person stands in an id.
        """
        who = "|".join(f"{id_.root}:{id_.extension}" for id_ in self.dossier.client.ids[:1])
        return fhir_id(*parts, sha256(f"jgz|{who}".encode()).hexdigest()[:12])

    def nth(self, *parts: str) -> str:
        """As `id`, for what may occur more than once: the first keeps the plain id."""
        key = "|".join(parts)
        self._given[key] = self._given.get(key, 0) + 1
        count = self._given[key]
        return self.id(*parts, *((str(count),) if count > 1 else ()))

    def is_the_child(self, id_: Id) -> bool:
        """Whether a number is the child's own, under whatever root: some senders use the BSN as dossier number."""
        return any(id_.extension == own.extension for own in self.dossier.client.ids)

    def notice(self, where: str, text: str) -> None:
        self.notices.append(Notice(where, text))

    def resource(self, content: FhirJson, *, heuristic: bool = False) -> Resource:
        return Resource(
            content=content,
            subject=self.subject,
            basis="heuristic" if heuristic else "standard",
            stands_at=self.stand,
        )

    @property
    def stand(self) -> str | None:

        return utc(self.dossier.stand)
