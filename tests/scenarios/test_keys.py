"""Keys are replaced and everything still opens; it can be broken off anywhere; backups come back on either database."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from gateway.audit import log as audit
from gateway.crypto.root import LocalKey
from gateway.crypto.vault import Vault
from gateway.errors import Conflict, Fault, Rejected
from gateway.flows import disclose, rotate, steward
from gateway.flows.house import House
from gateway.flows.wishes import Grant
from gateway.identifiers import Bsn
from gateway.intake import deliveries
from gateway.keyring import DataKeyRow, Keyring
from gateway.keys import load
from gateway.migrations import backup
from gateway.registry import clients
from gateway.stages.decided import Caller
from tests.builders.world import BSN, BSN_OTHER, World, build, bundle, condition, patient


def quiet(*_: object) -> None:
    return


@pytest.fixture
def filled(world: World) -> World:
    world.send("his", bundle(patient(), condition("R95")))
    world.send("ecd", bundle(patient(id_="e1"), condition("T90.02", "e2", "Patient/e1")))
    world.send("his", condition("K74", "waits", "Patient/unknown"))
    world.send("his", b"{", "application/fhir+json")
    steward.share(
        world.house,
        client(world),
        Grant("person:arts", what=("wijkverpleging",), contact_only=False, until=world.house.today()),
    )
    return world


def client(world: World) -> Caller:
    with world.house.database.work() as session:
        id_ = clients.find(session, world.house.vault, Bsn(BSN))
    return Caller(person=None, name="T. Wit", org=None, org_name=None, orgtype=None, client=id_)


def record(house: House, caller: Caller) -> list[str]:
    return [item.text for item in disclose.own_record(house, caller).items]


def with_root(house: House, root: LocalKey) -> House:
    with house.database.work() as session:
        secrets = load(session, root)
    return House(house.settings, house.database, Keyring(Vault(root, secrets)), house.now)


@pytest.fixture
def rooted(filled: World) -> tuple[World, LocalKey, list[str]]:
    """The town again, in a house whose secrets are stored under a root key."""
    root = LocalKey(os.urandom(32))
    with filled.house.database.work() as session:
        for table in reversed(SQLModel.metadata.sorted_tables):
            session.connection().execute(table.delete())
    town = build(with_root(filled.house, root))
    town.send("his", bundle(patient(), condition("R95")))
    return town, root, record(town.house, client(town))


def test_a_new_root_key_opens_everything_and_the_old_one_nothing(
    rooted: tuple[World, LocalKey, list[str]],
) -> None:
    town, old, before = rooted
    new = LocalKey(os.urandom(32))
    assert rotate.root(town.house.database, old, new, quiet) >= 7
    assert rotate.root(town.house.database, old, new, quiet) == 0
    assert record(with_root(town.house, new), client(town)) == before
    with pytest.raises(Fault) as refused:
        with_root(town.house, old)
    assert refused.value.code == "root-key-other"
    with pytest.raises(Conflict):
        rotate.root(town.house.database, new, new, quiet)


def test_a_rotation_of_the_root_key_that_is_broken_off_goes_on(
    rooted: tuple[World, LocalKey, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    town, old, before = rooted
    new = LocalKey(os.urandom(32))
    monkeypatch.setattr(rotate, "BATCH", 1)

    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate.root(town.house.database, old, new, stop)
    rotate.root(town.house.database, old, new, quiet)
    assert record(with_root(town.house, new), client(town)) == before


def test_new_data_keys_leave_everything_readable(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    house, caller = filled.house, client(filled)
    before = record(house, caller)
    with house.database.work() as session:
        old = {(row.client_id, row.source): row.wrapped for row in session.exec(select(DataKeyRow)).all()}
    seen = []

    def stop_at_two(done: int, of: int) -> None:
        seen.append((done, of))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate.data_keys(house, stop_at_two)
    assert record(house, caller) == before
    rotate.data_keys(house, quiet)
    with house.database.work() as session:
        new = {(row.client_id, row.source): (row.wrapped, row.turn) for row in session.exec(select(DataKeyRow)).all()}
    assert set(new) == set(old)
    assert [place for place in old if new[place][0] == old[place]] == []
    assert {turn for _, turn in new.values()} == {1}
    assert record(house, caller) == before
    # Parked, rejected and the kept key too: each is opened and used.
    assert filled.send("his", patient(id_="unknown")).status_code == 201
    assert any("K74" in text for text in record(house, caller))
    assert filled.send("his", b"{", "application/fhir+json").status_code == 400
    steward.stop(house, caller, "person:arts")


def test_a_second_rotation_goes_round_all_keys_also_when_new_ones_came_between(filled: World) -> None:
    """A key that is made after a rotation must not look like one that a broken-off rotation left."""
    rotate.data_keys(filled.house, quiet)
    filled.send("ecd", bundle(patient(BSN_OTHER, id_="e9"), condition("T90.02", "e10", "Patient/e9")))
    before = wrapped(filled.house)
    assert rotate.data_keys(filled.house, quiet) == len(before)
    after = wrapped(filled.house)
    assert [place for place in before if before[place] == after[place]] == []


def test_what_is_sealed_while_keys_are_replaced_can_still_be_opened(filled: World) -> None:
    """A delivery is acknowledged under the key that was; the rotation waits for it, and takes it along."""
    house = filled.house
    rotating = threading.Thread(target=rotate.data_keys, args=(house, quiet))
    with house.database.work() as session:
        row, _ = deliveries.keep(session, house.keyring, "his", "text/plain", b"while keys are replaced", house.now())
        rotating.start()
        if not house.database.sqlite:
            _until_it_waits(house)
    rotating.join()
    with house.database.work() as session:
        again = deliveries.find(session, row.id)
        assert again is not None
        assert deliveries.body(session, house.keyring, again, "praktijk") == b"while keys are replaced"


def _until_it_waits(house: House) -> None:
    """On PostgreSQL: somebody waits for a lock."""
    for _ in range(500):
        with house.database.begin() as connection:
            waits = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if connection.execute(text(waits)).scalar():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def wrapped(house: House) -> dict[tuple[str, str], bytes]:
    with house.database.work() as session:
        return {(row.client_id, row.source): row.wrapped for row in session.exec(select(DataKeyRow)).all()}


def test_every_rotation_is_on_the_log(rooted: tuple[World, LocalKey, list[str]]) -> None:
    town, old, _before = rooted
    new = LocalKey(os.urandom(32))
    rotate.root(town.house.database, old, new, quiet)
    house = with_root(town.house, new)
    rotate.data_keys(house, quiet)
    rotate.prepare_bsn_index(house)
    rotate.bsn_index(with_root(house, new), quiet)
    with house.database.work() as session:
        said = [entry.fields["what"] for entry in audit.entries(session) if entry.event == "keys"]
    assert said == ["bsn-index in use", "bsn-index", "data keys", f"root key {old.id} to {new.id}"]


def test_every_sealed_column_is_resealed(filled: World) -> None:
    """After a rotation no sealed value in any table is what it was: a new table cannot be forgotten."""
    house = filled.house

    def sealed() -> dict[str, set[bytes]]:
        found: dict[str, set[bytes]] = {}
        with house.database.work() as session:
            for table in SQLModel.metadata.sorted_tables:
                for column in (c for c in table.c if c.name.startswith("sealed")):
                    rows = session.connection().execute(table.select().with_only_columns(column)).scalars().all()
                    found[f"{table.name}.{column.name}"] = {bytes(value) for value in rows if value}
        return found

    before = sealed()
    assert sum(map(bool, before.values())) >= 6
    rotate.data_keys(house, quiet)
    after = sealed()
    assert {name for name, values in before.items() if values & after[name]} == set()


def test_the_bsn_index_is_replaced_and_clients_stay_one(rooted: tuple[World, LocalKey, list[str]]) -> None:
    town, root, before = rooted
    me = client(town)
    with town.house.database.work() as session:
        nameless = clients.find_or_make(session, town.house.vault, Bsn("999990019"), town.house.now())
    assert rotate.prepare_bsn_index(town.house) == 2
    again = with_root(town.house, root)  # started again: both generations are known
    indexed = rotate.bsn_index(again, quiet)
    assert (indexed.done, indexed.left) == (1, 1)
    with pytest.raises(Conflict):
        rotate.prepare_bsn_index(again)
    with again.database.work() as session:
        assert clients.find(session, again.vault, Bsn(BSN)) == me.client
        assert clients.find(session, town.house.vault, Bsn(BSN)) is None
        assert clients.find(session, again.vault, Bsn("999990019")) == nameless
    assert record(again, me) == before


def test_a_backup_comes_back_on_the_other_database(
    filled: World, make_house: object, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = record(filled.house, client(filled))
    rows, keys = tmp_path / "rows.jsonl", tmp_path / "keys.jsonl"
    backup.write(filled.house.database, rows, keys, quiet)
    assert keys.stat().st_mode & 0o077 == 0
    assert b'"R95"' not in rows.read_bytes()  # in quotes: sealed bytes may hold any three characters
    with pytest.raises(FileExistsError):
        backup.write(filled.house.database, rows, keys, quiet)
    fresh = make_house(f"sqlite:///{tmp_path}/other.db")  # type: ignore[operator]
    backup.read(fresh.database, rows, keys, quiet)
    there = House(fresh.settings, fresh.database, filled.house.keyring, fresh.now)
    assert record(there, client(filled)) == before
    with pytest.raises(Conflict):
        backup.read(fresh.database, rows, keys, quiet)


def test_rows_and_keys_of_two_backups_are_not_put_together(town: World, make_house: object, tmp_path: Path) -> None:
    """The keys of after an erasure or a rotation do not open the rows of before."""
    files = [(tmp_path / f"rows{n}", tmp_path / f"keys{n}") for n in range(2)]
    for rows, keys in files:
        backup.write(town.house.database, rows, keys, quiet)
    fresh = make_house(f"sqlite:///{tmp_path}/other.db")  # type: ignore[operator]
    with pytest.raises(Rejected, match="backup-parts"):
        backup.read(fresh.database, files[0][0], files[1][1], quiet)


def test_a_backup_under_another_root_key_leaves_the_database_empty(
    rooted: tuple[World, LocalKey, list[str]], make_house: object, tmp_path: Path
) -> None:
    rows, keys = tmp_path / "rows.jsonl", tmp_path / "keys.jsonl"
    backup.write(rooted[0].house.database, rows, keys, quiet)
    fresh = make_house(f"sqlite:///{tmp_path}/other.db")  # type: ignore[operator]
    with pytest.raises(Rejected, match="backup-root"):
        backup.read(fresh.database, rows, keys, quiet, LocalKey(os.urandom(32)).id)
    backup.read(fresh.database, rows, keys, quiet, rooted[1].id)


@pytest.mark.parametrize("harm", ["cut", "foreign", "line"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    town: World, make_house: object, tmp_path: Path, harm: str
) -> None:
    town.send("his", bundle(patient(), condition("R95")))
    rows, keys = tmp_path / "rows.jsonl", tmp_path / "keys.jsonl"
    backup.write(town.house.database, rows, keys, quiet)
    lines = rows.read_text().splitlines(keepends=True)
    match harm:
        case "cut":
            rows.write_text("".join(lines[:-3]))
        case "foreign":
            rows.write_text('{"wijkdossier":"backup","revision":"9999"}\n' + "".join(lines[1:]))
        case _:
            rows.write_text("".join(lines[:-2]) + lines[-2][:20] + "\n" + lines[-1])
    fresh = make_house(f"sqlite:///{tmp_path}/other.db")  # type: ignore[operator]
    with pytest.raises(Rejected):
        backup.read(fresh.database, rows, keys, quiet)
    with fresh.database.work() as session:
        assert clients.everyone(session) == ()
