"""Who else signs, or sees, in a client's name: mandates, and consent for the people at one table."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.answers import as_json
from gateway.api.bodies import signed_text
from gateway.api.callers import InHouse, RequestId, Who
from gateway.flows import at_table, mandates

router = APIRouter(prefix="/consents", tags=["consents"])


@router.post("/mandates")
async def give_mandate(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Let somebody sign in your name: a signed mandate with scope and end."""
    token = await signed_text(request)
    id_ = await run_in_threadpool(mandates.give, house, who, token, request_id)
    return as_json({"id": id_}, 201)


@router.get("/mandates")
def list_mandates(house: InHouse, who: Who) -> Response:
    """The mandates you gave and those given to you. `replaced`: a later one took over its key."""
    found = [
        {
            "id": m.id,
            "cid": m.client,
            "delegate": m.delegate,
            "text": m.text,
            "until": int(m.until.timestamp()),
            "live": m.live,
            "replaced": m.replaced,
        }
        for m in mandates.of_caller(house, who)
    ]
    return as_json(found)


@router.delete("/mandates/{mandate}", status_code=204)
def end_mandate(house: InHouse, who: Who, request_id: RequestId, mandate: str, cid: str | None = None) -> None:
    """End a mandate and those it replaced at once, as who gave it or as the delegate (`cid`: whose it is)."""
    mandates.end(house, who, mandate, cid, request_id)


@router.get("/meetings")
def list_meetings(house: InHouse, who: Who, cid: str | None = None) -> Response:
    """The open meetings about you, who sits there, and what you gave for each."""
    found = [
        {
            "meeting": card.meeting,
            "people": [{"id": id_, "name": name} for id_, name in card.people],
            "sentences": list(card.sentences),
            "until": card.until,
        }
        for card in at_table.meetings_about(house, who, cid)
    ]
    return as_json(found)


@router.post("/meetings", status_code=204)
async def give_at_table(request: Request, house: InHouse, who: Who, request_id: RequestId) -> None:
    """Let the people at one table see something, for that meeting alone: a signed consent (docs/consent.md)."""
    token = await signed_text(request)
    await run_in_threadpool(at_table.accept, house, who, token, request_id)


@router.delete("/meetings/{meeting}", status_code=204)
def take_back(house: InHouse, who: Who, request_id: RequestId, meeting: str, cid: str | None = None) -> None:
    """Take it back before the meeting is over."""
    at_table.take_back(house, who, meeting, request_id, cid)
