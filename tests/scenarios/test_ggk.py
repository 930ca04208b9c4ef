"""An iWmo or iJw message in a GGk envelope over HTTP: judged as the message, answered in an envelope or with a Fo01."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from gateway.flows import istandaarden_envelop
from gateway.sources.istandaarden import ggk, ggk_lezen, lezen
from gateway.sources.istandaarden.ggk import Systeem
from gateway.wire import xml
from tests.builders.world import World
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import Kop
from tests.unit.sources.istandaarden.test_ggk import CROSS, RETOUR, carrying, envelope

_counter = iter(range(1, 10_000))


def kop() -> Kop:
    return Kop(identificatie=f"G{next(_counter)}", dagtekening="2025-04-05")


def referentie(uuid: str) -> str:
    return f"<S:referentienummer>{uuid}</S:referentienummer>"


def wrapped(inner: bytes, uuid: str | None = None, **changes: str) -> bytes:
    return carrying(inner, **{"referentie": referentie(uuid or str(uuid4())), **changes})


def fault(answer: Any, crossed: str) -> str:
    """The code of a valid Fo01 that names the envelope it is about."""
    assert answer.headers["content-type"].startswith("application/xml"), answer.text
    assert ggk.fout_schema().errors(xml.parse(answer.content)) == ()
    assert f"crossRefnummer>{crossed}<" in answer.text
    return re.findall(r"<StUF:code>(\w+)<", answer.text)[0]


def test_a_message_in_an_envelope_counts_as_the_message_and_is_answered_in_one(world: World) -> None:
    uuid = str(uuid4())
    answer = world.send("wmo", wrapped(bouw.vol301("Wmo", kop=kop()), uuid))
    assert answer.status_code == 201, answer.text
    assert ggk.schema().errors(xml.parse(answer.content)) == ()
    back = ggk_lezen.lees(answer.content)
    stuur = back.stuurgegevens
    assert (stuur.berichtcode, stuur.cross, stuur.functie) == ("Du01", uuid, "WMO302")
    assert (stuur.zender.organisatie, stuur.ontvanger) == ("42420001", Systeem("0384", "Wmo Applicatie"))
    assert lezen.parse(back.inhoud).kind == "WMO302"
    # The same bytes get the same answer, and the envelope is known by its reference.
    where = answer.headers["Location"]
    assert world.web.get(f"{where}/retourbericht", headers=world.headers("wmo")).content == answer.content
    assert world.web.get(where, headers=world.headers("wmo")).json()["referentienummer"] == uuid
    # The allocation is known from then on: it is read back out of its envelope.
    started = world.send("ecd", bouw.xml305("Wmo", bouw.start_nodes("Wmo"), kop=kop()))
    assert (started.status_code, re.findall("RetourCode>", started.text)) == (201, [])


def test_a_rejected_message_is_answered_in_an_envelope_too(town: World) -> None:
    answer = town.send("ecd", wrapped(bouw.xml305("Wmo", bouw.start_nodes("Wmo"), kop=kop()), functie="WMO305"))
    assert answer.status_code == 422
    inside = ggk_lezen.lees(answer.content).inhoud.decode()
    assert "9019" in re.findall(r"RetourCode>(\w+)<", inside)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"functie": "WMO399"}, "IB004"),
        ({"functie": "WMO305"}, "IB014"),
        ({"inside": "<G:xmlBestand>!</G:xmlBestand>"}, "IB001"),
        ({"inside": "<G:xmlBestand>SGllcg==</G:xmlBestand>"}, "IB014"),
        ({"inside": "<G:xmlBestand>UEsDBAAA</G:xmlBestand>"}, "IB014"),
        ({}, "IB014"),  # an empty Bericht
        ({"release": "http://www.stufstandaarden.nl/sectormodel/ggk/0210"}, "IB001"),
    ],
)
def test_a_fault_is_reported_with_a_code(town: World, changes: dict[str, str], code: str) -> None:
    uuid = str(uuid4())
    answer = town.send("wmo", envelope(**{"referentie": referentie(uuid)} | changes))
    assert (answer.status_code, fault(answer, uuid)) == (422 if code != "IB014" else answer.status_code, code)
    assert answer.status_code in {400, 422}
    as_json = town.send("wmo", envelope(**{"referentie": referentie(uuid)} | changes), accept="application/json")
    assert as_json.json()["resourceType"] == "OperationOutcome"


def test_an_envelope_without_a_sender_gets_the_answer_of_anybody(town: World) -> None:
    answer = town.send("wmo", envelope(referentie=""))
    assert (answer.status_code, answer.json()["resourceType"]) == (422, "OperationOutcome")


def test_a_referentienummer_names_one_message(world: World) -> None:
    uuid = str(uuid4())
    first = wrapped(bouw.vol301("Wmo", kop=kop()), uuid)
    assert world.send("wmo", first).status_code == 201
    answer = world.send("wmo", wrapped(bouw.vol301("Wmo", kop=kop()), uuid))
    assert (answer.status_code, fault(answer, uuid)) == (422, "IB016")
    assert world.send("wmo", first).status_code == 201  # the same bytes are the same delivery
    assert (
        world.send("jeugd", wrapped(bouw.xml319("Wmo", "r", "2", kop=kop()), uuid, functie="WMO319")).status_code == 422
    )


def test_a_return_in_an_envelope_is_digested_and_not_answered(town: World) -> None:
    answer = town.send("wmo", wrapped(bouw.vol301("Wmo", kop=kop())))
    inside = ggk_lezen.lees(answer.content).inhoud
    returned = town.send("ecd", wrapped(inside, functie="WMO302", **{**RETOUR, "cross": RETOUR["cross"]}))
    assert (returned.status_code, returned.json()["kind"]) == (201, "WMO302")
    assert CROSS not in returned.text


def test_a_fault_report_of_another_is_refused_by_name(town: World, shared: Any) -> None:
    answer = town.send("wmo", (shared / "samples/wmo/ggk/Fo01.xml").read_bytes())
    assert answer.status_code == 422
    assert "IB210" in answer.text


def test_a_message_that_goes_out_gets_the_envelope_of_its_direction(town: World) -> None:
    for inner, parties, code in (
        (bouw.xml305("Wmo", bouw.start_nodes("Wmo"), kop=kop()), ("42420001", "0384"), "Di01"),
        (bouw.vol301("Wmo", kop=kop()), ("0384", "42420001"), "Di01"),
        (town.send("wmo", bouw.vol301("Wmo", kop=kop())).content, ("42420001", "0384"), "Du01"),
    ):
        made = istandaarden_envelop.outgoing(town.house, inner, cross=CROSS if code == "Du01" else None).xml
        stuur = ggk_lezen.lees(made).stuurgegevens
        assert (stuur.zender.organisatie, stuur.ontvanger.organisatie, stuur.berichtcode) == (*parties, code)
        assert istandaarden_envelop.opened(made) == inner
