"""Rules against what lies outside the messages (control level 4): the clock, CBS, product code lists, contracts.

The lists are data: `data/gemeenten.csv` (CBS), `data/productcodes.csv` (JZ21 and the Wmo aids). A gemeente may use
product codes of its own inside a category, so a code that no list has is not judged.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from gateway.sources.istandaarden.bericht import Bericht301, Product, Wet
from gateway.sources.istandaarden.berichten import Bericht
from gateway.sources.istandaarden.plaatsen import aangevraagd, levering, toegewezen, zorgvragen


@dataclass(frozen=True, slots=True)
class Gemeente:
    """`tot`: the first day it was no more, for a gemeente that went up in another."""

    code: str
    naam: str
    tot: date | None = None


@cache
def gemeenten() -> Mapping[str, Gemeente]:
    """CBS codes: the municipalities of 2026, and those that ended since claims can reach back (2021)."""
    return {
        row["code"]: Gemeente(row["code"], row["naam"], date.fromisoformat(row["tot"]) if row["tot"] else None)
        for row in _rows("gemeenten.csv")
    }


@cache
def productcodes(law: Wet) -> Mapping[str, str]:
    """Product code → category, of the national lists of one law."""
    return {row["code"]: row["categorie"] for row in _rows("productcodes.csv") if row["wet"] == law}


def gemeente_bestaat(code: str, bericht: Bericht, ook: frozenset[str] = frozenset()) -> bool:
    """TR378. A former gemeente may be named when it existed on a first day that the message gives.

    `ook`: codes registered with this gateway, which need not be CBS's (a test gemeente).
    """
    found = gemeenten().get(code)
    if found is None:
        return code in ook
    return found.tot is None or any(dag < found.tot for dag in _peildata(bericht))


def product_past(law: Wet, product: Product | None) -> bool:
    """TR381: whether a code of a national list stands in the category of that list."""
    if product is None or product.code is None:
        return True
    return productcodes(law).get(product.code, product.categorie) == product.categorie


def _peildata(bericht: Bericht) -> Iterator[date]:
    yield bericht.header.dagtekening
    yield from (product.ingangsdatum for _, product in toegewezen(bericht))
    yield from (product.toewijzing_ingangsdatum for _, product in aangevraagd(bericht))
    for _, product in levering(bericht):
        yield product.toewijzing_ingangsdatum or product.begindatum
    if not isinstance(bericht, Bericht301):
        yield from (vraag.ingang for vraag in zorgvragen(bericht))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("gateway.sources.istandaarden").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
