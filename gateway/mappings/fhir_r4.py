"""FHIR R4, as it came or as it was made from STU3: resources stay what they are; decided is only whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from gateway.errors import Rejected
from gateway.fhir import types
from gateway.fhir.attachments import attachments, binary
from gateway.fhir.consents import is_about_sharing
from gateway.fhir.elements import at
from gateway.fhir.references import local_name, rewrite
from gateway.identifiers import Bsn
from gateway.mappings.zrm.forms import instrument_of, observations
from gateway.mappings.zrm.scores import judge
from gateway.sources.fhir.message import Entry, FhirMessage
from gateway.stages.delivered import Notice, Origin, SourceMessage
from gateway.stages.normalised import Normalised, Person, Resource, SubjectRef
from gateway.stages.vocabulary import FhirJson

MAPPING: Final = "fhir-r4/1"
# What these say is kept and shown with the resource. Any other modifier extension refuses it.
MODIFIERS: Final = frozenset({"http://nictiz.nl/fhir/StructureDefinition/ext-TreatmentDirective2.SpecificationOther"})
BSN_SYSTEMS: Final = frozenset({"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"})


_UNNAMED: Final = "No document in this message names it: kept with the delivery only"


def normalise(message: SourceMessage, _origin: Origin) -> Normalised:
    """Patients become people, every other carried resource stays what it is.

    A resource that says of nobody that it is theirs gets an empty subject. Raises Rejected: bsn-elfproef, fhir-patient,
    fhir-modifier.
    """
    body: FhirMessage = message.body
    carried = [entry for entry in body.entries if entry.resource["resourceType"] in types.CARRIED]
    for entry in carried:
        if not is_about_sharing(entry.resource):  # its modifiers are judged where it is translated
            _no_unknown_modifier(entry.resource, str(entry.resource["resourceType"]))
    named = _names(body.entries)
    people = tuple(_person(entry) for entry in carried if entry.resource["resourceType"] == "Patient")
    notices: list[Notice] = []
    scored = _scored(carried, named)
    resources = tuple(
        made
        for entry in carried
        if entry.resource["resourceType"] != "Patient"
        for made in with_scores(_resource(entry, named, people, notices), named, scored)
    )
    resources += tuple(_bytes(body.entries, named, resources, notices))
    return Normalised(message.kind, message.version, MAPPING, people, resources, tuple(notices))


def _bytes(
    entries: Sequence[Entry], named: Mapping[str, str], resources: Sequence[Resource], notices: list[Notice]
) -> Iterator[Resource]:
    """Every Binary that a document of this message names is of whom the document is; no other can be opened."""
    of: dict[str, SubjectRef | None] = {}
    for resource in resources:
        for attachment in attachments(resource.content):
            of.setdefault(named.get(attachment["url"]) or binary(attachment["url"]) or "", resource.subject)
    for entry in entries:
        if entry.resource["resourceType"] not in types.OPENED:
            continue
        name = f"{entry.resource['resourceType']}/{entry.resource.get('id')}"
        if name in of:
            yield Resource(content=entry.resource, subject=of[name], aliases=entry.full_urls)
        else:
            notices.append(Notice(entry.where("Binary"), _UNNAMED))


def _no_unknown_modifier(node: Any, place: str) -> None:
    """A modifier that is not understood may turn the meaning round: FHIR forbids to go on without it."""
    if isinstance(node, list):
        for item in node:
            _no_unknown_modifier(item, place)
    elif isinstance(node, dict):
        for name, value in node.items():
            where = f"{place}.{name}"
            if name == "implicitRules":
                raise Rejected("fhir-modifier", "Rules that are not known here", where, "send it without, or ask")
            if name == "modifierExtension" and any(one.get("url") not in MODIFIERS for one in value):
                raise Rejected(
                    "fhir-modifier", "A modifier extension that is not known here", where, "send it without, or ask"
                )
            _no_unknown_modifier(value, where)


def with_scores(resource: Resource, named: Mapping[str, str], scored: Collection[str]) -> tuple[Resource, ...]:
    """A ZRM form with the scores on it; a ZRM score that cannot be one is refused. Anything else by itself.

    `scored`: forms whose scores the message holds as Observations already.
    """
    if resource.type not in {"Observation", "QuestionnaireResponse"}:
        return (resource,)
    resolved = rewrite(resource.content, lambda reference: named.get(reference, reference))
    judge(resolved)
    form = instrument_of(resolved) if resource.type == "QuestionnaireResponse" else None
    made = observations(resolved, form) if form is not None else ()
    if f"QuestionnaireResponse/{resource.content.get('id')}" in scored:
        return (resource,)
    return (resource, *(Resource(one, resource.subject, law=resource.law, domain=resource.domain) for one in made))


def _scored(entries: Sequence[Entry], named: Mapping[str, str]) -> frozenset[str]:
    """The forms that ZRM Observations of this message say they were taken from."""
    return frozenset(
        named.get(reference) or local_name(reference) or ""
        for entry in entries
        if entry.resource["resourceType"] == "Observation"
        for held in entry.resource.get("derivedFrom", ())
        if isinstance(reference := held.get("reference"), str)
    )


def _names(entries: Sequence[Entry]) -> dict[str, str]:
    """Each fullUrl with the `Type/id` it stands for."""
    return {
        url: f"{entry.resource['resourceType']}/{entry.resource['id']}"
        for entry in entries
        if "id" in entry.resource
        for url in entry.full_urls
    }


def _person(entry: Entry) -> Person:
    patient = entry.resource
    local = f"Patient/{patient['id']}" if "id" in patient else None
    bsn = _bsn(patient.get("identifier"), "Patient.identifier")
    if bsn is None and local is None:
        raise Rejected(
            "fhir-patient", "A Patient needs an id or a BSN", "Patient", "send id, or identifier with the BSN"
        )
    return Person(subject=SubjectRef(bsn=bsn, local=local), patient=patient)


def _resource(entry: Entry, named: dict[str, str], people: Sequence[Person], notices: list[Notice]) -> Resource:
    content = entry.resource
    type_ = str(content["resourceType"])
    subject: SubjectRef | None = None
    if type_ in types.SUBJECT:
        place = f"{type_}.{types.SUBJECT[type_]}"
        subject = _subject(content, types.SUBJECT[type_], place, named, notices)
        if subject is None and len(people) == 1 and type_ not in types.MAY_LACK_SUBJECT:
            subject = people[0].subject
            notices.append(Notice(place, "No subject: taken to be about the one Patient of this message"))
        if subject is None and type_ not in types.MAY_LACK_SUBJECT:
            # Only an operator who names the client by hand can still place it: storing decides.
            subject = SubjectRef()
            notices.append(Notice(place, "It is not said whose data this is"))
    return Resource(content=content, subject=subject, aliases=entry.full_urls)


def _subject(
    content: FhirJson, path: str, place: str, named: dict[str, str], notices: list[Notice]
) -> SubjectRef | None:
    """By reference to a Patient, in this message or known to the connector; else by a BSN as identifier."""
    for holder in at(content, path):
        reference = holder.get("reference")
        if isinstance(reference, str):
            target = named.get(reference) or local_name(reference)
            if target is not None and target.startswith("Patient/"):
                return SubjectRef(bsn=_bsn([holder.get("identifier")], place), local=target)
        identifier = holder.get("identifier")
        if isinstance(identifier, dict):
            bsn = _bsn([identifier], place)
            if bsn is not None:
                return SubjectRef(bsn=bsn)
            notices.append(Notice(f"{place}.identifier", "An identifier without a known system says not whose this is"))
    return None


def _bsn(identifiers: Any, where: str) -> Bsn | None:
    for identifier in identifiers or ():
        if isinstance(identifier, dict) and identifier.get("system") in BSN_SYSTEMS and "value" in identifier:
            try:
                return Bsn(str(identifier["value"]))
            except Rejected as error:
                raise Rejected(error.code, error.message, where, error.mend) from None
    return None
