"""The three locks in the gate: action, obligations, meetings, systems; and that the client's id stays inside."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import gateway.consent
from gateway.consent import locks, sentences
from gateway.consent.obligations import masked
from gateway.consent.serving import readdressed
from gateway.wire import json
from tests.unit.consent import made
from tests.unit.consent.made import ARTS, CLIENT, CONSULENT, SEE_ALL, ZUSTER, clear, levels, policy, rule, version


def test_writing_shows_nothing() -> None:
    signed = policy(rule(how=["add", "see"]))
    assert clear([version("a"), version("b", source="praktijk")], signed, action="add").items == ()


def test_exporting_needs_its_own_permit_and_no_obligation_against_it() -> None:
    assert clear([version()], SEE_ALL, action="export").items == ()
    assert levels(clear([version()], policy(rule(how=["export"])), action="export")) == {"r": "see"}
    bound = policy(rule(how=["export"]), rule(how=["export"], oblige=["no-export"]))
    assert clear([version()], bound, action="export").items == ()
    assert levels(clear([version()], policy(rule(how=["see"], oblige=["no-export"])))) == {"r": "see"}


def test_a_masked_element_is_in_neither_form() -> None:
    content = {"note": [{"text": "geheim"}], "_note": [None], "text": {"div": "geheim"}, "value": 5}
    signed = policy(rule(how=["see"], oblige=["mask:note"]))
    (item,) = clear([version(content=content)], signed).items
    assert "geheim" not in item.text
    assert json.loads(item.text) == item.content
    assert item.content["value"] == 5


def test_masking_reaches_into_lists_and_leaves_the_rest() -> None:
    content = {"participant": [{"individual": {"display": "x"}, "type": 1}, {"type": 2}], "a": [1]}
    assert masked(content, ["mask:participant.individual", "no-export"]) == {
        "participant": [{"type": 1}, {"type": 2}],
        "a": [1],
    }
    assert masked(content, ["no-export"]) is content


def test_the_text_is_served_as_it_was_kept_but_for_the_client() -> None:
    kept = f'{{"a": 5.10, "subject":{{"reference":"Patient/{CLIENT}"}} }}'
    assert readdressed(kept, CLIENT, "h") == '{"a": 5.10, "subject":{"reference":"Patient/h"} }'


@pytest.mark.parametrize(
    "form", ["Patient/{}", "Patient\\/{}", "Patient/{}/_history/1", "https://x/Patient/{}", "Patient/{}#a"]
)
def test_no_form_of_reference_keeps_the_clients_id(form: str) -> None:
    assert CLIENT not in readdressed(f'"{form.format(CLIENT)}"', CLIENT, "h")


def test_an_id_that_begins_alike_is_another() -> None:
    assert (
        readdressed('"Patient/c1" "Patient/c11" "Patient/c1-b"', "c1", "h")
        == '"Patient/h" "Patient/c11" "Patient/c1-b"'
    )


def test_a_version_of_another_client_is_never_shown() -> None:
    assert clear([replace(version(), client="another")], SEE_ALL).items == ()


def test_a_decision_gives_its_reason() -> None:
    ready = locks.vetted(ARTS, CLIENT, SEE_ALL, "see", made.NOW)
    stranger = locks.vetted(replace(ARTS, relations=frozenset()), CLIENT, SEE_ALL, "see", made.NOW)
    assert locks.verdict(ready, made.item()).reason == "consent and wgbo-zorg"
    assert locks.verdict(ready, made.item(life=("justitie",))).reason == "not for this role"
    assert locks.verdict(stranger, made.item()).reason == "no legal ground"
    assert clear([version("j", life=("justitie",)), version("w")], SEE_ALL).withheld == 1


def test_a_sentence_tells_what_is_shared_and_until_when() -> None:
    signed = policy(rule(how=["see"], exp=1_810_764_000))
    assert clear([version()], signed).items[0].decision.sentence == (
        "De cliënt deelt wat de wijkverpleging opschrijft met u tot en met 19 mei 2027."
    )


def test_a_system_is_not_known_to_lack_a_refused_role() -> None:
    system = made.seat(None, "", "praktijk", "huisarts", connector="his")
    assert levels(clear([version()], SEE_ALL, system)) == {"r": "see"}
    refused = policy(rule(how=["see"]), rule("deny", {"kind": "role@org", "id": "huisarts", "org": "praktijk"}))
    assert clear([version()], refused, system).items == ()


def test_at_a_meeting_the_lowest_level_counts_and_all_obligations() -> None:
    signed = policy(
        rule(who={"kind": "org", "id": "praktijk"}, how=["see"], oblige=["mask:note"]),
        rule(who={"kind": "org", "id": "gemeente"}, how=["see"]),
        rule(who={"kind": "org", "id": "wijkzorg"}, how=["contact-only"]),
    )
    table = [replace(seat, purpose="MDO") for seat in (CONSULENT, ARTS)]
    (item,) = clear([version(content={"note": "x"})], signed, *table).items
    assert (item.level, item.decision.rules, "note" in item.content) == ("see", ("r1", "r0"), False)
    (reduced,) = clear([version()], signed, *table, replace(ZUSTER, purpose="MDO")).items
    assert (reduced.level, reduced.decision.sentence) == ("contact-only", sentences.CONTACT)


def test_at_a_meeting_even_ones_own_delivery_is_hidden_from_the_others() -> None:
    own = version("eigen", source="praktijk")
    assert levels(clear([own], None, ARTS)) == {"eigen": "see"}
    assert clear([own], None, ARTS, ZUSTER).items == ()
    assert clear([own], SEE_ALL, ARTS, replace(ZUSTER, relations=frozenset())).items == ()


def test_items_stand_newest_first_then_by_id_and_undated_last() -> None:
    days = [version("b"), version("a"), version("z", day=None), version("n", day=made.DAY.replace(year=2026))]
    assert [item.record for item in clear(days, SEE_ALL).items] == ["n", "a", "b", "z"]


def test_policy_version_and_hash_go_along() -> None:
    assert (clear([], SEE_ALL).policy_version, clear([], SEE_ALL).policy_hash) == (4, "f" * 64)
    assert (clear([], None).policy_version, clear([], None).policy_hash) == (0, "")


PURE = ("alike", "bodies",
        "vocabulary", "forms", "model", "asked", "decide", "signed", "combine", "naming", "ages", "authorities",
        "custody", "witnesses", "emergency", "regimes", "roles", "grounds", "narrative", "obligations",
        "spoken", "moments", "lexicon", "saying", "hearing",
        "sentences", "serving", "locks", "linked", "reduce", "withheld", "gate", "voices")  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_what_the_gate_stands_on_is_pure(name: str) -> None:
    folder = Path(gateway.consent.__file__).parent
    tree = ast.parse((folder / f"{name}.py").read_text("utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    ours = {part for part in imported if part.startswith("gateway")}
    allowed = {"gateway.consent", "gateway.errors", "gateway.quick", "gateway.wire", "gateway.fhir"}
    stages = {f"gateway.stages.{stage}" for stage in ("vocabulary", "tagged", "stored", "decided", "disclosed")}
    assert ours <= allowed | stages | {f"gateway.consent.{other}" for other in PURE}
