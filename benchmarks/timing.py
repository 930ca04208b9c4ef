"""Can the time of an answer tell whether something is hidden? The best classifier there is for one number: its AUC.

AUC 0.5 is a coin, 1.0 is certainty. Pairs are asked in turn, so that what the machine does meanwhile falls on both.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from fastapi.testclient import TestClient

from benchmarks import data
from gateway.app import create_app
from gateway.auth import backend, scopes
from gateway.flows import ingest
from gateway.flows.house import House
from gateway.flows.references import record_id

SIZE, HIDDEN = 30, 10
Ask = Callable[[], object]


def rows(house: House, pairs: int) -> list[tuple[str, str]]:
    web = TestClient(create_app(house=house), base_url=house.settings.base_url)
    plain = data.client_with(house, SIZE, person=2_000_001)
    rich = data.client_with(house, SIZE, HIDDEN, person=2_000_002)
    hidden = record_id(house.vault, "elders", "Condition", f"c{7_000 * HIDDEN}")
    strange = data.bsn(2_000_003)
    ingest.deliver(house, data.sender(house, "elders"), "application/fhir+json", data.bundle(9_000, 1, 2_000_003))
    nobody = data.bsn(2_000_009)

    def get(path: str) -> Ask:
        return lambda: web.get(path, headers=_headers(house))

    def find(bsn: str) -> Ask:
        form = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{bsn}"}
        return lambda: web.post("/fhir/Patient/_search", data=form, headers=_headers(house))

    asked: list[tuple[str, Ask, Ask, int]] = [
        (
            f"timeline, {HIDDEN} of {SIZE + HIDDEN} hidden against none",
            get(f"/clients/{plain.handle}/timeline?period=alles"),
            get(f"/clients/{rich.handle}/timeline?period=alles"),
            pairs,
        ),
        ("read of a hidden id against nobody's", get(f"/fhir/Condition/{uuid.uuid4()}"),
         get(f"/fhir/Condition/{hidden}"), pairs),
        # The floor makes these slow, so fewer of them.
        ("BSN that is unknown against not in the caseload", find(nobody), find(strange), min(pairs, 300)),
    ]  # fmt: skip
    found = []
    for name, one, other, count in asked:
        left, right = _measure(one, other, count)
        found.append((f"AUC, {name} ({count:,} pairs)", f"{auc(left, right):.3f}"))
        found.append((f"medians, {name}", f"{1000 * _median(left):.1f} and {1000 * _median(right):.1f} ms"))
    return found


def auc(left: list[float], right: list[float]) -> float:
    """Chance that one of the right is larger than one of the left, ties half: Mann-Whitney; at least 0.5."""
    ranked = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(side for _, side in ranked[at:end]) * (at + end + 1) / 2
        at = end
    n, m = len(left), len(right)
    area = (total - m * (m + 1) / 2) / (n * m)
    return max(area, 1 - area)


def _measure(one: Ask, other: Ask, pairs: int) -> tuple[list[float], list[float]]:
    for _ in range(5):
        one(), other()
    left, right = [], []
    for n in range(pairs):
        for ask, times in ((one, left), (other, right)) if n % 2 else ((other, right), (one, left)):
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
    return left, right


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _headers(house: House) -> dict[str, str]:
    settings = house.settings
    token = backend.issue(
        house.signing_key, "person:arts", (scopes.READ,), settings.audience, house.now(), 60 * settings.token_minutes
    )
    return {"Authorization": f"Bearer {token}"}
