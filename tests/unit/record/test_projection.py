"""What is read back is what was written, now and as it was written before."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.record import projection
from gateway.stages.stored import Attributes
from gateway.stages.tagged import LifeTag, Tag, Tags
from gateway.wire import json

words = st.text(max_size=8)
several = st.lists(words, max_size=2).map(tuple)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
tag = st.builds(Tag, **dict.fromkeys(("problem", "equivalence", "confidence", "basis"), words), primary=st.booleans())
life = st.builds(LifeTag, domain=words, primary=st.booleans(), via=words)


@st.composite
def written(draw: Any) -> tuple[Attributes, Tags]:
    day = draw(days)
    attributes = draw(
        st.builds(
            Attributes,
            record=words,
            author=st.none() | words,
            contact=st.none() | words,
            **dict.fromkeys(("life", "life_primary", "problem", "problem_primary", "omaha_domain", "label"), several),
            day=st.just(day),
        )
    )
    tags = draw(
        st.builds(
            Tags,
            problems=st.lists(tag, max_size=2).map(tuple),
            life=st.lists(life, max_size=2).map(tuple),
            day=st.just(day),
        )
    )
    return attributes, tags


@given(st.lists(written(), min_size=1, max_size=4))
def test_one_reader_reads_them_all_back(found: list[tuple[Attributes, Tags]]) -> None:
    reader = projection.Reader()
    assert [reader.read(projection.write(*one)) for one in found] == found


@given(written())
def test_what_was_written_under_names_is_still_read(one: tuple[Attributes, Tags]) -> None:
    assert projection.Reader().read(projection.named(*one)) == one


def test_the_members_that_stand_by_their_place_are_all_there_are() -> None:
    def names(kind: type) -> set[str]:
        return {field.name for field in dataclasses.fields(kind)}

    assert names(Attributes) == {*projection.OWN, *projection.SAID}
    assert names(Tags) == {"day", *projection.TAGGED}
    assert (names(Tag), names(LifeTag)) == (set(projection.TAG), set(projection.LIFE))


@given(written())
def test_what_was_written_as_one_object_is_still_read(one: tuple[Attributes, Tags]) -> None:
    before = json.dumps({"a": plain(one[0]), "t": plain(one[1])}).encode()
    assert projection.Reader().read(before) == one


def plain(value: Any) -> Any:
    return {
        name: member.isoformat() if isinstance(member, date) else member
        for name, member in dataclasses.asdict(value).items()
    }


def test_fingerprints_are_made_over_the_text_they_always_were() -> None:
    attributes = Attributes("r1", "Condition", "wijkzorg", "Zvw", "wijkverpleging", label=("N",), day=date(2025, 3, 4))
    tags = Tags((), (), ("N",), "Zvw", "wijkverpleging", date(2025, 3, 4), contact_entry=False, narrative=True)
    assert projection.named(attributes, tags).decode() == (
        '["r1","2025-03-04",null]\n{"a":{"type":"Condition","source":"wijkzorg","law":"Zvw","domain":"wijkverpleging",'
        '"author":null,"life":[],"life_primary":[],"problem":[],"problem_primary":[],"omaha_domain":[],"label":["N"],'
        '"contact_entry":false,"narrative":false},"t":{"problems":[],"life":[],"labels":["N"],"law":"Zvw",'
        '"domain":"wijkverpleging","contact_entry":false,"narrative":true}}'
    )
