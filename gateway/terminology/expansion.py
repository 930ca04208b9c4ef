"""$expand: what a value set holds, filtered by text and paged, with what it was made from."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from gateway.errors import BadInput
from gateway.fhir.parameters import Asked, Spec
from gateway.stages.vocabulary import FhirJson
from gateway.terminology.compose import Member, asked_set, members
from gateway.terminology.language import wanted
from gateway.terminology.model import Language, Set

EXPAND = Spec(
    {
        "url": "uri",
        "valueSet": "ValueSet",
        "valueSetVersion": "string",
        "filter": "string",
        "date": "dateTime",
        "offset": "integer",
        "count": "integer",
        "includeDesignations": "boolean",
        "includeDefinition": "boolean",
        "activeOnly": "boolean",
        "excludeNested": "boolean",
        "excludeNotForUI": "boolean",
        "displayLanguage": "code",
    }
)
MOST = 1000


def expand(asked: Asked, now: datetime, instance: Set | None = None) -> FhirJson:
    """Members in order, filtered by text, paged. `total` counts all that match, whatever page is shown."""
    one = asked_set(asked, instance)
    language = asked.text("displayLanguage")
    text = (asked.text("filter") or "").casefold()
    found = [member for member in members(one) if _matches(member, text)]
    offset, count = _page(asked)
    shown = found[offset : offset + count]
    identity = f"{one.url}|{one.version}|{[(s.url, s.version, c.code) for s, c in found]}"
    digest = hashlib.sha256(identity.encode()).digest()
    return {
        "resourceType": "ValueSet",
        "url": one.url,
        "version": one.version,
        "name": one.name,
        "title": one.title,
        "status": "active",
        "expansion": {
            "identifier": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
            "timestamp": now.isoformat(timespec="seconds"),
            "total": len(found),
            "offset": offset,
            "parameter": [*_echo(asked), *_used(found)],
            **({"contains": [_contains(one, language, asked) for one in shown]} if shown else {}),
        },
    }


def _matches(member: Member, text: str) -> bool:
    """Every word asked for is in a name or begins the code."""
    _system, concept = member
    names = " ".join(name for _language, name in concept.names()).casefold()
    return all(word in names or concept.code.casefold().startswith(word) for word in text.split())


def _page(asked: Asked) -> tuple[int, int]:
    offset, count = asked.number("offset") or 0, asked.number("count")
    if offset < 0 or (count is not None and count < 0):
        raise BadInput("parameter-value", "offset and count are not negative", where="offset")
    return offset, MOST if count is None else min(count, MOST)


def _echo(asked: Asked) -> Iterator[FhirJson]:
    """What the expansion was made with."""
    for name in ("filter", "displayLanguage"):
        if (text := asked.text(name)) is not None:
            yield {"name": name, f"value{'String' if name == 'filter' else 'Code'}": text}
    for name in ("offset", "count"):
        if (number := asked.number(name)) is not None:
            yield {"name": name, "valueInteger": number}


def _used(found: Iterable[Member]) -> Iterator[FhirJson]:
    """Version and completeness of each system that was drawn from."""
    for system in dict.fromkeys(system for system, _concept in found):
        yield {"name": "version", "valueUri": f"{system.url}|{system.version}"}


def _contains(member: Member, language: str | None, asked: Asked) -> FhirJson:
    system, concept = member
    shown: Language = wanted(language, system.language)
    names = [{"language": code, "value": name} for code, name in concept.names()]
    return {
        "system": system.url,
        "version": system.version,
        "code": concept.code,
        "display": concept.display(shown),
        **({"designation": names} if names and asked.flag("includeDesignations") else {}),
    }
