"""Code systems, value sets and concept maps over FHIR: read, search and operations, by GET and by POST.

For every caller with a token that covers the type; it holds no client data, so nothing is put on the audit log
(docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NoReturn, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from gateway.api.bodies import small
from gateway.api.callers import InHouse, Who
from gateway.api.fhir_shape import SHAPING, acceptable, counting, searched, shape, unshaped
from gateway.auth import scopes
from gateway.errors import BadInput, NotFound, Refused
from gateway.fhir.parameters import Asked, Spec, from_body, from_query
from gateway.flows import terminology
from gateway.flows.house import House
from gateway.stages.decided import Caller
from gateway.stages.vocabulary import FhirJson
from gateway.terminology import as_fhir, concepts, contents, expansion, membership, searching, translation
from gateway.terminology.model import Map, Set, System
from gateway.terminology.questionnaires import questionnaires
from gateway.wire import json

router = APIRouter(prefix="/fhir", tags=["terminology"], dependencies=[Depends(acceptable)])
Kind = Literal["CodeSystem", "ValueSet", "ConceptMap"]
Thing = System | Set | Map
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9\-.]{1,64}$")]
FHIR_JSON = "application/fhir+json"


@dataclass(frozen=True, slots=True)
class Operation:
    """`run`: asked, the house and the instance that the address names → the answer."""

    type: Kind
    name: str
    spec: Spec
    run: Callable[[Asked, House, Thing | None], FhirJson]


def _system(found: Thing | None) -> System | None:
    return found if isinstance(found, System) else None


def _set(found: Thing | None) -> Set | None:
    return found if isinstance(found, Set) else None


def _map(found: Thing | None) -> Map | None:
    return found if isinstance(found, Map) else None


OPERATIONS = (
    Operation("CodeSystem", "lookup", concepts.LOOKUP, lambda a, _h, one: concepts.lookup(a, _system(one))),
    Operation("CodeSystem", "validate-code", concepts.VALIDATE, lambda a, _h, one: concepts.validate(a, _system(one))),
    Operation("CodeSystem", "subsumes", concepts.SUBSUMES, lambda a, _h, one: concepts.subsumes(a, _system(one))),
    Operation("ValueSet", "expand", expansion.EXPAND, lambda a, h, one: expansion.expand(a, h.now(), _set(one))),
    Operation("ValueSet", "validate-code", membership.VALIDATE, lambda a, _h, one: membership.validate(a, _set(one))),
    Operation(
        "ConceptMap",
        "translate",
        translation.TRANSLATE,
        lambda a, h, one: translation.translate(a, terminology.maps(h), _map(one)),
    ),
)


def _serve(operation: Operation) -> None:
    async def on_type(request: Request, house: InHouse, who: Who) -> Response:
        return await _run(operation, request, house, who, None)

    async def on_instance(id_: Id, request: Request, house: InHouse, who: Who) -> Response:
        return await _run(operation, request, house, who, id_)

    address, name = f"/{operation.type}/${operation.name}", f"{operation.type}-{operation.name}"
    one = f"/{operation.type}/{{id_}}/${operation.name}"
    for method in ("GET", "POST"):  # a route each: in the OpenAPI document every operation has an id of its own
        router.add_api_route(address, on_type, methods=[method], name=name)
        router.add_api_route(one, on_instance, methods=[method], name=f"{name}-instance")


for _operation in OPERATIONS:
    _serve(_operation)


def _offer(type_: Kind) -> None:
    """Read by id and search, by GET and by POST: each type by its own name, so that nothing else is caught here."""

    def read(id_: Id, house: InHouse, who: Who) -> Response:
        _in_scope(who, type_, "r")
        return _answer(_resource(_find(house, type_, id_)))

    def search(request: Request, house: InHouse, who: Who) -> Response:
        return _search(house, who, type_, _query(request))

    async def search_by_post(request: Request, house: InHouse, who: Who) -> Response:
        given = await searched(request)
        return await run_in_threadpool(_search, house, who, type_, [*_query(request), *given])

    router.add_api_route(f"/{type_}/{{id_}}", read, methods=["GET"], name=f"{type_}-read")
    router.add_api_route(f"/{type_}", search, methods=["GET"], name=f"{type_}-search")
    router.add_api_route(f"/{type_}/_search", search_by_post, methods=["POST"], name=f"{type_}-search-post")


for _type in get_args(Kind):
    _offer(_type)


@router.get("/Questionnaire/{id_}", name="Questionnaire-read")
def read_form(id_: Id, who: Who) -> Response:
    """One of the forms that are filled in here."""
    _in_scope(who, "Questionnaire", "r")
    found = next((one for one in questionnaires() if one["id"] == id_), None)
    return _answer(found) if found is not None else _absent()


@router.get("/Questionnaire", name="Questionnaire-search")
def search_forms(request: Request, house: InHouse, who: Who) -> Response:
    """By `url` (also with version), or all."""
    _in_scope(who, "Questionnaire", "s")
    pairs = _query(request)
    unknown = [name for name, _value in pairs if name != "url"]
    if unknown:
        raise BadInput("search-parameter", "Questionnaires are found by url", where="query")
    wanted = {value for _name, value in pairs}
    found = [
        one for one in questionnaires() if not wanted or {one["url"], f"{one['url']}|{one['version']}"} & {*wanted}
    ]
    base = f"{house.settings.base_url}/fhir/Questionnaire"
    entries = [{"fullUrl": f"{base}/{one['id']}", "resource": one, "search": {"mode": "match"}} for one in found]
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
    return _answer({**bundle, "link": [{"relation": "self", "url": _url(base, pairs)}], **_entries(entries)})


def _entries(entries: list[FhirJson]) -> FhirJson:
    return {"entry": entries} if entries else {}


def _absent() -> NoReturn:
    raise NotFound("not-found", "Nothing here that you may see")


async def _run(operation: Operation, request: Request, house: House, who: Caller, id_: str | None) -> Response:
    _in_scope(who, operation.type, "r")
    if request.method == "POST":
        asked = from_body(json.loads(await small(request, 512 * 1024)), operation.spec)
    else:
        asked = from_query(_query(request), operation.spec)

    def work() -> FhirJson:
        return operation.run(asked, house, _find(house, operation.type, id_) if id_ is not None else None)

    return _answer(await run_in_threadpool(work))


def _search(house: House, who: Caller, type_: Kind, pairs: Sequence[tuple[str, str]]) -> Response:
    _in_scope(who, type_, "s")
    shaped = shape(pairs)
    page, rest = searching.page(counting(list(pairs)) if shaped.summary == "count" else pairs)
    found = searching.search(_things(house, type_), [pair for pair in rest if pair[0] not in SHAPING])
    shown = found[page.offset : page.offset + page.count]
    base = f"{house.settings.base_url}/fhir"
    links = [{"relation": "self", "url": _url(f"{base}/{type_}", pairs)}]
    if page.count and page.offset + page.count < len(found):
        following = [*rest, ("_count", str(page.count)), ("_offset", str(page.offset + page.count))]
        links.append({"relation": "next", "url": _url(f"{base}/{type_}", following)})
    entries = [
        {"fullUrl": f"{base}/{type_}/{one.id}", "resource": shaped.part(_resource(one)), "search": {"mode": "match"}}
        for one in shown
    ]
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "link": links}
    return _answer({**bundle, **_entries(entries)})


def _things(house: House, type_: Kind) -> Sequence[Thing]:
    match type_:
        case "CodeSystem":
            return contents.systems()
        case "ValueSet":
            return contents.sets()
        case "ConceptMap":
            return terminology.maps(house)


def _find(house: House, type_: Kind, id_: str) -> Thing:
    for one in _things(house, type_):
        if one.id == id_:
            return one
    _absent()


def _resource(one: Thing) -> FhirJson:
    match one:
        case System():
            return as_fhir.code_system(one)
        case Set():
            return as_fhir.value_set(one)
        case Map():
            return as_fhir.concept_map(one)


def _url(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _query(request: Request) -> list[tuple[str, str]]:
    return unshaped(request.query_params.multi_items())


def _in_scope(who: Caller, type_: str, permission: str) -> None:
    if not scopes.permits(who.scopes, type_, permission):
        raise Refused("scope", f"The token lacks a scope such as system/{type_}.{permission}")


def _answer(resource: FhirJson) -> Response:
    return Response(json.dumps(resource), 200, media_type=FHIR_JSON)
