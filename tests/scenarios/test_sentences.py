"""Everything that is shown of a rule is made from the rule; texts in other words are taken and shown as such."""

from __future__ import annotations

import pytest

from gateway.errors import Refused, Rejected
from gateway.flows import proof, register, sentences, steward, tokens
from gateway.flows.house import House
from gateway.wire import json
from tests.builders.said import said
from tests.builders.world import BSN, World
from tests.scenarios.test_who_signs import ARTS, SHARE, person

TEXT = "A. Bos mag dit zien: wat de wijkverpleging opschrijft."


def test_the_sentence_of_a_rule_is_what_can_be_signed(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    assert client.say({**SHARE, "text": TEXT}, ours=True).sentences == (TEXT,)


@pytest.mark.parametrize(
    "text",
    [
        "A. Bos mag hier alleen zien dat er contact was: wat de wijkverpleging opschrijft.",
        "B. Vos mag dit zien: wat de wijkverpleging opschrijft.",
        "Praktijk De Linde mag dit zien: wat de wijkverpleging opschrijft.",
        f"{TEXT} Dit geldt tot en met 1 mei 2027.",
        "Mijn dokter mag de verpleging lezen.",
    ],
)
def test_other_words_are_taken_with_a_remark_and_shown_as_that(world: World, text: str) -> None:
    client = person(world.house, BSN)
    client.enrol()
    fine = said(world.house, [{**SHARE, "who": {"kind": "org", "id": "praktijk"}, "id": "a"}])[0]
    receipt = client.say(fine, {**SHARE, "id": "b", "text": text})
    assert receipt.unsaid == (1,)
    both = (TEXT, f"U tekende met deze woorden: {text}")
    assert receipt.sentences[1:] == both
    (card,) = [card for card in steward.sharing(world.house, client.caller).cards if card.party.key == "person:arts"]
    assert card.sentences == both
    proof_ = proof.receipt(world.house, client.caller, 1)
    assert proof_.sentences[1:] == both
    assert json.loads(proof_.document)["sentences"][1] == text  # the file proves what was signed


def test_where_we_wrote_the_text_it_must_be_the_sentence(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    fine = said(world.house, [{**SHARE, "who": {"kind": "org", "id": "praktijk"}, "id": "a"}])[0]
    with pytest.raises(Rejected) as refused:
        client.say(fine, {**SHARE, "id": "b", "text": "B. Vos mag dit zien: alles."}, ours=True)
    assert (refused.value.code, refused.value.where) == ("policy-sentence", "rules[1].text")
    assert "Vos" not in str(refused.value)
    assert client.say(fine, ours=True).version == 1  # nothing was kept


def test_what_was_signed_keeps_its_words_when_names_change(world: World) -> None:
    client = person(world.house, BSN)
    client.enrol()
    old = {**SHARE, "id": "old", "text": TEXT}
    client.say(old, ours=True)
    register.professional(world.house, "arts", "A. Bos-de Wit", "huisarts", "praktijk")
    stop = {"id": "new", "effect": "deny", "who": {"kind": "any"}, "what": {"life": ["financien"]}}
    now = TEXT.replace("A. Bos", "A. Bos-de Wit")
    # Shown under the name of today; the words of then say the same, so they are not held against it.
    assert client.say(old, *said(world.house, [stop]), ours=True).sentences[0] == now
    assert steward.sharing(world.house, client.caller).cards[0].sentences == (now,)
    with pytest.raises(Rejected):  # one member more makes it a new rule, to be said with the name of today
        client.say({**old, "oblige": ["no-export"]}, ours=True)
    assert client.say(*said(world.house, [{**SHARE, "id": "old"}]), ours=True).unsaid == ()


def test_a_namesake_makes_both_names_longer(world: World) -> None:
    register.professional(world.house, "arts-9", "A. Bos", "huisarts", "praktijk-2")
    client = person(world.house, BSN)
    client.enrol()
    made = said(world.house, [SHARE, {**SHARE, "who": {"kind": "person", "id": "arts-9"}}])
    assert [text.partition(" mag")[0] for text in client.say(*made, ours=True).sentences] == [
        "A. Bos (huisarts, Praktijk De Linde)",
        "A. Bos (huisarts, Praktijk De Beuk)",
    ]


def test_a_rule_too_long_to_read_gets_no_sentence_to_sign(world: World) -> None:
    long = {**SHARE, "what": {"contact": [f"contact-nummer-{n}" for n in range(20)]}}
    with pytest.raises(Rejected) as refused:
        said(world.house, [long])
    assert (refused.value.code, refused.value.where) == ("policy-sentence-long", "rules[0]")


def test_sentences_over_http(town: World) -> None:
    token = tokens.token_for(town.house, "client-bakker")
    headers = {"Authorization": f"Bearer {token}"}
    answer = town.web.post("/consents/sentences", json=[{"id": "1", **SHARE}], headers=headers)
    assert (answer.status_code, answer.json()) == (200, [TEXT])
    for wrong in ({}, [{}], [1], [{"id": "1", **SHARE, "what": {"mood": ["x"]}}], [{}] * 201):
        assert town.web.post("/consents/sentences", json=wrong, headers=headers).status_code == 422
    assert town.web.post("/consents/sentences", json=[], headers=town.headers("his")).status_code == 403


def test_only_clients_are_told(house: House) -> None:
    with pytest.raises(Refused):
        sentences.said(house, ARTS, [])
