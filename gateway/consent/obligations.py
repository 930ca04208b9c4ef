"""Restrictions on use that come along with a permit: no export, and elements to leave out; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from gateway.stages.vocabulary import Action, FhirJson

NO_EXPORT: Final = "no-export"
MASK: Final = "mask:"


def forbids(oblige: Iterable[str], action: Action) -> bool:
    """Whether the united obligations stand in the way of this action."""
    return action == "export" and NO_EXPORT in oblige


def masks(oblige: Iterable[str]) -> bool:
    """Whether anything is to be left out."""
    for duty in oblige:  # noqa: SIM110  # asked of every item of a record, most of which have no duties
        if duty.startswith(MASK):
            return True
    return False


def masked(content: FhirJson, oblige: Iterable[str]) -> FhirJson:
    """The resource without the masked elements (`mask:note`, `mask:participant.individual`).

    The narrative goes along: it may tell in words what was taken out.
    """
    paths = [duty.removeprefix(MASK).split(".") for duty in oblige if duty.startswith(MASK)]
    for path in paths:
        content = _without(content, path)
    return _without(content, ["text"]) if paths else content


def _without(node: Any, path: list[str]) -> Any:
    if isinstance(node, list):
        return [_without(member, path) for member in node]
    if not isinstance(node, dict):
        return node
    head, *rest = path
    if rest:
        return {name: _without(value, rest) if name == head else value for name, value in node.items()}
    # `_name` holds extensions of a primitive element: part of the same element (FHIR R4, JSON representation).
    return {name: value for name, value in node.items() if name not in {head, f"_{head}"}}
