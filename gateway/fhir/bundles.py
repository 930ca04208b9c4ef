"""Rules of FHIR R4 for a Bundle as a whole (bdl-1 to bdl-12), for a Bundle whose structure is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gateway.stages.vocabulary import FhirJson

Fault = tuple[str, str, str]  # place within the Bundle, rule, mend

_SEARCHED = frozenset({"searchset"})
_COUNTED = _SEARCHED | {"history"}
_REQUESTED = frozenset({"batch", "transaction", "history"})


def faults(bundle: FhirJson) -> Iterator[Fault]:
    kind = str(bundle.get("type"))
    if "total" in bundle and kind not in _COUNTED:
        yield ".total", "bdl-1: only a searchset or history counts a total", "leave total out"
    for index, entry in enumerate(bundle.get("entry", ())):
        yield from ((f".entry[{index}]{place}", rule, mend) for place, rule, mend in _of_entry(entry, kind))
    yield from _full_urls(bundle)
    yield from _of_kind(bundle, kind)


def _of_entry(entry: FhirJson, kind: str) -> Iterator[Fault]:
    if "search" in entry and kind not in _SEARCHED:
        yield ".search", "bdl-2: entry.search is for a searchset", "leave it out"
    if ("request" in entry) != (kind in _REQUESTED):
        yield ".request", "bdl-3: entry.request is for batch, transaction and history", "correct type or request"
    if not {"resource", "request", "response"} & entry.keys():
        yield "", "bdl-5: an entry holds a resource, a request or a response", "send the resource"
    if "/_history/" in entry.get("fullUrl", ""):
        yield ".fullUrl", "bdl-8: fullUrl does not name a version", "leave /_history/… out"


def _full_urls(bundle: FhirJson) -> Iterator[Fault]:
    named = Counter(
        (entry["fullUrl"], _version(entry.get("resource", {}).get("meta")))
        for entry in bundle.get("entry", ())
        if "fullUrl" in entry
    )
    if any(times > 1 for times in named.values()):
        yield ".entry", "bdl-7: a fullUrl occurs twice", "send each resource once"


def _version(meta: object) -> str | None:
    # The resources of a Bundle may be judged apart from it: what stands in them is not known to be right here.
    return str(meta.get("versionId")) if isinstance(meta, dict) else None


def _of_kind(bundle: FhirJson, kind: str) -> Iterator[Fault]:
    first = (bundle.get("entry") or [{}])[0].get("resource", {}).get("resourceType")
    if kind == "document":
        if not {"system", "value"} <= bundle.get("identifier", {}).keys():
            yield ".identifier", "bdl-9: a document has an identifier with system and value", "send it"
        if "timestamp" not in bundle:
            yield ".timestamp", "bdl-10: a document has a date", "send timestamp"
        if first != "Composition":
            yield ".entry", "bdl-11: a document begins with a Composition", "put it first"
    if kind == "message" and first != "MessageHeader":
        yield ".entry", "bdl-12: a message begins with a MessageHeader", "put it first"
