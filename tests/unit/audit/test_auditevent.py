"""Every event the log knows, with every field it may hold, is valid FHIR R4 and loses nothing on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.audit import events
from gateway.audit import specification as spec
from gateway.audit.auditevent import PLACED, Actor, Scene, project
from gateway.audit.log import Entry
from gateway.fhir.check import check

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "person": "arts",
    "role": "huisarts",
    "org": "praktijk",
    "connector": "his",
    "via": "scherm",
    "responsible": "hoofd",
    "purpose": "TREAT",
    "policy": "ab" * 32,
    "policy_version": 3,
    "rules": ["r1", "r2"],
    "records": ["rec-1", "rec-2"],
    "domains": ["huisarts"],
    "levels": ["see"],
    "withheld": 4,
    "present": ["arts", "consulent"],
    "leaves": [[1, 3]],
    "outcome": "seen",
    "what": "Condition zoeken",
}
SCENE = Scene(
    people={"arts": Actor("A. Bos", ("https://x.nl/persoon", "arts"))},
    organisations={"praktijk": Actor("Praktijk De Linde", (spec.AGB, "01010101"))},
    systems={"his": Actor("HIS", ("https://x.nl/systeem", "his"))},
    handle="Zk3handle",
    withheld=True,
    origin="127.0.0.1:8600/audit",
    address="http://127.0.0.1:8600",
)


def entry(event: str, **fields: Any) -> Entry:
    said = {"id": "6b1f2c1e-0000-4000-8000-000000000001", "time": AT.isoformat(timespec="milliseconds"), "event": event}
    return Entry(1, "c-1", AT, event, {**said, "action": events.ACTIONS[event], "client": "c-1", **fields})


def full(event: str) -> Entry:
    return entry(event, **{name: VALUES.get(name, f"{name}-1") for name in events.EVENTS[event]})


@pytest.mark.parametrize("event", events.EVENTS)
@pytest.mark.parametrize("scene", [SCENE, replace(SCENE, handle=None, people={}, organisations={}, systems={})])
def test_every_event_is_valid_with_all_its_fields_and_with_none(event: str, scene: Scene) -> None:
    assert check(project(full(event), scene)) == ()
    assert check(project(entry(event), scene)) == ()


@pytest.mark.parametrize("event", events.EVENTS)
def test_no_field_is_lost(event: str) -> None:
    text = json.dumps(project(full(event), SCENE), ensure_ascii=False)
    for name in events.EVENTS[event] - {"person", "org", "connector", "purpose"}:
        value = VALUES.get(name, f"{name}-1")
        assert all(str(part) in text for part in (value if isinstance(value, list) else [value])), name


def test_every_event_has_a_type_of_its_own_choice() -> None:
    assert set(spec.TYPE) == set(events.EVENTS)
    assert set.union(*map(set, events.EVENTS.values())) >= PLACED - {"id", "time", "event", "action", "client"}


def test_a_read_has_the_fields_of_nen_7513() -> None:
    event = project(full("read"), SCENE)
    user, _responsible, organisation, system, gateway, present = event["agent"]
    assert event["type"] == {"system": spec.DCM, "code": "110110", "display": "Patient Record"}
    assert [s["code"] for s in event["subtype"]] == ["read", "search-type"]
    assert (event["action"], event["recorded"], event["outcome"]) == ("R", "2026-11-24T12:00:00.000+00:00", "0")
    assert event["purposeOfEvent"][0]["coding"][0]["code"] == "TREAT"
    assert (user["requestor"], user["name"], user["who"]["identifier"]["value"]) == (True, "A. Bos", "arts")
    assert user["role"][0]["coding"][0] == {"system": spec.UZI_ROLE, "code": "01.015", "display": "Huisarts"}
    assert user["policy"] == [f"https://wijkdossier.nl/fhir/policy/{'ab' * 32}"]
    assert organisation["who"]["identifier"] == {"system": spec.AGB, "value": "01010101"}
    assert [agent["requestor"] for agent in event["agent"]].count(True) == 1
    assert (system["name"], gateway["network"]["address"]) == ("HIS", "http://127.0.0.1:8600")
    assert present["who"]["identifier"]["value"] == "consulent"
    patient = event["entity"][0]
    assert (patient["what"]["reference"], patient["type"]["code"], patient["role"]["code"]) == (
        "Patient/Zk3handle",
        "1",
        "1",
    )
    assert patient["detail"] == [{"type": "X-Request-Id", "valueString": "request-1"}]
    assert event["source"]["observer"]["identifier"]["value"] == "127.0.0.1:8600/audit"


def test_emergency_reads_say_break_the_glass_and_refusals_say_so() -> None:
    emergency = project(entry("read", via="nood", person="arts"), SCENE)
    assert emergency["purposeOfEvent"][0]["coding"][0] == {"system": spec.ACT_REASON, "code": "BTG"}
    assert project(entry("refused"), SCENE)["outcome"] == "4"
    assert project(entry("token", outcome="refused"), SCENE)["outcome"] == "4"


def test_how_much_was_held_back_is_for_the_client_only() -> None:
    assert "withheld" in json.dumps(project(full("read"), SCENE))
    assert "withheld" not in json.dumps(project(full("read"), replace(SCENE, withheld=False)))


def test_the_clients_own_deeds_name_no_pseudonym() -> None:
    own = project(entry("consent", person="c-1", role="client"), SCENE)
    assert own["agent"][0]["who"]["identifier"]["value"] == "Zk3handle"
    assert "c-1" not in json.dumps(own)
