"""A page of a timeline is found without reading what any item says, and what stands on it is what is fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest

from gateway.stages.disclosed import Body, Disclosed
from gateway.timeline import Filters, Selection
from gateway.timeline.build import PER_PAGE
from tests.unit.timeline.items import TODAY, disclosed, item

MORE = 7


def closed() -> NoReturn:
    raise AssertionError("opened to find out what is shown")


def long() -> Disclosed:
    """One page and some more, newest first, that nobody can open."""
    return disclosed(
        *(
            replace(
                item({"resourceType": kind}, TODAY - timedelta(days=n), record=f"r{n:03}", domain=domain),
                body=Body(closed),
            )
            for n in range(PER_PAGE + MORE)
            for kind, domain in [(("Condition", "huisarts"), ("Observation", "wmo"), ("ServiceRequest", "wmo"))[n % 3]]
        )
    )


@pytest.mark.parametrize(
    ("page", "first", "size", "number", "of"),
    [
        (1, "r000", PER_PAGE, 1, 2),
        (2, "r040", MORE, 2, 2),
        (5, "r040", MORE, 2, 2),
        (None, "r000", PER_PAGE + MORE, 1, 1),
    ],
)
def test_a_page_is_found_with_everything_closed(page: int | None, first: str, size: int, number: int, of: int) -> None:
    whole = long()
    selection = Selection(Filters(period="alles"), TODAY, page)
    shown = list(selection.shown(whole))
    found = selection.of(whole)
    assert (shown[0].record, len(shown), found.page.number, found.page.of) == (first, size, number, of)
    assert found.total == PER_PAGE + MORE
    assert shown == [entry.item for entry in found.page.entries]


def test_no_page_is_empty_but_that_of_nothing() -> None:
    selection = Selection(Filters(), TODAY, 3)
    assert list(selection.shown(disclosed())) == []
    assert (selection.of(disclosed()).page.number, selection.of(disclosed()).page.of) == (1, 1)


def test_a_selection_shows_what_was_disclosed_last_and_builds_it_once() -> None:
    one, other = long(), disclosed(item({"resourceType": "Condition"}, record="other"))
    selection = Selection(Filters(period="alles"), TODAY, 1)
    assert selection.of(one) is selection.of(one)
    assert [entry.item.record for entry in selection.of(other).page.entries] == ["other"]
