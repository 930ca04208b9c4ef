"""Every way to read FHIR, as a plain function: for a route of its own and for an entry of a batch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlencode

from fastapi import Response

from gateway.api import fhir_bundles, fhir_patients
from gateway.api.fhir_asked import Asked
from gateway.api.fhir_shape import SHAPING, Shape, counting, shape
from gateway.errors import NotFound, Rejected
from gateway.fhir import types
from gateway.fhir.search import knows, past
from gateway.flows import patients, reading
from gateway.flows.serving import Found


def read(asked: Asked, type_: str, id_: str) -> Response:
    _known(type_, types.SERVED | types.OPENED)
    return _one(asked, reading.read(asked.house, asked.who, type_, id_, asked.request_id))


def version(asked: Asked, type_: str, id_: str, version_: str) -> Response:
    _known(type_)
    states = reading.states(asked.house, asked.who, type_, id_, asked.request_id)
    found = next((state for state in states if state.version == version_), None)
    if found is None:
        raise NotFound("not-found", "Nothing here that you may see")
    return _one(asked, found)


def history(asked: Asked, type_: str, id_: str) -> Response:
    _known(type_)
    shaped = shape(asked.pairs)
    wanted = past(asked.pairs, SHAPING)
    states = reading.states(asked.house, asked.who, type_, id_, asked.request_id)
    found = [state for state in states if wanted.holds(state.recorded)]
    shown = [] if shaped.summary == "count" else found[: wanted.count]
    return fhir_bundles.history(asked.house, f"{type_}/{id_}", shown, len(found), asked.pairs, shaped)


def everything(asked: Asked, handle: str) -> Response:
    shaped = shape(asked.pairs)
    pairs = [("patient", handle), *_counted(asked, shaped)]
    patient = patients.by_handle(asked.house, asked.who, handle, asked.request_id)
    page = reading.find(asked.house, asked.who, None, pairs, asked.request_id)
    if not patient:
        # A client nobody may know of has no record to list.
        reading.read(asked.house, asked.who, "Patient", handle, asked.request_id)
    kept = [pair for pair in pairs if pair[0] != "patient"]
    chosen = {part for name, value in asked.pairs if name == "_type" for part in value.split(",")}
    first = patient if not chosen or "Patient" in chosen else ()
    page = replace(page, self_query=urlencode([pair for pair in kept if pair[0] != "_cursor"]))
    return fhir_bundles.searchset(asked.house, f"Patient/{handle}/$everything", page, kept, shaped, first)


def search(asked: Asked, type_: str) -> Response:
    _known(type_)
    if not asked.in_body and any(_names_somebody(name) for name, _ in asked.pairs):
        raise Rejected(
            "bsn-in-address",
            "A search by identifier is refused in an address, where it would be logged",
            where="identifier",
            mend=f"POST {asked.house.settings.base_url}/fhir/{type_}/_search with the parameters in the body",
        )
    asked = _lenient(_from_here(asked), type_)
    shaped = shape(asked.pairs)
    if type_ == "Patient":
        return fhir_patients.search(asked, shaped)
    pairs = _counted(asked, shaped)
    page = reading.find(asked.house, asked.who, type_, pairs, asked.request_id)
    return fhir_bundles.searchset(asked.house, type_, page, pairs, shaped)


def _from_here(asked: Asked) -> Asked:
    """References by the address of this gateway are those of its own."""
    base = f"{asked.house.settings.base_url}/fhir/"
    return replace(asked, pairs=[(name, value.removeprefix(base)) for name, value in asked.pairs])


def _lenient(asked: Asked, type_: str) -> Asked:
    """Without what is no parameter here, where that was allowed (Prefer: handling=lenient); the self link tells."""
    if "handling=lenient" not in asked.headers.get("prefer", "").replace(" ", ""):
        return asked
    known = fhir_patients.knows if type_ == "Patient" else partial(knows, type_)
    return replace(asked, pairs=[pair for pair in asked.pairs if known(pair[0])])


def _names_somebody(name: str) -> bool:
    """Whether a parameter asks by identifier: plainly, with a modifier, or at the end of a chain or `_has`."""
    return any(part.partition(":")[0] == "identifier" or part.endswith(":identifier") for part in name.split("."))


def _one(asked: Asked, found: Found) -> Response:
    """One resource, or 304 when its reader has it in this version already."""
    told = asked.headers.get("if-none-match", "").strip()
    has_it = told == "*" or found.version in {mark.strip().removeprefix("W/").strip('"') for mark in told.split(",")}
    response = Response(status_code=304) if has_it else fhir_bundles.answer(shape(asked.pairs).text(found))
    response.headers["ETag"] = f'W/"{found.version}"'
    if found.recorded is not None:
        response.headers["Last-Modified"] = format_datetime(found.recorded.astimezone(UTC), usegmt=True)
    return response


def _counted(asked: Asked, shaped: Shape) -> list[tuple[str, str]]:
    return counting(list(asked.pairs)) if shaped.summary == "count" else list(asked.pairs)


def _known(type_: str, among: Collection[str] = types.SERVED) -> None:
    if type_ in types.OPENED - set(among):
        raise NotFound(
            "type-unknown", f"{type_} is read by id, and never searched or listed", mend="see /fhir/metadata"
        )
    if type_ not in among:
        raise NotFound("type-unknown", f"This gateway has no {type_}", mend="see /fhir/metadata")
