"""What R4 has no place for, kept as an extension: one stable URL per STU3 element, its value in the R4 form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gateway.fhir.definitions import R4, STU3, Element
from gateway.stages.vocabulary import FhirJson

# Followed by the place in STU3: …/stu3-CarePlan.activity.detail.category
KEPT: Final = "https://wijkdossier.nl/fhir/StructureDefinition/stu3-"


def kept(place: str, element: Element, values: list[tuple[Any, Any]]) -> Iterator[FhirJson]:
    """One extension per value. `values`: converted values, each with what stood beside it (primitives only)."""
    for value, beside in values:
        yield {"url": f"{KEPT}{place}", **_content(element, value, beside)}


def _content(element: Element, value: Any, beside: Any) -> FhirJson:
    name = f"value{element.type[0].upper()}{element.type[1:]}"
    if name in R4.definition("Extension").elements:
        return {key: item for key, item in ((name, value), (f"_{name}", beside)) if item is not None}
    return {"extension": list(_nested(element, value))}


def _nested(element: Element, value: FhirJson) -> Iterator[FhirJson]:
    """A backbone element as extensions within the extension, one per child."""
    known = STU3.definition(element.type).elements
    for name, item in value.items():
        child = known.get(name.removeprefix("_"))
        if name == "extension":
            yield from item
        elif child is None or name == "id" or (name.startswith("_") and name[1:] in value):
            continue
        elif name.startswith("_"):
            yield from ({"url": name[1:], **_content(child, None, one)} for one in _each(item))
        else:
            besides = _each(value.get(f"_{name}")) if f"_{name}" in value else []
            for index, one in enumerate(_each(item)):
                beside = besides[index] if index < len(besides) else None
                yield {"url": name, **_content(child, one, beside)}


def _each(item: Any) -> list[Any]:
    return item if isinstance(item, list) else [item]
