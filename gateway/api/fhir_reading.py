"""Every way to read FHIR, as a plain function: for a route of its own and for an entry of a batch."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlencode

from fastapi import Response

from gateway.api import fhir_bundles
from gateway.api.fhir_shape import SHAPING, Shape, counting, shape
from gateway.errors import NotFound, Rejected
from gateway.fhir import types
from gateway.fhir.search import count, knows, past, refused
from gateway.flows import reading
from gateway.flows.house import House
from gateway.flows.serving import Found, Page
from gateway.stages.decided import Caller

OF_PATIENT = frozenset({"identifier", "_id", "_count"}) | SHAPING


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks what. `in_body`: the parameters stood in a body, where a BSN may stand. `headers`: empty in a batch."""

    house: House
    who: Caller
    request_id: str
    pairs: tuple[tuple[str, str], ...] | list[tuple[str, str]] = ()
    in_body: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


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
    return fhir_bundles.history(asked.house, f"{type_}/{id_}", shown, len(found), shaped)


def everything(asked: Asked, handle: str) -> Response:
    shaped = shape(asked.pairs)
    pairs = [("patient", handle), *_counted(asked, shaped)]
    patient = reading.patients(asked.house, asked.who, handle, asked.request_id)
    page = reading.find(asked.house, asked.who, None, pairs, asked.request_id)
    if not patient:
        # A client nobody may know of has no record to list.
        reading.read(asked.house, asked.who, "Patient", handle, asked.request_id)
    kept = [pair for pair in pairs if pair[0] != "patient"]
    chosen = {part for name, value in asked.pairs if name == "_type" for part in value.split(",")}
    first = patient if not chosen or "Patient" in chosen else ()
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
        return _patients(asked, shaped)
    pairs = _counted(asked, shaped)
    page = reading.find(asked.house, asked.who, type_, pairs, asked.request_id)
    return fhir_bundles.searchset(asked.house, type_, page, pairs, shaped)


def _patients(asked: Asked, shaped: Shape) -> Response:
    """Patients by BSN (in a body), by `_id`, or the whole caseload."""
    given = dict(asked.pairs)
    if not set(given) <= OF_PATIENT or len(given) != len(asked.pairs):
        other = next((name for name, _ in asked.pairs if name not in OF_PATIENT), "query")
        raise refused(other, "Patient is searched by identifier or _id, each once")
    none_shown = shaped.summary == "count" or count(given.get("_count", "1")) == 0
    if "identifier" in given:
        begun = time.monotonic()
        found = reading.patient_by_bsn(asked.house, asked.who, given["identifier"], asked.request_id)
        # Unknown, wrong and not yours take the same time (docs/settings.md, WD_SEARCH_FLOOR_MS).
        time.sleep(max(0.0, asked.house.settings.search_floor_ms / 1000 - (time.monotonic() - begun)))
    else:
        found = reading.patients(asked.house, asked.who, given.get("_id"), asked.request_id)
    kept = [(name, value) for name, value in asked.pairs if name != "identifier"]
    shown = () if none_shown else found
    return fhir_bundles.searchset(asked.house, "Patient", Page(shown, len(found), None, urlencode(kept)), kept, shaped)


def _from_here(asked: Asked) -> Asked:
    """References by the address of this gateway are those of its own."""
    base = f"{asked.house.settings.base_url}/fhir/"
    return replace(asked, pairs=[(name, value.removeprefix(base)) for name, value in asked.pairs])


def _lenient(asked: Asked, type_: str) -> Asked:
    """Without what is no parameter here, where that was allowed (Prefer: handling=lenient); the self link tells."""
    if "handling=lenient" not in asked.headers.get("prefer", "").replace(" ", ""):
        return asked
    known = _of_patient if type_ == "Patient" else partial(knows, type_)
    return replace(asked, pairs=[pair for pair in asked.pairs if known(pair[0])])


def _of_patient(name: str) -> bool:
    """Whether it is a parameter of Patient, be it under a modifier: one that asks for somebody is never passed over."""
    return name.partition(":")[0] in OF_PATIENT


def _names_somebody(name: str) -> bool:
    """Whether a parameter asks by identifier: plainly, with a modifier, or at the end of a chain or `_has`."""
    return any(part.partition(":")[0] == "identifier" or part.endswith(":identifier") for part in name.split("."))


def _one(asked: Asked, found: Found) -> Response:
    """One resource, or 304 when its reader has it in this version already."""
    told = asked.headers.get("if-none-match", "")
    has_it = found.version in {mark.strip().removeprefix("W/").strip('"') for mark in told.split(",")}
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
