"""The sections of a BgZ document: which there are, and what of their entries is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.sources.cda import gelezen
from gateway.sources.cda.gegevens import Lezer
from gateway.sources.cda.gegevens.allergieen import allergieen
from gateway.sources.cda.gegevens.contacten import contacten
from gateway.sources.cda.gegevens.problemen import problemen
from gateway.sources.cda.gegevens.vaccinaties import vaccinaties
from gateway.sources.cda.gegevens.verrichtingen import verrichtingen
from gateway.sources.cda.gegevens.waarnemingen import waarnemingen
from gateway.sources.cda.gegevens.waarschuwingen import waarschuwingen
from gateway.sources.cda.model import Gegeven, Sectie
from gateway.sources.cda.verhaal import regels
from gateway.sources.hl7v3.elementen import alle, attribuut, code, een, tekst
from gateway.sources.huisarts import onbekend
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

TEMPLATE = "2.16.840.1.113883.2.4.3.11.60.126.10"


@dataclass(frozen=True, slots=True)
class Soort:
    """`sjabloon`: last arc of the section's templateId; `loinc`: its code; `lees`: reads one entry."""

    sjabloon: str
    loinc: str
    lees: Callable[[Element, Lezer], tuple[Gegeven, ...]]
    gelezen: re.Pattern[str]


SOORTEN = (
    Soort("9", "11450-4", problemen, gelezen.PROBLEMS),
    Soort("19", "11348-0", problemen, gelezen.PROBLEMS),
    Soort("12", "29762-2", waarnemingen, gelezen.OBSERVATIONS),
    Soort("16", "8716-3", waarnemingen, gelezen.OBSERVATIONS),
    Soort("8", "47420-5", waarnemingen, gelezen.OBSERVATIONS),
    Soort("17", "75310-3", waarschuwingen, gelezen.ALERTS),
    Soort("4", "48765-2", allergieen, gelezen.ALLERGIES),
    Soort("7", "46240-8", contacten, gelezen.CONTACTS),
    Soort("15", "47519-4", verrichtingen, gelezen.PROCEDURES),
    Soort("14", "11369-6", vaccinaties, gelezen.VACCINATIONS),
)
_BY_TEMPLATE: Mapping[str, Soort] = {f"{TEMPLATE}.{sort.sjabloon}": sort for sort in SOORTEN}
_BY_CODE: Mapping[str, Soort] = {sort.loinc: sort for sort in SOORTEN}


def soort(section: Element) -> Soort | None:
    """By templateId, else by code; None when its entries are not read."""
    templates = (attribuut(one, "root") for one in alle(section, "templateId"))
    known = next((found for root in templates if (found := _BY_TEMPLATE.get(root or ""))), None)
    return known or _BY_CODE.get(attribuut(een(section, "code"), "code") or "")


def _says_what_is(entry: Element, reader: Lezer) -> bool:
    """A negated or intended entry read as a fact would be a lie: its words stay in the narrative."""
    if (changed := onbekend.changed_meaning(entry)) is None:
        return True
    reader.naam(changed, "An entry that is negated, or is not something that happened, is not read")
    return False


def read_paths(section: Element) -> re.Pattern[str] | None:
    """Which paths below an entry of this section are read; None when its entries are not."""
    found = soort(section)
    return found.gelezen if found else None


def lees(section: Element, reader: Lezer) -> Sectie:
    """A section with what its entries say; those of a section that is not known keep only its narrative."""
    known, entries = soort(section), list(alle(section, "entry"))
    found: tuple[Gegeven, ...] = ()
    if known is None and entries:
        text = "The coded entries of this section are not read; its narrative is kept"
        reader.notices.append(Notice(xml.path(section), text))
    elif known is not None:
        found = tuple(one for entry in entries if _says_what_is(entry, reader) for one in known.lees(entry, reader))
    return Sectie(
        code=code(een(section, "code")),
        titel=tekst(een(section, "title")),
        verhaal=regels(een(section, "text")),
        gegevens=found,
        secties=tuple(lees(one, reader) for part in alle(section, "component") for one in alle(part, "section")),
    )
