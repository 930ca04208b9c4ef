"""Can the time of an answer tell whether something is hidden? Two classifiers try; the AUC of the better one counts.

AUC 0.5 is a coin, 1.0 is certainty. One says "slower is hidden" (or faster); the other learns from half of the times
how likely each stretch of time is of either kind, and is judged on the other half, so that a difference in spread
counts as much as one in the middle. The two of a pair are asked one after the other in an order by chance, in one
process, so that what the machine does meanwhile falls on both; tokens are made outside what is timed.
"""

from __future__ import annotations

import random
import time
import uuid
from bisect import bisect_right
from collections.abc import Callable

from fastapi.testclient import TestClient

from benchmarks import data
from gateway.app import create_app
from gateway.auth import backend, scopes
from gateway.flows import ingest
from gateway.flows.house import House
from gateway.flows.references import record_id

SIZE, HIDDEN = 30, 10
BINS = 40
Ask = Callable[[dict[str, str]], object]


def rows(house: House, pairs: int) -> list[tuple[str, str]]:
    web = TestClient(create_app(house=house), base_url=house.settings.base_url)
    plain = data.client_with(house, SIZE, person=2_000_001)
    rich = data.client_with(house, SIZE, HIDDEN, person=2_000_002)
    hidden = record_id(house.vault, "elders", "Condition", f"c{7_000 * HIDDEN}")
    strange = data.bsn(2_000_003)
    ingest.deliver(house, data.sender(house, "elders"), "application/fhir+json", data.bundle(9_000, 1, 2_000_003))
    nobody = data.bsn(2_000_009)

    def get(path: str) -> Ask:
        return lambda headers: web.get(path, headers=headers)

    def find(bsn: str) -> Ask:
        form = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{bsn}"}
        return lambda headers: web.post("/fhir/Patient/_search", data=form, headers=headers)

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
        left, right = _measure(house, one, other, count)
        best = max(auc(left, right), learned(left, right))
        found.append((f"AUC, {name} ({count:,} pairs)", f"{best:.3f}"))
        found.append((f"medians, {name}", f"{1000 * _median(left):.1f} and {1000 * _median(right):.1f} ms"))
    return found


def auc(left: list[float], right: list[float]) -> float:
    """The classifier that looks at nothing but slower or faster; at least 0.5."""
    found = area(left, right)
    return max(found, 1 - found)


def area(left: list[float], right: list[float]) -> float:
    """Chance that one of the right is larger than one of the left, ties half: Mann-Whitney."""
    ranked = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(side for _, side in ranked[at:end]) * (at + end + 1) / 2
        at = end
    n, m = len(left), len(right)
    return (total - m * (m + 1) / 2) / (n * m)


def learned(left: list[float], right: list[float]) -> float:
    """AUC, on every other time, of how much more often such times were of the right among those not judged."""
    seen = sorted([*left[::2], *right[::2]])
    edges = [seen[len(seen) * n // BINS] for n in range(1, BINS)]

    def counts(times: list[float]) -> list[int]:
        found = [1] * BINS  # one more than there were: a stretch without any is rare, not impossible
        for each in times:
            found[bisect_right(edges, each)] += 1
        return found

    ones, others = counts(left[::2]), counts(right[::2])

    def score(times: list[float]) -> list[float]:
        return [others[place] / ones[place] for place in (bisect_right(edges, each) for each in times)]

    return area(score(left[1::2]), score(right[1::2]))


def _measure(house: House, one: Ask, other: Ask, pairs: int) -> tuple[list[float], list[float]]:
    chance, headers = random.Random(1), _headers(house)
    for _ in range(5):
        one(headers), other(headers)
    left, right = [], []
    for n in range(pairs):
        if n % 100 == 0:
            headers = _headers(house)
        both = [(one, left), (other, right)]
        chance.shuffle(both)
        for ask, times in both:
            began = time.perf_counter()
            ask(headers)
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
