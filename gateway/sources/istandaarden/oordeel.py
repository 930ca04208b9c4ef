"""Judges a message on control levels 2, 3 and 4 as IV028 and IV032 order them: a broken level ends the judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from gateway.sources.istandaarden.bericht import (
    Bericht,
    Bericht301,
    Bericht305,
    Bericht307,
    ToegewezenProduct,
)
from gateway.sources.istandaarden.berichtoverstijgend import Klasse, Situatie, gebroken
from gateway.sources.istandaarden.condities import CONDITIES
from gateway.sources.istandaarden.constraints import CONSTRAINTS
from gateway.sources.istandaarden.leveringen import Leveringen
from gateway.sources.istandaarden.regels import MOST_FINDINGS, Bevinding, Regel, bron, klasse
from gateway.sources.istandaarden.stand import VERWIJDEREN, State
from gateway.sources.istandaarden.technisch import TECHNISCH
from gateway.stages import SourceMessage

BERICHTINHOUD: tuple[Regel, ...] = (*CONDITIES, *CONSTRAINTS, *TECHNISCH)

TECHNISCH_ONJUIST = "0001"
IN_ORDE = "0200"
_IDENTIFICATIE = "Header/BerichtIdentificatie/Identificatie"
_DAGTEKENING = "Header/BerichtIdentificatie/Dagtekening"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Return codes as the return message carries them; none at all means accepted, any means rejected as a whole.

    `header`: of the header; `klassen`: of each class with a broken rule, by its place (every other class is in order);
    `bevindingen`: the same for people.
    """

    header: tuple[str, ...] = ()
    klassen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bevindingen: tuple[Bevinding, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.header


def judge(
    message: SourceMessage,
    state: State,
    *,
    identificatie_used: bool = False,
    elsewhere: frozenset[int] = frozenset(),
    today: date | None = None,
) -> Verdict:
    """Judge a message that is valid against its XSD.

    `state`: folded from earlier accepted messages of this client and law.
    `identificatie_used`: an accepted message of this kind and sender had this Identificatie (TR056).
    `elsewhere`: ToewijzingNummers that this gemeente uses for other clients under this law (TR332).
    `today`: the Dutch day, to test that the Dagtekening is not in the future (TR135); None leaves that out.
    """
    bericht: Bericht = message.body
    inhoud = tuple(islice((found for regel in BERICHTINHOUD for found in regel.bevindingen(bericht)), MOST_FINDINGS))
    if inhoud:
        return Verdict(header=(TECHNISCH_ONJUIST,), bevindingen=inhoud)
    kop = tuple(_header(bericht, identificatie_used, today))
    if kop:
        return Verdict(header=tuple(code for code, _ in kop), bevindingen=tuple(found for _, found in kop))
    return _klassen(bericht, state, elsewhere)


def _header(bericht: Bericht, identificatie_used: bool, today: date | None) -> Iterator[tuple[str, Bevinding]]:
    if identificatie_used:
        zin = "The sender used this Identificatie before for a message of this kind"
        yield (
            "9056",
            Bevinding(_IDENTIFICATIE, bron(bericht, "TR056"), zin, "give each message an Identificatie of its own"),
        )
    if today is not None and bericht.header.bericht_identificatie.dagtekening > today:
        yield "8848", Bevinding(_DAGTEKENING, bron(bericht, "TR135"), "The date lies in the future", "correct the date")


def _klassen(bericht: Bericht, state: State, elsewhere: frozenset[int]) -> Verdict:
    """Classes one by one; what a class changes counts for the next. Deletions first: IV008 corrects in one message."""
    klassen: dict[str, tuple[str, ...]] = {}
    found: list[Bevinding] = []
    leveringen = Leveringen(state)
    for place, product in _producten(bericht):
        situatie = Situatie(bericht.header, product, state, leveringen, elsewhere)
        regels = tuple(gebroken(bericht.kind[-3:], situatie))
        if regels:
            klassen[place] = tuple(regel.retourcode for regel in regels)
            found += [Bevinding(f"{place}/{r.deel}", bron(bericht, r.code), r.zin, r.mend) for r in regels]
        elif situatie.sleutel is not None:
            leveringen.verwerk(situatie.sleutel, verwijdert=_verwijdert(product))
    return Verdict((IN_ORDE,) if klassen else (), klassen, tuple(found[:MOST_FINDINGS]))


def _producten(bericht: Bericht) -> list[tuple[str, Klasse]]:
    placed = [(klasse(bericht, number), product) for number, product in enumerate(_klassen_van(bericht), start=1)]
    return sorted(placed, key=lambda pair: not _verwijdert(pair[1]))


def _klassen_van(bericht: Bericht) -> tuple[Klasse, ...]:
    match bericht:
        case Bericht301():
            return bericht.client.toegewezen_producten
        case Bericht305():
            return bericht.client.start_producten
        case Bericht307():
            return bericht.client.stop_producten


def _verwijdert(product: Klasse) -> bool:
    return not isinstance(product, ToegewezenProduct) and product.status_aanlevering == VERWIJDEREN
