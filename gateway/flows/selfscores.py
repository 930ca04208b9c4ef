"""A client says how self-sufficient they feel; read beside the scores of professionals, never mixed with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from gateway.errors import NotFound, Refused
from gateway.flows import assessments, behalf, callers, caseloads, disclose
from gateway.flows.disclose import absent
from gateway.flows.house import House
from gateway.flows.looks import record_read, record_refusal
from gateway.mappings.zrm.scores import Score, said
from gateway.registry.parties import SELF
from gateway.stages.decided import Caller
from gateway.stages.disclosed import Disclosed, DisclosedItem
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
    instrument, author = zrm.instrument(edition, "client"), {"reference": f"Patient/{by.client}"}
    with house.database.work() as session:
        made = assessments.form(house, by.client, instrument, scores, day, author)
        kept = assessments.keep(house, session, by.client, SELF, made, instrument)
        assessments.told(house, session, by, by.client, kept, edition, request)
    return kept


def scores(house: House, by: Caller, handle: str, request: str | None = None) -> tuple[Shown, ...]:
    """Every ZRM score of one client that the caller may see, newest first. Raises NotFound as any disclosure does."""
    return of(read(house, by, handle, request))


def read(house: House, by: Caller, handle: str, request: str | None = None) -> Disclosed:
    """The record as far as the caller may see it, opened for its scores alone; by a client also for who they decide
    for. Raises NotFound as any disclosure does."""
    with house.database.work() as session:
        disclosed = _cleared(house, session, by, handle)
        if disclosed is None:
            meant = caseloads.meant(house, session, by, handle)
            record_refusal(house, session, by, meant, "zelfredzaamheid lezen", request)
        else:
            returned = [one.item for one in of(disclosed)]
            record_read(house, session, disclosed, returned, what="zelfredzaamheid lezen", request=request)
    if disclosed is None:
        raise absent()
    return disclosed


def of(disclosed: Disclosed) -> tuple[Shown, ...]:
    """The scores in what is shown, newest first."""
    found = [
        Shown(score, item)
        for item in disclosed.items
        if item.level == "see" and item.type == "Observation" and (score := said(item.content)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.score.day, one.item.record), reverse=True))


def _cleared(house: House, session: Session, by: Caller, handle: str) -> Disclosed | None:
    if by.client is not None:
        try:
            return behalf.cleared(house, session, behalf.reader(house, session, by, handle))
        except NotFound:
            return None
    client = caseloads.resolve(house, session, by, handle)
    if client is None:
        return None
    return disclose.cleared(house, session, [callers.seat(house, session, by, client)], client)


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
