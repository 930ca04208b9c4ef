"""A policy is accepted only when the text of each rule is the sentence that says it; on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.errors import Refused, Rejected
from gateway.flows import login, register, sentences
from gateway.flows.answers import Receipt
from gateway.flows.house import House
from tests.builders.said import said
from tests.builders.world import BSN, World
from tests.scenarios.test_who_signs import ARTS, SHARE, Person, person

TEXT = "A. Bos mag dit zien: wat de wijkverpleging opschrijft."


def signed(who: Person, *rules: dict[str, Any]) -> Receipt:
    return who.say(*rules)


def test_the_sentence_of_a_rule_is_what_can_be_signed(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    assert signed(client, {**SHARE, "text": TEXT}).sentences == (TEXT,)


@pytest.mark.parametrize(
    "text",
    [
        "A. Bos mag hier alleen zien dat er contact was: wat de wijkverpleging opschrijft.",
        "B. Vos mag dit zien: wat de wijkverpleging opschrijft.",
        f"{TEXT} Dit geldt tot en met 1 mei 2027.",
        "x",
        f"{TEXT} ",
    ],
)
def test_another_text_is_refused_with_the_place_of_the_rule(world: World, text: str) -> None:
    client = person(world.house, BSN)
    client.enrol()
    fine = said(world.house, [{**SHARE, "who": {"kind": "org", "id": "praktijk"}, "id": "a"}])[0]
    with pytest.raises(Rejected) as refused:
        signed(client, fine, {**SHARE, "id": "b", "text": text})
    assert (refused.value.code, refused.value.where) == ("policy-sentence", "rules[1].text")
    assert "Bos" not in str(refused.value)
    assert signed(client, fine).version == 1  # nothing was kept


def test_what_was_signed_keeps_its_words_when_names_change(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    old = {**SHARE, "id": "old", "text": TEXT}
    signed(client, old)
    register.professional(world.house, "arts", "A. Bos-de Wit", "huisarts", "praktijk")
    stop = {"id": "new", "effect": "deny", "who": {"kind": "any"}, "what": {"life": ["financien"]}}
    assert signed(client, old, *said(world.house, [stop])).version == 2
    # One member more makes it a new rule, and that is said with the name of today.
    with pytest.raises(Rejected):
        signed(client, {**old, "oblige": ["no-export"]})
    assert signed(client, *said(world.house, [{**SHARE, "id": "old"}])).sentences[0].startswith("A. Bos-de Wit mag")


def test_a_namesake_makes_both_names_longer(world: World) -> None:
    register.professional(world.house, "arts-9", "A. Bos", "huisarts", "praktijk-2")
    client = person(world.house, BSN)
    client.enrol()
    with pytest.raises(Rejected):
        signed(client, {**SHARE, "text": TEXT})
    made = said(world.house, [SHARE, {**SHARE, "who": {"kind": "person", "id": "arts-9"}}])
    assert [text.partition(" mag")[0] for text in signed(client, *made).sentences] == [
        "A. Bos (huisarts, Praktijk De Linde)",
        "A. Bos (huisarts, Praktijk De Beuk)",
    ]


def test_a_rule_too_long_to_read_cannot_be_signed(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    long = {**SHARE, "what": {"contact": [f"contact-nummer-{n}" for n in range(20)]}}
    with pytest.raises(Rejected) as refused:
        signed(client, {**long, "text": TEXT})
    assert (refused.value.code, refused.value.where) == ("policy-sentence-long", "rules[0]")


def test_sentences_over_http(town: World) -> None:
    token = login.token_for(town.house, "client-bakker")
    headers = {"Authorization": f"Bearer {token}"}
    answer = town.web.post("/consents/sentences", json=[{"id": "1", **SHARE}], headers=headers)
    assert (answer.status_code, answer.json()) == (200, [TEXT])
    for wrong in ({}, [{}], [1], [{"id": "1", **SHARE, "what": {"mood": ["x"]}}], [{}] * 201):
        assert town.web.post("/consents/sentences", json=wrong, headers=headers).status_code == 422
    assert town.web.post("/consents/sentences", json=[], headers=town.headers("his")).status_code == 403


def test_only_clients_are_told(house: House) -> None:
    with pytest.raises(Refused):
        sentences.said(house, ARTS, [])
