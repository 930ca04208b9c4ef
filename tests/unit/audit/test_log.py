from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from benchmarks import tamper
from gateway.audit import checkpoint, events
from gateway.audit import log as audit
from gateway.errors import BadInput, Fault, Rejected
from gateway.flows import watch
from gateway.flows.house import House
from tests.conftest import Clock
from witness.server import Signer


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
    "hash of another row": "UPDATE audit SET leaf = (SELECT leaf FROM audit a WHERE a.seq = 6) WHERE seq = 5",
    "hash in capitals": "UPDATE audit SET leaf = upper(leaf) WHERE seq = 5",
    "hash that is none": "UPDATE audit SET leaf = 'zz' WHERE seq = 5",
    "body that is no JSON": "UPDATE audit SET body = 'nonsense' WHERE seq = 5",
    "body of another form": "UPDATE audit SET body = '[]' WHERE seq = 5",
    "member twice": """UPDATE audit SET body = replace(body, '{"action"', '{"action":"R","action"') WHERE seq = 5""",
    "taken for an erasure": "UPDATE audit SET event = 'log-erasure' WHERE seq = 5",
    "one before the first": "INSERT INTO audit (seq, client_id, recorded, event, body, salt, leaf) "
    "SELECT -1, client_id, recorded, event, body, salt, leaf FROM audit WHERE seq = 5",
    "checkpoint that says something else": "UPDATE audit_checkpoint SET note = 'x'",
    "checkpoint of more rows": "UPDATE audit_checkpoint SET size = 99",
    "signature under nothing": "INSERT INTO audit_cosignature (size, witness, line, received) "
    "VALUES (3, 'w', 'x', '2026-01-01 00:00:00')",
}
# What only SQLite can hold: its columns take any type.
ODD = {
    "salt of text": "UPDATE audit SET salt = 'abc' WHERE seq = 5",
    "hash of bytes": "UPDATE audit SET leaf = x'00' WHERE seq = 5",
    "time that is none": "UPDATE audit SET recorded = 'yesterday' WHERE seq = 5",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_kind_of_tampering_is_found(house: House, name: str) -> None:
    note = filled(house)
    with house.database.work() as session:
        for statement in TAMPERINGS[name].split("; "):
            session.connection().execute(text(statement))
    assert watch.verify(house, note)


@pytest.mark.parametrize("name", ODD)
def test_what_no_row_can_hold_is_found_too(light_house: House, name: str) -> None:
    note = filled(light_house)
    with light_house.database.work() as session:
        session.connection().execute(text(ODD[name]))
    assert watch.verify(light_house, note)


def test_a_log_that_was_rewritten_is_not_signed(house: House) -> None:
    """Neither by changing it, nor by cutting it off: what was signed last must be its beginning."""
    filled(house)
    with house.database.work() as session:
        session.connection().execute(text("UPDATE audit_node SET hash = (SELECT leaf FROM audit WHERE seq = 1)"))
    with pytest.raises(Fault, match="audit-rewritten"):
        watch.export(house)
    with pytest.raises(Fault, match="audit-rewritten"):
        watch.add_checkpoint(house, 0)


def test_a_log_that_was_cut_off_is_not_signed(house: House) -> None:
    filled(house)
    with house.database.work() as session:
        session.connection().execute(text("DELETE FROM audit WHERE seq > 8"))
    with pytest.raises(Fault, match="audit-rewritten"):
        watch.export(house)


def test_a_signature_that_the_witness_did_not_make_is_found_with_its_key(house: House) -> None:
    note, signer = filled(house), Signer("witness.example.nl/w1", Ed25519PrivateKey.generate())
    tamper.witnessed(house, signer)
    known = checkpoint.read_key(signer.verifier_key)
    assert watch.verify(house, note, [known]) == ()
    with house.database.work() as session:
        session.connection().execute(text("UPDATE audit_cosignature SET line = replace(line, 'A', 'B')"))
    assert watch.verify(house, note, [known]) == (
        "under the kept checkpoint of 12 rows the signature of witness.example.nl/w1 is not its own",
    )


def test_a_log_that_got_another_name_knows_what_it_signed_by_the_old_one(
    house: House, make_house: Callable[..., House]
) -> None:
    note = filled(house)
    moved = make_house(house.settings.database_url, base_url="https://elders.example.nl")
    moved = House(moved.settings, moved.database, house.keyring, house.now)
    with pytest.raises(BadInput, match="checkpoint-name"):
        watch.verify(moved, note)
    tamper.fill(moved, 1)
    assert watch.verify(moved, watch.export(moved)) == ()


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
        "the kept checkpoint of 12 rows is not of these rows",
    )


def test_wrong_hashes_of_subtrees_are_found(house: House) -> None:
    note = filled(house)
    with house.database.work() as session:
        session.connection().execute(text("UPDATE audit_node SET hash = '00' WHERE level = 1 AND place = 2"))
    assert watch.verify(house, note) == ("the kept hashes of subtrees are not those of the rows",)


def test_what_was_kept_long_enough_leaves_hashes_that_cannot_be_tried_and_a_tree_that_still_verifies(
    house: House, clock: Clock
) -> None:
    now = clock.moment
    clock.moment = now.replace(year=now.year - 6)
    filled(house, 4)
    clock.moment = now
    note = filled(house, 8)
    with pytest.raises(Rejected):
        watch.forget(house, 4)
    assert (watch.forget(house, 7), watch.forget(house, 5), watch.forget(house, 5)) == (0, 4, 0)
    with house.database.work() as session:
        rows = (
            session.connection().execute(text("SELECT client_id, org, body, salt, event FROM audit ORDER BY seq")).all()
        )
        left = " ".join(str(row) for row in rows[:4])
        proof = audit.inclusion(session, 2, audit.size(session))
    assert "client-1" not in left
    assert [row.body is None and row.salt is None and row.client_id is None for row in rows] == [True] * 4 + [False] * 9
    assert [row.event for row in rows].count("erased") == 4
    assert watch.verify(house, note) == ()
    assert [line.partition(" on ")[0] for line in watch.erasures(house)] == ["row 13 erased rows 1 to 4"]
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
