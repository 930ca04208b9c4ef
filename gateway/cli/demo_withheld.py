"""A source of the demo town says through the API what its client does not see, as its people would on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from gateway.cli.demo_consents import token_of
from gateway.demo.withheld import Held

BSN = "http://fhir.nl/fhir/NamingSystem/bsn"


def withhold_all(web: httpx.Client, held: Sequence[Held]) -> int:
    """Returns how many withholdings began. Raises httpx.HTTPStatusError when one is refused."""
    for one in held:
        headers = {"Authorization": f"Bearer {token_of(web, one.by)}"}
        handle = _handle(web, headers, one)
        body = {
            "records": _written(web, headers, handle, one),
            "from": list(one.binds),
            "ground": one.ground,
            "review": one.review.isoformat(),
            "reason": one.reason,
            "contact": one.contact,
        }
        web.post(f"/clients/{handle}/withholdings", json=body, headers=headers).raise_for_status()
    return len(held)


def _handle(web: httpx.Client, headers: dict[str, str], one: Held) -> str:
    """The handle of the client for who decides; the BSN is in the body."""
    answer = web.post("/fhir/Patient/_search", data={"identifier": f"{BSN}|{one.client_bsn}"}, headers=headers)
    answer.raise_for_status()
    return str(answer.json()["entry"][0]["resource"]["id"])


def _written(web: httpx.Client, headers: dict[str, str], handle: str, one: Held) -> list[str]:
    """Ids of all that the own organisation wrote on that day: of one note of a GP, its lines and its problem too."""
    days = _get(web, f"/clients/{handle}/timeline?from={one.day}&to={one.day}", headers)["days"]
    return [entry["record"] for day in days for entry in day["entries"] if entry["own"]]


def _get(web: httpx.Client, path: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = web.get(path, headers=headers)
    answer.raise_for_status()
    return dict(answer.json())
