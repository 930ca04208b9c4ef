"""The code lists of iWmo and iJw 3.2 as code systems, kept apart per law where both differ (reason to end, 31)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.mappings.concept_maps import rows
from gateway.mappings.istandaarden import codelijsten as lists
from gateway.mappings.istandaarden import systems as uris
from gateway.terminology.model import BASE, Concept, System, computable

PUBLISHER = "Zorginstituut Nederland publishes the list; it gave it no FHIR canonical, so the URI is ours."
TITLES: Mapping[str, str] = {
    "cod043": "Indicatie debet/credit (COD043)",
    "cod046": "Geslacht (COD046)",
    "cod170": "Datumgebruik (COD170)",
    "cod260": "Ja of nee (COD260)",
    "cod327": "Type verwijzer (COD327)",
    "cod467": "Status aanlevering (COD467)",
    "cod700": "Naamgebruik (COD700)",
    "cod757": "Soort adres (COD757)",
    "num061": "Aanduiding woonadres (NUM061)",
    "wj756": "Eenheid (WJ756)",
    "wj758": "Reden verzoek (WJ758)",
    "wj759": "Reden afwijzing verzoek (WJ759)",
    "wj760": "Verzoek antwoord (WJ760)",
    "wmo757": "Frequentie (WMO757)",
}


def code_lists() -> tuple[System, ...]:
    return (*_of_messages(), *_beside_fhir())


def _of_messages() -> Iterator[System]:
    """The lists whose codes end up in FHIR, from the table the mapping itself uses."""
    categorie, beeindiging = lists.PRODUCTCATEGORIE, lists.REDEN_BEEINDIGING
    yield _system(uris.categorie("Wmo"), "Productcategorie Wmo (WMO020)", categorie["Wmo"])
    yield _system(uris.categorie("Jeugdwet"), "Productcategorie Jeugdwet (JZ020)", categorie["Jeugdwet"])
    yield _system(uris.reden_wijziging("Wmo"), "Reden wijziging toewijzing Wmo (WMO002)", lists.REDEN_WIJZIGING)
    yield _system(
        uris.reden_wijziging("Jeugdwet"), "Reden wijziging toewijzing Jeugdwet (JZ002)", lists.REDEN_WIJZIGING
    )
    yield _system(uris.reden_beeindiging("Wmo"), "Reden beëindiging Wmo (WMO588)", beeindiging["Wmo"])
    yield _system(uris.reden_beeindiging("Jeugdwet"), "Reden beëindiging Jeugdwet (JZ588)", beeindiging["Jeugdwet"])
    yield _system(uris.SOORT_RELATIE, "Soort relatie (COD472)", lists.SOORT_RELATIE)
    yield _system(uris.COMMUNICATIEVORM, "Communicatievorm (COD747)", lists.COMMUNICATIEVORM)
    yield _system(uris.JURIDISCHE_STATUS, "Juridische status (WJ232)", lists.JURIDISCHE_STATUS)
    yield _system(uris.VERTEGENWOORDIGING, "Wettelijke vertegenwoordiging (WJ003)", lists.VERTEGENWOORDIGING)


def _beside_fhir() -> Iterator[System]:
    """Lists that a message uses and for which FHIR has elements or codes of its own."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("istandaarden_lijsten"):
        found.setdefault(row["list"], {})[row["code"]] = row["nl"]
    for name, codes in found.items():
        yield _system(f"{BASE}/CodeSystem/{name}", TITLES[name], codes)


def _system(url: str, title: str, codes: Mapping[str, str]) -> System:
    id_ = url.rpartition("/")[2]
    return System(
        id=id_,
        url=url,
        name=computable(id_),
        title=title,
        version="3.2",
        language="nl",
        description=f"{title}, of iWmo and iJw 3.2. {PUBLISHER}",
        concepts=tuple(Concept(code, nl) for code, nl in codes.items()),
    )
