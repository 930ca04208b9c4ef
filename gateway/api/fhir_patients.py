"""Searching Patient: by BSN (in a body), by `_id`, or the caseload page by page."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from fastapi import Response

from gateway.api import fhir_bundles
from gateway.api.fhir_asked import Asked
from gateway.api.fhir_shape import SHAPING, Shape, counting
from gateway.fhir.search import DEFAULT_COUNT, count, refused
from gateway.flows import patients
from gateway.flows.serving import Found, Page

PARAMETERS = frozenset({"identifier", "_id", "_count", "_cursor"}) | SHAPING


def knows(name: str) -> bool:
    """Whether it is a parameter of Patient, be it under a modifier: one that asks for somebody is never passed over."""
    return name.partition(":")[0] in PARAMETERS


def search(asked: Asked, shape: Shape) -> Response:
    """Raises Rejected(search-parameter) naming what is unknown or given twice."""
    pairs = counting(list(asked.pairs)) if shape.summary == "count" else list(asked.pairs)
    given = dict(pairs)
    if not set(given) <= PARAMETERS or len(given) != len(pairs):
        other = next((name for name, _ in pairs if name not in PARAMETERS), "query")
        raise refused(other, "Patient is searched by identifier or _id, each once")
    if "," in given.get("_id", "") or {"_id", "identifier"} <= set(given):
        raise refused("_id", "Patient is searched by identifier or one _id at a time")
    kept = [pair for pair in pairs if pair[0] not in {"identifier", "_cursor"}]
    page = _page(asked, given, urlencode(kept))
    return fhir_bundles.searchset(asked.house, "Patient", page, kept, shape)


def _page(asked: Asked, given: dict[str, str], canonical: str) -> Page:
    most = count(given.get("_count", str(DEFAULT_COUNT)))
    if "identifier" in given:
        found = _by_bsn(asked, given["identifier"])
    elif "_id" in given:
        found = patients.by_handle(asked.house, asked.who, given["_id"], asked.request_id)
    else:
        return patients.caseload(asked.house, asked.who, most, given.get("_cursor"), canonical, asked.request_id)
    return Page(found[:most], len(found), None, canonical)


def _by_bsn(asked: Asked, identifier: str) -> tuple[Found, ...]:
    begun = time.monotonic()
    found = patients.by_bsn(asked.house, asked.who, identifier, asked.request_id)
    # Unknown, wrong and not yours take the same time (docs/settings.md, WD_SEARCH_FLOOR_MS).
    time.sleep(max(0.0, asked.house.settings.search_floor_ms / 1000 - (time.monotonic() - begun)))
    return found
