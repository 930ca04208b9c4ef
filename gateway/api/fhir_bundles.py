"""Bundles as text: resources stand in them exactly as they are served by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Response

from gateway.api.fhir_shape import Shape
from gateway.flows.house import House
from gateway.flows.serving import Found, Page, instant
from gateway.wire import json

FHIR_JSON = "application/fhir+json"


def searchset(
    house: House, path: str, page: Page, pairs: Sequence[tuple[str, str]], shape: Shape, first: tuple[Found, ...] = ()
) -> Response:
    """The matches of one page and what goes along. `first`: put in front of every page and counted with it."""
    base = _base(house)
    ahead = () if shape.summary == "count" else first
    entries = [_entry(base, found, shape, "match") for found in (*ahead, *page.found)]
    entries += [_entry(base, found, Shape(), "include") for found in page.beside]
    links = [{"relation": "self", "url": _url(f"{base}/{path}", page.self_query)}]
    if page.next:
        following = [(name, value) for name, value in pairs if name != "_cursor"]
        links.append(
            {"relation": "next", "url": _url(f"{base}/{path}", urlencode([*following, ("_cursor", page.next)]))}
        )
    head = {"resourceType": "Bundle", "type": "searchset", "total": page.total + len(first), "link": links}
    return answer(bundle(head, entries))


def history(
    house: House, path: str, states: Sequence[Found], total: int, pairs: Sequence[tuple[str, str]], shape: Shape
) -> Response:
    """The states of one resource, newest first. `total`: how many answer the question; `pairs`: how it was put."""
    base = _base(house)
    entries = [
        f'{{"fullUrl":{json.dumps(f"{base}/{state.type}/{state.id}")},"resource":{shape.text(state)},'
        f'"request":{json.dumps({"method": "PUT", "url": path})},"response":{json.dumps(_response(state))}}}'
        for state in states
    ]
    links = [{"relation": "self", "url": _url(f"{base}/{path}/_history", urlencode(pairs))}]
    head = {"resourceType": "Bundle", "type": "history", "total": total, "link": links}
    return answer(bundle(head, entries))


def bundle(head: dict[str, object], entries: Sequence[str]) -> str:
    """A Bundle from its members without entries, and entries as texts."""
    return f'{json.dumps(head)[:-1]},"entry":[{",".join(entries)}]}}' if entries else json.dumps(head)


def answer(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type=FHIR_JSON)


def _response(state: Found) -> dict[str, str]:
    return {
        "status": "200",
        "etag": f'W/"{state.version}"',
        **({"lastModified": instant(state.recorded)} if state.recorded else {}),
    }


def _entry(base: str, found: Found, shape: Shape, mode: str) -> str:
    full_url = json.dumps(f"{base}/{found.type}/{found.id}")
    return f'{{"fullUrl":{full_url},"resource":{shape.text(found)},"search":{{"mode":"{mode}"}}}}'


def _base(house: House) -> str:
    return f"{house.settings.base_url}/fhir"


def _url(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
