"""Judges the product classes of a 301, 305 or 307, one by one; what a class changes counts for the next."""

from __future__ import annotations

from gateway.sources.istandaarden.bericht import Bericht301, Bericht305, Bericht307, ToegewezenProduct
from gateway.sources.istandaarden.berichtoverstijgend import PRODUCTREGELS, Klasse, Situatie
from gateway.sources.istandaarden.bevonden import Bevonden
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.leveringen import Leveringen
from gateway.sources.istandaarden.regels import gebroken, klasse
from gateway.sources.istandaarden.stand import VERWIJDEREN
from gateway.sources.istandaarden.verdict import Verdict


def klassen(bericht: Bericht301 | Bericht305 | Bericht307, kennis: Kennis) -> Verdict:
    """Deletions first: IV008 corrects in one message."""
    bevonden, leveringen = Bevonden(bericht), Leveringen(kennis.state)
    placed = [(klasse(bericht, number), product) for number, product in enumerate(_van(bericht), start=1)]
    for place, product in sorted(placed, key=lambda pair: not _verwijdert(pair[1])):
        situatie = Situatie(
            law=bericht.law,
            header=bericht.header,
            product=product,
            state=kennis.state,
            leveringen=leveringen,
            elsewhere=kennis.elders,
            gedeclareerd=kennis.gedeclareerd,
            verzoeken_gezien=kennis.verzoeken_gezien,
        )
        broken = bevonden.noteer(place, gebroken(PRODUCTREGELS, bericht.kind[-3:], situatie, _status(product)))
        if not broken and situatie.sleutel is not None:
            leveringen.verwerk(situatie.sleutel, verwijdert=_verwijdert(product))
    return bevonden.verdict()


def _van(bericht: Bericht301 | Bericht305 | Bericht307) -> tuple[Klasse, ...]:
    match bericht:
        case Bericht301():
            return bericht.client.toegewezen_producten
        case Bericht305():
            return bericht.client.start_producten
        case Bericht307():
            return bericht.client.stop_producten


def _status(product: Klasse) -> str | None:
    return None if isinstance(product, ToegewezenProduct) else product.status_aanlevering


def _verwijdert(product: Klasse) -> bool:
    return _status(product) == VERWIJDEREN
