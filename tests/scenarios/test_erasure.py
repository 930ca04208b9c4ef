"""What is erased is gone: from every table, from the bytes of the files, and again after a backup was put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from gateway.errors import NotFound
from gateway.flows import erase, watch
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.keyring import DataKeyRow
from gateway.migrations import backup
from gateway.record.tables import RecordRow, VersionRow
from gateway.registry.erasures import Erasure
from gateway.registry.tables import ClientRow
from tests.builders.world import BSN, BSN_OTHER, World, bundle, condition, patient
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
    assert erase.again(there, told) == []
