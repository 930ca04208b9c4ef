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
from dataclasses import dataclass

from fastapi.testclient import TestClient
from httpx import Response

from benchmarks import data
from benchmarks.progress import Progress, silent
from gateway.app import create_app
from gateway.auth import backend, development, scopes, sessions
from gateway.flows import ingest
from gateway.flows.house import House
from gateway.flows.references import record_id
from gateway.portal.sessions import COOKIE

SIZE, HIDDEN = 30, 10
BINS = 40
FLOOR, OTHERS = 300, 2_000  # pairs at most: of what a floor makes slow, and of more ways to read the same record
Ask = Callable[[dict[str, str]], object]


@dataclass(frozen=True)
class Kind:
    """One question in two worlds. `one`: where nothing is hidden; `other`: where something is."""

    name: str
    one: Ask
    other: Ask
    pairs: int


def rows(house: House, pairs: int, told: Progress = silent) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    kinds = _kinds(house, pairs)
    done, of = 0, sum(kind.pairs for kind in kinds)
    for kind in kinds:
        left, right = _measure(house, kind, lambda n, before=done: told(before + n, of))
        done += kind.pairs
        best = max(auc(left, right), learned(left, right))
        found.append((f"AUC, {kind.name} ({kind.pairs:,} pairs)", f"{best:.3f}"))
        found.append((f"medians, {kind.name}", f"{1000 * _median(left):.1f} and {1000 * _median(right):.1f} ms"))
    return found


def _kinds(house: House, pairs: int) -> list[Kind]:
    web = TestClient(create_app(house=house), base_url=house.settings.base_url)
    plain = data.client_with(house, SIZE, person=2_000_001).handle
    rich = data.client_with(house, SIZE, HIDDEN, person=2_000_002).handle
    hidden = record_id(house.vault, "elders", "Condition", f"c{7_000 * HIDDEN}")
    strange = data.bsn(2_000_003)
    ingest.deliver(house, data.sender(house, "elders"), "application/fhir+json", data.bundle(9_000, 1, 2_000_003))

    def get(path: str) -> Ask:
        return lambda headers: _well(web.get(path, headers=headers))

    def find(bsn: str) -> Ask:
        form = {"identifier": f"http://fhir.nl/fhir/NamingSystem/bsn|{bsn}"}
        return lambda headers: _well(web.post("/fhir/Patient/_search", data=form, headers=headers))

    def of_both(name: str, path: str, most: int = OTHERS) -> Kind:
        name = f"{name}, {HIDDEN} of {SIZE + HIDDEN} hidden against none"
        return Kind(name, get(path.format(plain)), get(path.format(rich)), min(pairs, most))

    return [
        of_both("timeline", "/clients/{}/timeline?period=alles", pairs),
        Kind("read of a hidden id against nobody's", get(f"/fhir/Condition/{uuid.uuid4()}"),
             get(f"/fhir/Condition/{hidden}"), pairs),
        Kind("BSN that is unknown against not in the caseload", find(data.bsn(2_000_009)), find(strange),
             min(pairs, FLOOR)),
        of_both("page of the timeline", "/c/{}/tijdlijn?period=alles"),
        of_both("search of conditions", "/fhir/Condition?patient=Patient/{}"),
        of_both("$everything", "/fhir/Patient/{}/$everything"),
    ]  # fmt: skip


def _well(answer: Response) -> None:
    """What is timed is an answer, not a request to log in."""
    if answer.status_code not in {200, 404}:
        raise SystemExit(f"{answer.request.url.path} answered {answer.status_code}")


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


def _measure(house: House, kind: Kind, told: Callable[[int], None]) -> tuple[list[float], list[float]]:
    chance, headers = random.Random(1), _headers(house)
    for _ in range(5):
        kind.one(headers), kind.other(headers)
    left, right = [], []
    for n in range(kind.pairs):
        if n % 100 == 0:
            headers = _headers(house)
        both = [(kind.one, left), (kind.other, right)]
        chance.shuffle(both)
        for ask, times in both:
            began = time.perf_counter()
            ask(headers)
            times.append(time.perf_counter() - began)
        told(n + 1)
    return left, right


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _headers(house: House) -> dict[str, str]:
    """A token for the routes of systems, and the cookie of the same person for the pages; neither lasts for hours."""
    settings = house.settings
    token = backend.issue(
        house.signing_key, "person:arts", (scopes.READ,), settings.audience, house.now(), 60 * settings.token_minutes
    )
    with house.database.work() as session:
        who = sessions.Proven("arts", "zorgverlener", development.PROVIDER)
        cookie = sessions.open_(session, who, house.now(), sessions.Terms(idle=15, most=60))
    return {"Authorization": f"Bearer {token}", "Cookie": f"{COOKIE}={cookie}"}
