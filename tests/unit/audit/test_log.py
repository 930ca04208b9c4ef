from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from gateway.audit import checkpoint, events
from gateway.audit import log as audit
from gateway.errors import BadInput
from gateway.flows import watch
from gateway.flows.house import House


def filled(house: House, size: int = 12) -> str:
    for n in range(size):
        with house.database.work() as session:
            audit.append(
                house.database, session, "login", house.now(), f"client-{n % 3}", person=f"p{n}", outcome="done"
            )
    return watch.export(house)


def test_an_untouched_log_is_whole_and_stays_whole_when_it_grows(house: House) -> None:
    note = filled(house)
    assert watch.verify(house, note) == ()
    filled(house, 3)
    assert watch.verify(house, note) == ()


TAMPERINGS = {
    "changed body": "UPDATE audit SET body = replace(body, 'p4', 'p5') WHERE seq = 5",
    "changed column": "UPDATE audit SET client_id = 'client-9' WHERE seq = 5",
    "changed time": "UPDATE audit SET recorded = '2020-01-01 00:00:00' WHERE seq = 5",
    "removed row": "DELETE FROM audit WHERE seq = 5",
    "cut-off tail": "DELETE FROM audit WHERE seq > 9",
    "removed first": "DELETE FROM audit WHERE seq = 1",
    "reordered": "UPDATE audit SET seq = CASE seq WHEN 5 THEN -6 WHEN 6 THEN -5 END WHERE seq IN (5, 6); "
    "UPDATE audit SET seq = -seq WHERE seq < 0",
    "emptied": "DELETE FROM audit",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_kind_of_tampering_is_found(house: House, name: str) -> None:
    note = filled(house)
    with house.database.work() as session:
        for statement in TAMPERINGS[name].split("; "):
            session.connection().execute(text(statement))
    assert watch.verify(house, note)


def test_a_rewritten_row_with_a_fitting_hash_is_found_against_the_checkpoint(house: House) -> None:
    from sqlmodel import select

    from gateway.audit import tree
    from gateway.audit.tables import AuditRow

    note = filled(house)
    with house.database.work() as session:
        row = session.exec(select(AuditRow).where(AuditRow.seq == 5)).one()
        row.body = row.body.replace("p4", "p5")
        row.leaf = tree.leaf_hash(row.salt, row.body).hex()
        session.add(row)
    assert watch.verify(house, note) == (
        "the first 12 rows do not give the root of the checkpoint",
        "the kept hashes of subtrees are not those of the rows",
    )


def test_wrong_hashes_of_subtrees_are_found(house: House) -> None:
    note = filled(house)
    with house.database.work() as session:
        session.connection().execute(text("UPDATE audit_node SET hash = '00' WHERE level = 1 AND place = 2"))
    assert watch.verify(house, note) == ("the kept hashes of subtrees are not those of the rows",)


def test_an_erased_client_leaves_hashes_that_cannot_be_tried_and_a_tree_that_still_verifies(house: House) -> None:
    note = filled(house)
    with house.database.work() as session:
        assert audit.erase(house.database, session, "client-1", house.now(), reason="asked", outcome="done") == 4
    with house.database.work() as session:
        rows = session.connection().execute(text("SELECT client_id, org, body, salt, event FROM audit")).all()
        left = " ".join(str(row) for row in rows)
        proof = audit.inclusion(session, 2, audit.size(session))
    assert "client-1" not in left
    assert sum(row.body is None and row.salt is None and row.client_id is None for row in rows) == 4
    assert [row.event for row in rows].count("erased") == 4
    assert watch.verify(house, note) == ()
    assert len(proof) == 4


def test_an_event_emptied_without_an_erasure_on_the_log_is_found(house: House) -> None:
    note = filled(house)
    with house.database.work() as session:
        session.connection().execute(
            text("UPDATE audit SET body = NULL, salt = NULL, client_id = NULL, event = 'erased' WHERE seq = 5")
        )
    assert watch.verify(house, note) == ("row 5 was emptied without an erasure",)


def test_the_migration_gives_an_older_log_its_subtrees(house: House) -> None:
    from alembic import command

    from gateway.migrations import config, upgrade

    note = filled(house, 11)
    with house.database.engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0002")
    upgrade(house.database)
    assert watch.verify(house, note) == ()
    filled(house, 3)
    assert watch.verify(house, note) == ()


def test_a_forged_checkpoint_is_refused(light_house: House) -> None:
    note = filled(light_house)
    rng = random.Random(1)
    for _ in range(200):
        place = rng.randrange(len(note))
        forged = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        with pytest.raises(BadInput):
            checkpoint.read(forged, watch.key(light_house))


def test_unknown_events_and_fields_cannot_be_written() -> None:
    with pytest.raises(KeyError):
        events.check("gossip", {})
    with pytest.raises(KeyError):
        events.check("read", {"content": "x"})
