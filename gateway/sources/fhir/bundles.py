"""A Bundle as a whole, as care systems really send it: pages, repeated ids, entries without a resource."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from gateway.fhir.check import Issue, check
from gateway.sources.fhir.message import Entry
from gateway.stages.delivered import Notice
from gateway.stages.vocabulary import FhirJson
from gateway.wire.json import equal_bytes

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_PAGED = "The Bundle counts another total than it holds: this is a part of a larger answer"
_TWICE = "This resource came twice in one Bundle, word for word: kept once"
_SHARED_ID = "Different resources share one id in this Bundle: each got an id of its own"


def judged(bundle: FhirJson, notices: list[Notice]) -> Iterator[Issue]:
    """What is wrong with the Bundle itself.

    A fullUrl that occurs twice (bdl-7) is how Ons sends two views of one consent; `told_apart` keeps both.
    """
    yield from (issue for issue in check(bundle, entries=False) if not issue.rule.startswith("bdl-7"))
    held = sum(1 for _ in entries(bundle))
    if isinstance(bundle.get("total"), int) and bundle["total"] != _matches(bundle) and held:
        notices.append(Notice("Bundle.total", _PAGED))


def entries(bundle: FhirJson) -> Iterator[tuple[int, FhirJson]]:
    """Position and entry, for each entry that holds a resource."""
    given = bundle.get("entry")
    for index, entry in enumerate(given if isinstance(given, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield index, entry


def told_apart(found: Sequence[Entry], notices: list[Notice]) -> tuple[Entry, ...]:
    """Entries with one id each: the same again is left out, different ones under one id get an id of their own.

    The new id follows from profile, category and code, not from the order, so that a re-delivery finds it again.
    """
    once = _once([_with_id(entry) for entry in found], notices)
    shared = {name for name, times in Counter(_name(entry) for entry in once).items() if times > 1 and name[1]}
    if not shared:
        return once
    notices += [Notice(f"{type_}.id", _SHARED_ID) for type_ in dict.fromkeys(type_ for type_, _ in shared)]
    taken: set[tuple[str, str]] = set()
    return tuple(_renamed(entry, taken) if _name(entry) in shared else entry for entry in once)


def _with_id(entry: Entry) -> Entry:
    """A resource that the Bundle alone names (urn:uuid:… as fullUrl) gets that name as its id."""
    if "id" in entry.resource or not entry.full_urls:
        return entry
    last = re.split(r"[:/]", entry.full_urls[-1].rstrip("/"))[-1]
    id_ = last if _ID.fullmatch(last) else sha256(entry.full_urls[-1].encode()).hexdigest()[:32]
    return replace(entry, resource={**entry.resource, "id": id_})


def _once(found: Sequence[Entry], notices: list[Notice]) -> tuple[Entry, ...]:
    seen: dict[bytes, None] = {}
    kept = []
    for entry in found:
        content = sha256(equal_bytes(entry.resource)).digest()
        if content in seen and "id" in entry.resource:
            notices.append(Notice(str(entry.resource["resourceType"]), _TWICE))
            continue
        seen[content] = None
        kept.append(entry)
    return tuple(kept)


def _renamed(entry: Entry, taken: set[tuple[str, str]]) -> Entry:
    resource = entry.resource
    meta = resource.get("meta")
    told = [meta.get("profile") if isinstance(meta, dict) else None, resource.get("category"), resource.get("code")]
    mark = sha256(equal_bytes(told)).hexdigest()[:8]
    type_, local = _name(entry)
    id_, again = f"{local[:48]}.{mark}", 1
    while (type_, id_) in taken:
        again += 1
        id_ = f"{local[:48]}.{mark}.{again}"
    taken.add((type_, id_))
    return replace(entry, resource={**resource, "id": id_})


def _name(entry: Entry) -> tuple[str, str]:
    return str(entry.resource["resourceType"]), str(entry.resource.get("id", ""))


def _matches(bundle: FhirJson) -> int:
    """Entries that count for the total: what matched, not what was included with it."""
    return sum(
        1
        for _, entry in entries(bundle)
        if not isinstance(entry.get("search"), dict) or entry["search"].get("mode", "match") == "match"
    )
