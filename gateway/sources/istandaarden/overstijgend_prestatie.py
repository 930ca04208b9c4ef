"""Rules on one Prestatie of a claim (323) against allocations, earlier claims and contracts (levels 3 and 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gateway.sources.istandaarden.bericht import Product, ToegewezenProduct, Wet
from gateway.sources.istandaarden.declaratie import Periode, Prestatie
from gateway.sources.istandaarden.externe_bron import product_past
from gateway.sources.istandaarden.kalender import eerste_dag, laatste_dag
from gateway.sources.istandaarden.kennis import Tarief
from gateway.sources.istandaarden.prestaties import Ingediend
from gateway.sources.istandaarden.regels_declaratie import EURO
from gateway.sources.istandaarden.volume import MINUTEN_PER_UUR, MINUUT, UUR, factor, hoogstens, in_totaal, past


@dataclass(frozen=True, slots=True)
class PrestatieSituatie:
    """`toewijzing`: the one it claims on, deleted or not; `ingediend`: what stands of this client, this one left out.

    `periode`: the DeclaratiePeriode; `nummer_gebruikt`: its ReferentieNummer was used before (TR314).
    """

    law: Wet
    prestatie: Prestatie
    periode: Periode
    toewijzing: ToegewezenProduct | None
    ingediend: Ingediend
    nummer_gebruikt: bool
    tarieven: tuple[Tarief, ...]

    @property
    def dagen(self) -> tuple[date, date]:
        return self.prestatie.product_periode.begindatum, self.prestatie.product_periode.einddatum


def verwijderd(s: PrestatieSituatie) -> bool:
    return s.toewijzing is not None and s.toewijzing.verwijderd


def voor_de_toewijzing(s: PrestatieSituatie) -> bool:
    return s.toewijzing is not None and s.dagen[0] < s.toewijzing.ingangsdatum


def na_de_toewijzing(s: PrestatieSituatie) -> bool:
    eind = s.toewijzing.einddatum if s.toewijzing else None
    return eind is not None and s.dagen[1] > eind


def latere_periode(s: PrestatieSituatie) -> bool:
    return s.dagen[1] > s.periode.einddatum


def andere_categorie(s: PrestatieSituatie) -> bool:
    product = s.toewijzing.product if s.toewijzing else None
    return product is not None and product.categorie != s.prestatie.product_categorie


def andere_code(s: PrestatieSituatie) -> bool:
    product = s.toewijzing.product if s.toewijzing else None
    return product is not None and product.code not in {None, s.prestatie.product_code}


def andere_eenheid(s: PrestatieSituatie) -> bool:
    omvang = s.toewijzing.omvang if s.toewijzing else None
    return omvang is not None and not past(omvang.eenheid, s.prestatie.eenheid)


def te_veel(s: PrestatieSituatie) -> bool:
    t = s.toewijzing
    if t is None or t.omvang is None or andere_eenheid(s):
        return False
    most = hoogstens(s.law, t, t.omvang, s.prestatie.product_periode, s.prestatie.eenheid)
    return s.prestatie.geleverd_volume > most


def samen_te_veel(s: PrestatieSituatie) -> bool:
    t = s.toewijzing
    if t is None or t.omvang is None or s.prestatie.credit or andere_eenheid(s):
        return False
    tot = max(s.dagen[1], s.ingediend.laatste_dag(t.toewijzing_nummer))
    used = s.ingediend.volume(t.toewijzing_nummer, s.prestatie.eenheid) + s.prestatie.geleverd_volume
    return used > in_totaal(t, t.omvang, tot, s.prestatie.eenheid)


def boven_budget(s: PrestatieSituatie) -> bool:
    """A budget is an amount: in euro that is the volume (CS339), in any other unit the volume says nothing of it."""
    t = s.toewijzing
    if t is None or t.budget is None or s.prestatie.credit:
        return False
    return s.ingediend.bedrag(t.toewijzing_nummer) + s.prestatie.ingediend_bedrag.saldo > t.budget


def verkeerd_begin(s: PrestatieSituatie) -> bool:
    t, begin = s.toewijzing, s.dagen[0]
    return t is not None and begin != max(eerste_dag(begin), min(t.ingangsdatum, laatste_dag(begin)))


def verkeerd_eind(s: PrestatieSituatie) -> bool:
    t, eind = s.toewijzing, s.dagen[1]
    return t is not None and eind != min(laatste_dag(eind), max(t.einddatum or date.max, eerste_dag(eind)))


def credit_zonder_debet(s: PrestatieSituatie) -> bool:
    return s.prestatie.credit and s.ingediend.debet(s.prestatie) is None


def tweede_debet(s: PrestatieSituatie) -> bool:
    return not s.prestatie.credit and s.ingediend.staat(s.prestatie)


def tweede_credit(s: PrestatieSituatie) -> bool:
    return s.prestatie.credit and s.ingediend.gecrediteerd(s.prestatie)


def _afgesproken(s: PrestatieSituatie) -> list[Tarief]:
    """What was agreed and registered for this code, unit and days; nothing when no contract is known here."""
    return [
        tarief
        for tarief in s.tarieven
        if tarief.product_code == s.prestatie.product_code
        and past(tarief.eenheid, s.prestatie.eenheid)
        and tarief.vanaf <= s.dagen[0]
        and (tarief.tot is None or s.dagen[1] <= tarief.tot)
    ]


def _afgerond(teller: int, noemer: int) -> int:
    """Half goes up (IV081)."""
    return (2 * teller + noemer) // (2 * noemer)


def ander_tarief(s: PrestatieSituatie) -> bool:
    agreed = _afgesproken(s)
    fitting = {_afgerond(t.tarief, factor(t.eenheid, s.prestatie.eenheid)) for t in agreed}
    return bool(agreed) and s.prestatie.product_tarief is not None and s.prestatie.product_tarief not in fitting


def bedrag_klopt_niet(s: PrestatieSituatie) -> bool:
    """In minutes the tariff per hour is multiplied first, then divided by 60 and rounded (TR346, IV081).

    That tariff stands in the contract; without one, any tariff per hour that rounds to this one per minute will do.
    """
    p = s.prestatie
    if p.eenheid == EURO or p.product_tarief is None:
        return False
    bedrag, volume = p.ingediend_bedrag.bedrag, p.geleverd_volume
    if p.eenheid != MINUUT:
        return bedrag != volume * p.product_tarief
    per_uur = [t.tarief for t in _afgesproken(s) if t.eenheid == UUR]
    if per_uur:
        return bedrag not in {_afgerond(volume * tarief, MINUTEN_PER_UUR) for tarief in per_uur}
    least, half = MINUTEN_PER_UUR * p.product_tarief, MINUTEN_PER_UUR // 2
    low = _afgerond(volume * max(least - half, 0), MINUTEN_PER_UUR)
    return not low <= bedrag <= _afgerond(volume * (least + half - 1), MINUTEN_PER_UUR)


def past_niet(s: PrestatieSituatie) -> bool:
    return not product_past(s.law, Product(s.prestatie.product_categorie, s.prestatie.product_code))
