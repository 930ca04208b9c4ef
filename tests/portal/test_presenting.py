"""Words for people: dates, names and the entries of a timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gateway import timeline
from gateway.portal import dates, names
from gateway.portal import timeline as presenter
from gateway.portal.client import looks, sharing
from gateway.portal.professional import clients
from gateway.timeline import Filters
from tests.portal import story
from tests.unit.timeline.items import TODAY, disclosed, item


@pytest.mark.parametrize(
    ("value", "pro", "client"),
    [
        ("2026-11-19", "19 nov 2026", "19 november 2026"),
        ("2026-03", "mrt 2026", "maart 2026"),
        ("1999", "1999", "1999"),
        ("2026-05-20T08:30:00+02:00", "20 mei 2026 om 08:30", "20 mei 2026 om 08:30"),
        ("2025-08-06T22:00:00Z", "7 aug 2025", "7 augustus 2025"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        ("ooit", "ooit", "ooit"),
    ],
)
def test_dates_in_words(value: str, pro: str, client: str) -> None:
    assert (dates.fhir(value, "pro"), dates.fhir(value, "client")) == (pro, client)


def test_an_age_is_only_told_of_a_whole_birth_date() -> None:
    assert dates.age("1951-11-25", TODAY) == 74
    assert dates.age("1951-11-24", TODAY) == 75
    assert dates.age("1951", TODAY) is None


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ({"name": [{"family": "van Putten", "given": ["Jo", "P."]}]}, "VAN PUTTEN, Jo P."),
        ({"name": [{"use": "nickname", "text": "Jo"}, {"use": "official", "family": "Aziz"}]}, "AZIZ"),
        ({"name": [{"text": "J. de Vries"}]}, "J. de Vries"),
        ({}, "Naam niet bekend"),
        (None, "Naam niet bekend"),
    ],
)
def test_family_names_stand_first_and_in_capitals(patient: object, expected: str) -> None:
    assert names.banner(patient) == expected


def test_the_banner_shows_what_other_sources_write() -> None:
    [remark] = clients.banner(story.record(), TODAY).remarks
    assert (remark.field, remark.value, remark.source) == (
        "Geboortedatum",
        "4 mei 1951",
        "volgens Thuiszorg De Brug",
    )


def present(**how: object) -> presenter.TimelineView:
    found = timeline.build(story.record(), Filters(**how.pop("wish", {})), TODAY)
    return presenter.present(found, "/c/h/tijdlijn", "pro", **how)


def test_every_number_in_the_lanes_opens_exactly_those_events() -> None:
    view = present()
    row = next(row for row in view.lanes.rows if row.name == "Lichamelijke gezondheid")
    cell = next(cell for cell in row.cells if cell.column == "mrt 2026")
    assert cell.href == ("/c/h/tijdlijn?life=lichamelijke-gezondheid&from=2026-03-01&to=2026-03-31#lijst")
    wish = {"life": "lichamelijke-gezondheid", "start": date(2026, 3, 1), "end": date(2026, 3, 31)}
    assert present(wish=wish).count.startswith(f"{cell.count} gebeurtenis")


def test_what_is_to_come_is_called_planned() -> None:
    view = present()
    assert view.days[0].planned
    assert view.lanes.headings[-1].mark == "gepland"
    assert [heading.mark for heading in view.lanes.headings].count("nu") == 1


def test_filter_lists_are_whole_whatever_is_shown() -> None:
    empty = presenter.present(timeline.build(disclosed(), Filters(), TODAY), "/x", "pro")
    sizes = {select.name: len(select.choices) for select in empty.choices.selects}
    assert sizes == {"life": 14, "source": 0, "problem": 42, "law": 6, "kind": 21}


def test_one_sentence_for_the_whole_table_hides_what_is_whose() -> None:
    shown = disclosed(item({"resourceType": "Condition"}, own=True))
    view = presenter.present(timeline.build(shown, Filters(), TODAY), "/x", "pro", why="Iedereen mag dit zien.")
    [entry] = view.days[0].entries
    assert (entry.why, entry.own) == ("Iedereen mag dit zien.", False)


def test_the_client_is_told_who_looked_last_not_that_they_looked_themselves() -> None:
    own = replace(story.LOOKS[0], when=datetime(2026, 11, 24, 12, tzinfo=UTC), who="uzelf", organisation="")
    assert (
        looks.latest((own, *story.LOOKS)) == "Laatst gekeken: H. Smit, huisarts. Dat was op 24 november 2026 om 10:05."
    )
    assert looks.latest(()) == "Er heeft nog niemand gekeken."


@pytest.mark.parametrize(("cards", "text"), [(0, "U deelt nog niets."), (1, "Iemand mag iets van u zien.")])
def test_the_first_page_counts_with_whom_the_client_shares(cards: int, text: str) -> None:
    assert sharing.home(replace(story.SHARING, cards=story.SHARING.cards[:cards]), ())[1] == text
