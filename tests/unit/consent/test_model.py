"""The policy document: what is read, what is refused, and that nothing sent comes back in an error."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.consent import model, vocabulary
from gateway.consent.model import What
from gateway.errors import Rejected


def document(**members: Any) -> dict[str, Any]:
    return {
        "fmt": "nl-toestemming/1",
        "cid": "client-1",
        "ver": 2,
        "prev": "ab" * 32,
        "aud": "https://gateway.example",
        "iat": 1_700_000_000,
        "nbf": 1_700_000_000,
        "exp": 1_800_000_000,
        "jti": "j",
        "nonce": None,
        "emergency": {"max-label": "R"},
        "notify": {"every_access": True, "new_source": False},
        "rules": [],
        **members,
    }


FULL_RULE = {
    "id": "r1",
    "effect": "permit",
    "who": {"kind": "role@org", "id": "huisarts", "org": "praktijk"},
    "what": {"domain": ["wmo"], "life": ["huisvesting"], "period": {"from": "2025-01-01", "to": "2025-12-31"}},
    "why": ["MDO", "TREAT"],
    "how": ["export", "see"],
    "nbf": 1,
    "exp": 2,
    "oblige": ["no-export", "mask:note"],
    "text": "De huisarts mag dit zien.",
}


def rule(**members: Any) -> dict[str, Any]:
    return {"id": "r1", "effect": "permit", "who": {"kind": "any"}, "text": "x", **members}


def test_what_is_read_is_written_back() -> None:
    whole = document(rules=[FULL_RULE, rule(id="r2", effect="deny", what={})])
    assert model.to_json(model.read_policy(whole)) == whole


def test_times_of_the_whole_may_be_absent() -> None:
    whole = {name: value for name, value in document().items() if name not in {"nbf", "exp"}}
    assert model.to_json(model.read_policy(whole)) == whole


@pytest.mark.parametrize("name", [name for name in document() if name not in {"nbf", "exp"}])
def test_every_other_member_must_be_there(name: str) -> None:
    with pytest.raises(Rejected):
        model.read_policy({key: value for key, value in document().items() if key != name})


@pytest.mark.parametrize("name", ["ver", "iat", "cid", "rules", "emergency", "notify", "exp", "aud"])
@pytest.mark.parametrize("value", [None, [], {}, True, "", -1, 1 << 60])
def test_a_value_of_the_wrong_kind_is_refused(name: str, value: Any) -> None:
    if (name, value) in [("rules", []), ("notify", {})]:
        return
    with pytest.raises(Rejected):
        model.read_policy(document(**{name: value}))


@pytest.mark.parametrize(
    "members",
    [
        {"effect": []},
        {"effect": "allow"},
        {"who": None},
        {"who": {"kind": []}},
        {"who": {"kind": "any", "id": "x"}},
        {"who": {"kind": "person"}},
        {"who": {"kind": "org", "id": "x", "org": "y"}},
        {"who": {"kind": "role@org", "id": "x"}},
        {"who": {"kind": "orgtype", "id": "ziekenhuis"}},
        {"who": {"kind": "orgtype", "id": []}},
        {"what": {"domain": []}},
        {"what": {"domain": "wmo"}},
        {"what": {"domain": ["ruimtevaart"]}},
        {"what": {"law": ["Zorgwet"]}},
        {"what": {"life": ["geluk"]}},
        {"what": {"label": ["X"]}},
        {"what": {"label": [["N"]]}},
        {"what": {"mood": ["x"]}},
        {"what": {"period": {}}},
        {"what": {"period": {"from": "2025-02-30"}}},
        {"what": {"period": {"from": "2025-2-3"}}},
        {"what": {"period": {"since": "2025-02-03"}}},
        {"what": {"record": ["x" * 37]}},
        {"why": []},
        {"why": ["FUN"]},
        {"why": None},
        {"how": ["read"]},
        {"nbf": -1},
        {"exp": 1.5},
        {"exp": vocabulary.LAST_SECOND},
        {"oblige": ["be-nice"]},
        {"oblige": ["mask:"]},
        {"oblige": "no-export"},
        {"text": "x" * 401},
        {"text": ""},
        {"id": "x" * 37},
        {"extra": 1},
    ],
)
def test_a_rule_outside_the_vocabulary_rejects_the_whole_document(members: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as refused:
        model.read_policy(document(rules=[rule(id="r0"), rule(**members)]))
    assert refused.value.code == "policy-form"


def test_the_sentence_must_be_signed_along() -> None:
    bare = {name: value for name, value in rule().items() if name != "text"}
    with pytest.raises(Rejected):
        model.read_policy(document(rules=[bare]))
    assert model.read_rule(bare, outside=True).text is None


def test_two_rules_have_two_names_and_there_are_at_most_200() -> None:
    model.read_policy(document(rules=[rule(id=str(n)) for n in range(200)]))
    for rules in ([rule(), rule()], [rule(id=str(n)) for n in range(201)]):
        with pytest.raises(Rejected):
            model.read_policy(document(rules=rules))


@pytest.mark.parametrize("sent", [{"999900006": 1}, {"cid": "999900006" * 5}, {"rules": [{"999900006": 1}]}])
def test_nothing_that_was_sent_comes_back_in_the_error(sent: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as refused:
        model.read_policy(document(**sent))
    assert "999900006" not in f"{refused.value!r} {refused.value}"


@pytest.mark.parametrize(
    ("what", "level"),
    [
        ({}, 0),
        ({"domain": ["wmo"]}, 1),
        ({"period": {"from": "2025-01-01"}}, 1),
        ({"domain": ["wmo"], "label": ["N"]}, 2),
        ({"domain": ["wmo"], "period": {"to": "2025-01-01"}}, 2),
        ({"problem": ["PB0024"]}, 2),
        ({"record": ["a"]}, 3),
        ({"record": ["a"], "domain": ["wmo"]}, 3),
    ],
)
def test_how_specific_a_what_is(what: dict[str, Any], level: int) -> None:
    assert model.read_rule(rule(what=what)).what.level == level


def test_an_empty_what_is_everything() -> None:
    assert model.read_rule(rule()).what == What()
