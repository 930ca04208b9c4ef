"""Element definitions of FHIR R4 and STU3: which members a type has, of what type, how often.

Read from the models of fhir.resources, the only place that imports it. It ships R4B, so what R4B added to the types
of R4 is taken out again here (docs/decisions/0001-fhir-r4-through-r4b.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from fhir.resources.R4B import get_fhir_model_class as _r4b
from fhir.resources.STU3 import get_fhir_model_class as _stu3

Kind = Literal["primitive", "complex", "resource"]

# FHIR 4.3.0 compared with 4.0.1: resource types that R4 does not have.
_R4B_NAMES = (
    "AdministrableProductDefinition Citation ClinicalUseDefinition EvidenceReport Ingredient "
    "ManufacturedItemDefinition MedicinalProductDefinition NutritionProduct PackagedProductDefinition "
    "RegulatedAuthorization SubscriptionStatus SubscriptionTopic SubstanceDefinition"
)
_ONLY_R4B = frozenset(_R4B_NAMES.split())
_ONLY_R4B_TYPES = frozenset({"CodeableReference", "RatioRange"})
# R4 leaves fewer targets here than R4B.
_R4_TARGETS: Mapping[str, frozenset[str]] = {
    "Observation.subject": frozenset({"Patient", "Group", "Device", "Location"})
}
_ABSTRACT = frozenset({"Resource", "DomainResource"})
# How fhir.resources calls the primitives where it differs from FHIR.
_PRIMITIVES: Mapping[str, str] = {"EncodedBytes": "base64Binary", "UuidVersion": "uuid", "bool": "boolean"}
_TYPE_NAME = re.compile(r"[A-Z][A-Za-z]{1,60}")


@dataclass(frozen=True, slots=True)
class Release:
    """One release of FHIR. `without`: types and data types that the models have and the release has not."""

    name: str  # "R4"
    version: str  # "4.0.1"
    model: Callable[[str], Any]
    without: frozenset[str] = frozenset()
    without_types: frozenset[str] = frozenset()

    def is_resource(self, name: object) -> bool:
        """Whether this is the name of a resource type of this release that we have a definition of."""
        if not isinstance(name, str) or _TYPE_NAME.fullmatch(name) is None or name in self.without | _ABSTRACT:
            return False
        try:
            return self.definition(name).resource
        except KeyError:
            return False

    def definition(self, name: str) -> Definition:
        """The definition of a type. Raises KeyError when there is none."""
        return _definition(self, name)


@dataclass(frozen=True, slots=True)
class Element:
    """One member of a type. `type`: primitive name, or name of a definition; `choice`: stem of `value[x]`, else None.

    `targets`: resource types a Reference may point at, empty when any.
    """

    name: str
    kind: Kind
    type: str
    many: bool
    required: bool
    choice: str | None
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Definition:
    """A resource, data type or backbone element (`ObservationComponent` for Observation.component)."""

    name: str
    resource: bool
    elements: Mapping[str, Element]
    required: tuple[Element, ...]
    choices: Mapping[str, bool]  # stem → whether one of the choice must be there
    summary: frozenset[str] = frozenset()  # members that FHIR marks as summary


R4 = Release("R4", "4.0.1", _r4b, _ONLY_R4B, _ONLY_R4B_TYPES)
STU3 = Release("STU3", "3.0.2", _stu3)


def is_resource(name: object) -> bool:
    """Whether this is the name of a resource type of FHIR R4 that we have a definition of."""
    return R4.is_resource(name)


def definition(name: str) -> Definition:
    """The definition of an R4 type. Raises KeyError when there is none."""
    return R4.definition(name)


@lru_cache(maxsize=2048)
def _definition(release: Release, name: str) -> Definition:
    try:
        model = release.model(name)
    except ValueError as unknown:  # fhir.resources says "not a valid FHIR Model"
        raise KeyError(name) from unknown
    described: list[tuple[Any, dict[str, Any]]] = [(f, _described(f)) for f in model.model_fields.values()]
    fields = [(field, extra) for field, extra in described if extra.get("element_property")]
    found = (_element(release, name, *field) for field in fields)
    elements = {element.name: element for element in found if element is not None}
    groups = {e.choice: False for e in elements.values() if e.choice}
    groups |= {extra["one_of_many"]: True for _, extra in fields if extra.get("one_of_many_required")}
    return Definition(
        name=name,
        resource=any(base.__name__ == "Resource" for base in model.__mro__),
        elements=MappingProxyType(elements),
        required=tuple(e for e in elements.values() if e.required),
        choices=MappingProxyType(groups),
        summary=frozenset(field.alias for field, extra in fields if extra.get("summary_element_property")),
    )


def _described(field: Any) -> dict[str, Any]:
    """What fhir.resources says of a field beside its Python type."""
    return dict(field.json_schema_extra or {})


def _element(release: Release, owner: str, field: Any, extra: dict[str, Any]) -> Element | None:
    kind, type_ = _type(field)
    if type_ in release.without_types:
        return None
    targets = frozenset(extra.get("enum_reference_types", ())) - {"Resource"}
    return Element(
        name=field.alias,
        kind=kind,
        type=type_,
        many="List[" in str(field.annotation),
        required=bool(extra.get("element_required")) or field.is_required(),
        choice=extra.get("one_of_many"),
        targets=_R4_TARGETS.get(f"{owner}.{field.alias}", targets) if release.name == "R4" else targets,
    )


def _type(field: Any) -> tuple[Kind, str]:
    for metadata in field.metadata:
        return "primitive", _primitive(type(metadata).__name__)
    for leaf in _leaves(field.annotation):
        if hasattr(leaf, "__metadata__"):
            return "primitive", _primitive(type(leaf.__metadata__[0]).__name__)
        if leaf is bool:
            return "primitive", "boolean"
        name = leaf.__name__.removesuffix("Type")
        return ("resource" if name == "Resource" else "complex"), name
    raise TypeError(field.alias)


def _leaves(annotation: Any) -> Iterator[Any]:
    if hasattr(annotation, "__metadata__"):
        yield annotation
        return
    inner = get_args(annotation)
    if not inner and annotation is not type(None):
        yield annotation
    for part in inner:
        yield from _leaves(part)


def _primitive(name: str) -> str:
    return _PRIMITIVES.get(name, name[0].lower() + name[1:])
