"""How much may be claimed: the worked examples of IV076 and IV077, and the units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gateway.sources.istandaarden.bericht import Omvang, Product, ToegewezenProduct
from gateway.sources.istandaarden.declaratie import Periode
from gateway.sources.istandaarden.volume import hoogstens, in_totaal
from tests.unit.sources.istandaarden.bouw import TOEGEWEZEN


def toegewezen(begin: date, eind: date, omvang: Omvang, categorie: str = "02") -> ToegewezenProduct:
    return replace(
        TOEGEWEZEN, ingangsdatum=begin, einddatum=eind, omvang=omvang, product=Product(categorie, f"{categorie}A05")
    )


UREN = Omvang(3, "04", "2")
EUROS = Omvang(30000, "83", "2")
IN_DE_WEEK = toegewezen(date(2025, 10, 7), date(2025, 12, 30), UREN)


@pytest.mark.parametrize(("maand", "dagen", "uren"), [(10, (7, 31), 12), (11, (1, 30), 15), (12, (1, 30), 15)])
def test_hours_a_week_count_the_weeks_a_month_touches(maand: int, dagen: tuple[int, int], uren: int) -> None:
    periode = Periode(date(2025, maand, dagen[0]), date(2025, maand, dagen[1]))
    assert hoogstens("Wmo", IN_DE_WEEK, UREN, periode, "04") == uren
    assert hoogstens("Wmo", IN_DE_WEEK, UREN, periode, "01") == uren * 60


def test_hours_a_week_in_all_count_the_weeks_of_the_allocation() -> None:
    assert in_totaal(IN_DE_WEEK, UREN, date(2025, 12, 30), "04") == 39


def test_household_help_may_take_six_weeks_in_any_month_under_the_wmo() -> None:
    huishouden = replace(IN_DE_WEEK, product=Product("01", "01A05"))
    november = Periode(date(2025, 11, 1), date(2025, 11, 30))
    assert hoogstens("Wmo", huishouden, UREN, november, "04") == 18
    assert hoogstens("Jeugdwet", huishouden, UREN, november, "04") == 15
    assert in_totaal(huishouden, UREN, date(2025, 12, 30), "04") == 39


@pytest.mark.parametrize(
    ("eind", "weken"),
    [
        # Ends on a Sunday: each week counts where its Sunday lies.
        (date(2025, 9, 7), {(7, 7, 31): 3, (8, 1, 31): 5, (9, 1, 7): 1}),
        # Ends before one: the broken week counts where the last Sunday of the allocation lies.
        (date(2025, 9, 6), {(7, 7, 31): 3, (8, 1, 31): 6}),
        (date(2025, 9, 5), {(7, 7, 31): 3, (8, 1, 31): 6, (9, 1, 5): 0}),
    ],
)
def test_output_a_week_counts_sundays(eind: date, weken: dict[tuple[int, int, int], int]) -> None:
    product = toegewezen(date(2025, 7, 7), eind, EUROS)
    for (maand, begin, tot), times in weken.items():
        periode = Periode(date(2025, maand, begin), date(2025, maand, tot))
        assert hoogstens("Wmo", product, EUROS, periode, "83") == times * 30000
    assert in_totaal(product, EUROS, eind, "83") == sum(weken.values()) * 30000


def test_a_broken_month_has_the_whole_volume_of_a_month() -> None:
    """IV078, second example."""
    omvang = Omvang(15, "04", "4")
    product = toegewezen(date(2025, 10, 14), date(2025, 12, 13), omvang)
    assert hoogstens("Wmo", product, omvang, Periode(date(2025, 10, 14), date(2025, 10, 31)), "04") == 15
    assert in_totaal(product, omvang, date(2025, 12, 13), "04") == 45


@pytest.mark.parametrize(("frequentie", "maand", "totaal"), [("1", 90, 270 + 12), ("6", 3, 3)])
def test_per_day_and_in_all(frequentie: str, maand: int, totaal: int) -> None:
    omvang = Omvang(3, "04", frequentie)
    product = toegewezen(date(2025, 4, 1), date(2025, 7, 3), omvang)
    april = Periode(date(2025, 4, 1), date(2025, 4, 30))
    assert (hoogstens("Wmo", product, omvang, april, "04"), in_totaal(product, omvang, date.max, "04")) == (
        maand,
        totaal,
    )
