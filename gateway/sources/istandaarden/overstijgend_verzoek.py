"""Rules on a request (315, 317) against allocations, earlier requests and product codes (levels 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gateway.sources.istandaarden.bericht import Header, Omvang, ToegewezenProduct, Wet
from gateway.sources.istandaarden.condities import loopt_na_2020
from gateway.sources.istandaarden.externe_bron import product_past
from gateway.sources.istandaarden.kennis import Kennis
from gateway.sources.istandaarden.plaatsen import zorgvragen
from gateway.sources.istandaarden.stapeling import Looptijd, stapelend
from gateway.sources.istandaarden.verzoek import (
    AangevraagdProduct,
    Bericht315,
    Bericht317,
    NieuwProduct,
    OngewijzigdProduct,
    TeWijzigenProduct,
    Verzoek,
)

TOTAAL = "6"
Klasse: TypeAlias = AangevraagdProduct | Verzoek | OngewijzigdProduct | TeWijzigenProduct | NieuwProduct


@dataclass(frozen=True, slots=True)
class VerzoekSituatie:
    """One class of a request. `stapelt`: it overlaps with another wanted product (TR361)."""

    law: Wet
    header: Header
    klasse: Klasse
    kennis: Kennis
    stapelt: bool = False

    @property
    def toewijzing(self) -> ToegewezenProduct | None:
        """The current allocation that the class refers to."""
        match self.klasse:
            case OngewijzigdProduct() | TeWijzigenProduct() as klasse:
                return self.kennis.state.actueel(self.header).get(klasse.toewijzing_nummer)
            case _:
                return None


def situaties(bericht: Bericht315 | Bericht317, kennis: Kennis) -> Iterator[tuple[str, VerzoekSituatie]]:
    """Every class below the client, with its place."""
    stapels = frozenset(stapelend(_looptijden(bericht, kennis))) if isinstance(bericht, Bericht317) else frozenset()
    for place, klasse in _klassen(bericht):
        yield place, VerzoekSituatie(bericht.law, bericht.header, klasse, kennis, place in stapels)


def _klassen(bericht: Bericht315 | Bericht317) -> Iterator[tuple[str, Klasse]]:
    if isinstance(bericht, Bericht315):
        for number, product in enumerate(bericht.client.aangevraagde_producten, start=1):
            yield f"Client/AangevraagdeProducten/AangevraagdProduct[{number}]", product
        return
    verzoek, root = bericht.client.verzoek, "Client/Verzoek"
    yield root, verzoek
    for number, blijft in enumerate(verzoek.ongewijzigde_producten, start=1):
        yield f"{root}/OngewijzigdeProducten/OngewijzigdProduct[{number}]", blijft
    for number, wijzigt in enumerate(verzoek.te_wijzigen_producten, start=1):
        yield f"{root}/TeWijzigenProducten/TeWijzigenProduct[{number}]", wijzigt
    for number, nieuw in enumerate(verzoek.nieuwe_producten, start=1):
        yield f"{root}/NieuweProducten/NieuwProduct[{number}]", nieuw


def _looptijden(bericht: Bericht317, kennis: Kennis) -> Iterator[Looptijd]:
    """What is wanted, each with its product: that of what stays or changes stands in its allocation (TR361)."""
    toewijzingen = kennis.state.actueel(bericht.header)
    for place, klasse in _klassen(bericht):
        match klasse:
            case OngewijzigdProduct(nummer) if (standing := toewijzingen.get(nummer)) is not None:
                yield place, standing.product, standing.ingangsdatum, standing.einddatum
            case TeWijzigenProduct(nummer) if (standing := toewijzingen.get(nummer)) is not None:
                yield place, standing.product, klasse.gewenste_ingangsdatum, klasse.einddatum
            case _:
                pass
    yield from ((z.plaats, z.product, z.ingang, z.eind) for z in zorgvragen(bericht))


def _referentie(s: VerzoekSituatie) -> str | None:
    return s.klasse.referentie_aanbieder if isinstance(s.klasse, AangevraagdProduct | Verzoek) else None


def al_gebruikt(s: VerzoekSituatie) -> bool:
    return _referentie(s) in s.kennis.referenties


def onderhanden(s: VerzoekSituatie) -> bool:
    """Of this gemeente: what another has pending, it cannot know."""
    ours = (s.header.gemeente.value, s.header.aanbieder.value)
    return _referentie(s) is not None and any(
        verzoek.open and (verzoek.gemeente, verzoek.aanbieder) == ours for verzoek in s.kennis.state.verzoeken.values()
    )


def onvolledig(s: VerzoekSituatie) -> bool:
    if not isinstance(s.klasse, Verzoek):
        return False
    blijft = {product.toewijzing_nummer for product in s.klasse.ongewijzigde_producten}
    wijzigt = {product.toewijzing_nummer for product in s.klasse.te_wijzigen_producten}
    return not s.kennis.state.actueel(s.header).keys() <= blijft | wijzigt


def blijft_onbekend(s: VerzoekSituatie) -> bool:
    return isinstance(s.klasse, OngewijzigdProduct) and s.toewijzing is None


def wijzigt_onbekend(s: VerzoekSituatie) -> bool:
    return isinstance(s.klasse, TeWijzigenProduct) and s.toewijzing is None


def _wijziging(s: VerzoekSituatie) -> tuple[TeWijzigenProduct, ToegewezenProduct] | None:
    if not isinstance(s.klasse, TeWijzigenProduct) or s.toewijzing is None:
        return None
    return s.klasse, s.toewijzing


def met_terugwerkende_kracht(s: VerzoekSituatie) -> bool:
    match _wijziging(s):
        case None:
            return False
        case nieuw, oud:
            return oud.ingangsdatum != nieuw.gewenste_ingangsdatum <= s.header.dagtekening


def _is_totaal(omvang: Omvang | None) -> bool:
    return omvang is not None and omvang.frequentie == TOTAAL


def totaal_halverwege(s: VerzoekSituatie) -> bool:
    match _wijziging(s):
        case None:
            return False
        case nieuw, oud:
            budget = nieuw.budget != oud.budget
            totaal = nieuw.omvang != oud.omvang and (_is_totaal(nieuw.omvang) or _is_totaal(oud.omvang))
            return (budget or totaal) and nieuw.gewenste_ingangsdatum != oud.ingangsdatum


def omvang_zonder_product(s: VerzoekSituatie) -> bool:
    match _wijziging(s):
        case None:
            return False
        case nieuw, oud:
            return oud.product is None and nieuw.omvang is not None and loopt_na_2020(nieuw.einddatum)


def zonder_omvang(s: VerzoekSituatie) -> bool:
    match _wijziging(s):
        case None:
            return False
        case nieuw, oud:
            return oud.product is not None and oud.product.code is not None and nieuw.omvang is None


def omvang_zonder_code(s: VerzoekSituatie) -> bool:
    match _wijziging(s):
        case None:
            return False
        case nieuw, oud:
            zonder = oud.product is not None and oud.product.code is None
            return zonder and nieuw.omvang is not None and loopt_na_2020(nieuw.einddatum)


def past_niet(s: VerzoekSituatie) -> bool:
    return isinstance(s.klasse, AangevraagdProduct | NieuwProduct) and not product_past(s.law, s.klasse.product)
