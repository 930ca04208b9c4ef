"""Earlier iWmo and iJw messages, read back from the kept deliveries: there is no second truth beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from gateway.flows.house import House
from gateway.intake import berichten, deliveries
from gateway.intake.tables import DeliveryRow
from gateway.registry import parties
from gateway.registry.parties import Organisation
from gateway.sources.istandaarden import lezen
from gateway.sources.istandaarden.bericht import Header, Wet
from gateway.sources.istandaarden.declaratie import Bericht325
from gateway.sources.istandaarden.soorten import IJW, IWMO
from gateway.stages.delivered import SourceMessage

SOORTEN = {"Wmo": IWMO, "Jeugdwet": IJW}
# What the standing of one client is folded from; claims are about many, and are found by what they name.
STAND = frozenset({"301", "305", "307", "315", "317", "319"})
# A claim may be about thousands of clients, each with messages of their own.
MOST_READ = 200
TERUGMELDING = frozenset({"315", "317"})


@dataclass
class Archief:
    """Reads each delivery once per transaction, as far as they are remembered."""

    house: House
    session: Session
    _read: dict[str, SourceMessage] = field(default_factory=dict)
    _organisations: dict[str, Organisation] = field(default_factory=dict)

    def message(self, row: DeliveryRow) -> SourceMessage:
        if row.id not in self._read:
            if len(self._read) == MOST_READ:
                self._read.clear()
            body = deliveries.body(self.session, self.house.keyring, row, self.organisation(row.connector))
            self._read[row.id] = lezen.parse(body)
        return self._read[row.id]

    def stand(self, client: str | None, law: Wet) -> list[SourceMessage]:
        """Accepted messages about one client under one law that its standing follows from."""
        return [self.message(row) for row in self.stand_rows(client, law)]

    def stand_rows(self, client: str | None, law: Wet) -> list[DeliveryRow]:
        """The deliveries of those messages."""
        kinds = [soort.kind for soort in SOORTEN[law] if soort.nummer in STAND]
        return [] if client is None else deliveries.accepted_of(self.session, client, kinds)

    def terugmeldingen(self, client: str | None, law: Wet) -> list[SourceMessage]:
        """Return messages on requests of one client."""
        return self._about(client, [soort.retour for soort in SOORTEN[law] if soort.nummer in TERUGMELDING])

    def _about(self, client: str | None, kinds: list[str]) -> list[SourceMessage]:
        if client is None:
            return []
        return [self.message(row) for row in deliveries.accepted_of(self.session, client, kinds)]

    def verzoek(self, law: Wet, header: Header, referentie: str) -> DeliveryRow | None:
        """The request that an aanbieder made under this reference."""
        found = berichten.named(self.session, self.house.vault, "verzoek", law, header.aanbieder.value, referentie)
        return next(self._rows(found), None)

    def antwoorden(self, row: DeliveryRow) -> list[Bericht325]:
        """What a claim was answered with: here, and by the gemeente itself."""
        told = deliveries.receipt(self.session, self.house.keyring, row, self.organisation(row.connector))
        own = told["retourbericht"] if told else None
        found = [lezen.parse(own.encode())] if own else []
        given = berichten.named(self.session, self.house.vault, "antwoord-op", row.id)
        found += [self.message(answer) for answer in self._rows(given)]
        return [message.body for message in found]

    def organisation(self, connector: str) -> str:
        return self._of(connector).id

    def gemeentecode(self, connector: str) -> str | None:
        """Of the gemeente whose system this is, None of a system of anybody else."""
        return self._of(connector).gemeentecode

    def _of(self, connector: str) -> Organisation:
        if not self._organisations:
            self._organisations = {c.id: c.organisation for c in parties.connectors(self.session)}
        return self._organisations[connector]

    def _rows(self, found: tuple[str, ...]) -> Iterator[DeliveryRow]:
        """Those that are still there: what was erased is known by its name alone."""
        rows = (deliveries.find(self.session, id_) for id_ in found)
        return (row for row in rows if row is not None and row.state == "accepted")
