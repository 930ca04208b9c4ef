"""Reading a Mitz notification: a FHIR R4 Bundle (or one Consent) in a form of its own.

Given is `active` with `permit`, refused is `inactive` without a type. Because a refusal restricts and a permission only
takes a refusal back, a refusal holds without what is not understood of it, and a permission then takes nothing back.
The Bundle is not judged as FHIR: its scope has a code system that FHIR does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.errors import Rejected
from gateway.fhir import moments
from gateway.fhir.xml_to_json import convert
from gateway.identifiers import Bsn
from gateway.sources.mitz import codes
from gateway.sources.mitz.model import Holder, Notification, Statement
from gateway.stages.delivered import Notice, SourceMessage
from gateway.stages.vocabulary import FhirJson
from gateway.wire.xml import Element

KIND = "mitz-notificatie"
# Elements of a provision that say nothing beyond what is read here.
_URA: Final = re.compile(r"[0-9]{8}")
_DATA: Final = re.compile(r"[A-Z]{3}[0-9]{3}")
READ = frozenset({"id", "extension", "type", "actor", "purpose", "code", "class"})


def speaks(value: Any) -> bool:
    """Whether this FHIR JSON is a Mitz notification: by its profile, or by the extension only Mitz uses."""
    return any(
        str(profile).startswith(codes.PROFILE) for consent in _consents(value) for profile in _profiles(consent)
    ) or any(_marks(consent) for consent in _consents(value))


def speaks_xml(root: Element) -> bool:
    return any(
        str(element.attrib.get("value", "")).startswith(codes.PROFILE)
        or element.attrib.get("url") == codes.PROVIDER_CATEGORY
        for element in root.iter()
    )


def read_xml(root: Element) -> SourceMessage:
    """Raises Rejected for what is no FHIR XML, and as `read`."""
    return read(convert(root))


def read(resource: FhirJson) -> SourceMessage:
    """Raises Rejected: mitz-…, bsn-elfproef."""
    notices: list[Notice] = []
    bundle = _Bundle(resource)
    found = [(f"Consent[{n}]", consent) for n, consent in enumerate(_consents(resource))]
    statements = tuple(filter(None, (_statement(bundle, consent, place, notices) for place, consent in found)))
    versions = (str(p).rpartition("|")[2] for _, consent in found for p in _profiles(consent) if "|" in str(p))
    return SourceMessage(KIND, next(versions, "?"), Notification(statements), tuple(dict.fromkeys(notices)))


@dataclass(frozen=True, slots=True)
class _Bundle:
    resource: FhirJson

    def resources(self, type_: str) -> Iterator[tuple[str, FhirJson]]:
        """Each resource of a type with the fullUrl of its entry."""
        for entry in _list(self.resource.get("entry")):
            held = entry.get("resource")
            if isinstance(held, dict) and held.get("resourceType") == type_:
                yield str(entry.get("fullUrl", "")), held

    def identifiers(self, reference: Any, type_: str) -> Iterator[FhirJson]:
        """Identifiers of what a reference points at: its own, those of the resource, or of the only one there is."""
        held = reference if isinstance(reference, dict) else {}
        yield from _list([held.get("identifier")])
        known = list(self.resources(type_))
        name = held.get("reference")
        pointed = [r for url, r in known if _names(name, url, r)]
        for resource in pointed or ([known[0][1]] if len(known) == 1 and not held.get("identifier") else []):
            yield from _list(resource.get("identifier"))

    def kinds(self, reference: Any) -> Iterator[FhirJson]:
        """The codings that say what kind of organisation a reference points at."""
        name = reference.get("reference") if isinstance(reference, dict) else None
        known = list(self.resources("Organization"))
        pointed = [r for url, r in known if _names(name, url, r)]
        for resource in pointed or [r for _, r in known if len(known) == 1]:
            for concept in _list(resource.get("type")):
                yield from _list(concept.get("coding"))


def _statement(bundle: _Bundle, consent: FhirJson, place: str, notices: list[Notice]) -> Statement | None:
    """One answer; None for a permission that is not understood whole."""
    provision = _object(consent.get("provision"))
    refused = _refused(consent, provision, place)
    strange = [f"{place}.provision.{name}" for name in sorted(set(provision) - READ)]
    strange += [f"{place}.{name}" for name in ("modifierExtension", "implicitRules") if name in consent]
    purposes = {str(c.get("code")) for c in _list(provision.get("purpose")) if _of(c, codes.PURPOSE)}
    if purposes - {codes.TREATMENT} or (provision.get("purpose") and not purposes):
        strange.append(f"{place}.provision.purpose")
    data = tuple(dict.fromkeys(_codes(consent, codes.DATA)))
    if not all(_DATA.fullmatch(code) for code in data):
        strange.append(f"{place}.provision.code")
        data = ()
    bsn = _bsn(bundle, consent, place)
    if strange and not refused:
        notices += [Notice(where, "Not understood: this permission takes no refusal back") for where in strange]
        return None
    notices += [Notice(where, "Not understood: the refusal holds without this condition") for where in strange]
    interval = moments.interval(str(consent.get("dateTime", "")))
    return Statement(
        bsn=bsn,
        refused=refused,
        holders=_holders(bundle, provision, place),
        data=data,
        categories=_categories(consent, place, notices),
        stated=interval.low if interval else None,
    )


def _refused(consent: FhirJson, provision: FhirJson, place: str) -> bool:
    match consent.get("status"), provision.get("type"):
        case "active", "permit":
            return False
        case ("inactive", None | "deny") | ("active", "deny"):
            return True
        case _:
            raise Rejected(
                "mitz-answer",
                "Given is active with permit, refused is inactive without a type",
                f"{place}.status",
                "send one of both",
            )


def _bsn(bundle: _Bundle, consent: FhirJson, place: str) -> Bsn:
    for identifier in bundle.identifiers(consent.get("patient"), "Patient"):
        if _of(identifier, codes.BSN):
            try:
                return Bsn(str(identifier.get("value")))
            except Rejected as error:
                raise Rejected(error.code, error.message, f"{place}.patient", error.mend) from None
    raise Rejected("mitz-patient", "It is not said by BSN whose answer this is", f"{place}.patient", "send the Patient")


def _holders(bundle: _Bundle, provision: FhirJson, place: str) -> tuple[Holder, ...]:
    found = []
    for actor in _list(provision.get("actor")):
        roles = {str(c.get("code")) for c in _list(_object(actor.get("role")).get("coding"))}
        if codes.HOLDER_ROLE in roles:
            reference = actor.get("reference")
            named = bundle.identifiers(reference, "Organization")
            numbers = (str(i.get("value")) for i in named if _of(i, codes.URA))
            ura = next((number for number in numbers if _URA.fullmatch(number)), None)
            kinds = (str(c.get("code")) for c in bundle.kinds(reference) if _of(c, codes.ORGANISATION_TYPE))
            found.append(Holder(ura, next(kinds, None)))
    if not found or any(holder.ura is None and holder.type not in codes.HOLDER_TYPES for holder in found):
        raise Rejected(
            "mitz-holder",
            "It is not said whose data this is about: an actor with role CST, by URA or a known kind",
            f"{place}.provision.actor",
            "send the Organization with its URA",
        )
    return tuple(dict.fromkeys(found))


def _categories(consent: FhirJson, place: str, notices: list[Notice]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_codes(consent, frozenset({codes.CONSULTING}))))
    if not found or not set(found) <= set(codes.CATEGORIES):
        raise Rejected(
            "mitz-category",
            "Which providers this is about is not said, or in a category that is not known here",
            f"{place}.extension",
            f"use one of: {', '.join(codes.CATEGORIES)}",
        )
    if any(not codes.CATEGORIES[code][0] for code in found):
        notices.append(Notice(f"{place}.extension", "No organisation of one of these categories is a party here: kept"))
    return found


def _codes(node: Any, systems: frozenset[str]) -> Iterator[str]:
    """Every code of one of these systems, wherever it stands: published facts do not say in which element."""
    stack: list[Any] = [node]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if _of(value, systems) and isinstance(value.get("code"), str):
                yield value["code"]
            stack.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            stack.extend(reversed(value))


def _consents(value: Any) -> Sequence[FhirJson]:
    if not isinstance(value, dict):
        return ()
    held = [value] if value.get("resourceType") == "Consent" else [e.get("resource") for e in _list(value.get("entry"))]
    return [one for one in held if isinstance(one, dict) and one.get("resourceType") == "Consent"]


def _profiles(consent: FhirJson) -> Sequence[Any]:
    profiles = _object(consent.get("meta")).get("profile")
    return profiles if isinstance(profiles, list) else ()


def _marks(consent: FhirJson) -> bool:
    provision = _object(consent.get("provision"))
    extensions = [*_list(consent.get("extension")), *_list(provision.get("extension"))]
    return any(extension.get("url") == codes.PROVIDER_CATEGORY for extension in extensions)


def _names(reference: Any, url: str, resource: FhirJson) -> bool:
    """Whether a reference is to the resource of this entry: by its fullUrl, or by type and id."""
    own = f"{resource['resourceType']}/{resource.get('id')}"
    return isinstance(reference, str) and bool(reference) and (reference in {url, own} or url.endswith(f"/{reference}"))


def _of(coded: FhirJson, systems: frozenset[str]) -> bool:
    """Whether an identifier or coding is of one of these systems; whatever stands there."""
    system = coded.get("system")
    return isinstance(system, str) and system in systems


def _object(value: Any) -> FhirJson:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[FhirJson]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
