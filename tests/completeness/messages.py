"""The messages that are measured: our own golden ones, and published samples where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from gateway.errors import GatewayError
from gateway.flows import loose
from gateway.flows.completeness import Completeness, Meter, unwrapped
from gateway.sources import read
from gateway.stages.delivered import Origin, RawDelivery, SourceMessage
from tests.scenarios.golden.scenarios import SCENARIOS

TODAY = date(2026, 11, 24)
ORIGIN = Origin("org-voorbeeld", "Organisatie Voorbeeld", "huisarts", "huisarts", "Zvw")
# What an answer answers, where the samples hold both.
ANSWERS = {"JW316": "JW315", "JW318": "JW317", "JW319": "JW315", "JW325": "JW323", "WMO316_derived": "WMO315"}


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    raw: RawDelivery
    origin: Origin
    answers: SourceMessage | None = None


def golden() -> Iterator[Message]:
    for scenario in SCENARIOS:
        yield Message(f"golden/{scenario.kind}", scenario.raw(), scenario.origin, scenario.answered())


def samples(folder: Path) -> Iterator[Message]:
    """Every published sample that is XML or JSON, placeholders filled in. What cannot be read is still yielded."""
    for path in files(folder):
        asked = path.with_name(f"{ANSWERS[path.stem]}.xml") if path.stem in ANSWERS else None
        answers = read(_raw(asked)) if asked is not None and asked.exists() else None
        yield Message(str(path.relative_to(folder)), _raw(path), ORIGIN, answers)


def files(folder: Path) -> Sequence[Path]:
    """Small ones first: what they show need not be tried in a large one, which takes longer to read."""
    found = (path for path in folder.rglob("*") if path.suffix in {".xml", ".json"})
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def _raw(path: Path) -> RawDelivery:
    body = loose.filled_in(path.read_bytes(), TODAY, path.stem)
    return RawDelivery("sample", "sample", loose.content_type(path), body, datetime(2026, 11, 24, tzinfo=UTC))


def measured(meter: Meter, messages: Iterator[Message]) -> Iterator[tuple[Message, Completeness]]:
    """Those that are taken; a refusal is judged elsewhere."""
    for message in messages:
        try:
            found = meter.measure(message.raw, message.origin, message.answers)
        except GatewayError:
            continue
        if found is not None:
            yield message, found


def unmapped(found: Completeness) -> frozenset[str]:
    return frozenset(unwrapped(place) for place in found.unmapped)
