"""Names, addresses and telecom of an iWmo or iJw message as nl-core-NameInformation and -AddressInformation."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.istandaarden.elementen import coding, concept, extension, period
from gateway.mappings.istandaarden.specification import (
    ADDRESS,
    ADDRESS_TYPE,
    ADDRESS_USE,
    ASSEMBLY_ORDER,
    CODE_SPECIFICATION,
    COUNTRY,
    GIVEN_QUALIFIER,
    LINE,
    LOCATOR,
    ORDER,
    OWN,
    PARTNER,
)
from gateway.mappings.istandaarden.systems import ADRESSOORT, EXT_CONTACT, EXT_LANDNUMMER
from gateway.sources.istandaarden.persoon import Achternaam, Adres, Contact, Huis, Naam, Telefoon
from gateway.stages.vocabulary import FhirJson

PSEUDONIEM, NIET_NATUURLIJK = "5", "6"


def names(naam: Naam) -> list[FhirJson]:
    """The official name; initials beside full given names go in a second name (guidance of nl-core-NameInformation)."""
    base = _organisatie(naam) if naam.naam_gebruik == NIET_NATUURLIJK else _official(naam)
    given = _voornamen(naam.voornamen) if naam.voornamen else []
    initials = [naam.voorletters] if naam.voorletters else []
    made = base | (_given(given, "BR") if given else _given(initials, "IN"))
    return [made, _given(initials, "IN")] if given and initials else [made]


def _voornamen(voornamen: str) -> list[str]:
    """One by one, unless the spaces between them would then be others than were sent."""
    each = voornamen.split()
    return each if " ".join(each) == voornamen else [voornamen]


def _organisatie(naam: Naam) -> FhirJson:
    """NaamGebruik 6 is not a person: a text without a family name, its parts beside it."""
    return {
        "text": _achternaam(naam.geslachtsnaam),
        "_family": {"extension": list(_parts(naam.geslachtsnaam, OWN))},
    }


def _official(naam: Naam) -> FhirJson:
    family = _family(naam)
    called = naam.voornamen or naam.voorletters
    parts = [
        part for name, urls in ((naam.geslachtsnaam, OWN), (naam.partnernaam, PARTNER)) for part in _parts(name, urls)
    ]
    made: FhirJson = {
        "use": "anonymous" if naam.naam_gebruik == PSEUDONIEM else "official",
        "text": " ".join(filter(None, (called, family))),
        "family": family,
        "_family": {"extension": parts},
    }
    order = ORDER.get(naam.naam_gebruik or "")
    return made | ({"extension": [extension(ASSEMBLY_ORDER, "Code", order)]} if order else {})


def _family(naam: Naam) -> str:
    """The family name as its bearer uses it (COD700)."""
    own = _achternaam(naam.geslachtsnaam)
    if naam.partnernaam is None:
        return own
    partner = _achternaam(naam.partnernaam)
    return {"2": partner, "3": f"{partner}-{own}", "4": f"{own}-{partner}"}.get(naam.naam_gebruik or "", own)


def _achternaam(naam: Achternaam) -> str:
    return " ".join(filter(None, (naam.voorvoegsel, naam.achternaam)))


def _parts(naam: Achternaam | None, urls: tuple[str, str]) -> Iterator[FhirJson]:
    if naam is not None:
        if naam.voorvoegsel:
            yield extension(urls[1], "String", naam.voorvoegsel)
        yield extension(urls[0], "String", naam.achternaam)


def _given(given: list[str], qualifier: str) -> FhirJson:
    if not given:
        return {}
    qualified = {"extension": [extension(GIVEN_QUALIFIER, "Code", qualifier)]}
    return {"given": given, "_given": [qualified for _ in given]}


def address(contact: Contact) -> FhirJson | None:
    """One address; None for a contact that is telephone or e-mail alone."""
    lines = list(_lines(contact))
    adres = contact.adres or Adres()
    if not lines and adres == Adres():
        return None
    kind = ADDRESS[contact.soort]
    made: FhirJson = {
        "extension": [extension(ADDRESS_TYPE, "CodeableConcept", concept(coding(ADDRESS_USE, kind.kind)))],
    }
    said = {"use": kind.use, "type": kind.type}
    made |= {element: value for element, value in said.items() if value}
    if lines:
        made["line"] = [" ".join(text.strip() for _, text in parts) for parts in lines]
        made["_line"] = [
            {"extension": [extension(LINE[part], "String", text) for part, text in parts]} for parts in lines
        ]
    places = {"city": adres.plaatsnaam, "postalCode": adres.postcode, "country": adres.land_code}
    made |= {element: value for element, value in places.items() if value}
    if adres.land_code:
        code = concept(coding(COUNTRY, adres.land_code))
        made["_country"] = {"extension": [extension(CODE_SPECIFICATION, "CodeableConcept", code)]}
    return made | _during(contact)


def _lines(contact: Contact) -> Iterator[list[tuple[str, str]]]:
    """Lines as their parts: the institution somebody lives in (IV002), then street and house."""
    if contact.organisatie:
        yield [("careOf", contact.organisatie)]
    adres = contact.adres
    if adres and (adres.straatnaam or adres.huis):
        street = [("streetName", adres.straatnaam)] if adres.straatnaam else []
        yield street + (list(_huis(adres.huis)) if adres.huis else [])


def _huis(huis: Huis) -> Iterator[tuple[str, str]]:
    if huis.aanduiding_woonadres:
        yield "additionalLocator", LOCATOR[huis.aanduiding_woonadres]
    yield "houseNumber", str(huis.huisnummer)
    if huis.huisletter or huis.huisnummer_toevoeging:
        # nl-core: letter, space, addition; an addition alone keeps its space.
        toevoeging = f" {huis.huisnummer_toevoeging}" if huis.huisnummer_toevoeging else ""
        yield "buildingNumberSuffix", f"{huis.huisletter or ''}{toevoeging}"


def telecom(contact: Contact, number: int) -> list[FhirJson]:
    """Telephone numbers and e-mail of the contact of this number, with the use and period of its address.

    Correspondence and stay have no use in FHIR, and a contact without an address has nothing else to stand in the
    order of contacts: then the point says which contact it is of.
    """
    use = ADDRESS[contact.soort].use
    named: list[FhirJson] = []
    if use is None or address(contact) is None:
        soort = coding(ADRESSOORT, contact.soort)
        parts = [extension("soort", "Coding", soort), extension("nummer", "PositiveInt", number)]
        named = [{"url": EXT_CONTACT, "extension": parts}]
    found = [(_landnummer(phone), {"system": "phone", "value": _number(phone)}) for phone in contact.telefoon]
    found += [([], {"system": "email", "value": contact.emailadres})] if contact.emailadres else []
    return [
        ({"extension": told} if (told := [*named, *land]) else {})
        | point
        | ({"use": use} if use else {})
        | _during(contact)
        for land, point in found
    ]


def _number(telefoon: Telefoon) -> str:
    """Dutch numbers as sent, others with their country: the standard writes 0031 for the Netherlands."""
    land = _land(telefoon)
    return telefoon.telefoonnummer if land in {"", "31"} else f"+{land} {telefoon.telefoonnummer}"


def _landnummer(telefoon: Telefoon) -> list[FhirJson]:
    """The country as it was written, where that is not as the standard writes it."""
    usual = telefoon.landnummer == f"00{_land(telefoon)}"
    return [] if usual else [extension(EXT_LANDNUMMER, "String", telefoon.landnummer)]


def _land(telefoon: Telefoon) -> str:
    return telefoon.landnummer.strip().lstrip("+0")


def _during(contact: Contact) -> FhirJson:
    periode = contact.periode
    span = period(periode.begindatum, periode.einddatum) if periode else {}
    return {"period": span} if span else {}
