"""The witness over HTTP, and the gateway asking it: what it signs, and what it must never sign."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import tamper
from gateway.audit import checkpoint
from gateway.cli.audit import ask
from gateway.errors import BadInput, Conflict
from gateway.flows import watch
from gateway.flows.house import House
from tests.architecture.source import ROOT
from verifier import notes
from witness.__main__ import private_key, remembering
from witness.memory import Memory
from witness.server import Handler, Signer, Witness

SIGNER = Signer("witness.example.nl/w1", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))


class Served:
    """A witness on a port of its own."""

    def __init__(self, memory: Path, *houses: House) -> None:
        keys = [notes.Key.read(str(watch.key(house))) for house in houses]
        handler = type("Serving", (Handler,), {"witness": Witness(SIGNER, {k.name: k for k in keys}, Memory(memory))})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def post(self, body: str | bytes, path: str = "/add-checkpoint") -> httpx.Response:
        return httpx.post(self.url + path, content=body)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*houses: House) -> Served:
        running.append(Served(tmp_path / "memory.json", *houses))
        return running[-1]

    yield start
    for served in running:
        served.server.shutdown()
        served.server.server_close()


def signed(house: House, served: Served) -> str:
    with httpx.Client() as web:
        return ask(house, web, served.url, SIGNER.verifier_key)


def test_a_log_that_grows_is_signed_again_and_again_and_the_signatures_are_kept(
    house: House, serve: Callable[..., Served]
) -> None:
    served = serve(house)
    for count in (3, 0, 5, 1):
        tamper.fill(house, count)
        note = signed(house, served)
        read = notes.read(note, notes.Key.read(str(watch.key(house))), (SIGNER.key,))
        assert read.witnesses == {SIGNER.name}
    assert watch.latest(house) == note
    assert read.size == 9


def test_what_it_saw_survives_a_restart(house: House, serve: Callable[..., Served]) -> None:
    tamper.fill(house, 3)
    signed(house, serve(house))
    answer = serve(house).post(watch.add_checkpoint(house, 0)[1])
    assert (answer.status_code, answer.text) == (409, "3\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"


def twins(make_house: Callable[..., House], tmp_path: Path) -> tuple[House, House]:
    """Two databases under one key: what a rollback or a split view needs."""
    one = make_house(f"sqlite:///{tmp_path}/one.db")
    return one, House(one.settings, make_house(f"sqlite:///{tmp_path}/other.db").database, one.keyring, one.now)


@pytest.mark.parametrize("size", [2, 6, 9])
def test_a_rollback_and_a_split_view_are_refused_and_nothing_of_them_is_remembered(
    make_house: Callable[..., House], tmp_path: Path, serve: Callable[..., Served], size: int
) -> None:
    one, other = twins(make_house, tmp_path)
    tamper.fill(one, 6)
    tamper.fill(other, size)
    served = serve(one)
    signed(one, served)
    before = (tmp_path / "memory.json").read_text()
    with pytest.raises(Conflict):
        signed(other, served)
    for known in (0, min(size, 6)):
        assert served.post(watch.add_checkpoint(other, known)[1]).status_code in {409, 422}
    assert (tmp_path / "memory.json").read_text() == before
    tamper.fill(one, 2)
    signed(one, served)


def test_each_wrong_request_gets_the_status_of_the_specification(house: House, serve: Callable[..., Served]) -> None:
    tamper.fill(house, 5)
    served = serve(house)
    body = watch.add_checkpoint(house, 0)[1]
    line = checkpoint.encoded(bytes(32))
    statuses = {
        body.replace("old 0", "old 00"): 400,
        body.replace("old 0", "old 6"): 400,
        body.replace("old 0\n", f"old 0\n{line}\n"): 422,
        body.replace("old 0\n", "old 0\nnot base64\n"): 400,
        body.replace("old 0\n", "old 0\n" + f"{line}\n" * 64): 400,
        body.replace("/audit\n5\n", "/other\n5\n"): 404,
        body.replace("\n5\n", "\n4\n"): 403,
        body.replace("old 0\n", "old 3\n"): 409,
        "": 400,
        "old 0\n": 400,
    }
    assert {text: served.post(text).status_code for text in statuses} == statuses
    assert served.post(b"\xff").status_code == 400
    assert served.post(body, "/other").status_code == 404
    assert served.post(body).status_code == 200


def test_requests_at_the_same_time_do_not_roll_each_other_back(house: House, serve: Callable[..., Served]) -> None:
    served = serve(house)
    bodies = []
    for _ in range(6):
        tamper.fill(house, 1)
        bodies.append(watch.add_checkpoint(house, 0)[1])
    answers: list[int] = []
    threads = [threading.Thread(target=lambda b=body: answers.append(served.post(b).status_code)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 5


def test_a_signature_of_somebody_else_is_not_kept(house: House) -> None:
    tamper.fill(house, 2)
    size, _body = watch.add_checkpoint(house, 0)
    stranger = Signer(SIGNER.name, Ed25519PrivateKey.generate())
    with pytest.raises(BadInput):
        watch.cosigned(house, size, stranger.cosign(watch.export(house), 1), watch.witness_key(SIGNER.verifier_key))
    assert watch.latest(house).count("—") == 1


def test_a_log_shorter_than_what_the_witness_saw_is_not_even_offered(house: House) -> None:
    tamper.fill(house, 2)
    with pytest.raises(Conflict, match="witness-ahead"):
        watch.add_checkpoint(house, 3)


def test_a_witness_whose_memory_is_gone_does_not_start(tmp_path: Path) -> None:
    """It would sign anything once more, a rolled-back log as well."""
    key = private_key(tmp_path / "witness.key")
    assert remembering(tmp_path).path.read_text() == "{}"
    assert private_key(tmp_path / "witness.key").private_bytes_raw() == key.private_bytes_raw()
    (tmp_path / "memory.json").unlink()
    with pytest.raises(LookupError):
        remembering(tmp_path)
    log = notes.Key(name="log", id=b"", kind=notes.LOG, public=bytes(32))
    shown = checkpoint.VerifierKey(log.name, checkpoint.LOG, log.public)
    arguments = ["--name", "w.example.nl/1", "--folder", str(tmp_path), "--log", str(shown)]
    done = subprocess.run(
        [sys.executable, "-m", "witness", *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, "Begin anew" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
