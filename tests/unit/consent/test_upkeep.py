"""Everything kept of a client is erased with the client, and opens again after its data key was replaced."""

from __future__ import annotations

from typing import Any

from sqlmodel import SQLModel, select

from gateway.consent import beside_tables, tables, upkeep
from gateway.flows import erase, letters, representation, rotate
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients

CHILD = "999900006"


def kept() -> dict[str, type[SQLModel]]:
    found = {
        name: value
        for name, value in {**vars(tables), **vars(beside_tables)}.items()
        if isinstance(value, type) and issubclass(value, SQLModel)
    }
    return {name: table for name, table in found.items() if "client_id" in table.model_fields}


def test_every_table_of_a_client_is_erased_with_the_client() -> None:
    assert set(kept().values()) == set(upkeep.TABLES.values())


def filled(house: House) -> str:
    """A child with an open question about authority and a letter."""
    doubt = {
        "type": "GezagNietTeBepalen",
        "toelichting": "woont elders",
        "minderjarige": {"burgerservicenummer": CHILD},
    }
    assert representation.note_gezag(house, Bsn(CHILD), {"gezag": [doubt]}) == "niet-te-bepalen"
    with house.database.work() as session:
        client = clients.find(session, house.vault, Bsn(CHILD))
        assert client is not None
        letters.write(house, session, client, "nieuwe-sleutel")
    return client


def test_after_a_new_data_key_letters_and_the_work_list_open_again(house: House) -> None:
    filled(house)
    assert rotate.data_keys(house, lambda _done, _todo: None) >= 2
    (case,) = representation.cases(house)
    assert case.said == "woont elders"
    assert [letter.kind for letter in letters.waiting(house)] == ["nieuwe-sleutel"]


def test_after_erasure_nothing_is_left(house: House) -> None:
    client = filled(house)
    proof = erase.client(house, Bsn(CHILD), by="k.vos", reason="gevraagd")
    assert proof.counts["letters"] == 1
    assert proof.counts["authority cases"] == 1
    with house.database.work() as session:
        for table in kept().values():
            owner: Any = table.client_id  # type: ignore[attr-defined]
            assert session.exec(select(table).where(owner == client)).all() == []
