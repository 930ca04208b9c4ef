"""What is erased is gone: from every table, from the bytes of the files, and again after a backup was put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from gateway.demo.people import JANNIE
from gateway.demo.writers import iwmo
from gateway.demo.writers.toewijzing import Client
from gateway.errors import Conflict, NotFound, Rejected
from gateway.flows import erase, ingest, notify, replay, watch
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.identifiers import Bsn
from gateway.intake.naming import bsns
from gateway.intake.tables import BerichtRow, DeliveryRow, ParkedRow
from gateway.keyring import DataKeyRow
from gateway.migrations import backup
from gateway.notices import outbox
from gateway.notices.notifier import ToFile
from gateway.record.tables import RecordRow, VersionRow
from gateway.registry import clients, parties
from gateway.registry.erasures import Erasure
from gateway.registry.tables import ClientRow
from gateway.wire import json
from tests.builders.world import BSN, BSN_OTHER, World, build, bundle, condition, patient
from tests.scenarios.test_istandaarden import kop, toewijzing
from tests.scenarios.test_keys import client, quiet, record

MINE = Bsn(BSN)


@pytest.fixture
def filled(world: World) -> World:
    """Two clients, two sources, one message about both, one that was refused and one that waits."""
    world.send("his", bundle(patient(), condition("R95")))
    world.send("ecd", bundle(patient(id_="e1"), condition("T90.02", "e2", "Patient/e1")))
    both = bundle(patient(), patient(BSN_OTHER, "p2"), condition("A01", "b1"), condition("A02", "b2", "Patient/p2"))
    assert world.send("his", both).status_code == 201
    assert world.send("his", {**patient(), "gender": "bogus"}).status_code == 422
    assert world.send("ecd", condition("K74", "w", "Patient/nobody", note=[{"text": f"bsn {BSN}"}])).status_code == 202
    return world


def rows_naming(house: House, value: str) -> set[str]:
    """Tables in which any column of any row holds this text."""
    with house.database.work() as session:
        return {
            table.name
            for table in SQLModel.metadata.sorted_tables
            for row in session.connection().execute(table.select())
            if any(value in str(cell) for cell in row)
        }


def sealed_of(house: House, id_: str) -> set[bytes]:
    """All ciphertext and wrapped keys of a client."""
    with house.database.work() as session:
        versions = session.exec(select(VersionRow).where(VersionRow.client_id == id_)).all()
        keys = session.exec(select(DataKeyRow).where(DataKeyRow.client_id == id_)).all()
    return {v.sealed_content for v in versions} | {v.sealed_index for v in versions} | {k.wrapped for k in keys}


def test_a_client_is_erased_whole_with_proof(filled: World) -> None:
    house, id_ = filled.house, str(client(filled).client)
    note = watch.export(house)
    proof = erase.client(house, MINE, by="functionaris", reason="verzoek van de cliënt")
    assert rows_naming(house, id_) == {"audit", "erasure"}
    assert len(proof.keys) == 2
    assert proof.counts["shared deliveries"] >= 2  # the message about both, and the one that was refused
    assert proof.counts["parked"] == 1
    assert erase.register(house) == [proof]
    assert watch.verify(house, note) == ()
    with pytest.raises(NotFound):
        erase.client(house, MINE, by="x", reason="x")


def test_another_client_in_the_same_message_keeps_theirs(filled: World) -> None:
    erase.client(filled.house, MINE, by="functionaris", reason="verzoek")
    with filled.house.database.work() as session:
        [other] = session.exec(select(ClientRow)).all()
        kept = session.exec(select(RecordRow).where(RecordRow.client_id == other.id)).all()
    assert len(kept) == 1
    assert any("A02" in text for text in record(filled.house, _as(client(filled), other.id)))


def _as(caller: Any, id_: str) -> Any:
    from dataclasses import replace

    return replace(caller, client=id_)


def test_the_same_person_can_come_back_as_somebody_new(filled: World) -> None:
    before = client(filled).client
    erase.client(filled.house, MINE, by="functionaris", reason="verzoek")
    assert filled.send("his", bundle(patient(), condition("R95"))).status_code == 201
    again = client(filled)
    assert again.client not in {None, before}
    assert len(record(filled.house, again)) == 1


def test_one_source_is_erased_and_the_others_stay(filled: World) -> None:
    house, me = filled.house, client(filled)
    proof = erase.source(house, MINE, "wijkzorg", by="functionaris", reason="verzoek")
    assert (proof.source, len(proof.keys)) == ("wijkzorg", 1)
    texts = " ".join(record(house, me))
    assert "R95" in texts
    assert "T90.02" not in texts
    with pytest.raises(NotFound):
        erase.source(house, MINE, "wijkzorg", by="x", reason="x")


def test_one_source_takes_along_what_it_said_in_messages_about_several(filled: World) -> None:
    erase.source(filled.house, MINE, "praktijk", by="functionaris", reason="verzoek")
    assert naming(filled.house, BSN) == ["ecd", "ecd"]  # what waits there is of another organisation
    with pytest.raises(NotFound):
        erase.source(filled.house, MINE, "praktijk-2", by="x", reason="x")


def test_what_waited_for_its_client_is_theirs_when_it_is_taken_up(world: World) -> None:
    """A message that names no BSN, and came before the link: after the erasure its bytes are gone as well."""
    assert world.send("his", condition("R95", "c1", "Patient/p1")).status_code == 202
    assert world.send("his", bundle(condition("A01", "c2"), condition("A02", "c3", "Patient/p2"))).status_code == 202
    assert world.send("his", patient()).status_code == 201
    assert world.send("his", patient(BSN_OTHER, "p2")).status_code == 201
    erase.client(world.house, MINE, by="functionaris", reason="verzoek")
    with world.house.database.work() as session:
        left = [(row.client_id != "", row.state) for row in session.exec(select(DeliveryRow))]
    assert sorted(left) == [(False, "erased"), (True, "accepted")]  # emptied: about two; kept: who the other is


def test_a_refused_message_that_names_them_by_its_senders_own_id_is_found(world: World) -> None:
    world.send("his", bundle(patient(), condition("R95")))
    for who, by in (("p1", "his"), ("p1", "his-2"), ("p2", "his")):
        body = b'{"resourceType": "Condition", "subject": {"reference": "Patient/%s"}, ' % who.encode()
        assert world.send(by, body, "application/fhir+json").status_code == 400
    assert erase.client(world.house, MINE, by="functionaris", reason="verzoek").counts["shared deliveries"] == 1


def test_who_never_became_a_client_is_erased_too(world: World) -> None:
    assert world.send("his", {**patient(), "gender": "bogus"}).status_code == 422
    assert world.send("his", f"<x>{BSN}</x>".encode("utf-16")).status_code >= 400
    proof = erase.client(world.house, MINE, by="functionaris", reason="verzoek")
    assert proof.counts == {"shared deliveries": 2}
    assert naming(world.house, BSN) == []
    with pytest.raises(NotFound):
        erase.client(world.house, MINE, by="functionaris", reason="verzoek")


def test_what_was_erased_may_be_sent_again_and_is_judged_again(filled: World) -> None:
    """The same bytes: what of them is about others was kept, and whom they name comes back as somebody new."""
    both = bundle(patient(), patient(BSN_OTHER, "p2"), condition("A01", "b1"), condition("A02", "b2", "Patient/p2"))
    bad = {**patient(), "gender": "bogus"}
    erase.client(filled.house, MINE, by="functionaris", reason="verzoek")
    with filled.house.database.work() as session:
        emptied = {row.id: row.connector for row in session.exec(select(DeliveryRow)) if row.state == "erased"}
    assert len(emptied) >= 2
    for id_, connector in emptied.items():
        with pytest.raises(Conflict, match="delivery-erased"):
            replay.replay(filled.house, id_)
        assert filled.web.get(f"/deliveries/{id_}", headers=filled.headers(connector)).status_code == 410
    assert filled.send("his", both).status_code == 201
    assert filled.send("his", bad).status_code == 422
    assert len(record(filled.house, client(filled))) == 1
    assert naming(filled.house, BSN) != []


def test_who_is_erased_while_a_message_about_them_waits_is_not_brought_back_by_it(filled: World) -> None:
    connector = next(c for c in _connectors(filled.house) if c.id == "his")
    body = json.dumps({**condition("R99", "late"), "contained": [patient()]}).encode()
    id_, _ = ingest.keep(filled.house, Sender(connector), "application/fhir+json", body)
    erase.client(filled.house, MINE, by="functionaris", reason="verzoek")
    with pytest.raises(Conflict, match="delivery-erased"):
        ingest.process(filled.house, Sender(connector), id_)


def test_an_iwmo_message_is_new_again_after_it_was_erased(world: World) -> None:
    sent = iwmo.wmo301(kop(world), Client(JANNIE, world.house.today()), [toewijzing(world)])
    assert world.send("wmo", sent).status_code == 201
    erase.source(world.house, Bsn(JANNIE.bsn), "gemeente", by="functionaris", reason="verzoek")
    with world.house.database.work() as session:
        assert session.exec(select(BerichtRow)).all() == []
    assert world.send("wmo", sent).status_code == 201


def test_no_number_is_kept_in_who_ordered_it_or_why(filled: World) -> None:
    for by, reason in (("functionaris", f"verzoek van {BSN}"), (f"{BSN[:4]}.{BSN[4:6]}.{BSN[6:]}", "verzoek")):
        with pytest.raises(Rejected, match="reason-bsn"):
            erase.client(filled.house, MINE, by=by, reason=reason)
        with pytest.raises(Rejected, match="reason-bsn"):
            erase.source(filled.house, MINE, "wijkzorg", by=by, reason=reason)


def test_notices_that_went_into_a_file_are_taken_out_of_it(make_house: Any, database_url: str, tmp_path: Path) -> None:
    town = build(make_house(database_url, notices_file=tmp_path / "notices.jsonl"))
    house, file = town.house, ToFile(tmp_path / "notices.jsonl")
    for bsn in (BSN, BSN_OTHER):
        town.send("his", bundle(patient(bsn, f"p{bsn}"), condition("R95", f"c{bsn}", f"Patient/p{bsn}")))
        with house.database.work() as session:
            id_ = str(clients.find(session, house.vault, Bsn(bsn)))
            outbox.write(session, house.keyring, id_, "client", f"{bsn}@example.nl", "Bericht", "tekst", house.now())
    assert notify.run(house, file) == 2
    proof = erase.client(house, MINE, by="functionaris", reason="verzoek")
    assert proof.counts["notices in a file"] == 1
    left = file.path.read_text()
    assert BSN not in left
    assert f"{BSN_OTHER}@example.nl" in left


def naming(house: House, bsn: str) -> list[str]:
    """Connectors, one for each kept body or waiting item that names this BSN."""
    with house.database.work() as session:
        bodies = [
            (
                row.connector,
                house.keyring.unseal(session, "", row.connector, row.sealed_body, "delivery", row.id, "body"),
            )
            for row in session.exec(
                select(DeliveryRow).where(DeliveryRow.client_id == "", DeliveryRow.state != "erased")
            )
        ]
        items = [
            (
                row.connector,
                house.keyring.unseal(session, "", row.connector, row.sealed, "parked", row.delivery, row.seq),
            )
            for row in session.exec(select(ParkedRow))
        ]
    return sorted(connector for connector, said in (*bodies, *items) if bsn in set(bsns(said)))


def _connectors(house: House) -> list[Any]:
    with house.database.work() as session:
        return list(parties.connectors(session))


def test_no_byte_of_it_is_left_in_the_files(town: World, tmp_path: Path) -> None:
    town.send("his", bundle(patient(), condition("R95")))
    gone = sealed_of(town.house, str(client(town).client))
    assert len(gone) > 2
    assert all(value in _files(town.house, tmp_path) for value in gone)
    erase.client(town.house, MINE, by="functionaris", reason="verzoek")
    town.house.database.scrub()
    left = _files(town.house, tmp_path)
    assert [value for value in gone if value in left] == []


def _files(house: House, folder: Path) -> bytes:
    house.database.engine.dispose()
    return b"".join(path.read_bytes() for path in folder.glob("light.db*"))


def test_scrubbing_leaves_everything_else_as_it_was(filled: World) -> None:
    before = record(filled.house, client(filled))
    filled.house.database.scrub()
    assert record(filled.house, client(filled)) == before


def test_a_backup_put_back_is_erased_again(filled: World, make_house: Any, tmp_path: Path) -> None:
    id_ = str(client(filled).client)
    rows, keys = tmp_path / "rows.jsonl", tmp_path / "keys.jsonl"
    backup.write(filled.house.database, rows, keys, quiet)
    proof = erase.client(filled.house, MINE, by="functionaris", reason="verzoek")
    told = [Erasure.from_json(proof.to_json())]
    fresh = make_house(f"sqlite:///{tmp_path}/other.db")
    backup.read(fresh.database, rows, keys, quiet)
    there = House(fresh.settings, fresh.database, filled.house.keyring, fresh.now)
    assert "client" in rows_naming(there, id_)
    assert [done.client for done in erase.again(there, told)] == [id_]
    assert rows_naming(there, id_) == {"audit", "erasure"}
    assert naming(there, BSN) == []  # also in what was refused: the register knows no BSN, the backup its index
    assert erase.again(there, told) == []
