"""The table together.yaml: who must agree at which age, and what they give together."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.consent import authorities, combine, model, voices
from gateway.consent.ages import DUTCH
from gateway.consent.asked import Request, make_item
from gateway.consent.authorities import Authority, Known
from gateway.consent.decide import Compiled, compile_policy
from gateway.consent.signed import SignedPolicy
from gateway.consent.vocabulary import PRIMARY, SEVERAL, SINGLE
from gateway.consent.voices import Combined, Counted, Substitute, Voice
from gateway.stages.decided import RoleAt

HERE = Path(__file__).parent
TOWN = yaml.safe_load((HERE / "town.yaml").read_text("utf-8"))
TABLE = yaml.safe_load((HERE / "together.yaml").read_text("utf-8"))
ITEMS = {"thuis": {"life": ["huisvesting"]}, "geld": {"life": ["financien"]}}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in TABLE["cases"]])
def test_decision(case: dict[str, Any]) -> None:
    now = at(case["day"])
    bos = TOWN["people"]["huisarts"]
    request = Request(bos["person"], bos["org"], bos["orgtype"], (RoleAt(bos["role"], bos["org"]),), "TREAT", "see")
    values = {"record": "r", **ITEMS[case.get("item", "thuis")]}
    item = make_item(
        {name: values.get(name) for name in SINGLE}, {n: values.get(n) for n in (*SEVERAL, *PRIMARY.values())}, None
    )
    decision = combine.decide_together(combine.prepare(together(case, now), request, now), item)
    assert decision.level == case["expect"]


def test_the_table_is_no_smaller_than_it_was() -> None:
    assert len(TABLE["cases"]) >= 50


def at(day: Any) -> int:
    return int(datetime.combine(day, time(12), DUTCH).timestamp())


def together(case: dict[str, Any], now: int) -> Combined:
    appointed = [
        Authority(
            holder=capacity,
            capacity="curator" if capacity == "curator" else "mentor",
            begins=0,
            ends=int(datetime.combine(given["until"], time(), DUTCH).timestamp()) if "until" in given else None,
            scope=compiled(given["scope"]) if "scope" in given else None,
        )
        for capacity, given in ((name, case[name]) for name in ("curator", "mentor") if name in case)
    ]
    born = case["born"]
    known = Known(
        client="kind",
        births=() if born is None else (str(born),),
        authorities=(*(Authority(name, "voogd" if name == "voogd" else "ouder", 0) for name in case.get("gezag", ())),
                     *appointed),
        doubt=case.get("doubt", False),
        incapable=case.get("incapable", False),
    )  # fmt: skip
    found = authorities.deciding(known, now)
    assert bool(found.refusal) <= (case["expect"] == "deny")
    alone = not found.instead and "kind" in found.required
    return Combined(
        required=tuple(voice(case, holder) for holder in found.required),
        instead=tuple(Substitute(voice(case, a.holder), a.scope) for a in found.instead),
        own=voice(case, "kind") if found.own_denies and not alone else None,
        refusal=found.refusal,
    )


def voice(case: dict[str, Any], holder: str) -> Voice:
    if holder not in case["signed"]:
        return Voice(holder)
    may = case.get("may", {}).get(holder)
    ceiling = None if may is None else voices.NOTHING if may is False else compiled(may)
    newest = [Counted(signed(case["signed"][holder]), ceiling)]
    if holder in case.get("fork", {}):
        newest.append(Counted(signed(case["fork"][holder])))
    earlier = case.get("earlier", {}).get(holder)
    return Voice(holder, (tuple(newest), *(((Counted(signed(earlier)),),) if earlier else ())))


def compiled(rules: list[dict[str, Any]]) -> Compiled:
    return compile_policy(read(rules))


def signed(rules: list[dict[str, Any]]) -> SignedPolicy:
    policy = model.Policy("kind", 1, None, "x", 0, None, None, "j", None, "allow", (False, False), read(rules))
    return SignedPolicy(policy, f"{id(rules):x}", "kid", "token")


def read(rules: list[dict[str, Any]]) -> tuple[model.Rule, ...]:
    return tuple(model.read_rule({"id": str(n), "text": "x", **rule}) for n, rule in enumerate(rules))
