"""The stand-alone verifier: what it finds, and that it needs nothing of the gateway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import tamper
from gateway.audit import log as audit
from gateway.flows import watch
from gateway.flows.house import House
from tests.architecture.source import ROOT
from verifier import checks
from verifier.notes import Key


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


def test_an_erased_event_is_no_finding_and_an_emptied_one_is(house: House) -> None:
    tamper.fill(house, 9)
    kept = watch.export(house)
    with house.database.work() as session:
        audit.erase(house.database, session, "client-2", house.now(), outcome="done")
    text = exported(house)
    assert "client-2" not in text
    assert checks.export(text, key_of(house), [kept]) == []
    head, *leaves = (json.loads(line) for line in text.splitlines())
    del leaves[4]["salt"], leaves[4]["body"]
    assert checks.export(tamper.text_of(head, leaves), key_of(house), [kept]) == [
        "leaf 5 was emptied without an erasure on the log"
    ]


def test_too_few_witnesses_is_a_finding(made: tamper.Sample) -> None:
    text = tamper.text_of(made.head, made.leaves)
    assert checks.export(text, made.key, [], (), quorum=1) == [
        "ValueError: signed by 0 of the known witnesses, 1 were asked"
    ]


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
