"""The requests 315 (VOT) and 317 (VOW) and their answer 319 as frozen types, named as the standard names them (3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gateway.sources.istandaarden.bericht import Client, Header, Omvang, Product, Wet
from gateway.wire.xml import Element

AFGEWEZEN, IN_ONDERZOEK = "1", "2"


@dataclass(frozen=True, slots=True)
class Verwijzer:
    """`type`: COD327; `zorgverlener_code`: an AGB code."""

    type: str
    naam: str | None = None
    zorgverlener_code: str | None = None


@dataclass(frozen=True, slots=True)
class AangevraagdProduct:
    """`referentie_aanbieder` names this one request for as long as it is answered (TR347, TR383)."""

    referentie_aanbieder: str
    toewijzing_ingangsdatum: date
    verwijzer: Verwijzer
    beschikking_nummer: int | None = None
    product: Product | None = None
    beschikking_ingangsdatum: date | None = None
    toewijzing_einddatum: date | None = None
    omvang: Omvang | None = None
    budget: int | None = None
    raamcontract: str | None = None
    commentaar: str | None = None


@dataclass(frozen=True, slots=True)
class Client315(Client):
    """`gezagsdrager_bekend`: iJw only (OP002x1)."""

    aangevraagde_producten: tuple[AangevraagdProduct, ...] = ()
    gezagsdrager_bekend: str | None = None
    commentaar: str | None = None


@dataclass(frozen=True, slots=True)
class OngewijzigdProduct:
    toewijzing_nummer: int


@dataclass(frozen=True, slots=True)
class TeWijzigenProduct:
    """What a standing allocation should become; its product stays what it is (IV092)."""

    toewijzing_nummer: int
    gewenste_ingangsdatum: date
    einddatum: date | None = None
    omvang: Omvang | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class NieuwProduct:
    gewenste_ingangsdatum: date
    product: Product | None = None
    einddatum: date | None = None
    omvang: Omvang | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Verzoek:
    """`reden_verzoek`: WJ758. All products together are one request under one reference (IV092)."""

    referentie_aanbieder: str
    reden_verzoek: str
    ongewijzigde_producten: tuple[OngewijzigdProduct, ...] = ()
    te_wijzigen_producten: tuple[TeWijzigenProduct, ...] = ()
    nieuwe_producten: tuple[NieuwProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Client317:
    """A 317 gives no name and no birth date. `bsn` is text until rule CS002 has tested it; never shown."""

    bsn: str = field(repr=False)
    verzoek: Verzoek


@dataclass(frozen=True, slots=True)
class Antwoord:
    """`verzoek_antwoord`: WJ760; `reden_afwijzing_verzoek`: WJ759; `woonplaatsbeginsel`: iJw only, a gemeente code."""

    referentie_aanbieder: str
    verzoek_antwoord: str
    reden_afwijzing_verzoek: str | None = None
    woonplaatsbeginsel: str | None = None


@dataclass(frozen=True, slots=True)
class Bericht315:
    """Verzoek om toewijzing. `kind`: WMO315 or JW315."""

    law: Wet
    kind: str
    header: Header
    client: Client315 = field(repr=False)
    root: Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Bericht317:
    """Verzoek om wijziging. `kind`: WMO317 or JW317."""

    law: Wet
    kind: str
    header: Header
    client: Client317 = field(repr=False)
    root: Element = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Bericht319:
    """Answer to a 315 or 317. It names no client: the request it answers does. `kind`: WMO319 or JW319."""

    law: Wet
    kind: str
    header: Header
    antwoord: Antwoord
    root: Element = field(repr=False, compare=False)
