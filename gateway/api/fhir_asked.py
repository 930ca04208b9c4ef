"""Who asks what of the FHIR side: the same for a route of its own and for an entry of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.flows.house import House
from gateway.stages.decided import Caller


@dataclass(frozen=True, slots=True)
class Asked:
    """`in_body`: the parameters stood in a body, where a BSN may stand. `headers`: empty in a batch."""

    house: House
    who: Caller
    request_id: str
    pairs: tuple[tuple[str, str], ...] | list[tuple[str, str]] = ()
    in_body: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
