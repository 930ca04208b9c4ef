"""The FHIR side: metadata, read, patient-scoped search, $everything; every error an OperationOutcome."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.bodies import small
from gateway.api.callers import InHouse, RequestId, Who
from gateway.errors import BadInput, Rejected
from gateway.fhir import capability, types
from gateway.flows import reading
from gateway.flows.house import House
from gateway.flows.reading import Found, Page
from gateway.stages import Caller
from gateway.terminology import capability as terminology
from gateway.wire import json

router = APIRouter(prefix="/fhir", tags=["fhir"])
TypeName = Annotated[str, Path(pattern=r"^[A-Z][A-Za-z]{2,40}$")]
Pairs = list[tuple[str, str]]
FHIR_JSON = "application/fhir+json"


@router.get("/metadata")
def metadata(request: Request, house: InHouse) -> Response:
    """What this server can do, true to what is there; `mode=terminology` for what it knows of code systems."""
    base, mode = f"{house.settings.base_url}/fhir", request.query_params.get("mode", "full")
    match mode:
        case "terminology":
            return _answer(json.dumps(terminology.terminology_capabilities(base, house.now())))
        case "full":
            also = terminology.resources()
            return _answer(json.dumps(capability.capability(base, house.settings.audience, house.now(), also)))
        case _:
            raise BadInput("parameter-value", "mode is full or terminology", where="mode")


@router.get("/Patient/{handle}/$everything")
async def everything(handle: str, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One client's whole visible record."""
    pairs = [("patient", handle), *_query(request)]
    page = await run_in_threadpool(reading.find, house, who, None, pairs, request_id)
    patient = await run_in_threadpool(reading.patients, house, who, handle, request_id)
    if not patient:
        # A client nobody may know of has no record to list.
        await run_in_threadpool(reading.read, house, who, "Patient", handle, request_id)
    return _bundle(house, f"Patient/{handle}/$everything", page, [p for p in pairs if p[0] != "patient"], patient)


@router.post("/{type_}/_search")
async def search_by_post(
    type_: TypeName, request: Request, house: InHouse, who: Who, request_id: RequestId
) -> Response:
    """Search with parameters in the body: the only way to search by BSN."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise BadInput("search-form", "Search parameters come as application/x-www-form-urlencoded")
    body = (await small(request)).decode("utf-8", "replace")
    pairs = [*_query(request), *parse_qsl(body, keep_blank_values=True, max_num_fields=50)]
    return await run_in_threadpool(_search, house, who, type_, pairs, request_id)


@router.get("/{type_}/{id_}")
def read(type_: TypeName, id_: str, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """One resource; 404 alike for hidden and absent."""
    _known(type_, types.SERVED | types.OPENED)
    found = reading.read(house, who, type_, id_, request_id)
    answer = _answer(found.text)
    answer.headers["ETag"] = f'W/"{found.version}"'
    return answer


@router.get("/{type_}")
async def search(type_: TypeName, request: Request, house: InHouse, who: Who, request_id: RequestId) -> Response:
    """Search one type within one client's record. A BSN never stands in an address: use POST _search."""
    pairs = _query(request)
    if any(name.partition(":")[0] == "identifier" for name, _ in pairs):
        raise Rejected(
            "bsn-in-address",
            "A search by identifier is refused in an address, where it would be logged",
            where="identifier",
            mend=f"POST {house.settings.base_url}/fhir/{type_}/_search with the parameters in the body",
        )
    return await run_in_threadpool(_search, house, who, type_, pairs, request_id)


def _search(house: House, who: Caller, type_: str, pairs: Pairs, request_id: str) -> Response:
    _known(type_)
    if type_ == "Patient":
        return _patients(house, who, pairs, request_id)
    return _bundle(house, type_, reading.find(house, who, type_, pairs, request_id), pairs)


def _patients(house: House, who: Caller, pairs: Pairs, request_id: str) -> Response:
    """Patients by BSN (in a body), by `_id`, or the whole caseload."""
    given = dict(pairs)
    unknown = sorted(set(given) - {"identifier", "_id", "_count", "_format"})
    if unknown or len(given) != len(pairs):
        raise Rejected(
            "search-parameter", f"Patient is searched by identifier or _id; not by {unknown[:1]}", where="query"
        )
    if "identifier" in given:
        found = reading.patient_by_bsn(house, who, given["identifier"], request_id)
    else:
        found = reading.patients(house, who, given.get("_id"), request_id)
    kept = [(name, value) for name, value in pairs if name != "identifier"]
    return _bundle(house, "Patient", Page(found, len(found), None, urlencode(kept)), kept)


def _bundle(house: House, path: str, page: Page, pairs: Pairs, first: tuple[Found, ...] = ()) -> Response:
    """A searchset. Resources stand in it as the texts they are kept as."""
    base = f"{house.settings.base_url}/fhir"
    entries = [
        f'{{"fullUrl":{json.dumps(f"{base}/{found.type}/{found.id}")},"resource":{found.text},"search":{{"mode":"match"}}}}'
        for found in (*first, *page.found)
    ]
    links = [{"relation": "self", "url": _url(f"{base}/{path}", page.self_query)}]
    if page.next:
        following = [(name, value) for name, value in pairs if name != "_cursor"]
        links.append(
            {"relation": "next", "url": _url(f"{base}/{path}", urlencode([*following, ("_cursor", page.next)]))}
        )
    head = {"resourceType": "Bundle", "type": "searchset", "total": page.total + len(first), "link": links}
    return _answer(f'{json.dumps(head)[:-1]},"entry":[{",".join(entries)}]}}' if entries else json.dumps(head))


def _url(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _query(request: Request) -> Pairs:
    return [(name, value) for name, value in request.query_params.multi_items() if name != "_format"]


def _known(type_: str, among: Collection[str] = types.SERVED) -> None:
    if type_ not in among:
        raise Rejected("type-unknown", f"This gateway has no {type_}", mend="see /fhir/metadata")


def _answer(text: str) -> Response:
    return Response(text, 200, media_type=FHIR_JSON)
