"""What an item says is opened when it is asked for, once, and never to find out whether it is shown."""

from __future__ import annotations

from gateway.consent import gate
from gateway.stages.stored import StoredVersion
from tests.unit.consent.made import ARTS, CLIENT, NOW, SEE_ALL, version


def test_nothing_is_opened_to_decide_and_one_item_once_to_read_it() -> None:
    opened: list[str] = []

    def text(one: StoredVersion) -> str:
        opened.append(one.record)
        return one.text

    disclosed = gate.clear(
        seats=[ARTS],
        client=CLIENT,
        handle="h",
        patient=None,
        versions=[version("a"), version("b"), version("c", law="Wmo")],
        policy=SEE_ALL,
        action="see",
        now=NOW,
        text=text,
    )
    assert opened == []
    assert {item.record for item in disclosed.items} >= {"a", "b"}
    first = next(item for item in disclosed.items if item.record == "a")
    assert first.content["id"] == "a"
    assert "Patient/h" in first.text
    assert opened == ["a"]
