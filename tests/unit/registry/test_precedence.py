from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.registry.precedence import GUARDED, RANK, View, lead

T0 = datetime(2026, 1, 1, tzinfo=UTC)


def view(source: str, authority: str, days: int = 0, dagtekening: date | None = None, **patient: Any) -> View:
    return View(source, authority, dagtekening, T0 + timedelta(days=days), {"resourceType": "Patient", **patient})


def test_a_gp_never_overwrites_what_the_municipality_says() -> None:
    patient, remarks = lead(
        [
            view("gemeente", "gemeente", 0, date(2026, 1, 1), birthDate="1967-08-13"),
            view("huisarts", "bron", 90, birthDate="1968-08-13"),
        ]
    )
    assert patient["birthDate"] == "1967-08-13"
    assert [(r.field, r.source, r.value) for r in remarks] == [("birthDate", "huisarts", "1968-08-13")]


def test_brp_leads_over_the_municipality() -> None:
    patient, remarks = lead(
        [
            view("gemeente", "gemeente", 9, date(2026, 9, 9), birthDate="1967"),
            view("brp", "basisregistratie", 0, birthDate="1967-08-13"),
        ]
    )
    assert patient["birthDate"] == "1967-08-13"
    assert len(remarks) == 1


def test_between_municipalities_the_newest_dagtekening_leads_not_the_last_to_arrive() -> None:
    patient, _ = lead(
        [
            view("a", "gemeente", 5, date(2025, 1, 1), birthDate="1961-01-01"),
            view("b", "gemeente", 0, date(2026, 1, 1), birthDate="1962-02-02"),
        ]
    )
    assert patient["birthDate"] == "1962-02-02"


def test_a_field_the_leading_source_lacks_comes_from_the_next() -> None:
    patient, remarks = lead(
        [view("gemeente", "gemeente", 0, None, birthDate="1967"), view("huisarts", "bron", 0, gender="male")]
    )
    assert (patient["birthDate"], patient["gender"], remarks) == ("1967", "male", ())


views = st.lists(
    st.builds(
        view,
        st.sampled_from("abcd"),
        st.sampled_from(sorted(RANK)),
        st.integers(0, 30),
        st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        birthDate=st.sampled_from(["1960", "1961-01", "1962-02-02"]),
    ),
    min_size=1,
    max_size=6,
)


@given(views)
def test_a_higher_authority_always_leads_and_every_other_value_is_kept(given_views: list[View]) -> None:
    patient, remarks = lead(given_views)
    best = min(RANK[v.authority] for v in given_views)
    assert patient["birthDate"] in {v.patient["birthDate"] for v in given_views if RANK[v.authority] == best}
    for remark in remarks:
        assert remark.value != patient[remark.field]
        assert remark.field in GUARDED


@given(views)
def test_order_of_views_is_irrelevant_when_times_differ(given_views: list[View]) -> None:
    unique = {(v.authority, v.authority == "gemeente" and v.dagtekening, v.received): v for v in given_views}
    ordered = list(unique.values())
    assert lead(ordered)[0] == lead(ordered[::-1])[0]
