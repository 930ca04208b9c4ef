"""Ons classificationIds to Omaha codes. An id that the table does not know stops the message: nothing is guessed."""

from __future__ import annotations

import re
from functools import cache

from gateway.errors import Rejected
from gateway.mappings.concept_maps import rows
from gateway.mappings.wijkverpleging.specification import OMAHA, OMAHA_OID
from gateway.sources.wijkverpleging.model import Named
from gateway.stages.vocabulary import FhirJson

_FORM = re.compile(r"[a-z][a-z0-9_.]{0,120}")


@cache
def _table() -> dict[str, str]:
    return {row["ons_id"]: row["code"] for row in rows("ons_omaha")}


def translate(item: Named, *families: str) -> str:
    """The Omaha code of a catalogue item. `families`: the code prefixes that fit here (PB, DM, CG, TG).

    Raises Rejected ons-omaha-unknown, naming the id, its place and what to do.
    """
    code = _table().get(item.id or "", "")
    if code.startswith(families):
        return code
    shown = item.id if item.id and _FORM.fullmatch(item.id) else "(unreadable)" if item.id else "(none)"
    raise Rejected(
        "ons-omaha-unknown",
        f"The classificationId {shown} is not in our table of {' or '.join(families)} codes",
        where=item.where,
        mend="tell the gateway's operator: the id is compared with the supplier's own list and added to ons_omaha.csv,"
        " then the delivery is replayed",
    )


def omaha(code: str, text: str | None) -> FhirJson:
    """An Omaha code under the canonical URI of its system."""
    return _concept(OMAHA, code, text)


def zib_omaha(code: str, text: str | None) -> FhirJson:
    """An Omaha code in an element that a zib binds: the zib value sets name the system by its OID."""
    return _concept(OMAHA_OID, code, text)


def _concept(system: str, code: str, text: str | None) -> FhirJson:
    return {"coding": [{"system": system, "code": code}], **({"text": text} if text else {})}


def concept(pair: tuple[str, str]) -> FhirJson:
    system, code = pair
    return {"coding": [{"system": system, "code": code}]}
