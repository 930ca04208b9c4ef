"""What all who decide together allow at noodinzage: the strictest of every document that counts; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from gateway.consent.combine import Combined, Voice
from gateway.consent.model import Policy

Emergency = Literal["allow", "forbid"] | Mapping[str, str]
# Only the confidentiality labels are ordered; two different sensitivities have no label that is below both.
ORDER: Final = ("N", "R", "V")


def strictest(combined: Combined) -> Emergency | None:
    """`allow`, `forbid` or the lowest highest label; None when nobody signed anything that says so.

    A version that may not widen yet counts beside what stood before it, so it can forbid at once and cannot allow.
    """
    said = [policy.emergency for voice in _voices(combined) for policy in _policies(voice)]
    if not said:
        return None
    labels = {mode["max-label"] for mode in said if isinstance(mode, Mapping)}
    if "forbid" in said or (len(labels) > 1 and not labels <= set(ORDER)):
        return "forbid"
    return (
        {"max-label": min(labels, key=lambda label: ORDER.index(label) if label in ORDER else 0)} if labels else "allow"
    )


def _voices(combined: Combined) -> Iterator[Voice]:
    yield from combined.required
    yield from (each.voice for each in combined.instead)
    if combined.own is not None:
        yield combined.own


def _policies(voice: Voice) -> Iterator[Policy]:
    return (counted.signed.policy for level in voice.levels for counted in level)
