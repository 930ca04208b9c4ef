"""One message of the demo as it goes over the line, with the answer it should get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Expect = Literal["accepted", "rejected", "parked"]


@dataclass(frozen=True, slots=True)
class Message:
    """`connector`: the care system that sends it; `kind`: its name for people; `why`: for messages that are wrong."""

    connector: str
    content_type: str
    body: bytes
    kind: str
    day: date
    expect: Expect = "accepted"
    why: str = ""
