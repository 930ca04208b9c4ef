"""People in the loop: the review queue, rulings on mappings, the tag of one item, and how much is tagged at all."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import read, small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.flows import confirming, coverage, reviewing
from gateway.flows.house import House
from gateway.stages.decided import Caller
from omaha.crosswalks import version

router = APIRouter(prefix="/review", tags=["review"])


class RulingBody(BaseModel):
    """What a reviewer sends: docs/terminology.md, *Ruling on a mapping*."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["accept", "change", "refuse"]
    system: str
    code: str
    reason: str
    problems: tuple[str, ...] = ()
    equivalence: str = "wider"
    confidence: str = "medium"
    life: str = ""


class TagBody(BaseModel):
    """What a professional says of one item."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["confirm", "correct"]
    problems: tuple[str, ...] = ()
    life: tuple[str, ...] = ()
    reason: str = ""


@router.get("/queue")
def queue(house: InHouse, who: Who, source: str | None = None, why: str | None = None) -> Response:
    """Codes that wait for a reviewer, with counts; `source` and `why` narrow."""
    reviewing.assert_reviewer(who)
    found = [
        reviewing.as_json(one)
        for one in reviewing.queue(house)
        if source in {None, one.source} and why in {None, one.why}
    ]
    return as_json({"total": len(found), "items": found})


@router.get("/rulings")
def rulings(house: InHouse, who: Who) -> Response:
    """Every ruling so far."""
    reviewing.assert_reviewer(who)
    made = reviewing.ruled(house)
    return as_json(
        {
            "rulings": [
                {
                    "map": one.table,
                    "version": version(one.table, one.revision),
                    "kind": one.kind,
                    "system": one.system,
                    "code": one.code.removeprefix(f"{one.system}|"),
                    "problems": list(one.problems),
                    "equivalence": one.equivalence,
                    "confidence": one.confidence,
                    "life": one.life,
                    "reviewer": one.reviewer,
                    "date": one.day,
                    "reason": one.reason,
                }
                for one in made
            ]
        }
    )


@router.post("/rulings")
async def rule(request: Request, house: InHouse, who: Who) -> Response:
    """Accept, change or refuse a mapping; the record is tagged anew where the code occurs."""
    body = read(RulingBody, await small(request))
    return await run_in_threadpool(_rule, house, who, body)


@router.post("/tags/{record}")
async def tag(record: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Confirm or correct the tag of one item; answers its tags as they are now."""
    said = read(TagBody, await small(request))
    wanted = confirming.Said(said.kind, said.problems, said.life, said.reason)
    tags = await run_in_threadpool(confirming.confirm, house, who, record, wanted, request_id)
    value = {
        "record": record,
        "problems": [
            {"problem": one.problem, "primary": one.primary, "basis": one.basis, "confidence": one.confidence}
            for one in tags.problems
        ],
        "life": [{"domain": one.domain, "primary": one.primary, "basis": one.basis} for one in tags.life],
    }
    return as_json(value)


@router.get("/coverage")
def covered(house: InHouse, who: Who) -> Response:
    """Per source: how much is tagged, on what basis, and what is not."""
    coverage.assert_may_read(who)
    return as_json({"sources": [one.to_json() for one in coverage.coverage(house)]})


def _rule(house: House, who: Caller, body: RulingBody) -> Response:
    wanted = reviewing.Wanted(**body.model_dump())
    kept, report = reviewing.rule(house, who, wanted)
    value = {
        "map": kept.table,
        "version": version(kept.table, kept.revision),
        "kind": kept.kind,
        "problems": list(kept.problems),
        "retagged": {"records": report.records, "changed": report.changed, "fewerLabels": report.fewer_labels},
    }
    return as_json(value, 201)
