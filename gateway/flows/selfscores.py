"""A client says how self-sufficient they feel; read beside the scores of professionals, never mixed with them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gateway.audit import log as audit
from gateway.errors import Refused, Rejected
from gateway.flows import disclose, goals, references, tagged
from gateway.flows.attributes import attributes
from gateway.flows.disclose import absent, record_read, record_refusal, who
from gateway.flows.house import House
from gateway.mappings.zrm.forms import observations
from gateway.mappings.zrm.scores import Score, said
from gateway.mappings.zrm.words import MAPPING, QUESTIONNAIRE
from gateway.record import store as record
from gateway.record.store import NewVersion
from gateway.registry import clients
from gateway.registry.parties import SELF
from gateway.stages import Caller, DisclosedItem, FhirJson, Resource
from omaha import codesystem, zrm
from omaha.zrm import Edition, Rater


@dataclass(frozen=True, slots=True)
class Shown:
    """One score that the caller may see, with who gave it and where it stands."""

    score: Score
    item: DisclosedItem


def give(
    house: House, by: Caller, edition: Edition, scores: Mapping[str, int], day: date, request: str | None = None
) -> tuple[str, ...]:
    """Keep what a client says of themselves, as form and scores; returns the record ids.

    Only the domains that are given. Raises Refused for anybody else, Rejected for what is no domain or level.
    """
    if by.client is None:
        raise Refused("not-the-client", "Only the client gives a score of themselves")
    if not scores or day > house.today():
        raise Rejected("zrm-scores", "Give at least one domain, on a day that has been", where="scores")
    instrument = zrm.instrument(edition, "client")
    patient = {"reference": f"Patient/{by.client}"}
    form: FhirJson = {
        "resourceType": "QuestionnaireResponse",
        "id": str(uuid.uuid4()),
        "questionnaire": f"{QUESTIONNAIRE}{instrument.id}|{edition}",
        "status": "completed",
        "subject": patient,
        "authored": day.isoformat(),
        "author": patient,
        "source": patient,
        "item": [
            {"linkId": domain, "text": instrument.domains.get(domain, domain), "answer": [{"valueInteger": level}]}
            for domain, level in scores.items()
        ],
    }
    made = (form, *observations(form, instrument))
    delivery = str(uuid.uuid4())
    with house.database.work() as session:
        clients.lock(session, by.client)
        ground = tagged.ground(house, session, by.client)
        kept = []
        for content in made:
            id_ = references.record_id(house.vault, SELF.id, str(content["resourceType"]), str(content["id"]))
            ours = references.ours(house.vault, SELF.id, content, by.client, {}, id_)
            placed = ground.place(Resource(ours, None), SELF.origin, id_)
            new = NewVersion(
                client=by.client,
                source=SELF.id,
                content=ours,
                attributes=attributes(placed.tagged, id_, SELF.id, None),
                tags=placed.tagged.tags,
                delivery=delivery,
                mapping=MAPPING,
                stands_at=None,
                sureness=placed.sureness,
            )
            record.keep(session, house.keyring, new, house.now())
            kept.append(id_)
        goals.follow(house, session, by.client, delivery)
        audit.append(
            house.database, session, "score", house.now(), by.client, **who(by), records=sorted(kept),
            what=f"zrm-{edition}", outcome="done", request=request,
        )  # fmt: skip
    return tuple(kept)


def scores(house: House, by: Caller, handle: str, request: str | None = None) -> tuple[Shown, ...]:
    """Every ZRM score of one client that the caller may see, newest first. Raises NotFound as any disclosure does."""
    with house.database.work() as session:
        client = disclose.resolve(house, session, by, handle)
        if client is None:
            meant = disclose.meant(house, session, by, handle)
            record_refusal(house, session, by, meant, "zelfredzaamheid lezen", request)
        else:
            disclosed = disclose.cleared(house, session, [disclose.seat(house, session, by, client)], client)
            found = [
                Shown(score, item)
                for item in disclosed.items
                if item.level == "see" and (score := said(item.content)) is not None
            ]
            returned = [one.item for one in found]
            record_read(house, session, disclosed, returned, what="zelfredzaamheid lezen", request=request)
    if client is None:
        raise absent()
    return tuple(sorted(found, key=lambda one: (one.score.day, one.item.record), reverse=True))


def beside(found: Sequence[Shown], edition: Edition) -> Mapping[str, object]:
    """As JSON: for each domain of an edition the scores of professionals and the client's own, each in its list."""
    instrument = zrm.instrument(edition, "client")
    return {
        "edition": edition,
        "domains": [
            {
                "domain": domain,
                "name": name,
                "professional": _of(found, edition, domain, "professional"),
                "client": _of(found, edition, domain, "client"),
            }
            for domain, name in instrument.domains.items()
        ],
    }


def _of(found: Sequence[Shown], edition: Edition, domain: str, rater: Rater) -> list[dict[str, object]]:
    return [
        {
            "level": one.score.level,
            "name": codesystem.LIFE_LEVELS.get(one.score.level or 0, "onbesproken"),
            "day": one.score.day or None,
            "source": {"id": one.item.source, "name": one.item.source_name},
            "record": one.item.record,
        }
        for one in found
        if (one.score.edition, one.score.domain, one.score.rater) == (edition, domain, rater)
    ]
