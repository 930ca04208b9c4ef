"""What a published sample becomes is valid FHIR R4, and what is answered is valid by its XSD; by name of file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.flows.completeness.outcome import made
from gateway.mappings.normalise import BY_KIND
from gateway.sources import read
from gateway.sources.istandaarden import oordeel
from gateway.sources.istandaarden.declaratie import Bericht323
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_KIND as BERICHTEN
from gateway.wire import xml
from tests.completeness.messages import Message, samples

TODAY = date(2026, 11, 24)


def test_all_that_samples_become_is_valid_r4(shared: Path) -> None:
    wrong: dict[str, list[str]] = {}
    types: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for message in samples(shared / "samples"):
        contents = _contents(message, kinds)
        types.update(str(content["resourceType"]) for content in contents)
        issues = [f"{issue.where}: {issue.rule}" for content in contents for issue in check(content)]
        if issues:
            wrong[message.name] = issues
    assert wrong == {}
    assert kinds.keys() >= BY_KIND.keys() - BERICHTEN.keys() - {"fhir-mixed"}, "a kind of message without a sample"
    assert types.total() > 5000


def _contents(message: Message, kinds: Counter[str]) -> list[dict[str, object]]:
    """What a sample becomes; nothing for one that is refused: that is judged elsewhere, by its reason."""
    try:
        parsed = read(message.raw)
        found = made(parsed, message.origin, message.answers)
    except GatewayError:
        return []
    kinds[parsed.kind] += 1
    if found is None:
        return []
    return [person.patient for person in found.people] + [resource.content for resource in found.resources]


def test_every_answer_to_a_sample_is_valid_by_its_xsd(shared: Path) -> None:
    wrong: dict[str, list[str]] = {}
    answered = 0
    for message in samples(shared / "samples"):
        if b"istandaarden.nl" not in message.raw.body[:4000]:
            continue
        try:
            parsed = read(message.raw)
        except GatewayError:
            continue
        if parsed.kind not in BERICHTEN:
            continue
        verdict = oordeel.judge(parsed, Kennis(vandaag=TODAY))
        write = antwoord if isinstance(parsed.body, Bericht323) else retour
        soort = BERICHTEN[parsed.kind]
        errors = schema(soort.release, soort.retour).errors(xml.parse(write(parsed, verdict, "A1", TODAY)))
        answered += 1
        if errors:
            wrong[message.name] = [f"{error.where}: {error.rule}" for error in errors]
    assert wrong == {}
    assert answered == 9
