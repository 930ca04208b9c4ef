"""Plain JSON as an answer; FHIR has its own forms (fhir_reading, fhir_bundles)."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Response

from gateway.wire import json


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(value), status, headers, media_type="application/json")
