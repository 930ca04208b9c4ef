"""A HumanName of nl-core-NameInformation as Naam: own and partner name apart, given names and initials apart."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.mappings.istandaarden.namen import NIET_NATUURLIJK, PSEUDONIEM
from gateway.mappings.istandaarden.specification import ASSEMBLY_ORDER, GIVEN_QUALIFIER, ORDER, OWN, PARTNER
from gateway.mappings.istandaarden.uitgaand.stuk import Stuk
from gateway.mappings.istandaarden.uitgaand.waarden import terug
from gateway.sources.istandaarden.persoon import Achternaam, Naam

EIGEN = "1"
_IN_GEBRUIK = frozenset({"official", "anonymous", None})
PARTS = "give own name, own prefix, partner name as nl-core-NameInformation has them"


def naam(named: Stuk, *, volledig: bool) -> Naam:
    """`named`: a Patient or RelatedPerson. `volledig`: with Partnernaam and NaamGebruik (301), else without."""
    current = [each for each in named.stukken("name") if each.tekst("use") in _IN_GEBRUIK]
    whole = [each for each in current if each.stuk("_family") or "family" in each]
    if not whole:
        named.mist("name", "Naam", PARTS)
    if len(whole) > 1:
        whole[1].weiger("There are two official names", "give one")
    official = whole[0]
    family = official.stuk("_family") or Stuk({}, official.op("_family"))
    own = _achternaam(family, OWN)
    if own is None:
        official.mist("family", "Geslachtsnaam", PARTS)
    for beside in current:
        if beside is not official and any(qualifier != "IN" for _, qualifier in _given(beside)):
            beside.weiger("Beside the official name only initials are understood", f"give {GIVEN_QUALIFIER} IN")
    qualified = [pair for each in current for pair in _given(each)]
    voornamen = " ".join(text for text, qualifier in qualified if qualifier in {"BR", None})
    voorletters = "".join(text for text, qualifier in qualified if qualifier == "IN")
    made = Naam(geslachtsnaam=own, voornamen=voornamen or None, voorletters=_letters(voorletters) or None)
    if not volledig:
        return made
    partner = _achternaam(family, PARTNER)
    return Naam(
        geslachtsnaam=own,
        partnernaam=partner,
        voornamen=made.voornamen,
        voorletters=made.voorletters,
        naam_gebruik=_gebruik(official, partner),
    )


def _achternaam(family: Stuk, urls: tuple[str, str]) -> Achternaam | None:
    name, prefix = (family.extensie(url) for url in urls)
    text = name.tekst("valueString") if name is not None else None
    return None if text is None else Achternaam(text, prefix.tekst("valueString") if prefix is not None else None)


def _gebruik(official: Stuk, partner: Achternaam | None) -> str:
    """Who has no name but an own one can use nothing else (CS050)."""
    if "family" not in official:
        return NIET_NATUURLIJK
    if official.tekst("use") == "anonymous":
        return PSEUDONIEM
    order = official.extensie(ASSEMBLY_ORDER)
    if order is not None:
        found = terug(ORDER, str(order.tekst("valueCode")))
        return found if found is not None else order.weiger("NaamGebruik has no such order", "use NL1 to NL4")
    if partner is None:
        return EIGEN
    return official.mist("extension", "NaamGebruik", f"give {ASSEMBLY_ORDER}")


def _given(named: Stuk) -> Iterator[tuple[str, str | None]]:
    """Given names with their qualifier (BR, IN, CL)."""
    beside = named.waarde.get("_given") or ()
    for number, text in enumerate(named.waarde.get("given") or ()):
        if text is not None:
            part = beside[number] if number < len(beside) and beside[number] else {}
            said = Stuk(part, f"{named.op('_given')}[{number}]").extensie(GIVEN_QUALIFIER)
            yield text, said.tekst("valueCode") if said is not None else None


def _letters(text: str) -> str:
    """The standard writes initials as letters alone."""
    return text.replace(".", "").replace(" ", "")
