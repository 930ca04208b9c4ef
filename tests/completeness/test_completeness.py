"""Nothing is lost: a place of a message that is neither mapped, left out by decision, noticed nor judged fails here."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gateway.flows.completeness import Meter
from gateway.flows.completeness.leaves import document
from gateway.flows.completeness.others import others
from gateway.mappings import fhir_r4, left_out
from gateway.mappings.normalise import BY_KIND as MAPPERS
from gateway.stages.delivered import Origin, SourceMessage
from gateway.stages.normalised import Normalised
from tests.completeness import baseline, pages
from tests.completeness.messages import Message, files, golden, measured, samples, unmapped
from tests.scenarios.golden.scenarios import BY_KIND, SCENARIOS

EXHAUSTIVE = os.environ.get("EXHAUSTIVE") == "1"
DECISIONS = Path(__file__).parents[2] / "docs" / "decisions"
LARGE = 40 * 1024
LEAST = 0.97  # of the content of our own messages, over all kinds


@pytest.mark.parametrize("kind", [scenario.kind for scenario in SCENARIOS])
def test_every_value_of_our_own_messages_is_accounted_for(kind: str) -> None:
    scenario = BY_KIND[kind]
    found = Meter(thorough=EXHAUSTIVE).measure(scenario.raw(), scenario.origin, scenario.answered())
    assert found is not None
    assert unmapped(found) <= baseline.known(kind)
    assert found.share >= LEAST
    assert pages.path(kind).read_text("utf-8") == pages.page(scenario, found), pages.AGAIN


def test_every_value_of_published_samples_is_accounted_for(shared: Path) -> None:
    """A file of each folder, all of them when EXHAUSTIVE is set: some can only show less than the baseline holds."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for _, one in measured(Meter(), _chosen(shared / "samples")):
        found[one.kind] |= unmapped(one)
    assert len(found) >= 15
    assert baseline.grown(found) == {}


def _chosen(folder: Path) -> Iterator[Message]:
    """Of each folder the largest that is no larger than `LARGE`, else its smallest; and every iWmo and iJw message."""
    chosen: dict[Path, Path] = {}
    for path in files(folder):  # small ones first
        if path.parent not in chosen or path.stat().st_size <= LARGE:
            chosen[path.parent] = path
    for message in samples(folder):
        path = folder / message.name
        if EXHAUSTIVE or path == chosen[path.parent] or {"wmo", "jw"} & set(path.parts):
            yield message


@pytest.mark.skipif(not EXHAUSTIVE, reason="reads every sample: EXHAUSTIVE=1")
def test_every_line_of_what_is_left_out_is_needed(shared: Path) -> None:
    needed = set()
    for message, one in measured(Meter(), (*golden(), *samples(shared / "samples"))):
        del message
        needed |= {left_out.line(one.kind, leaf.place) for leaf, fate in one.fates if fate.verdict == "left out"}
    assert [line.places for line in left_out.table() if line not in needed] == []


def test_what_is_left_out_is_decided() -> None:
    decided = {path.name[:4] for path in DECISIONS.glob("[0-9]*.md")}
    assert {line.decision for line in left_out.table()} <= decided
    assert all(line.kinds and line.reason for line in left_out.table())


def test_a_baseline_only_shrinks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baseline, "FOLDER", tmp_path)
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    assert baseline.grown({"a": frozenset({"two", "three"}), "b": frozenset()}) == {"a": ["three"]}
    assert baseline.shrink({"a": frozenset({"two", "three"})}) == ["a: one"]
    assert baseline.known("a") == frozenset({"two"})


def test_a_mapping_that_forgets_an_element_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the value, and even the element, still stands elsewhere in what is made."""

    def forgetful(message: SourceMessage, origin: Origin) -> Normalised:
        made = fhir_r4.normalise(message, origin)
        return replace(made, resources=tuple(replace(one, content=_without(one.content)) for one in made.resources))

    monkeypatch.setitem(MAPPERS, "fhir-r4", forgetful)  # type: ignore[arg-type]
    scenario = BY_KIND["fhir-r4"]
    found = Meter().measure(scenario.raw(), scenario.origin)
    assert found is not None
    assert sorted(found.unmapped) == [
        "Bundle/entry/resource/Observation/component/valueQuantity/unit/@value",
        "Bundle/entry/resource/Observation/effectiveDateTime/@value",
    ]


def _without(content: dict[str, Any]) -> dict[str, Any]:
    """One of two days that are the same, and one of two units that are the same."""
    if content.get("id") == "0008-005":
        return {name: value for name, value in content.items() if name != "effectiveDateTime"}
    if "component" not in content:
        return content
    first, *rest = content["component"]
    quantity = {name: value for name, value in first["valueQuantity"].items() if name != "unit"}
    return {**content, "component": [{**first, "valueQuantity": quantity}, *rest]}


def test_another_value_has_the_form_of_the_first() -> None:
    assert next(iter(others("999990019"))) == "999911120"
    assert next(iter(others("20190304"))) == "20180304"
    assert next(iter(others("2019-03-04T10:00:00Z"))) == "2018-03-04T10:00:00Z"
    assert list(others("true")) == ["false"]
    assert "F" in list(others("M"))
    for value in ("R95", "98.0", "x", "é", "1", "urn:oid:2.16.840", "Zeg het."):
        assert value not in list(others(value))
        assert all(others(value))


def test_a_leaf_is_changed_and_put_back() -> None:
    for body in (b'<a x="1"><b>t</b><b>u</b></a>', b'{"a": 1, "b": [{"c": "t"}, {"c": true}], "d": 1.50}'):
        whole = document(body)
        values = [leaf.value for leaf in whole.leaves]
        for number, leaf in enumerate(whole.leaves):
            other = next(iter(others(leaf.value)))
            again = [one.value for one in document(whole.changed({number: other})).leaves]
            assert again == [*values[:number], other, *values[number + 1 :]]
        assert [leaf.value for leaf in document(whole.changed({})).leaves] == values


def test_the_index_of_sources_names_every_kind() -> None:
    assert pages.INDEX.read_text("utf-8") == pages.index(), pages.AGAIN
    assert {path.stem for path in pages.FOLDER.glob("*.md")} == BY_KIND.keys()
