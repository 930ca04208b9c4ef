"""What a sender is told about a delivery: one plain value, kept sealed and given again for the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from gateway.errors import GatewayError
from gateway.stages.delivered import Notice
from gateway.stages.tagged import Tags

State = Literal["accepted", "parked", "rejected"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused: rule or error code, place, sentence and mend; never a value from the message."""

    code: str
    text: str
    where: str | None = None
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a delivery. `status`: HTTP status it was or would be answered with.

    `tags`: Omaha tags by `basis/confidence`, and `niet te bepalen`. `retourbericht`: XML text of the
    iWmo or iJw return message; `foutbericht`: of the Fo01 that reports a fault to who sent an envelope of GGk.
    `referentienummer`: of that envelope.
    """

    delivery: str
    state: State
    status: int = 201
    kind: str | None = None
    version: str | None = None
    law: str | None = None
    code: str | None = None
    issue: str = "invalid"
    resources: int = 0
    parked: int = 0
    tags: dict[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    reasons: tuple[Reason, ...] = ()
    remarks: int = 0
    retourbericht: str | None = None
    foutbericht: str | None = None
    referentienummer: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "delivery": self.delivery,
            "state": self.state,
            "status": self.status,
            "kind": self.kind,
            "version": self.version,
            "law": self.law,
            "code": self.code,
            "issue": self.issue,
            "resources": self.resources,
            "parked": self.parked,
            "tags": self.tags,
            "notices": [{"where": n.where, "text": n.text} for n in self.notices],
            "reasons": [{"code": r.code, "text": r.text, "where": r.where, "mend": r.mend} for r in self.reasons],
            "remarks": self.remarks,
            "retourbericht": self.retourbericht,
            "foutbericht": self.foutbericht,
            "referentienummer": self.referentienummer,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Receipt:
        return cls(
            **{
                **value,
                "notices": tuple(Notice(**notice) for notice in value["notices"]),
                "reasons": tuple(Reason(**reason) for reason in value["reasons"]),
            }
        )


def refusal(delivery: str, error: GatewayError) -> Receipt:
    """The receipt of a message that could not be accepted."""
    details = getattr(error, "details", ())
    first = Reason(error.code, error.message, error.where, error.mend)
    return Receipt(
        delivery=delivery,
        state="rejected",
        status=error.status,
        code=error.code,
        issue=error.issue,
        reasons=(first, *(Reason(error.code, text, where) for where, text in details)),
    )


def count_tags(tagged: Iterable[Tags]) -> dict[str, int]:
    """Omaha tags by basis and confidence; resources without any count as "niet te bepalen"."""
    counts: Counter[str] = Counter()
    for tags in tagged:
        if not tags.problems:
            counts["niet te bepalen"] += 1
        counts.update(f"{tag.basis}/{tag.confidence}" for tag in tags.problems)
    return dict(sorted(counts.items()))
