"""People in the loop: a queue without clients, rulings that tag anew, a word of a professional that outranks tables."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from typing import Any

import pytest
from sqlmodel import col, select

from gateway.audit import log as audit
from gateway.audit.tables import AuditRow
from gateway.cli import terminology as commands
from gateway.flows import caseloads, reread, retag
from gateway.record import opening
from gateway.record.tables import RecordRow, VersionRow
from gateway.stages.decided import Caller
from gateway.stages.stored import StoredVersion
from gateway.wire import json
from omaha import crosswalks
from tests.builders import people
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, in_caseload, patient

ICPC = "http://hl7.org/fhir/sid/icpc-1-nl"
LOCAL = "https://his.example/codes"
SNOMED = "http://snomed.info/sct"


def condition_(id_: str, system: str, code: str) -> dict[str, Any]:
    made = condition("R95", id_)
    made["code"] = {"coding": [{"system": system, "code": code, "display": "Tim Wit, 13-08-1967"}]}
    return made


def review(world: World, path: str, person: str = "beoordelaar") -> Any:
    return world.web.get(f"/review/{path}", headers=people.headers(world, person))


def post(world: World, path: str, body: dict[str, Any], person: str = "beoordelaar") -> Any:
    return world.web.post(f"/review/{path}", content=json.dumps(body), headers=people.headers(world, person))


def current(world: World, bsn: str = BSN) -> dict[str, StoredVersion]:
    """Current versions of a client by the source code of the record."""
    client = people.client_id(world, bsn)
    with world.house.database.work() as session:
        versions = tuple(opening.current(session, world.house.keyring, client, {}))
    return {json.loads(one.text)["code"]["coding"][0]["code"]: one for one in versions}


def problems(version: StoredVersion) -> list[tuple[str, str, str]]:
    return [(tag.problem, tag.basis, tag.table) for tag in version.tags.problems]


def deliver(world: World, *conditions: dict[str, Any]) -> None:
    answer = world.send("his", bundle(patient(), *conditions))
    assert answer.status_code == 201, answer.text


@pytest.fixture
def staffed(town: World) -> World:
    people.reviewers(town)
    return town


@pytest.fixture
def both(world: World) -> World:
    """The same on each database."""
    people.reviewers(world)
    return world


def test_the_queue_counts_codes_per_source_and_names_no_client(staffed: World) -> None:
    deliver(staffed, *(condition_(f"c{i}", LOCAL, "X-17") for i in range(3)), condition_("d", ICPC, "R95"))
    answer = review(staffed, "queue")
    assert answer.status_code == 200, answer.text
    [asked] = [one for one in answer.json()["items"] if one["why"] == "unmapped"]
    assert (asked["source"]["id"], asked["system"], asked["code"], asked["count"]) == ("praktijk", LOCAL, "X-17", 3)
    assert people.client_id(staffed, BSN) not in answer.text
    assert "Wit" not in answer.text
    assert BSN not in answer.text


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("123.456", True),
        ("Tim Wit valt vaak", False),
        (BSN, False),
        (BSN.lstrip("0"), False),
    ],
)
def test_what_is_no_code_is_counted_and_not_shown(staffed: World, code: str, shown: bool) -> None:
    deliver(staffed, condition_("c1", LOCAL, code))
    items = review(staffed, "queue").json()["items"]
    assert [one["count"] for one in items] == [1]
    assert (items[0]["code"] == code) is shown


def test_low_confidence_and_lines_that_wait_for_a_person_are_asked_about(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "Z25"), condition_("c2", ICPC, "A04"))
    why = {one["code"]: one["why"] for one in review(staffed, "queue").json()["items"]}
    assert why["Z25"] == "suggested"
    assert set(why.values()) <= {"suggested", "low", "chapter", "unmapped"}


def test_the_letter_of_a_note_is_no_code_to_map(staffed: World) -> None:
    line = {
        "resourceType": "Observation",
        "id": "s",
        "status": "final",
        "code": {"coding": [{"system": SNOMED, "code": "255362007"}]},
        "subject": {"reference": "Patient/p1"},
        "valueString": "slaapt slecht",
    }
    deliver(staffed, line)
    assert review(staffed, "queue").json()["items"] == []
    assert review(staffed, "coverage").json()["sources"][0]["withoutCode"] == 1


@pytest.mark.parametrize("path", ["queue", "rulings"])
@pytest.mark.parametrize("person", ["arts", "beheerder"])
def test_only_a_reviewer_reads_the_queue(staffed: World, path: str, person: str) -> None:
    assert review(staffed, path, person).status_code == 403
    assert staffed.web.get(f"/review/{path}", headers=staffed.headers("his")).status_code == 403


def test_a_reviewer_sees_nothing_of_a_client(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    in_caseload(staffed.house, BSN, "org:gemeente")
    answer = staffed.web.get("/clients", headers=people.headers(staffed, "beoordelaar"))
    assert answer.json() == {"clients": []}


RULING = {
    "kind": "change",
    "system": LOCAL,
    "code": "X-17",
    "problems": ["PB0024", "PB0027"],
    "equivalence": "inexact",
    "confidence": "medium",
    "reason": "De praktijk gebruikt deze code voor pijn bij bewegen",
}


def test_a_ruling_tags_anew_what_it_touches_and_nothing_else(both: World) -> None:
    deliver(both, condition_("c1", LOCAL, "X-17"), condition_("c2", ICPC, "R95"))
    before = current(both)
    answer = post(both, "rulings", RULING)
    assert answer.status_code == 201, answer.text
    assert answer.json() | {"kind": None} == {
        "map": "local_to_omaha",
        "version": "0.1",
        "kind": None,
        "problems": ["PB0024", "PB0027"],
        "retagged": {"records": 1, "changed": 1, "fewerLabels": 0},
    }
    after = current(both)
    assert problems(after["X-17"]) == [
        ("PB0024", "agreed", "local_to_omaha/0.1"),
        ("PB0027", "agreed", "local_to_omaha/0.1"),
    ]
    assert after["X-17"].attributes.problem_primary == ("PB0024",)
    assert after["X-17"].attributes.life
    assert (after["X-17"].version, after["X-17"].text) == (2, before["X-17"].text)
    assert after["X-17"].recorded == before["X-17"].recorded
    assert after["R95"] == before["R95"]
    assert [one["code"] for one in review(both, "queue").json()["items"]] == []


def test_the_earlier_version_of_the_tags_stays(both: World) -> None:
    deliver(both, condition_("c1", LOCAL, "X-17"))
    post(both, "rulings", RULING)
    with both.house.database.work() as session:
        rows = session.exec(select(VersionRow).order_by(col(VersionRow.version))).all()
        assert [(row.version, row.retagged is not None) for row in rows] == [(1, False), (2, True)]


def test_what_comes_after_a_ruling_is_tagged_by_it_and_the_same_message_changes_nothing(both: World) -> None:
    deliver(both, condition_("c1", LOCAL, "X-17"))
    post(both, "rulings", RULING)
    both.send("his", bundle(patient(), condition_("c1", LOCAL, "X-17")) | {"id": "again"})
    assert current(both)["X-17"].version == 2
    both.send(
        "his",
        bundle(patient(BSN_OTHER, "p2"), condition_("c9", LOCAL, "X-17") | {"subject": {"reference": "Patient/p2"}}),
    )
    assert current(both, BSN_OTHER)["X-17"].tags.problems[0].table == "local_to_omaha/0.1"


def test_a_ruling_is_published_as_a_new_version_of_its_map_with_who_when_and_why(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    body = {"kind": "change", "system": "urn:oid:2.16.840.1.113883.2.4.4.31.1", "code": "r95", "problems": ["PB0028"],
            "equivalence": "wider", "confidence": "high", "reason": "Besproken in het overleg"}  # fmt: skip
    assert post(staffed, "rulings", body).json()["version"] == "1.1"
    made = staffed.web.get("/fhir/ConceptMap/icpc-to-omaha", headers=staffed.headers("his")).json()
    assert made["version"] == "1.1"
    assert made["date"] == staffed.house.today().isoformat()
    [element] = [e for group in made["group"] for e in group["element"] if e["code"] == "R95"]
    text = json.dumps(element)
    assert "R. Eiger" in text
    assert "Besproken in het overleg" in text
    assert [t["code"] for t in element["target"]] == ["PB0028"]
    kept = current(staffed)["R95"]
    assert problems(kept) == [("PB0028", "agreed", "icpc_to_omaha/1.1")]
    said = staffed.web.get(f"/fhir/Provenance/{kept.record}", headers=staffed.headers("his")).json()["extension"]
    assert [one["valueString"] for one in said if one["url"].endswith("getagd-met")] == ["icpc_to_omaha/1.1"]
    [listed] = review(staffed, "rulings").json()["rulings"]
    assert (listed["reviewer"], listed["map"], listed["version"]) == ("R. Eiger", "icpc_to_omaha", "1.1")


def test_refusing_a_mapping_leaves_the_item_undetermined_without_falling_back(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    post(staffed, "rulings", {"kind": "refuse", "system": ICPC, "code": "R95", "reason": "Past nergens bij"})
    assert problems(current(staffed)["R95"]) == []
    assert review(staffed, "queue").json()["items"] == []


def test_a_ruling_on_a_profile_reaches_what_has_no_known_code(staffed: World) -> None:
    profile = "http://nictiz.nl/fhir/StructureDefinition/nl-core-Mobility"
    deliver(staffed, condition_("c1", LOCAL, "X-17") | {"meta": {"profile": [profile]}})
    assert problems(current(staffed)["X-17"]) == [("PB0027", "heuristic", "zib_to_omaha/1")]
    zib = "https://wijkdossier.nl/fhir/CodeSystem/zib2020-profile"
    body = {"kind": "change", "system": zib, "code": "Mobility", "problems": ["PB0037"], "reason": "Proef"}
    assert post(staffed, "rulings", body).json()["retagged"]["changed"] == 1
    assert problems(current(staffed)["X-17"]) == [("PB0037", "agreed", "zib_to_omaha/1.1")]


def test_a_later_ruling_holds_and_a_subcode_follows_its_rubric(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "T90.02"))
    for problem in ("PB0035", "PB0042"):
        body = {"kind": "change", "system": ICPC, "code": "T90", "problems": [problem], "reason": "Proef"}
        assert post(staffed, "rulings", body).status_code == 201
    assert problems(current(staffed)["T90.02"]) == [("PB0042", "agreed", "icpc_to_omaha/1.2")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"problems": ["PB0099"]}, "ruling-problem"),
        ({"problems": ["SS2401"]}, "ruling-problem"),
        ({"problems": []}, "ruling-problem"),
        ({"problems": ["PB0015"]}, "ruling-objection"),
        ({"problems": ["PB0016"], "system": ICPC, "code": "S14"}, "ruling-objection"),
        ({"system": "https://wijkdossier.nl/fhir/CodeSystem/iwmo-wmo020", "code": "02"}, "ruling-objection"),
        (
            {"system": "https://wijkdossier.nl/fhir/CodeSystem/iwmo-wmo020", "code": "15", "problems": ["PB0012"]},
            "ruling-objection",
        ),
        ({"system": ICPC, "code": "A96", "problems": ["PB0011"]}, "ruling-objection"),
        ({"reason": "x"}, "ruling-reason"),
        ({"reason": f"cliënt {BSN}"}, "ruling-reason"),
        ({"confidence": "certain"}, "ruling-confidence"),
        ({"life": "leven"}, "ruling-life"),
        ({"code": BSN}, "ruling-code"),
        ({"kind": "accept"}, "ruling-nothing"),
    ],
)
def test_what_may_not_be_ruled(staffed: World, change: dict[str, Any], code: str) -> None:
    answer = post(staffed, "rulings", {**RULING, **change})
    assert answer.status_code == 422, answer.text
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == code
    assert review(staffed, "rulings").json() == {"rulings": []}


def test_only_a_reviewer_rules_and_a_body_is_read_strictly(staffed: World) -> None:
    assert post(staffed, "rulings", RULING, "arts").status_code == 403
    assert post(staffed, "rulings", {**RULING, "colour": "red"}).status_code == 400
    assert post(staffed, "rulings", {"kind": "change"}).status_code == 400


def test_a_changed_table_is_followed_by_retag_and_told_in_the_log(both: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(both, condition_("c1", ICPC, "R95"), condition_("c2", ICPC, "K77"))
    assert retag.retag(both.house).changed == 0
    monkeypatch.setitem(crosswalks.VERSIONS, "icpc_to_omaha", 2)  # type: ignore[arg-type]
    steps: list[tuple[int, int]] = []
    report = retag.retag(both.house, progress=lambda done, of: steps.append((done, of)))
    assert (report.records, report.changed, steps) == (2, 2, [(1, 1)])
    assert report.tables["icpc_to_omaha"] == "2"
    assert {tag.table for one in current(both).values() for tag in one.tags.problems} == {"icpc_to_omaha/2"}
    assert retag.retag(both.house).changed == 0
    client = people.client_id(both, BSN)
    with both.house.database.work() as session:
        events = [json.from_trusted(r.body) for r in session.exec(select(AuditRow).where(AuditRow.event == "retag"))]
        entries = list(audit.of_client(session, client))
    assert [event.get("changed") for event in events] == [0, 2, 2, 0]
    assert entries[0].event == "retag"
    assert len(entries[0].fields["records"]) == 2


def test_an_own_assessment_is_not_touched_by_a_ruling(staffed: World) -> None:
    deliver(staffed, condition_("c1", "http://terminology.hl7.org/CodeSystem/oms", "PB0024"))
    assert retag.retag(staffed.house).changed == 0
    assert [basis for _problem, basis, _table in problems(current(staffed)["PB0024"])] == ["own-assessment"]


def test_a_professional_confirms_and_the_tag_outranks_what_is_derived_later(both: World) -> None:
    deliver(both, condition_("c1", ICPC, "R95"))
    item = current(both)["R95"]
    answer = post(both, f"tags/{item.record}", {"kind": "confirm"}, "arts")
    assert answer.status_code == 200, answer.text
    assert {one["basis"] for one in answer.json()["problems"]} == {"confirmed"}
    post(both, "rulings", {"kind": "change", "system": ICPC, "code": "R95", "problems": ["PB0035"], "reason": "Proef"})
    kept = current(both)["R95"]
    assert [tag.problem for tag in kept.tags.problems] == [tag.problem for tag in item.tags.problems]
    assert {tag.basis for tag in kept.tags.problems} == {"confirmed"}
    both.send("his", bundle(patient(), condition_("c1", ICPC, "R95") | {"note": [{"text": "nieuw"}]}))
    assert {tag.basis for tag in current(both)["R95"].tags.problems} == {"confirmed"}


def test_a_confirmation_ends_when_the_codes_of_the_item_change(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    post(staffed, f"tags/{current(staffed)['R95'].record}", {"kind": "confirm"}, "arts")
    deliver(staffed, condition_("c1", ICPC, "K77"))
    assert {tag.basis for tag in current(staffed)["K77"].tags.problems} == {"heuristic"}


def test_a_correction_is_shown_as_confirmed_and_never_lowers_a_label(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "P76"))
    before = current(staffed)["P76"]
    assert "PSY" in before.tags.labels
    body = {"kind": "correct", "problems": ["PB0011"], "reason": "Het gaat om rouw"}
    assert post(staffed, f"tags/{before.record}", body, "arts").status_code == 200
    after = current(staffed)["P76"]
    assert [(tag.problem, tag.basis) for tag in after.tags.problems] == [("PB0011", "confirmed")]
    assert after.attributes.problem == ("PB0011",)
    assert set(before.tags.labels) <= set(after.tags.labels)
    arts = Caller("arts", "A. Bos", "praktijk", "Praktijk", "huisarts")
    handle = caseloads.my_clients(staffed.house, arts)[0].handle
    lines = staffed.web.get(f"/clients/{handle}/timeline?period=alles", headers=people.headers(staffed, "arts")).text
    assert "bevestigd door een professional" in lines


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "confirm", "problems": ["PB0001"]}, 422, "tag-confirm"),
        ({"kind": "confirm", "life": ["justitie"]}, 422, "tag-confirm"),
        ({"kind": "correct", "problems": ["PB0001"]}, 422, "tag-reason"),
        ({"kind": "correct", "problems": ["28"], "reason": "reden"}, 422, "tag-problem"),
        ({"kind": "correct", "problems": [], "life": ["leven"], "reason": "reden"}, 422, "tag-life"),
        ({"kind": "change"}, 400, "body"),
    ],
)
def test_what_cannot_be_said_of_an_item(staffed: World, body: dict[str, Any], status: int, code: str) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    answer = post(staffed, f"tags/{current(staffed)['R95'].record}", body, "arts")
    assert answer.status_code == status, answer.text
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == code


def test_who_may_not_see_an_item_may_not_speak_of_it_and_cannot_tell_that_it_is_there(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    id_ = current(staffed)["R95"].record
    hidden = post(staffed, f"tags/{id_}", {"kind": "confirm"}, "arts-2")
    absent = post(staffed, "tags/00000000-0000-4000-8000-000000000000", {"kind": "confirm"}, "arts-2")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content) == (404, absent.content)
    assert post(staffed, f"tags/{id_}", {"kind": "confirm"}, "beoordelaar").status_code == 403
    answer = staffed.web.post(f"/review/tags/{id_}", content=b'{"kind":"confirm"}', headers=staffed.headers("his"))
    assert answer.status_code == 403


def test_an_assessment_is_corrected_at_its_source(staffed: World) -> None:
    deliver(staffed, condition_("c1", "http://terminology.hl7.org/CodeSystem/oms", "PB0024"))
    id_ = current(staffed)["PB0024"].record
    answer = post(staffed, f"tags/{id_}", {"kind": "correct", "problems": ["PB0001"], "reason": "reden"}, "arts")
    assert answer.status_code == 409


def test_the_client_reads_who_said_what_of_their_record(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    post(staffed, f"tags/{current(staffed)['R95'].record}", {"kind": "confirm"}, "arts")
    retag.retag(staffed.house)
    client = people.client_id(staffed, BSN)
    looks = reread.who_looked(staffed.house, Caller(client, "T. Wit", None, None, None, client=client))
    assert (looks[0].what, looks[0].outcome) == (reread.DONE["tag"], "gewijzigd")


def test_coverage_adds_up_per_source(both: World) -> None:
    deliver(
        both,
        condition_("c1", ICPC, "R95"),
        condition_("c2", LOCAL, "X-17"),
        condition_("c3", LOCAL, "X-17"),
        {"resourceType": "Practitioner", "id": "belongs-to-nobody"},
        {
            "resourceType": "Appointment",
            "id": "a",
            "status": "booked",
            "participant": [{"status": "accepted", "actor": {"reference": "Patient/p1"}}],
        },
    )
    answer = review(both, "coverage", "beheerder")
    assert answer.status_code == 200, answer.text
    [source] = answer.json()["sources"]
    assert (source["records"], source["undetermined"], source["withoutCode"]) == (4, 2, 1)
    assert sum(source["tagged"].values()) == 1
    assert source["share"] == "0.3333"
    assert source["waiting"] == {"unmapped": 2}
    assert source["topUnmapped"] == [{"system": LOCAL, "code": "X-17", "count": 2}]
    assert review(both, "coverage", "arts").status_code == 403


def test_a_record_kept_before_this_was_known_is_counted_as_such_until_it_is_tagged_anew(staffed: World) -> None:
    deliver(staffed, condition_("c1", ICPC, "R95"))
    with staffed.house.database.work() as session:
        row = session.exec(select(RecordRow)).one()
        row.basis = row.confidence = row.question = None
        session.add(row)
    assert review(staffed, "coverage").json()["sources"][0]["notYetKnown"] == 1
    assert retag.retag(staffed.house).changed == 0
    assert review(staffed, "coverage").json()["sources"][0]["notYetKnown"] == 0


def test_progress_is_a_line_that_renews_itself() -> None:
    told = io.StringIO()
    with redirect_stderr(told):
        for done in range(1, 1001):
            commands.progress(done, 1000)
    assert told.getvalue().count("\r") <= 101
    assert told.getvalue().endswith("tagging: 1000 of 1000 clients\n")
