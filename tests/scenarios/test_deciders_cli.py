"""The commands about who may decide: an answer of the BRP in, a question on the work list, an answer of a person."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from gateway import cli
from gateway.cli import deciders
from gateway.crypto.p256 import SigningKey
from gateway.flows import letters
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.wire import json

CHILD, MOTHER = "999900006", "999911120"


@pytest.fixture
def run(light_house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    monkeypatch.setattr(deciders, "open_house", lambda: light_house)

    def ran(arguments: list[str], given: str = "") -> tuple[int, str]:
        stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        code = cli.main(arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return ran


def answer(**relation: object) -> str:
    minor = {"minderjarige": {"burgerservicenummer": CHILD}}
    return json.dumps({"personen": [{"burgerservicenummer": CHILD, "gezag": [{**minor, **relation}]}]})


def test_from_the_register_to_a_decision(run: object) -> None:
    assert callable(run)
    assert run(["gezag"], answer(type="EenhoofdigOuderlijkGezag", ouder={"burgerservicenummer": MOTHER})) == (
        0,
        "0: held\n",
    )
    assert run(["gezag-cases"]) == (0, "")
    assert run(["gezag"], answer(type="Voogdij", derden=[])) == (0, "0: voogd-onbekend\n")
    code, listed = run(["gezag-cases"])
    assert "Welke persoon of instelling" in listed
    assert CHILD not in listed
    case = listed.split("\t")[0]
    assert run(["gezag-decide", case, "--by", "k.vos"], f"{MOTHER}\n")[0] == 2
    assert run(["gezag-decide", case, "--by", "k.vos"], f"{MOTHER} curator\n")[0] == 1
    assert run(["gezag-decide", case, "--by", "k.vos"], f"{MOTHER} voogd\n") == (
        0,
        f"case {case} decided: 1 with authority\n",
    )
    assert run(["gezag-cases"]) == (0, "")
    for wrong in ("{}", "[]", '{"personen":[1]}', "x"):
        code, said = run(["gezag"], wrong)
        assert code == 1
        assert "Traceback" not in said


def test_a_mentor_comes_and_goes(run: object, tmp_path: Path) -> None:
    assert callable(run)
    scope = tmp_path / "scope.json"
    scope.write_text(json.dumps([{"id": "1", "text": "x", "effect": "permit", "who": {"kind": "any"}}]))
    asked = [
        "appoint",
        "--capacity",
        "mentor",
        "--basis",
        "beschikking",
        "--until",
        "2027-01-01",
        "--scope",
        str(scope),
    ]
    code, said = run(asked, f"{CHILD}\n{MOTHER}\n")
    assert code == 0
    appointment = said.split()[1]
    assert run(["dismiss", appointment], f"{CHILD}\n")[0] == 0
    assert run(["dismiss", "unknown"], f"{CHILD}\n")[0] == 1
    assert run(["incapable", "--basis", "verklaring"], f"{CHILD}\n")[0] == 0


def test_a_registrar_is_a_registered_professional(run: object, tmp_path: Path) -> None:
    assert callable(run)
    jwk = tmp_path / "jwk.json"
    jwk.write_text(json.dumps(SigningKey.generate().jwk))
    assert run(["registrar", "--person", "nobody", "--jwk", str(jwk)])[0] == 1


def test_letters_are_brought_once(run: object, light_house: House) -> None:
    assert callable(run)
    with light_house.database.work() as session:
        client = clients.find_or_make(session, light_house.vault, Bsn(CHILD), light_house.now())
        letters.write(light_house, session, client, "nieuwe-sleutel")
    assert "nieuwe sleutel" in run(["letters"])[1]
    assert "nieuwe sleutel" in run(["letters", "--taken"])[1]
    assert run(["letters"]) == (0, "")
