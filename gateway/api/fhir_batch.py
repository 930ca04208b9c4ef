"""A batch of GETs: each entry goes the same way as a request of its own, and is refused by itself.

A transaction of GETs is answered alike, but whole or not at all: the first refusal is the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import Response

from gateway.api import fhir_bundles
from gateway.api.errors import MethodNotAllowed
from gateway.api.fhir_asked import Asked
from gateway.api.fhir_reading import everything, history, read, search, version
from gateway.api.fhir_shape import unshaped
from gateway.errors import BadInput, GatewayError, Rejected
from gateway.fhir import outcomes
from gateway.wire import json

LIMIT = 256 * 1024
MOST = 50
_TYPE = re.compile(r"[A-Z][A-Za-z]{2,40}")


def answer(asked: Asked, body: Any) -> Response:
    """The batch-response or transaction-response. Raises Rejected when the body is neither, or has over 50 entries."""
    kind = body.get("type") if isinstance(body, dict) and body.get("resourceType") == "Bundle" else None
    entries = body.get("entry", []) if kind in {"batch", "transaction"} else None
    if not isinstance(entries, list):
        raise Rejected(
            "batch",
            "Here a Bundle of type batch or transaction is asked, with GETs",
            where="Bundle.type",
            mend="deliver data to /deliveries",
        )
    if len(entries) > MOST:
        raise Rejected("batch", f"A batch holds at most {MOST} entries", where="Bundle.entry", mend="send several")
    answers = [_entry(asked, entry, whole=kind == "transaction") for entry in entries]
    return fhir_bundles.answer(fhir_bundles.bundle({"resourceType": "Bundle", "type": f"{kind}-response"}, answers))


def _entry(asked: Asked, entry: Any, *, whole: bool) -> str:
    try:
        response = _one(asked, entry)
    except GatewayError as error:
        if whole or error.status >= 500:
            raise
        told = {"status": str(error.status), "outcome": outcomes.of_error(error)}
        return f'{{"response":{json.dumps(told)}}}'
    told = {"status": "200", **({"etag": response.headers["ETag"]} if "ETag" in response.headers else {})}
    return f'{{"resource":{bytes(response.body).decode()},"response":{json.dumps(told)}}}'


def _one(asked: Asked, entry: Any) -> Response:
    request = entry.get("request") if isinstance(entry, dict) else None
    method, url = (request.get("method"), request.get("url")) if isinstance(request, dict) else (None, None)
    if method != "GET" or not isinstance(url, str):
        raise MethodNotAllowed("batch-method", "A batch here holds GET requests only", where="Bundle.entry.request")
    path, query = _parts(url.removeprefix(f"{asked.house.settings.base_url}/fhir/").removeprefix("/"))
    within = replace(asked, pairs=unshaped(query))
    match path:
        case [type_]:
            return search(within, type_)
        case ["Patient", handle, "$everything"]:
            return everything(within, handle)
        case [type_, id_]:
            return read(within, type_, id_)
        case [type_, id_, "_history"]:
            return history(within, type_, id_)
        case [type_, id_, "_history", version_]:
            return version(within, type_, id_, version_)
        case _:
            raise BadInput("batch-url", "No such way to read", where="Bundle.entry.request.url")


def _parts(url: str) -> tuple[list[str], list[tuple[str, str]]]:
    try:
        split = urlsplit(url)
        pairs = parse_qsl(split.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise BadInput("batch-url", "The address cannot be read", where="Bundle.entry.request.url") from None
    path = split.path.split("/")
    if split.scheme or split.netloc or _TYPE.fullmatch(path[0]) is None:
        raise BadInput("batch-url", "No such way to read", where="Bundle.entry.request.url")
    return path, pairs
