"""Claims and their answers (323, 325) of up to 25 MB (OP179): read and validated as they go by, Prestatie by Prestatie.

A tree of such a message would cost many times its bytes. What is left of it is the header and the totals.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gateway.sources.istandaarden import declaratielezer, ggk_lezen
from gateway.sources.istandaarden.declaratie import (
    AfgewezenPrestatie,
    Bericht323,
    Bericht325,
    Client323,
    Client325,
    Prestatie,
)
from gateway.sources.istandaarden.elementen import verplicht
from gateway.sources.istandaarden.retourlezer import retourcodes
from gateway.sources.istandaarden.soort import Berichtsoort, schema
from gateway.sources.istandaarden.soorten import BY_NAMESPACE, BY_RETOUR_NAMESPACE
from gateway.wire.xml import MAX_BYTES, Element
from gateway.wire.xml_stream import Begun

DECLARATIE: Final = "323"


def soort(begun: list[Begun]) -> Berichtsoort | None:
    """The claim that a document is or answers, by its root; None for any other document."""
    root = begun[0].namespace if begun else ""
    found = BY_NAMESPACE.get(root) or BY_RETOUR_NAMESPACE.get(root)
    return found if found is not None and found.nummer == DECLARATIE else None


def mag_groot(begun: list[Begun]) -> bool:
    """Whether more than 5 MB is taken of a document: of a claim or its answer, in an envelope or not."""
    return soort(begun) is not None or ggk_lezen.functie(begun).upper()[-3:] in {DECLARATIE, "325"}


def is_groot(data: bytes, begun: list[Begun]) -> bool:
    """Whether it must be read as a stream."""
    return len(data) > MAX_BYTES and soort(begun) is not None


def lees(data: bytes, found: Berichtsoort, kind: str) -> Bericht323 | Bericht325:
    """Read one. Raises Unfit, and Rejected (istandaarden-date) as `lezen.read` does."""
    gelezen = _Gelezen(kind == found.retour)
    space = found.retour_namespace if gelezen.antwoord else found.namespace
    take = {f"{{{space}}}Prestatie": gelezen.prestatie, f"{{{space}}}Client": gelezen.client}
    root = schema(found.release, kind).read(data, take)
    if not gelezen.antwoord:
        made = declaratielezer.lees(found, root)
        return replace(made, declaratie=replace(made.declaratie, clienten=tuple(gelezen.clienten)))
    answer = declaratielezer.lees_antwoord(found, root)
    if answer.antwoord is None:
        return answer
    return replace(answer, antwoord=replace(answer.antwoord, clienten=tuple(gelezen.geantwoord)))


class _Gelezen:
    """What went by: the Prestaties of the client that is being read, and the clients before it."""

    def __init__(self, antwoord: bool) -> None:
        self.antwoord = antwoord
        self.clienten: list[Client323] = []
        self.geantwoord: list[Client325] = []
        self._prestaties: list[Prestatie] = []
        self._afgewezen: list[AfgewezenPrestatie] = []

    def prestatie(self, element: Element) -> None:
        read = declaratielezer.prestatie(element)
        if self.antwoord:
            self._afgewezen.append(AfgewezenPrestatie(read, retourcodes(element)))
        else:
            self._prestaties.append(read)

    def client(self, element: Element) -> None:
        bsn = verplicht(element, "Bsn")
        if self.antwoord:
            self.geantwoord.append(Client325(bsn, tuple(self._afgewezen), retourcodes(element)))
        else:
            self.clienten.append(Client323(bsn, tuple(self._prestaties)))
        self._prestaties, self._afgewezen = [], []
