"""The Prestaties of one client that stand while a claim is judged: approved before, and accepted in this message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from gateway.sources.istandaarden.declaratie import Prestatie, Sleutel
from gateway.sources.istandaarden.volume import MINUTEN_PER_UUR


class Ingediend:
    """A debit stands until a credit names it: credits count against volume and amount (TR322, TR369)."""

    def __init__(self, prestaties: Iterable[Prestatie]) -> None:
        self._debet: dict[str, Prestatie] = {}
        self._credit: set[str] = set()
        self._per_sleutel: defaultdict[Sleutel, set[str]] = defaultdict(set)
        self._per_toewijzing: defaultdict[int, _Som] = defaultdict(_Som)
        for prestatie in prestaties:
            self.verwerk(prestatie)

    def verwerk(self, prestatie: Prestatie) -> None:
        """Take one approved Prestatie into account."""
        self._per_toewijzing[prestatie.toewijzing_nummer].tel(prestatie)
        if prestatie.credit:
            self._credit.add(prestatie.vorig_referentie_nummer or "")
        else:
            self._debet[prestatie.referentie_nummer] = prestatie
            self._per_sleutel[prestatie.sleutel].add(prestatie.referentie_nummer)

    def debet(self, credit: Prestatie) -> Prestatie | None:
        """The approved debit that a credit takes back: all but the references is the same (IV091)."""
        found = self._debet.get(credit.vorig_referentie_nummer or "")
        if found is None or found.sleutel != credit.sleutel:
            return None
        return found if found.ingediend_bedrag.bedrag == credit.ingediend_bedrag.bedrag else None

    def gecrediteerd(self, credit: Prestatie) -> bool:
        return credit.vorig_referentie_nummer in self._credit

    def staat(self, debet: Prestatie) -> bool:
        """Whether the same was claimed before and was not taken back (TR389)."""
        return not self._per_sleutel.get(debet.sleutel, set()) <= self._credit

    def toewijzingen(self) -> frozenset[int]:
        """ToewijzingNummers with a debit that stands (TR385)."""
        return frozenset(p.toewijzing_nummer for number, p in self._debet.items() if number not in self._credit)

    def volume(self, toewijzing: int, eenheid: str) -> int:
        """What stands on an allocation, in the unit of a claim; hours and minutes are converted, the rest must fit."""
        som = self._per_toewijzing[toewijzing]
        return som.volume + som.omgerekend[eenheid]

    def bedrag(self, toewijzing: int) -> int:
        return self._per_toewijzing[toewijzing].bedrag

    def laatste_dag(self, toewijzing: int) -> date:
        return self._per_toewijzing[toewijzing].laatste_dag


class _Som:
    """What stands on one allocation, summed as it comes: a claim may have thousands of Prestaties on one.

    `omgerekend`: what the volume in an Eenheid differs from the plain sum, because hours and minutes are converted.
    """

    def __init__(self) -> None:
        self.volume = self.bedrag = 0
        self.laatste_dag = date.min
        self.omgerekend: Counter[str] = Counter()

    def tel(self, prestatie: Prestatie) -> None:
        signed = -prestatie.geleverd_volume if prestatie.credit else prestatie.geleverd_volume
        self.volume += signed
        self.bedrag += prestatie.ingediend_bedrag.saldo
        self.laatste_dag = max(self.laatste_dag, prestatie.product_periode.einddatum)
        match prestatie.eenheid:
            case "04":
                self.omgerekend["01"] += signed * MINUTEN_PER_UUR - signed
            case "01":
                self.omgerekend["04"] += -(-signed // MINUTEN_PER_UUR) - signed
            case _:
                pass
