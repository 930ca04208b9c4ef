"""The stand-alone verifier: what it finds, and that it needs nothing of the gateway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from benchmarks import tamper
from gateway.audit import log as audit
from gateway.flows import watch
from gateway.flows.house import House
from tests.architecture.source import ROOT
from tests.conftest import Clock
from verifier import checks
from verifier.notes import Key, read
from witness.server import Signer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tamper.Sample:
    folder = tmp_path_factory.mktemp("log")
    house = tamper.data.house(f"sqlite:///{folder}/log.db", folder)
    sample = tamper.sample(house, 60)
    house.database.engine.dispose()
    return sample


def test_an_untouched_export_is_whole(made: tamper.Sample) -> None:
    assert made.findings(tamper.text_of(made.head, made.leaves)) == []


def test_every_one_of_some_hundreds_of_random_tamperings_is_found(made: tamper.Sample) -> None:
    count = 10_000 if os.environ.get("EXHAUSTIVE") else 450
    done, missed = tamper.run(made, count, seed=20261124)
    assert missed == []
    assert sum(done.values()) == count
    assert min(done.values()) >= count // len(tamper.KINDS)


def exported(house: House, *, content: bool = True) -> str:
    return "".join(watch.export_leaves(house, content=content))


def key_of(house: House) -> Key:
    return Key.read(str(watch.key(house)))


def test_a_rollback_to_an_older_backup_is_found_against_a_kept_checkpoint(house: House) -> None:
    tamper.fill(house, 9)
    backup = exported(house)
    tamper.fill(house, 4)
    kept = watch.export(house)
    assert checks.export(backup, key_of(house), []) == []
    assert checks.export(backup, key_of(house), [kept]) == ["rollback: 10 leaves, where there were 14"]


def test_a_second_log_for_other_eyes_is_found(make_house: Callable[..., House], tmp_path: Path) -> None:
    """Both are right in themselves and signed with the real key; together they cannot be."""
    one = make_house(f"sqlite:///{tmp_path}/one.db")
    other = House(one.settings, make_house(f"sqlite:///{tmp_path}/other.db").database, one.keyring, one.now)
    for house in (one, other):
        tamper.fill(house, 6)
    kept, shown = watch.export(one), exported(other)
    assert checks.export(shown, key_of(one), []) == []
    assert len(checks.export(shown, key_of(one), [kept])) == 1
    assert checks.export(shown, key_of(one), [kept])[0].startswith("split view")
    assert checks.heads([kept, watch.export(other)], key_of(one)) == []  # other sizes: only the leaves can tell
    tamper.fill(one, 1)
    assert checks.heads([watch.export(one), watch.export(other)], key_of(one)) == ["split view: two roots at size 7"]


def test_hashes_alone_verify_too_and_say_nothing(house: House) -> None:
    tamper.fill(house, 5)
    text = exported(house, content=False)
    assert checks.export(text, key_of(house), [watch.export(house)]) == []
    assert "login" not in text
    assert all(set(json.loads(line)) == {"leaf"} for line in text.splitlines()[1:])


def test_what_the_log_forgot_by_age_is_no_finding_and_is_told(house: House, clock: Clock) -> None:
    kept, text = aged(house, clock)
    assert "client-2" in text
    assert watch.forget(house, 5) == 9
    text = exported(house)
    assert checks.export(text, key_of(house), [kept]) == []
    day, at = house.now().date(), house.now().isoformat(timespec="milliseconds")
    assert checks.contents(text) == [
        "15 leaves",
        f"leaves 1 to 9 were erased at {at}, as older than {day.replace(year=day.year - 5)}",
    ]


def aged(house: House, clock: Clock) -> tuple[str, str]:
    """Nine events of six years ago and three of today; the checkpoint of then, and the export of now."""
    now = clock.moment
    clock.moment = now.replace(year=now.year - 6)
    tamper.fill(house, 9)
    kept = watch.export(house)
    clock.moment = now
    tamper.fill(house, 3)
    return kept, exported(house)


def test_an_event_that_was_emptied_is_a_finding(house: House) -> None:
    tamper.fill(house, 9)
    kept, text = watch.export(house), exported(house)
    head, *leaves = (json.loads(line) for line in text.splitlines())
    del leaves[4]["salt"], leaves[4]["body"]
    assert checks.export(tamper.text_of(head, leaves), key_of(house), [kept]) == [
        "leaf 5 was emptied without an erasure on the log"
    ]


ERASURES = {
    "one event": ([[5, 5]], 5),
    "a run from within": ([[2, 5]], 5),
    "several runs": ([[1, 2], [5, 5]], 5),
    "itself": ([[1, 10]], 5),
    "of late": ([[1, 9]], 4),
}


@pytest.mark.parametrize("name", ERASURES)
def test_who_destroys_evidence_cannot_call_it_an_erasure(house: House, name: str) -> None:
    """Somebody with the database writes an erasure of their own; the gateway signs the log that holds it."""
    leaves, years = ERASURES[name]
    tamper.fill(house, 9)
    kept, now = watch.export(house), house.now()
    with house.database.work() as session:
        before = now.date().replace(year=now.year - years).isoformat()
        audit.append(house.database, session, "log-erasure", now, leaves=leaves, before=before, outcome="done")
        session.connection().execute(
            text("UPDATE audit SET body = NULL, salt = NULL, client_id = NULL, event = 'erased' WHERE seq = 5")
        )
    assert checks.export(exported(house), key_of(house), [kept]) != []
    assert watch.verify(house, kept) != ()


def test_an_erasure_of_what_a_witness_has_not_seen_by_then_is_a_finding(house: House) -> None:
    """A log of today that says of itself that it is old: the day that the witness signed tells."""
    signer = Signer("witness.example.nl/w1", Ed25519PrivateKey.generate())
    tamper.fill(house, 3)
    kept, now = tamper.witnessed(house, signer), house.now()
    tamper.fill(house, 6)
    before = now.date().replace(year=now.year - 5)
    with house.database.work() as session:
        audit.append(
            house.database, session, "log-erasure", now, leaves=[[1, 9]], before=before.isoformat(), outcome="done"
        )
        session.connection().execute(
            text("UPDATE audit SET body = NULL, salt = NULL, client_id = NULL, event = 'erased' WHERE seq < 10")
        )
    shown = exported(house)
    assert checks.export(shown, key_of(house), [kept]) == []  # without a witness it is the log's word alone
    assert checks.contents(shown)[1].startswith("leaves 1 to 9 were erased")
    assert checks.export(shown, key_of(house), [kept], (signer.key,)) == [
        f"leaf 10 erases, as older than {before}, what was not yet there on {now.date()}"
    ]


def test_one_key_under_two_names_is_one_witness(house: House) -> None:
    tamper.fill(house, 3)
    private = Ed25519PrivateKey.generate()
    one, other = Signer("witness.example.nl/w1", private), Signer("witness.example.org/w2", private)
    tamper.witnessed(house, one)
    note = tamper.witnessed(house, other)
    assert len(note.splitlines()) == 7
    with pytest.raises(ValueError, match="signed by 1 of the known witnesses, 2 were asked"):
        read(note, key_of(house), (one.key, other.key), 2)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda text: text.replace("\\n\\n\\u2014", "x", 1).replace("\\n\\n—", "x", 1), "not a checkpoint of this log"),
        (lambda text: text[:40], "a part of the file is missing or is not what it must be (JSONDecodeError"),
        (lambda text: "", "a part of the file is missing or is not what it must be (JSONDecodeError"),
        (lambda text: text.replace('"leaf"', '"Leaf"', 1), "a line is not in its one spelling"),
        (lambda text: text.replace('{"body"', '{"body":"","body"', 1), "a member occurs twice"),
        (lambda text: text + "\n", "a part of the file is missing"),
    ],
)
def test_what_is_found_is_told_in_words(made: tamper.Sample, harm: Callable[[str], str], said: str) -> None:
    [finding] = made.findings(harm(tamper.text_of(made.head, made.leaves)))
    assert finding.startswith(said)


def test_a_signature_that_does_not_fit_is_told_in_words(made: tamper.Sample) -> None:
    shown, line = made.head["checkpoint"].split("\n\n")
    forged = {**made.head, "checkpoint": f"{shown.replace(chr(10) + '6', chr(10) + '7')}\n\n{line}"}
    assert made.findings(tamper.text_of(forged, made.leaves)) == [
        "a signature does not belong to what it stands under: that was changed, or another key signed it"
    ]


def test_too_few_witnesses_is_a_finding(made: tamper.Sample) -> None:
    text = tamper.text_of(made.head, made.leaves)
    assert checks.export(text, made.key, [], (), quorum=1) == ["signed by 0 of the known witnesses, 1 were asked"]


def test_it_runs_alone_from_its_own_folder_and_says_so_with_its_exit_code(made: tamper.Sample, tmp_path: Path) -> None:
    (tmp_path / "verifier").symlink_to(ROOT / "verifier")
    (tmp_path / "log.jsonl").write_text(tamper.text_of(made.head, made.leaves), "utf-8")
    (tmp_path / "bad.jsonl").write_text(tamper.text_of(made.head, made.leaves[:-1]), "utf-8")
    (tmp_path / "kept.note").write_text(made.kept, "utf-8")
    probe = "import sys, runpy; sys.argv[0] = 'verifier'; runpy.run_module('verifier', run_name='__main__')"
    block = "import sys; sys.modules['gateway'] = sys.modules['omaha'] = None; "
    key = f"{made.key.name}+{made.key.id.hex()}+{tamper.checkpoint.encoded(bytes([1]) + made.key.public)}"
    for what, name, code, last in (
        ("log", "log.jsonl", 0, "whole"),
        ("log", "bad.jsonl", 1, "NOT whole"),
        ("heads", "kept.note", 0, "no two roots at one size"),  # and no more: of a log it saw nothing
        ("log", "absent.jsonl", 2, ""),
    ):
        arguments = [what, name, "--key", key, "--kept", "kept.note"]
        done = subprocess.run(
            [sys.executable, "-c", block + probe, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout.strip().rpartition("\n")[2]) == (code, last), done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_it_stays_small_enough_to_be_read_in_one_sitting_and_imports_little() -> None:
    import ast

    files = sorted((ROOT / "verifier").glob("*.py"))
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) < 300
    roots = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                roots.add(str(node.module).split(".")[0])
            elif isinstance(node, ast.Import):
                roots |= {alias.name.split(".")[0] for alias in node.names}
    assert roots - set(sys.stdlib_module_names) == {"cryptography", "verifier"}
