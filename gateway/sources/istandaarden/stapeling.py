"""Which products may not be allocated or wanted at one time (TR302, TR361, TR386, TR410)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Product

# Wheelchairs, transport, housing and other aids may stand side by side, in the Wmo (TR302).
MAG_STAPELEN = frozenset({"11", "12", "13", "14"})

Baan: TypeAlias = tuple[str, ...]
Looptijd: TypeAlias = tuple[str, Product | None, date, date | None]


def stapelend(looptijden: Iterable[Looptijd]) -> Iterator[str]:
    """The places (first of each tuple) of what overlaps with something before it, in order of first day.

    Each must start after the last day of those in the lanes it needs.
    """
    until: dict[Baan, date] = {}
    for place, product, ingang, eind in sorted(looptijden, key=lambda looptijd: looptijd[2]):
        taken, needed = _banen(product)
        if any(lane in until and until[lane] >= ingang for lane in needed):
            yield place
        for lane in taken:
            until[lane] = max(until.get(lane, date.min), eind or date.max)


def _banen(product: Product | None) -> tuple[set[Baan], set[Baan]]:
    """Which lanes a product takes, and which must be free for it.

    Without a product code a whole category must be free, without a category everything that may not be stacked.
    """
    if product is None:
        return {("generiek",), ("alles",)}, {("alles",)}
    categorie, code = product.categorie, product.code
    if categorie in MAG_STAPELEN:
        return set(), set()
    if code is None:
        return {("zonder code", categorie), ("categorie", categorie), ("alles",)}, {
            ("categorie", categorie),
            ("generiek",),
        }
    taken: set[Baan] = {("code", categorie, code), ("categorie", categorie), ("alles",)}
    return taken, {("code", categorie, code), ("zonder code", categorie), ("generiek",)}
