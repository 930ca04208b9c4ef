"""What is allocated, asked or claimed, and how much of it: Product, Omvang and Budget."""

from __future__ import annotations

from gateway.mappings.istandaarden import codelijsten, systems
from gateway.mappings.istandaarden.policy import ZONDER_PRODUCT
from gateway.mappings.istandaarden.specification import EURO, PER, UNITS
from gateway.mappings.istandaarden.toewijzing import EURO_IN_CENTEN
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import centen, code, codering, getal
from gateway.sources.istandaarden.bericht import Omvang, Product, Wet

TOTAAL = "6"


def product(concept: Stuk, law: Wet) -> Product:
    """Category and product code, both of this law; a code that had spaces is kept as text by FHIR."""
    categorie = code(concept, systems.categorie(law), codelijsten.PRODUCTCATEGORIE[law], "Product/Categorie")
    found, text = codering(concept, systems.productcode(law)), concept.tekst("text")
    if found is not None and text is not None and " ".join(text.split()) == found:
        return Product(categorie, text)
    return Product(categorie, found)


def product_of_budget(concept: Stuk, law: Wet) -> Product | None:
    """None for what our mapping calls an allocation without product."""
    if concept.tekst("text") == ZONDER_PRODUCT and "coding" not in concept:
        return None
    return product(concept, law)


def hoeveel(request: Stuk) -> tuple[Omvang | None, int | None]:
    """Omvang or Budget of a ServiceRequest: an amount that is at most spent is a Budget."""
    ratio, quantity = request.stuk("quantityRatio"), request.stuk("quantityQuantity")
    if "quantityRange" in request:
        request.weiger("Omvang is one number", "give a Quantity or a Ratio", "quantityRange")
    if ratio is not None:
        number = ratio.nodig("numerator", "Volume")
        return _omvang(number, _frequentie(ratio.nodig("denominator", "Frequentie"))), None
    if quantity is None:
        return None, None
    if quantity.tekst("comparator") == "<=" and _euro(quantity):
        return None, centen(_zonder_teken(quantity), "Budget", "code")
    return _omvang(quantity, TOTAAL), None


def volume(quantity: Stuk) -> tuple[int, str]:
    """A number in an Eenheid (WJ756); money counts cents."""
    if "comparator" in quantity:
        quantity.weiger("Volume is a number, not a bound", "leave the comparator out", "comparator")
    if _euro(quantity):
        return centen(_zonder_teken(quantity), "Volume", "code"), EURO_IN_CENTEN
    unit = quantity.tekst("system"), quantity.tekst("code")
    found = [eenheid for eenheid, known in UNITS.items() if (known.system, known.code) == unit]
    if not found:
        quantity.mist("code", f"Eenheid (UCUM, or a code of {systems.EENHEID})")
    return getal(quantity, "value", "Volume"), found[0]


def _omvang(quantity: Stuk, frequentie: str) -> Omvang:
    number, eenheid = volume(quantity)
    return Omvang(number, eenheid, frequentie)


def _frequentie(per: Stuk) -> str:
    unit = per.tekst("system"), per.tekst("code")
    found = [frequentie for frequentie, known in PER.items() if (known.system, known.code) == unit]
    if not found or per.kaal("value") != 1:
        per.weiger("Frequentie is per day, per week or per month", "give 1 d, 1 wk or 1 mo")
    return found[0]


def _euro(quantity: Stuk) -> bool:
    return (quantity.tekst("system"), quantity.tekst("code")) == (EURO.system, EURO.code)


def _zonder_teken(quantity: Stuk) -> Stuk:
    if "value" in quantity and quantity.kaal("value") < 0:
        quantity.weiger("This amount cannot be negative", "correct it", "value")
    return quantity
