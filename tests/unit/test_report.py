"""The report of loose files: every file has a line, values that were carried are found again, the page stands alone."""

from __future__ import annotations

import json
from pathlib import Path

from gateway.cli import report
from gateway.flows import loose
from gateway.flows.completeness import Meter
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.stages.normalised import SubjectRef
from gateway.wire import json as strict
from tests.builders.world import BSN, condition


def test_a_page_and_a_file_with_a_verdict_for_every_file(light_house: House, tmp_path: Path) -> None:
    whole, broken, other = tmp_path / "a.json", tmp_path / "b.xml", tmp_path / "c.md"
    whole.write_text(strict.dumps(condition(note=[{"text": "iets dat gezegd is"}])))
    broken.write_text("<Patient")
    other.write_text("# no message")
    subject = SubjectRef(bsn=Bsn(BSN))
    lines = [report.Line(str(other), None)]
    for path in (whole, broken):
        receipt = loose.deliver(light_house, path, subject)
        measured = loose.measured(light_house, Meter(), path) if receipt.state == "accepted" else None
        lines.append(report.Line(str(path), receipt, measured))
    report.write(tmp_path / "out", lines)
    told = json.loads((tmp_path / "out" / "report.json").read_text())["files"]
    assert [line["verdict"] for line in told] == ["no message", "accepted", "rejected"]
    assert told[1]["completeness"]["mapped"] == told[1]["completeness"]["values"] > 5
    (kind,) = [one for one in json.loads((tmp_path / "out" / "report.json").read_text())["kinds"] if one["values"]]
    assert kind["mapped"] == 1.0
    assert kind["places"]["Condition/note/text"] == {"mapped": 1, "to": ["Condition.note.text"]}
    assert told[2]["reasons"][0]["code"] == "xml-syntax"
    page = (tmp_path / "out" / "report.html").read_text()
    assert "http" not in page
    assert "xml-syntax" in page
    assert "iets dat gezegd is" not in page


def test_what_is_not_carried_is_named_by_its_place(light_house: House, tmp_path: Path) -> None:
    path = tmp_path / "ons.json"
    path.write_text(
        json.dumps(
            {"id": "care_plan:1", "clientId": 7, "status": "ACTIVE", "omahaClassifiedProblems": [], "x": "lost!"}
        )
    )
    measured = loose.measured(light_house, Meter(), path, "wijkverpleging")
    assert measured is not None
    assert {leaf.place for leaf, fate in measured.fates if fate.verdict == "noticed"} == {"x"}
    assert "lost!" not in str(measured)
    assert measured.share < 1
