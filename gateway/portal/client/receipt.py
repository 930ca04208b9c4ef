"""The receipt in words and groups of four, so that it can be read aloud and copied from paper."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.flows.proof import Proof
from gateway.portal import dates


@dataclass(frozen=True, slots=True)
class ReceiptView:
    version: int
    sentences: tuple[str, ...]
    when: str
    number: int
    code: str
    checkpoint: str
    file: str


def present(proof: Proof) -> ReceiptView:
    return ReceiptView(
        version=proof.version,
        sentences=proof.sentences,
        when=dates.moment(proof.recorded, "client"),
        number=proof.number,
        code=grouped(proof.policy_hash),
        checkpoint=proof.checkpoint,
        file=f"/mijn/bewijs/{proof.version}/bestand",
    )


def grouped(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
