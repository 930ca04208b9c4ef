"""Everything kept of a client is erased with the client, and opens again after its data key was replaced."""

from __future__ import annotations

import json
from typing import Any

from sqlmodel import SQLModel, select

from gateway.consent import tables, upkeep
from gateway.consent.combine import NOTHING, Combined, Counted, Voice
from gateway.consent.emergency import strictest
from gateway.consent.model import Policy
from gateway.consent.signed import SignedPolicy
from gateway.flows import erase, letters, representation, rotate
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.registry import clients

CHILD = "999900006"


def kept() -> dict[str, type[SQLModel]]:
    found = {
        name: value for name, value in vars(tables).items() if isinstance(value, type) and issubclass(value, SQLModel)
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


def signed(emergency: Any) -> SignedPolicy:
    policy = Policy("c", 1, None, "a", 0, None, None, "j", None, emergency, (False, False), ())
    return SignedPolicy(policy, json.dumps(emergency), "kid", "token")


def together(*voices: list[Any]) -> Combined:
    """Voices of versions, newest first; what is under another may not widen yet."""
    return Combined(tuple(
        Voice("x", tuple((Counted(signed(mode), NOTHING if n < len(modes) - 1 else None),) for n, mode in
        enumerate(modes))) for modes in voices
    ))  # fmt: skip


def test_the_strictest_emergency_mode_holds() -> None:
    assert strictest(together()) is None
    assert strictest(together(["allow"], ["allow"])) == "allow"
    assert strictest(together(["allow"], ["forbid"])) == "forbid"
    assert strictest(together(["allow", "forbid"])) == "forbid"  # a new key cannot allow at once
    assert strictest(together(["forbid", "allow"])) == "forbid"  # and can forbid at once
    assert strictest(together([{"max-label": "V"}], [{"max-label": "R"}])) == {"max-label": "R"}
    assert strictest(together([{"max-label": "PSY"}], ["allow"])) == {"max-label": "PSY"}
    assert strictest(together([{"max-label": "PSY"}], [{"max-label": "R"}])) == "forbid"
