"""Addresses, telephone numbers and e-mail of one person as Contacten: one per Soort (COD757), as they stood there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gateway.mappings.istandaarden.specification import (
    ADDRESS,
    ADDRESS_TYPE,
    ADDRESS_USE,
    CODE_SPECIFICATION,
    COUNTRY,
    LINE,
    LOCATOR,
)
from gateway.mappings.istandaarden.systems import ADRESSOORT, EXT_CONTACT, EXT_LANDNUMMER
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import codering, dag_of_niets, getal, nummer, terug
from gateway.sources.istandaarden.persoon import Adres, Contact, Huis, OpenPeriode, Telefoon

NEDERLAND = "0031"
_KIND = {kind.kind: soort for soort, kind in ADDRESS.items()}
_USE = {kind.use: soort for soort, kind in ADDRESS.items() if kind.use}
_TYPE = {kind.type: soort for soort, kind in ADDRESS.items() if kind.type in {"postal", "physical"}}
_INTERNATIONAAL = re.compile(r"\+([0-9]+) ([0-9]+)")
_NEDERLANDS = re.compile(r"(?:\+31|0031)0?([0-9]+)")
_DEEL = {url: part for part, url in LINE.items()}


@dataclass
class _Gevonden:
    """What was found of one Soort. `plek`: its number among the contacts, where that is told."""

    plaats: Stuk
    adres: Adres | None = None
    organisatie: str | None = None
    telefoon: list[Telefoon] = field(default_factory=list)
    email: list[str] = field(default_factory=list)
    perioden: list[OpenPeriode] = field(default_factory=list)
    plek: int | None = None


def contacten(person: Stuk) -> tuple[Contact, ...]:
    """Raises Rejected for what has no place in a Contact, and for a number of which it is not told where it belongs."""
    found: dict[str, _Gevonden] = {}
    for address in person.stukken("address"):
        soort = _soort(address)
        if soort in found:
            address.weiger("There are two addresses of one Soort", "give one of each")
        lines = _regels(address)
        one = found[soort] = _Gevonden(address, _adres(address, lines), lines.get("careOf"))
        one.perioden.append(_periode(address))
    for point in person.stukken("telecom"):
        _punt(found, point)
    return tuple(_contact(soort, one) for soort, one in _op_volgorde(found))


def _op_volgorde(found: dict[str, _Gevonden]) -> list[tuple[str, _Gevonden]]:
    """Those that tell their place stand there, the others around them in their order."""
    left = [pair for pair in found.items() if pair[1].plek is None]
    placed = sorted((pair for pair in found.items() if pair[1].plek is not None), key=lambda pair: pair[1].plek or 0)
    for pair in placed:
        left.insert((pair[1].plek or 1) - 1, pair)
    return left


def _soort(address: Stuk) -> str:
    told = address.extensie(ADDRESS_TYPE)
    concept = told.stuk("valueCodeableConcept") if told is not None else None
    kind = codering(concept, ADDRESS_USE) if concept is not None else None
    if kind is not None:
        return _KIND.get(kind) or address.weiger("A Contact knows no such address", f"use one of {sorted(_KIND)}")
    found = _TYPE.get(address.tekst("type") or "") or _USE.get(address.tekst("use") or "")
    return found or address.mist("extension", "Soort", f"say what the address is for ({ADDRESS_TYPE})")


def _regels(address: Stuk) -> dict[str, str]:
    """The parts of the lines, by their name in ISO 21090."""
    parts: dict[str, str] = {}
    lines, beside = address.waarde.get("line") or (), address.waarde.get("_line") or ()
    for number in range(len(lines)):
        said = Stuk((beside[number] if number < len(beside) else None) or {}, f"{address.op('_line')}[{number}]")
        told = [each for each in said.stukken("extension") if each.tekst("url") in _DEEL]
        if not told:
            said.mist("extension", "Straatnaam and Huis apart", "give the parts of the line as nl-core has them")
        for each in told:
            part = _DEEL[str(each.tekst("url"))]
            if part in parts:
                each.weiger("This part of an address is said twice", "say it once")
            parts[part] = each.nodige_tekst("valueString", part)
    return parts


def _adres(address: Stuk, lines: dict[str, str]) -> Adres | None:
    made = Adres(
        huis=_huis(address, lines),
        postcode=address.tekst("postalCode"),
        straatnaam=lines.get("streetName"),
        plaatsnaam=address.tekst("city"),
        land_code=_land(address),
    )
    return None if made == Adres() else made


def _huis(address: Stuk, lines: dict[str, str]) -> Huis | None:
    if "houseNumber" not in lines:
        return None
    suffix = lines.get("buildingNumberSuffix", "")
    letter, toevoeging = ("", suffix[1:]) if suffix.startswith(" ") else (suffix[:1], suffix[1:])
    if letter and toevoeging and not toevoeging.startswith(" "):
        # Without the space of nl-core it is one addition, whatever it begins with.
        letter, toevoeging = "", suffix
    else:
        toevoeging = toevoeging.removeprefix(" ") if letter else toevoeging
    locator = lines.get("additionalLocator")
    aanduiding = terug(LOCATOR, locator) if locator else None
    if locator and aanduiding is None:
        address.weiger("AanduidingWoonadres has no such word", f"use one of {sorted(LOCATOR.values())}", "_line")
    return Huis(
        huisnummer=nummer(lines["houseNumber"], address, "_line", "Huisnummer"),
        huisletter=letter or None,
        huisnummer_toevoeging=toevoeging or None,
        aanduiding_woonadres=aanduiding,
    )


def _land(address: Stuk) -> str | None:
    beside = address.stuk("_country")
    told = beside.extensie(CODE_SPECIFICATION) if beside is not None else None
    concept = told.stuk("valueCodeableConcept") if told is not None else None
    return (codering(concept, COUNTRY) if concept is not None else None) or address.tekst("country")


def _punt(found: dict[str, _Gevonden], point: Stuk) -> None:
    told = point.extensie(EXT_CONTACT)
    soort = _soort_van_punt(found, point, told)
    one = found.setdefault(soort, _Gevonden(point))
    place = told.extensie("nummer") if told is not None else None
    if place is not None and one.adres is None and one.organisatie is None:
        one.plek = getal(place, "valuePositiveInt", "the place of the Contact")
    match point.tekst("system"):
        case "phone":
            one.telefoon.append(_telefoon(point))
        case "email":
            one.email.append(point.nodige_tekst("value", "Emailadres"))
        case _:
            point.weiger("A Contact has telephone and e-mail alone", "leave it out", "system")
    one.perioden.append(_periode(point))
    if len(one.telefoon) > 2 or len(one.email) > 1:
        point.weiger("A Contact has at most two telephone numbers and one e-mail address", "leave one out")


def _soort_van_punt(found: dict[str, _Gevonden], point: Stuk, told: Stuk | None) -> str:
    """By what it says itself, by its use, or because there is one address alone."""
    named = told.extensie("soort") if told is not None else None
    coding = named.stuk("valueCoding") if named is not None else None
    if coding is not None and coding.tekst("system") == ADRESSOORT and coding.tekst("code") in ADDRESS:
        return str(coding.tekst("code"))
    by_use = _USE.get(point.tekst("use") or "")
    if by_use is not None:
        return by_use
    alone = list(found)
    return alone[0] if len(alone) == 1 else point.mist("extension", "the Contact it stands in", f"give {EXT_CONTACT}")


def _telefoon(point: Stuk) -> Telefoon:
    value = point.nodige_tekst("value", "Telefoonnummer")
    land = point.extensie(EXT_LANDNUMMER)
    abroad = _INTERNATIONAAL.fullmatch(value)
    if land is not None:
        number = abroad[2] if abroad else value.rpartition(" ")[2]
        return Telefoon(number, land.nodige_tekst("valueString", "Landnummer"))
    if abroad is not None and abroad[1] != "31":
        return Telefoon(abroad[2], f"00{abroad[1]}")
    digits = re.sub(r"[ ()\-]", "", value)
    dutch = _NEDERLANDS.fullmatch(digits)
    if dutch is not None:
        return Telefoon(f"0{dutch[1]}", NEDERLAND)
    if re.fullmatch(r"[0-9]+", digits) is None:
        point.weiger("Telefoonnummer is digits, after its Landnummer", "write +32 21234567", "value")
    return Telefoon(digits, NEDERLAND)


def _periode(stuk: Stuk) -> OpenPeriode:
    period = stuk.stuk("period")
    return OpenPeriode(dag_of_niets(period, "start"), dag_of_niets(period, "end")) if period else OpenPeriode()


def _contact(soort: str, one: _Gevonden) -> Contact:
    if len(set(one.perioden)) > 1:
        one.plaats.weiger("The parts of one Contact have different periods", "give them one period")
    periode = one.perioden[0]
    return Contact(
        soort=soort,
        adres=one.adres,
        organisatie=one.organisatie,
        telefoon=tuple(one.telefoon),
        emailadres=next(iter(one.email), None),
        periode=None if periode == OpenPeriode() else periode,
    )
