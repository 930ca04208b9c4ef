"""The HL7v3 data types read from elements: II, CD, TS, ED, EN, AD."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from hashlib import sha256

from gateway.errors import Rejected
from gateway.sources.hl7v3 import tijd
from gateway.sources.hl7v3.model import Adres, Code, Deel, Id, Telecom
from gateway.stages.delivered import Notice
from gateway.wire import xml
from gateway.wire.xml import Element

HL7 = "urn:hl7-org:v3"
APPLICATION = "x-hl7-applicatie:"

_OID = re.compile(r"[0-9]+(?:\.[0-9]+)+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Notices = list[Notice]


def een(element: Element | None, *steps: str) -> Element | None:
    """The first element down a path of local names in the HL7v3 namespace."""
    for step in steps:
        if element is None:
            return None
        element = element.find(f"{{{HL7}}}{step}")
    return element


def alle(element: Element, step: str) -> Iterator[Element]:
    return iter(element.findall(f"{{{HL7}}}{step}"))


def attribuut(element: Element | None, name: str) -> str | None:
    """An attribute without surrounding white space; None when absent or empty."""
    value = None if element is None else element.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def _oid(element: Element | None, name: str) -> str | None:
    """An OID or UUID; it becomes part of a URI, so nothing else is let through."""
    value = attribuut(element, name)
    if value is not None and _OID.fullmatch(value) is None:
        raise Rejected(
            "hl7v3-id",
            f"{name} is neither an OID nor a UUID",
            where=xml.path(element),
            mend="send the OID that the standard names",
        )
    return value


def identificatie(element: Element | None) -> Id | None:
    """II; None when absent or a nullFlavor."""
    root = _oid(element, "root")
    return Id(root, attribuut(element, "extension")) if root else None


def verplichte_id(parent: Element) -> Id:
    """The id without which a re-delivery could not be recognised as the same thing."""
    found = identificatie(een(parent, "id"))
    if found is None:
        raise Rejected("hl7v3-id", "An entry has no id", where=xml.path(parent), mend="send id with root and extension")
    return found


def eigen_id(entry: Element, notices: Notices) -> Id:
    """The entry's own id; where the sender gives none, one made from its content, with a notice."""
    found = identificatie(een(entry, "id"))
    if found is not None:
        return found
    notices.append(Notice(xml.path(entry), "This entry has no id: a changed re-delivery will stand beside it"))
    return afgeleide_id(entry)


def afgeleide_id(entry: Element) -> Id:
    """An id from what an entry says and whose it is: the same again is the same thing, a changed one stands beside it.

    It never leaves the gateway (records get keyed ids), so that the patient's number in it cannot be guessed from it.
    """
    roles = (een(above, "recordTarget", "patientRole") for above in entry.iterancestors())
    role = next((one for one in roles if one is not None), None)
    whose = "|".join(attribuut(one, "extension") or "" for one in alle(role, "id")) if role is not None else ""
    digest = sha256(whose.encode() + b"\0" + xml.canonical(entry)).digest()
    return Id(str(uuid.UUID(bytes=digest[:16], version=5)), None, afgeleid=True)


def verdere_ids(parent: Element | None, first: Id | None) -> tuple[Id, ...]:
    """The other ids of a person or organisation, such as an AGB number beside a UZI number or URA."""
    if parent is None:
        return ()
    found = (identificatie(element) for element in alle(parent, "id"))
    return tuple(dict.fromkeys(one for one in found if one is not None and one != first))


def code(element: Element | None) -> Code | None:
    """CD or CE; None when nothing at all is said. A nullFlavor alone is something."""
    if element is None:
        return None
    found = Code(
        code=attribuut(element, "code"),
        stelsel=_oid(element, "codeSystem"),
        naam=attribuut(element, "displayName"),
        versie=attribuut(element, "codeSystemVersion"),
        tekst=tekst(een(element, "originalText")),
        nul=attribuut(element, "nullFlavor"),
        vertalingen=tuple(
            other for other in (code(one) for one in alle(element, "translation")) if other is not None and other.code
        ),
    )
    return found if found.code or found.naam or found.tekst or found.nul else None


def zeggend(element: Element | None) -> Code | None:
    """A code that says something: not a nullFlavor alone."""
    found = code(element)
    return found if found and (found.code or found.tekst or found.naam) else None


def rol(element: Element | None) -> Code | None:
    """A role code, None without a code."""
    found = code(element)
    return found if found and found.code else None


def tekst(element: Element | None) -> str | None:
    """All text inside an element, markup left out, trimmed."""
    if element is None:
        return None
    return "".join(element.itertext()).strip() or None


def moment(element: Element | None, notices: Notices) -> str | None:
    """TS in `@value`, None when absent or a nullFlavor. An unreadable time of day is a notice and leaves the day."""
    value = attribuut(element, "value")
    if value is None:
        return None
    known = tijd.iso(value)
    if known is not None:
        return known
    day = tijd.alleen_dag(value)
    if day is None:
        raise Rejected(
            "hl7v3-time",
            "A point in time cannot be read",
            where=xml.path(element),
            mend="write yyyymmdd[hhmm[ss]]",
        )
    notices.append(Notice(xml.path(element), "The time of day cannot be read (HL7v3 TS); only the day is kept"))
    return day


def periode(element: Element | None, notices: Notices) -> tuple[str | None, str | None]:
    """IVL_TS as (low, high); a single value is its low. An end before the begin is left out, with a notice."""
    low = moment(een(element, "low"), notices) or moment(element, notices)
    high = moment(een(element, "high"), notices)
    if low and high and tijd.voor(high, low):
        notices.append(Notice(xml.path(element), "This period ends before it begins; the end is left out"))
        return low, None
    return low, high


def adressen(parent: Element | None) -> tuple[Adres, ...]:
    if parent is None:
        return ()
    return tuple(Adres(delen(element), attribuut(element, "use")) for element in alle(parent, "addr"))


def telecoms(parent: Element | None) -> tuple[Telecom, ...]:
    """Ways to reach somebody; the address of an application is none."""
    if parent is None:
        return ()
    found = ((attribuut(element, "value"), attribuut(element, "use")) for element in alle(parent, "telecom"))
    return tuple(Telecom(value, use) for value, use in found if value and not value.startswith(APPLICATION))


def delen(element: Element | None) -> tuple[Deel, ...]:
    """Parts of a name (EN) or address (AD) in their order; bare text is a part of its own (`tekst`)."""
    if element is None:
        return ()
    bare = xml.text(element)
    parts = [Deel("tekst", bare.strip())] if bare else []
    for child in xml.children(element):
        said = tekst(child) or attribuut(child, "displayName")
        if said is not None:
            parts.append(Deel(xml.local(child), said, attribuut(child, "qualifier")))
    return tuple(parts)
