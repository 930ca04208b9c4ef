"""Who the client is, as a caller may know it: base data of the sources the caller sees, never of a hidden one.

A name or address that only a hidden party knows would tell that the party is there
(docs/decisions/0055-base-data-of-visible-sources.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from sqlmodel import Session

from gateway.flows.house import House
from gateway.registry import basedata, precedence
from gateway.registry.names import display_name
from gateway.registry.precedence import Remark, View
from gateway.stages.decided import Caller
from gateway.stages.vocabulary import FhirJson

REMARK = "https://wijkdossier.nl/fhir/StructureDefinition/afwijkende-waarde"
REGISTRY = "basisregistratie"


def as_seen(
    house: House,
    session: Session,
    client: str,
    caller: Caller,
    handle: str,
    names: Mapping[str, str],
    *,
    table: bool = False,
    related: bool = True,
    everything: bool = False,
) -> Callable[[Collection[str]], FhirJson | None]:
    """Tells the Patient once it is known which sources are seen.

    `table`: in a meeting, where the chair's own organisation counts no more than what all may see. `related`: whether
    the caller has the client in the caseload, and so may know who it is even when no source is seen. `everything`: the
    client, or who decides for them on all of it.
    """
    views = basedata.views(session, house.keyring, client)

    def tell(seen: Collection[str]) -> FhirJson | None:
        sources = {*seen, *(() if table else (caller.org,))}
        mine = views if everything else [v for v in views if v.source in sources or v.authority == REGISTRY]
        if mine:
            patient, remarks = precedence.lead(mine)
            return _with_remarks({**patient, "id": handle}, remarks, names)
        return {**precedence.identity(views), "id": handle} if views and related else None

    return tell


def known(house: House, session: Session, client: str, caller: Caller) -> FhirJson | None:
    """The person as the caller's own organisation or the registry tells it, else the identity alone: for lists."""
    views = basedata.views(session, house.keyring, client)
    mine = [view for view in views if view.source == caller.org or view.authority == REGISTRY]
    if mine:
        return precedence.lead(mine)[0]
    return precedence.identity(views) if views else None


def named(house: House, session: Session, client: str, caller: Caller, *, everything: bool) -> str:
    """The name of a client for who decides for them: on a part (not `everything`), none that only a source knows."""
    if everything:
        return display_name(basedata.leading(session, house.keyring, client)[0])
    return display_name(known(house, session, client, caller))


def differing(views: Sequence[View], organisation: str) -> int:
    """How many values differ among what one organisation and the registry say: what a receipt may tell."""
    own = [view for view in views if view.source == organisation or view.authority == REGISTRY]
    return len(precedence.lead(own)[1]) if own else 0


def _with_remarks(patient: FhirJson, remarks: Sequence[Remark], names: Mapping[str, str]) -> FhirJson:
    shown = [
        {
            "url": REMARK,
            "extension": [
                {"url": "veld", "valueCode": remark.field},
                {"url": "bron", "valueString": names.get(remark.source, remark.source)},
                {"url": "waarde", "valueString": _in_words(remark)},
            ],
        }
        for remark in remarks
    ]
    return {**patient, "extension": [*patient.get("extension", []), *shown]} if shown else patient


def _in_words(remark: Remark) -> str:
    if remark.field == "name":
        return display_name({"name": remark.value})
    if remark.field == "address":
        first = remark.value[0] if remark.value else {}
        return ", ".join(
            str(part) for part in (*first.get("line", ()), first.get("postalCode"), first.get("city")) if part
        )
    return str(remark.value)
