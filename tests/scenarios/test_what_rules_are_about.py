"""Every member of `what`, from what a care system delivered to what somebody sees: a rule about it opens those items
and no others, and a rule against it closes those and whatever does not say.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.flows import assessments, caseloads, disclose, register
from gateway.flows.authors import Authors, known_by, told
from gateway.registry.parties import Professional
from gateway.stages.decided import Caller, RoleAt
from gateway.stages.normalised import Resource
from omaha import codesystem
from tests.builders.world import BSN, ORGANISATIONS, World, bundle, condition, in_caseload, patient
from tests.conftest import Clock
from tests.scenarios.test_who_signs import ARTS, Person, person

AGB, UZI = "http://fhir.nl/fhir/NamingSystem/agb-z", "http://fhir.nl/fhir/NamingSystem/uzi-nr-pers"
MOL, HAAS = "verpleegkundige", "verpleegkundige-2"
NURSE = Caller(
    MOL, "C. Mol", "wijkzorg", "Wijkzorg Noord", "wijkverpleging", (RoleAt("wijkverpleegkundige", "wijkzorg"),)
)


def practitioner(id_: str, system: str, value: str) -> dict[str, Any]:
    return {"resourceType": "Practitioner", "id": id_, "identifier": [{"system": system, "value": value}]}


def by(reference: str) -> dict[str, Any]:
    return {"recorder": {"reference": reference}}


ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"},
    "subject": {"reference": "Patient/p1"},
    "period": {"start": "2025-03-04T10:00:00+01:00"},
}
ANOTHERS = practitioner("x", AGB, "03030303")
# One delivery, a later one about the same people, one of another organisation, and one that names whom it may not.
FIRST = bundle(
    patient(),
    practitioner("mol", AGB, "03030303"),
    practitioner("invaller", AGB, "03039999"),
    ENCOUNTER,
    condition("R95", "c1", encounter={"reference": "Encounter/e1"}, **by("Practitioner/mol")),
    condition("P76", "c2", onsetDateTime="2025-05-01", **by("Practitioner/invaller")),
    condition("K86", "c3", onsetDateTime="2026-01-15", recorder={"identifier": {"system": UZI, "value": "123456789"}}),
)
LATER = bundle(patient(), condition("T90", "c4", onsetDateTime="2026-02-01", **by("Practitioner/mol")))
OF_THE_GEMEENTE = bundle(patient(), condition("Z03", "c5", onsetDateTime="2025-06-01"))
OF_A_STRANGER = bundle(patient(), ANOTHERS, condition("L90", "c6", onsetDateTime="2024-01-01", **by("Practitioner/x")))


@pytest.fixture
def client(town: World) -> Person:
    house = town.house
    register.professional(house, MOL, "C. Mol", "wijkverpleegkundige", "wijkzorg", agb="03030303")
    register.professional(house, HAAS, "D. Haas", "wijkverpleegkundige", "wijkzorg", uzi="123456789", big="01234567890")
    for sender, sent in (("ecd", FIRST), ("ecd", LATER), ("wmo", OF_THE_GEMEENTE), ("his-2", OF_A_STRANGER)):
        assert town.send(sender, sent).status_code == 201
    in_caseload(house, BSN, "org:praktijk")
    made = person(house, BSN)
    made.enrol()
    return made


def items(client: Person) -> dict[str, str]:
    """ICPC code → record, of the conditions the GP sees; a contact by its type."""
    [card] = caseloads.my_clients(client.house, ARTS)
    seen = disclose.disclose(client.house, ARTS, card.handle).items
    return {
        (one.content["code"]["coding"][0]["code"] if "code" in one.content else one.type): one.record for one in seen
    }


ALL = {"id": "a", "effect": "permit", "who": {"kind": "person", "id": "arts"}, "how": ["see"]}
EVERYTHING = {"R95", "P76", "K86", "T90", "Z03", "L90", "Encounter"}
NURSES = {"R95", "P76", "K86", "T90", "Encounter"}
PSYCHOSOCIAL = codesystem.problem("PB0012").domain

# What a rule is about, which items are, and of which items that is not known.
ABOUT: tuple[tuple[dict[str, Any], set[str], set[str]], ...] = (
    ({"source": ["wijkzorg"]}, NURSES, set()),
    ({"source": ["gemeente"]}, {"Z03"}, set()),
    ({"domain": ["wijkverpleging"]}, NURSES, set()),
    ({"law": ["Wmo"]}, {"Z03"}, set()),
    ({"life": ["geestelijke-gezondheid"]}, {"P76"}, {"Encounter"}),
    ({"problem": ["PB0012"]}, {"P76"}, {"Encounter"}),
    ({"omaha_domain": [PSYCHOSOCIAL]}, {"P76"}, {"Encounter"}),
    ({"label": ["PSY"]}, {"P76"}, set()),
    ({"period": {"from": "2025-05-01", "to": "2025-12-31"}}, {"P76", "Z03"}, set()),
    ({"period": {"to": "2025-03-04"}}, {"R95", "L90", "Encounter"}, set()),
    ({"author": [MOL]}, {"R95", "T90"}, {"P76", "Z03", "L90", "Encounter"}),
    ({"author": [HAAS]}, {"K86"}, {"P76", "Z03", "L90", "Encounter"}),
    ({"author": [HAAS], "source": ["praktijk-2"]}, set(), {"L90"}),
    ({"contact": ["Encounter"]}, {"R95", "Encounter"}, EVERYTHING - {"R95", "Encounter"}),
    ({"record": ["K86"]}, {"K86"}, set()),
)


@pytest.mark.parametrize(("what", "about", "unknown"), ABOUT, ids=lambda value: "+".join(sorted(value)))
def test_a_rule_opens_and_closes_what_it_is_about(
    client: Person, what: dict[str, Any], about: set[str], unknown: set[str]
) -> None:
    assert items(client) == {}
    client.say(ALL)
    known = items(client)
    assert set(known) == EVERYTHING
    ours = {**what, **{name: [known[one] for one in what[name]] for name in ("contact", "record") if name in what}}
    client.say({**ALL, "what": ours})
    assert set(items(client)) == about
    client.say(ALL, {"id": "d", "effect": "deny", "who": {"kind": "any"}, "what": ours})
    assert set(items(client)) == EVERYTHING - about - unknown


WHOM: tuple[tuple[dict[str, Any], bool], ...] = (
    ({"kind": "any"}, True),
    ({"kind": "orgtype", "id": "huisarts"}, True),
    ({"kind": "orgtype", "id": "gemeente"}, False),
    ({"kind": "org", "id": "praktijk"}, True),
    ({"kind": "org", "id": "praktijk-2"}, False),
    ({"kind": "role@org", "id": "huisarts", "org": "praktijk"}, True),
    ({"kind": "role@org", "id": "huisarts", "org": "praktijk-2"}, False),
    ({"kind": "role@org", "id": "jeugdarts", "org": "praktijk"}, False),
    ({"kind": "person", "id": "arts"}, True),
    ({"kind": "person", "id": "arts-2"}, False),
)


@pytest.mark.parametrize(("who", "about"), WHOM)
def test_a_rule_is_about_whom_it_names(client: Person, who: dict[str, Any], about: bool) -> None:
    client.say({**ALL, "who": who})
    assert set(items(client)) == (EVERYTHING if about else set())
    client.say(ALL, {"id": "d", "effect": "deny", "who": who})
    closes = about and who["kind"] == "person"  # else the permit for the person says more exactly whom it means
    assert set(items(client)) == (set() if closes else EVERYTHING)


@pytest.mark.parametrize(
    ("why", "about"), [(["TREAT"], True), (["TREAT", "MDO"], True), (["SUPPORT"], False), (["MDO"], False)]
)
def test_a_rule_is_for_the_purposes_it_names(client: Person, why: list[str], about: bool) -> None:
    client.say({**ALL, "why": why})
    assert set(items(client)) == (EVERYTHING if about else set())
    client.say(ALL, {"id": "d", "effect": "deny", "who": {"kind": "any"}, "why": why})
    assert set(items(client)) == (set() if about else EVERYTHING)


def test_a_rule_begins_and_ends_at_its_second(client: Person, clock: Clock) -> None:
    begin = int(clock().timestamp()) + 1000
    client.say({**ALL, "nbf": begin, "exp": begin + 60})
    for moment, sees in ((begin - 1, False), (begin, True), (begin + 59, True), (begin + 60, False)):
        clock.moment = datetime.fromtimestamp(moment, UTC)
        assert bool(items(client)) is sees, moment - begin


def test_what_a_rule_leaves_out_is_left_out(client: Person) -> None:
    client.say({**ALL, "oblige": ["mask:recorder", "mask:period", "no-export"]})
    [card] = caseloads.my_clients(client.house, ARTS)
    seen = disclose.disclose(client.house, ARTS, card.handle)
    assert len(seen.items) == len(EVERYTHING)
    assert not any({"recorder", "period"} & item.content.keys() for item in seen.items)
    assert disclose.disclose(client.house, ARTS, card.handle, on_paper=True).items == ()
    client.say({**ALL, "how": ["contact-only"]})
    assert {item.level for item in disclose.disclose(client.house, ARTS, card.handle).items} == {"contact-only"}
    client.say({**ALL, "how": ["add"]})
    assert items(client) == {}


def test_who_scores_on_our_own_page_wrote_it(client: Person, town: World) -> None:
    [card] = caseloads.my_clients(client.house, NURSE)
    assessments.assess(client.house, NURSE, card.handle, "2017", {"huisvesting": 4}, datetime.now(UTC).date())
    client.say({**ALL, "what": {"author": [MOL]}})
    assert {"R95", "T90", "QuestionnaireResponse"} <= set(items(client))
    client.say({**ALL, "what": {"author": [HAAS]}})
    assert set(items(client)) == {"K86"}


WIJKZORG = ORGANISATIONS[2]
KNOWN = known_by(
    [
        Professional("mol", "C. Mol", "wijkverpleegkundige", WIJKZORG, {"agb": "03030303"}),
        Professional("haas", "D. Haas", "wijkverpleegkundige", WIJKZORG, {"uzi": "123456789"}),
        Professional("das", "E. Das", "verzorgende", WIJKZORG, {"agb": "03030304"}),
        Professional("dis", "F. Dis", "verzorgende", WIJKZORG, {"agb": "03030304"}),
    ]
)
ROLE = {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/mol"}}
LOOP = {"resourceType": "PractitionerRole", "id": "r2", "practitioner": {"reference": "PractitionerRole/r2"}}
TOLD = told(
    [
        Resource(practitioner("mol", AGB, "03030303"), None, aliases=("urn:uuid:1",)),
        Resource(practitioner("haas", "urn:oid:2.16.528.1.1007.3.1", "123456789"), None),
        Resource(practitioner("das", AGB, "03030304"), None),
        Resource(ROLE, None),
        Resource(LOOP, None),
    ]
)


CONDITION = {"resourceType": "Condition"}


def performed(*by_: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Observation", "performer": list(by_)}


@pytest.mark.parametrize(
    ("content", "author"),
    [
        ({**CONDITION, **by("Practitioner/mol")}, "mol"),
        ({**CONDITION, **by("https://ecd.example/fhir/Practitioner/mol/_history/3")}, "mol"),
        ({**CONDITION, **by("urn:uuid:1")}, "mol"),
        ({**CONDITION, **by("Practitioner/haas")}, "haas"),
        ({**CONDITION, **by("PractitionerRole/r1")}, "mol"),
        ({**CONDITION, **by("PractitionerRole/r2")}, None),
        ({**CONDITION, **by("Practitioner/das")}, None),
        ({**CONDITION, **by("Practitioner/nobody")}, None),
        ({**CONDITION, **by("#p"), "contained": [practitioner("p", AGB, "03030303")]}, "mol"),
        ({**CONDITION, **by("#q"), "contained": [practitioner("p", AGB, "03030303")]}, None),
        ({**CONDITION, **by("#p"), "contained": "x"}, None),
        ({**CONDITION, **by("Practitioner/mol"), "asserter": {"reference": "Practitioner/haas"}}, "mol"),
        ({**CONDITION, "asserter": {"reference": "Practitioner/haas"}}, "haas"),
        ({**CONDITION, "recorder": {"display": "C. Mol"}}, None),
        (CONDITION, None),
        (performed({"reference": "Practitioner/mol"}), "mol"),
        (performed({"reference": "Practitioner/mol"}, {"reference": "Practitioner/haas"}), None),
        (performed({"reference": "Practitioner/mol"}, {"display": "nog een"}), None),
        ({"resourceType": "Procedure", "performer": [{"actor": {"reference": "Practitioner/mol"}}]}, "mol"),
        ({"resourceType": "Encounter", "participant": [{"individual": {"reference": "Practitioner/mol"}}]}, None),
    ],
)
def test_an_author_is_one_person_that_a_number_makes_known(content: dict[str, Any], author: str | None) -> None:
    assert Authors(KNOWN, TOLD, lambda _name: None).of(content) == author
