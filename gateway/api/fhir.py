"""The FHIR side: metadata, read, vread, history, search, $everything and batches; every error an OperationOutcome.

Each way to read is a function of `Asked`, so that a route and an entry of a batch are the same thing.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api import fhir_batch, fhir_bundles, fhir_everything
from gateway.api.bodies import small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.api.fhir_asked import Asked
from gateway.api.fhir_reading import everything, history, read, search, version
from gateway.api.fhir_shape import acceptable, searched, unshaped
from gateway.errors import BadInput
from gateway.fhir import capability
from gateway.terminology import capability as terminology
from gateway.wire import json

router = APIRouter(prefix="/fhir", tags=["fhir"], dependencies=[Depends(acceptable)])
TypeName = Annotated[str, Path(pattern=r"^[A-Z][A-Za-z]{2,40}$")]


@router.get("/metadata")
def metadata(request: Request, house: InHouse) -> Response:
    """What this server can do, true to what is there; `mode=terminology` for what it knows of code systems."""
    base, mode = f"{house.settings.base_url}/fhir", request.query_params.get("mode", "full")
    match mode:
        case "terminology":
            return fhir_bundles.answer(json.dumps(terminology.terminology_capabilities(base, house.now())))
        case "full":
            told = capability.capability(base, house.settings.audience, house.now(), terminology.resources())
            return fhir_bundles.answer(json.dumps(told))
        case _:
            raise BadInput("parameter-value", "mode is full or terminology", where="mode")


@router.post("")
async def batch(request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """A batch of reads: every entry is answered as the same GET would be."""
    body = json.loads(await small(request, fhir_batch.LIMIT))
    return await run_in_threadpool(fhir_batch.answer, Asked(house, who, request_id), body)


@router.get("/Patient/{handle}/$everything")
async def everything_of(handle: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One client's whole visible record."""
    return await run_in_threadpool(everything, Asked(house, who, request_id, _query(request)), handle)


@router.post("/Patient/{handle}/$everything")
async def everything_by_post(
    handle: str, request: Request, house: InHouse, who: Who, request_id: RequestId
) -> Response:
    """The same, asked by a Parameters resource."""
    pairs = [*_query(request), *fhir_everything.pairs(await small(request))]
    return await run_in_threadpool(everything, Asked(house, who, request_id, pairs), handle)


@router.post("/{type_}/_search")
async def search_by_post(
    type_: TypeName, request: Request, house: InHouse, who: Who, request_id: RequestId
) -> Response:
    """Search with parameters in the body: the only way to search by BSN."""
    pairs = [*_query(request), *await searched(request)]
    asked = Asked(house, who, request_id, pairs, in_body=True, headers=request.headers)
    return await run_in_threadpool(search, asked, type_)


@router.get("/{type_}/{id_}/_history")
def history_of(
    type_: TypeName, id_: str, request: Request, house: InHouse, who: Who, request_id: RequestId
) -> Response:
    """What one resource says and said, as far as the caller may see it."""
    return history(Asked(house, who, request_id, _query(request)), type_, id_)


@router.get("/{type_}/{id_}/_history/{version_}")
def version_of(
    type_: TypeName, id_: str, version_: str, request: Request, house: InHouse, who: Who, request_id: RequestId
) -> Response:
    """One state of one resource; 404 alike for hidden and absent."""
    return version(Asked(house, who, request_id, _query(request), headers=request.headers), type_, id_, version_)


@router.get("/{type_}/{id_}")
def read_one(type_: TypeName, id_: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One resource; 404 alike for hidden and absent."""
    return read(Asked(house, who, request_id, _query(request), headers=request.headers), type_, id_)


@router.get("/{type_}")
async def search_type(type_: TypeName, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Search one type within one client's record. A BSN never stands in an address: use POST _search."""
    asked = Asked(house, who, request_id, _query(request), headers=request.headers)
    return await run_in_threadpool(search, asked, type_)


def _query(request: Request) -> list[tuple[str, str]]:
    return unshaped(request.query_params.multi_items())
