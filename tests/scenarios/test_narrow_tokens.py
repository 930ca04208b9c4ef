"""A token narrowed to a category: every way to read obeys it, and what is outside it is as absent as what is not."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.cli.demo_senders import assertion_form
from gateway.flows import register
from tests.builders.world import World, bundle, condition, patient
from tests.scenarios.test_fhir import WEIGHT, found, handle

SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category"
VITAL = f"system/Observation.rs?category={SYSTEM}|vital-signs"
LAB = f"system/Observation.rs?category={SYSTEM}|laboratory"
PERSON = "system/Patient.rs"
NOBODY = "00000000-0000-4000-8000-000000000000"


def observation(id_: str, category: str | None, **members: Any) -> dict[str, Any]:
    said = [{"coding": [{"system": SYSTEM, "code": category}]}] if category else []
    rest = {name: value for name, value in WEIGHT.items() if name != "category"}
    return {**rest, "id": id_, **({"category": said} if said else {}), **members}


@pytest.fixture
def filled(world: World) -> World:
    contact = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-03-01T09:00:00+01:00"},
    }
    at = {"encounter": {"reference": "Encounter/e1"}}
    sent = bundle(
        patient(),
        contact,
        condition("R95", "c1", encounter=at["encounter"]),
        observation("weight", "vital-signs", **at),
        observation("hb", "laboratory", **at, derivedFrom=[{"reference": "Observation/weight"}]),
        observation("other", None),
    )
    answer = world.send("his", sent)
    assert answer.status_code == 201, answer.text
    return world


class Reader:
    """A care system with a token of these scopes."""

    def __init__(self, world: World, *scopes: str, connector: str = "his") -> None:
        base = world.house.settings.base_url
        world.keep_time()
        form = {**assertion_form(base, connector, world.keys[connector]), "scope": " ".join(scopes)}
        self.answer = world.web.post("/token", data=form).json()
        self.world = world
        self.headers = {"Authorization": f"Bearer {self.answer.get('access_token')}"}

    def get(self, path: str) -> Any:
        return self.world.web.get(path, headers=self.headers)

    def ids(self, path: str) -> list[str]:
        return sorted(f"{r['resourceType']}/{r['id']}" for r in found(self.get(f"/fhir/{path}")))


def known(world: World) -> dict[str, str]:
    """Our id by the code of the category, `none` and the type for the others."""
    every = found(Reader(world, "system/*.rs").get(f"/fhir/Patient/{handle(world)}/$everything"))
    return {_name(r): f"{r['resourceType']}/{r['id']}" for r in every}


def _name(resource: dict[str, Any]) -> str:
    if resource["resourceType"] != "Observation":
        return str(resource["resourceType"])
    return str(resource["category"][0]["coding"][0]["code"]) if "category" in resource else "none"


def test_the_answer_says_what_is_granted(filled: World) -> None:
    assert Reader(filled, VITAL).answer["scope"] == VITAL
    assert Reader(filled, VITAL, LAB, VITAL).answer["scope"] == f"{VITAL} {LAB}"
    assert Reader(filled, VITAL, "system/Observation.rs").answer["scope"] == "system/Observation.rs"
    assert Reader(filled, "system/Observation.rs?code=x").answer["error"] == "invalid_scope"


def test_search_and_count_obey_it(filled: World) -> None:
    of, names = f"patient={handle(filled)}", known(filled)
    vital, both = Reader(filled, VITAL), Reader(filled, VITAL, LAB)
    assert vital.ids(f"Observation?{of}") == [names["vital-signs"]]
    assert vital.get(f"/fhir/Observation?{of}&_count=0").json()["total"] == 1
    assert both.ids(f"Observation?{of}") == sorted((names["vital-signs"], names["laboratory"]))
    assert vital.ids(f"Observation?{of}&category=laboratory") == []
    assert vital.get(f"/fhir/Condition?{of}").status_code == 403


def test_read_version_and_history_obey_it(filled: World) -> None:
    names, vital = known(filled), Reader(filled, VITAL)
    assert vital.get(f"/fhir/{names['vital-signs']}").status_code == 200
    absent = vital.get(f"/fhir/Observation/{NOBODY}")
    for outside in (names["laboratory"], names["none"]):
        for path in (f"/fhir/{outside}", f"/fhir/{outside}/_history", f"/fhir/{outside}/_history/{32 * '0'}"):
            answer = vital.get(path)
            assert (answer.status_code, answer.content) == (404, absent.content)
    assert vital.get(f"/fhir/{names['Condition']}").status_code == 403


def test_an_earlier_state_of_another_category_is_absent(filled: World) -> None:
    before = known(filled)["laboratory"]
    moved = observation("hb", "vital-signs", issued="2026-03-02T09:00:00Z")
    assert filled.send("his", bundle(patient(), moved)).status_code == 201
    whole, vital, lab = (Reader(filled, scope) for scope in ("system/*.rs", VITAL, LAB))
    states = [entry["response"]["etag"] for entry in whole.get(f"/fhir/{before}/_history").json()["entry"]]
    assert len(states) == 2
    assert len(vital.get(f"/fhir/{before}/_history").json()["entry"]) == 1
    old = states[1].removeprefix('W/"').removesuffix('"')
    assert whole.get(f"/fhir/{before}/_history/{old}").status_code == 200
    assert vital.get(f"/fhir/{before}/_history/{old}").status_code == 404
    assert lab.get(f"/fhir/{before}").status_code == 404


def test_includes_chains_and_has_obey_it(filled: World) -> None:
    of, names = f"patient={handle(filled)}", known(filled)
    lab = Reader(filled, LAB, "system/Encounter.rs", "system/Condition.rs?category=none-such")
    assert lab.ids(f"Observation?{of}&_include=Observation:derived-from&_include=Observation:encounter") == sorted(
        (names["laboratory"], names["Encounter"])
    )
    assert lab.ids(f"Encounter?{of}&_revinclude=Observation:encounter&_revinclude=Condition:encounter") == sorted(
        (names["laboratory"], names["Encounter"])
    )
    assert lab.ids(f"Observation?{of}&_include=Observation:patient") == [names["laboratory"]]
    weight = names["vital-signs"].removeprefix("Observation/")
    assert lab.ids(f"Observation?{of}&derived-from.category=vital-signs") == []
    assert lab.ids(f"Encounter?{of}&_has:Observation:encounter:_id={weight}") == []
    assert Reader(filled, LAB, VITAL).ids(f"Observation?{of}&derived-from.category=vital-signs") == [
        names["laboratory"]
    ]


def test_everything_and_batches_obey_it(filled: World) -> None:
    names, who = known(filled), handle(filled)
    narrow = f"system/*.rs?category={SYSTEM}|laboratory"
    assert Reader(filled, narrow, PERSON).ids(f"Patient/{who}/$everything") == sorted(
        (names["laboratory"], names["Patient"])
    )
    assert Reader(filled, narrow).get(f"/fhir/Patient/{who}/$everything").status_code == 403
    entry = {"request": {"method": "GET", "url": f"Observation?patient={who}"}}
    batch = {"resourceType": "Bundle", "type": "batch", "entry": [entry]}
    reader = Reader(filled, LAB)
    answer = filled.web.post("/fhir", json=batch, headers=reader.headers)
    assert answer.json()["entry"][0]["resource"]["total"] == 1


@pytest.mark.parametrize("scope", [VITAL, f"system/*.rs?category={SYSTEM}|laboratory", "system/Observation.rs"])
def test_what_is_made_of_all_types_needs_a_token_for_all(filled: World, scope: str) -> None:
    reader, who = Reader(filled, scope), handle(filled)
    for path in ("/clients", f"/clients/{who}/timeline", f"/clients/{who}/zrm", f"/clients/{who}/dossier"):
        assert reader.get(path).status_code == 403, path
    for path in ("/fhir/AuditEvent", "/fhir/CodeSystem", "/fhir/Patient", f"/fhir/Provenance?patient={who}"):
        assert reader.get(path).status_code == 403, path


def test_a_page_of_another_token_is_over(filled: World) -> None:
    wide = Reader(filled, "system/Observation.rs").get(f"/fhir/Observation?patient={handle(filled)}&_count=1")
    following = next(link["url"] for link in wide.json()["link"] if link["relation"] == "next")
    assert Reader(filled, LAB, VITAL).get(following).status_code == 410


def test_a_system_may_be_registered_with_no_more_than_a_category(filled: World) -> None:
    key = filled.keys["his"]
    jwks = {"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}
    register.connector(filled.house, "lab", "Lab", "praktijk", jwks, f"{LAB} system/deliveries.c")
    filled.keys["lab"] = key
    assert Reader(filled, "system/*.rs", connector="lab").answer["scope"] == LAB
    assert Reader(filled, "system/Patient.rs", connector="lab").answer["error"] == "invalid_scope"
