"""HL7v3 and CDA over HTTP: a batch reaches the right clients, a document is kept, a re-delivery makes nothing new."""

from __future__ import annotations

from sqlmodel import select

from gateway.identifiers import Bsn
from gateway.record.tables import RecordRow
from gateway.registry import clients
from tests.builders.world import World
from tests.unit.mappings.test_huisarts_feiten import answer, observation, prescription
from tests.unit.sources.cda.test_cda import PROBLEM, document, section

BSNS = ("999990019", "999990020")


def kinds(world: World, bsn: str) -> list[str]:
    """The types of the records of one client."""
    with world.house.database.work() as session:
        client = clients.find(session, world.house.vault, Bsn(bsn))
        rows = session.exec(select(RecordRow).where(RecordRow.client_id == client)).all()
        return sorted(row.type for row in rows)


def test_the_patients_of_a_batch_each_get_their_own(world: World) -> None:
    one = answer("POOB_IN990003NL", observation("<value/>"), bsn=BSNS[0])
    other = answer("QUMA_IN991203NL02", prescription(), bsn=BSNS[1])
    batch = f"""<MCCI_IN200101 xmlns="urn:hl7-org:v3"><interactionId extension="MCCI_IN200101"/>{one}{other}
      <REPC_IN999999NL><interactionId extension="REPC_IN999999NL"/></REPC_IN999999NL></MCCI_IN200101>"""
    receipt = world.send("his", batch.encode()).json()
    assert receipt["state"] == "accepted"
    assert "Interaction REPC_IN999999NL is not read" in [notice["text"] for notice in receipt["notices"]]
    assert [kinds(world, bsn) for bsn in BSNS] == [["Observation"], ["MedicationRequest"]]


def test_a_document_is_a_report_with_what_its_entries_say(world: World) -> None:
    body = document(section("9", PROBLEM.format(end="")))
    for _ in range(2):
        assert world.send("his", body.encode()).status_code == 201
    assert kinds(world, BSNS[0]) == ["Composition", "Condition"]
