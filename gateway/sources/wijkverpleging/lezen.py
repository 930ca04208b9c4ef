"""A JSON document of the Ons API: an Omaha classification or a care plan, told apart by what only one of them has."""

from __future__ import annotations

from typing import Any

from gateway.errors import Rejected
from gateway.sources.wijkverpleging.classificatie import classification
from gateway.sources.wijkverpleging.members import closed
from gateway.sources.wijkverpleging.model import CarePlan, Classification
from gateway.sources.wijkverpleging.zorgplan import care_plan
from gateway.stages.delivered import SourceMessage

VERSION = "v0"


def read(value: dict[str, Any]) -> SourceMessage:
    """Kind `ons-omaha` or `ons-zorgplan`. Raises Rejected: ons-kind, ons-field, ons-rating, ons-client."""
    body: Classification | CarePlan
    match value:
        case {"omahaClassifiedProblems": _}:
            kind, (body, notices) = "ons-omaha", closed(value, classification)
        case {"carePlanEntries": _}:
            kind, (body, notices) = "ons-zorgplan", closed(value, care_plan)
        case _:
            raise Rejected(
                "ons-kind",
                "Neither an Omaha classification nor a care plan of Ons",
                where="$",
                mend="send an object with omahaClassifiedProblems or carePlanEntries",
            )
    return SourceMessage(kind=kind, version=VERSION, body=body, notices=notices)
