"""Cases of the rules: for each rule a message that keeps it and one that breaks it, in both laws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gateway.sources.istandaarden.bericht import ToegewezenProduct
from gateway.sources.istandaarden.declaratie import Bericht323, Prestatie
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.kennis import ClientKennis, DeclaratieKennis, Kennis
from gateway.sources.istandaarden.stand import fold
from gateway.sources.istandaarden.verdict import Verdict
from gateway.stages.delivered import SourceMessage
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Law

VANDAAG = date(2025, 6, 1)


@dataclass(frozen=True)
class Gegeven:
    """A message with what is known beside it."""

    message: SourceMessage
    kennis: Kennis = field(default_factory=lambda: Kennis(vandaag=VANDAAG))


Maker = Callable[[Law], Gegeven]


@dataclass(frozen=True)
class Geval:
    """`soort`: 301 to 325; `wetten`: laws in which the rule stands."""

    code: str
    soort: str
    goed: Maker
    fout: Maker
    wetten: tuple[Law, ...] = ("Wmo", "Jeugdwet")

    @property
    def naam(self) -> str:
        return f"{self.code}-{self.soort}"


def gelezen(data: bytes, **kennis: Any) -> Gegeven:
    return Gegeven(bouw.gelezen(data), Kennis(**{"vandaag": VANDAAG, **kennis}))


# --- 301 -------------------------------------------------------------------------------------------------------------


def toewijzing(law: Law, *producten: ToegewezenProduct, **client: Any) -> Gegeven:
    """A typed 301, changed where a rule looks."""
    return Gegeven(bouw.toewijzing(*producten, law=law, **client))


def toegewezen(law: Law, nummer: str = "101", **changes: Any) -> SourceMessage:
    """A read 301 with one product, without ReferentieAanbieder."""
    return bouw.gelezen(
        bouw.vol301(law, (bouw.toegewezen_nodes(law, nummer, **{"ReferentieAanbieder": None} | changes),))
    )


def na(*messages: SourceMessage, **kennis: Any) -> Kennis:
    """What is known after these accepted messages."""
    return Kennis(state=fold(messages), vandaag=VANDAAG, **kennis)


# --- 315, 317, 319 ---------------------------------------------------------------------------------------------------


def vot(law: Law, *producten: bouw.Node, **changes: Any) -> Gegeven:
    found = producten or (bouw.aangevraagd_nodes(law, **changes),)
    return gelezen(bouw.xml315(law, *found))


def vow(law: Law, *known: SourceMessage, **parts: Any) -> Gegeven:
    """A change on what is known: allocation 101 when nothing else is said."""
    return Gegeven(bouw.gelezen(bouw.xml317(law, **parts)), na(*(known or (toegewezen(law),))))


def gevraagd(law: Law, referentie: str = "ref-1") -> SourceMessage:
    return bouw.gelezen(bouw.xml315(law, bouw.aangevraagd_nodes(law, referentie)))


def geantwoord(law: Law, verzoek_antwoord: str, reden: str | None = None) -> SourceMessage:
    return bouw.gelezen(bouw.xml319(law, "ref-1", verzoek_antwoord, reden))


def op_verzoek(law: Law, *eerder: SourceMessage, **antwoord: Any) -> Gegeven:
    """A 319 on request ref-1, after what was said before."""
    return Gegeven(bouw.gelezen(bouw.xml319(law, **antwoord)), na(gevraagd(law), *eerder))


# --- 323, 325 --------------------------------------------------------------------------------------------------------


def product(law: Law, **changes: Any) -> ToegewezenProduct:
    message = toegewezen(law, **changes)
    return message.body.client.toegewezen_producten[0]  # type: ignore[no-any-return]


def prestatie(law: Law, *args: Any, **changes: Any) -> Prestatie:
    """A Prestatie as it was approved before."""
    saldo = changes.pop("totaal", "5000")
    node = bouw.prestatie_nodes(law, *args, **changes)
    data = bouw.xml323(law, (BSN, [node]), totaal=saldo, debet_credit="C" if len(args) > 1 else "D")
    bericht: Bericht323 = bouw.gelezen(data).body
    return bericht.declaratie.clienten[0].prestaties[0]


def klant(law: Law, *prestaties: Prestatie, **changes: Any) -> ClientKennis:
    """A known client with allocation 101; `changes` on that."""
    return ClientKennis(bekend=True, toewijzingen={101: product(law, **changes)}, prestaties=prestaties)


def declaratie(
    law: Law,
    *nodes: bouw.Node,
    bekend: ClientKennis | None = None,
    kennis: dict[str, Any] | None = None,
    **parts: Any,
) -> Gegeven:
    """A claim for one client with these Prestaties, on allocation 101."""
    data = bouw.xml323(law, (BSN, list(nodes or (bouw.prestatie_nodes(law),))), **parts)
    known = DeclaratieKennis(clienten={BSN: bekend or klant(law)}, **(kennis or {}))
    return Gegeven(bouw.gelezen(data), Kennis(vandaag=VANDAAG, declaratie=known))


def ingediend(law: Law) -> SourceMessage:
    """Two Prestaties of 5000 and 2500 cents."""
    second = bouw.prestatie_nodes(
        law,
        "RN2",
        ProductPeriode=[("b:Begindatum", "2025-03-01"), ("b:Einddatum", "2025-03-31")],
        GeleverdVolume="2",
        IngediendBedrag=bouw.bedrag_nodes("2500"),
    )
    return bouw.gelezen(bouw.xml323(law, (BSN, [bouw.prestatie_nodes(law), second]), totaal="7500"))


def antwoord325(law: Law, *changes: tuple[str, str], claimed: SourceMessage | None = None) -> Gegeven:
    """A 325 that rejects the first Prestatie, with texts replaced; and the 323 it answers."""
    first = "Declaratie/Clienten/Client[1]/Prestaties/Prestatie[1]"
    asked = ingediend(law)
    data = antwoord(asked, Verdict((), {first: ("9338",)}), "A1", date(2025, 5, 9)).decode()
    for old, new in changes:
        assert old in data
        data = data.replace(old, new, 1)
    return Gegeven(bouw.gelezen(data.encode()), Kennis(vandaag=VANDAAG, beantwoord=(claimed or asked).body))
