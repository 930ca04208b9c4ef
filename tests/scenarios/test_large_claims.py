"""Claims and their answers may be 25 MB (OP179): read as a stream, in bounded memory; anything else stays at 5 MB."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import GatewayError
from gateway.sources.istandaarden import groot, lezen
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.verdict import Verdict
from gateway.wire import xml_stream
from gateway.wire.xml_schema import Unfit
from tests.architecture.source import ROOT
from tests.builders.world import World
from tests.scenarios import large_claim
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.test_ggk import carrying, envelope


@pytest.mark.parametrize("what", [large_claim.GRANTED, large_claim.REJECTED])
def test_memory_stays_bounded_for_a_claim_of_25_megabytes(what: str) -> None:
    """In a process of its own, measured by the operating system: what C libraries hold counts too."""
    program = [sys.executable, "-m", "tests.scenarios.large_claim", what]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    status, grown, size, answer, granted, _ = map(int, done.stdout.split())
    assert (status, granted) == (201, int(what == large_claim.GRANTED)), done.stdout
    assert size > 26_000_000
    assert (answer > size) == (what == large_claim.REJECTED), done.stdout
    assert grown < 200 * 1024, done.stdout


def claim(tmp_path: Path, most: int) -> bytes:
    large_claim.write(tmp_path / "claim", "n", most)
    return (tmp_path / "claim").read_bytes()


def test_a_stream_is_read_as_a_tree_is(tmp_path: Path) -> None:
    data = claim(tmp_path, 200_000)
    message = lezen.parse(data)
    begun = xml_stream.beginning(data)
    soort = groot.soort(begun)
    assert soort is not None
    streamed = groot.lees(data, soort, soort.kind)
    assert streamed == message.body
    places = {f"Declaratie/Clienten/Client[1]/Prestaties/Prestatie[{n}]": ("9338",) for n in (1, 3)}
    answer = antwoord(message, Verdict((), places), "A1", date(2025, 2, 3))
    assert groot.lees(answer, soort, soort.retour) == lezen.parse(answer).body


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (b"<m:Eenheid>04<", b"<m:Eenheid>05<", "Eenheid"),
        (b"<m:ProductCode>02000</m:ProductCode>", b"", "ProductPeriode"),
        (b"<m:Bsn>", b"<m:Bsn>x", "Bsn"),
        (b"<m:DeclaratieNummer>n<", b"<m:DeclaratieNummer>-<", "DeclaratieNummer"),
        (b"</m:Declaratie>", b"<m:Iets/></m:Declaratie>", "Iets"),
    ],
)
def test_a_stream_gets_the_verdict_of_the_xsd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes, where: str
) -> None:
    data = claim(tmp_path, 200_000).replace(old, new, 1)
    soort = groot.soort(xml_stream.beginning(data))
    assert soort is not None
    with pytest.raises(Unfit) as unfit:
        groot.lees(data, soort, soort.kind)
    assert unfit.value.errors[0].where == where
    with pytest.raises(GatewayError) as as_tree:
        lezen.parse(data)
    monkeypatch.setattr(groot, "MAX_BYTES", 1000)
    with pytest.raises(GatewayError) as as_stream:
        lezen.parse(data)
    assert (as_tree.value.code, as_stream.value.code, as_stream.value.where) == ("xsd-invalid", "xsd-invalid", where)


def test_a_claim_of_six_megabytes_is_taken_bare_and_in_an_envelope(town: World, tmp_path: Path) -> None:
    data = claim(tmp_path, 6_000_000)
    bare = town.send("ecd", data)
    assert bare.status_code == 201, bare.text[:1000]
    assert "RetourCode>8187<" in bare.text  # of nobody in it there was a message before
    assert lezen.parse(bare.content).kind == "WMO325"
    broken = data.replace(b"<m:Eenheid>04<", b"<m:Eenheid>05<", 1)
    answer = town.send("ecd", carrying(broken, functie="WMO323"))
    assert (answer.status_code, "IB014" in answer.text) == (422, True), answer.text[:1000]


@pytest.mark.parametrize(
    ("what", "most"),
    [("a 301", 5), ("a claim", 25), ("an envelope with a 301", 5), ("an envelope with a claim", 25), ("FHIR", 5)],
)
def test_what_is_too_large_for_its_kind_is_refused_before_it_is_all_there(town: World, what: str, most: int) -> None:
    head = {
        "a 301": bouw.vol301("Wmo")[:-20],
        "a claim": large_claim.HEAD.format(number="n", total=1).encode(),
        "an envelope with a 301": envelope()[:1500],
        "an envelope with a claim": envelope(functie="WMO323")[:1500],
        "FHIR": b'<Patient xmlns="http://hl7.org/fhir"/>',
    }[what]
    taken = 0

    def body() -> Any:
        nonlocal taken
        yield head
        for _ in range(40):
            taken += 1
            yield b" " * 2**20

    headers = {"Content-Type": "application/xml", **town.headers("ecd"), "Accept": "application/json"}
    answer = town.web.post("/deliveries", content=body(), headers=headers)
    assert (answer.status_code, "body-too-large" in answer.text) == (413, True), answer.text[:500]
    kept = town.web.get(answer.headers["Location"], headers=town.headers("ecd")).json()
    assert (kept["state"], kept["code"]) == ("rejected", "body-too-large")
    with town.house.database.work() as session:
        from gateway.intake import deliveries

        row = deliveries.find(session, kept["id"])
        assert row is not None
        assert row.size == most * 2**20 + 1
