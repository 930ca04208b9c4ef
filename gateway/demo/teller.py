"""Telling one client's story: days before today, ids that belong to the client, and every message in its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count
from typing import Literal

from gateway.demo.message import Expect, Message
from gateway.demo.people import Person
from gateway.demo.town import BRUG, GEMEENTE_WATERVEEN, GGD, LINDE, Source
from gateway.demo.writers import ijw, iwmo, jgz, ons, soep
from gateway.demo.writers.fhir import Frame, Maker, Resource, as_json, collection
from gateway.demo.writers.fhir_xml import as_xml
from gateway.demo.writers.istandaarden import Kop, Omvang, Relatie, Toewijzing
from gateway.demo.writers.soep import Verslag
from gateway.demo.writers.toewijzing import Client, Start, Stop
from gateway.demo.writers.zib_persoon import patient

Form = Literal["json", "xml"]
FHIR = {"json": "application/fhir+json", "xml": "application/fhir+xml"}
BUNDLES = {"collection": " Bundle", "searchset": " labbericht"}
SATURDAY = 5


@dataclass
class Teller:
    """`relaties`, `juridische_status`: what every 301 about this client says along."""

    person: Person
    today: date
    relaties: tuple[Relatie, ...] = ()
    juridische_status: str = ""
    told: list[Message] = field(default_factory=list)
    serial: count[int] = field(default_factory=lambda: count(1))

    @staticmethod
    def counting_from(first: int) -> count[int]:
        """Serials for a second teller about the same client."""
        return count(first)

    def day(self, ago: int) -> date:
        """A working day about so many days ago (a weekend falls back to its Friday)."""
        day = self.today - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def frame(self, source: Source, ago: int) -> Frame:
        return Frame(source, self.person, self.day(ago), next(self.serial), self.today)

    def fhir(self, source: Source, ago: int, *makers: Maker, form: Form = "json", expect: Expect = "accepted") -> None:
        """One resource, or several as a collection Bundle."""
        made = [make(self.frame(source, ago)) for make in makers]
        self._fhir(source, ago, made[0] if len(made) == 1 else collection(made), form, expect)

    def bekend(self, source: Source, ago: int, form: Form = "json") -> None:
        """The client becomes known to a FHIR-speaking system's connector: its Patient with BSN."""
        self.fhir(source, ago, patient(local=str(self.ons_client) if source == BRUG else ""), form=form)

    def soep(self, ago: int, icpc: tuple[str, str], episode: str, *, clock: str = "10:20", **regels: str) -> None:
        """A GP's note from LINDE, as HL7v3 contactverslag. `regels`: text by S, O, E and P."""
        number = f"{self.person.number}{next(self.serial):03}"
        note = Verslag(
            number, self.day(ago), time.fromisoformat(clock), regels, icpc, f"{self.person.number}-{episode}"
        )
        body = soep.contactverslag(LINDE, self.person, self.today, [note])
        self.send(LINDE, "text/xml; charset=utf-8", body, "contactverslag", ago)

    def jgz(self, ago: int, dossier: jgz.Dossier) -> None:
        """The child's dossier of youth health care as it stands then: a state, sent whole each time."""
        body = jgz.dossieroverdracht(GGD, dossier, self.day(ago), self.today)
        self.send(GGD, "application/xml", body, "JGZ-dossieroverdracht", ago)

    @property
    def ons_client(self) -> int:
        """The client's number in BRUG's Ons."""
        return 600 + self.person.number

    def plan(
        self, nummer: int, begin: int, gebieden: Sequence[ons.Aandachtsgebied], eind: int | None = None
    ) -> ons.Plan:
        return ons.Plan(
            nummer=self.person.number * 10 + nummer,
            client=self.ons_client,
            begin=self.day(begin),
            gebieden=gebieden,
            eind=None if eind is None else self.day(eind),
        )

    def omaha(self, ago: int, plan: ons.Plan, expect: Expect = "accepted") -> None:
        self.send(BRUG, "application/json", ons.classificatie(plan), "Ons Omaha-classificatie", ago, expect)

    def zorgplan(self, ago: int, plan: ons.Plan, expect: Expect = "accepted") -> None:
        self.send(BRUG, "application/json", ons.zorgplan(plan), "Ons zorgplan", ago, expect)

    def wmo301(self, ago: int, aanbieder: Source, *toewijzingen: Toewijzing) -> None:
        body = iwmo.wmo301(self.kop(ago, aanbieder), self.client(), toewijzingen)
        self.send(GEMEENTE_WATERVEEN, "application/xml", body, "WMO301", ago)

    def wmo305(self, ago: int, aanbieder: Source, start: Start) -> None:
        body = iwmo.wmo305(self.kop(ago, aanbieder), self.client(), start)
        self.send(aanbieder, "application/xml", body, "WMO305", ago)

    def wmo307(self, ago: int, aanbieder: Source, stop: Stop) -> None:
        body = iwmo.wmo307(self.kop(ago, aanbieder), self.client(), stop)
        self.send(aanbieder, "application/xml", body, "WMO307", ago)

    def jw301(self, ago: int, aanbieder: Source, *toewijzingen: Toewijzing) -> None:
        body = ijw.jw301(self.kop(ago, aanbieder), self.client(), toewijzingen)
        self.send(GEMEENTE_WATERVEEN, "application/xml", body, "JW301", ago)

    def jw305(self, ago: int, aanbieder: Source, start: Start) -> None:
        body = ijw.jw305(self.kop(ago, aanbieder), self.client(), start)
        self.send(aanbieder, "application/xml", body, "JW305", ago)

    def jw307(self, ago: int, aanbieder: Source, stop: Stop) -> None:
        body = ijw.jw307(self.kop(ago, aanbieder), self.client(), stop)
        self.send(aanbieder, "application/xml", body, "JW307", ago)

    def toewijzing(
        self,
        nummer: int,
        product: tuple[str, str],
        omvang: tuple[int, str, str],
        *,
        besluit: int,
        van: int,
        tot: int,
        reden: str = "",
        commentaar: str = "",
    ) -> Toewijzing:
        """An allocation of `product` (category, code) and `omvang` (Volume, Eenheid, Frequentie).

        Days ago of the decision, the first and the last day; a last day to come is negative.
        """
        return Toewijzing(
            nummer=self.person.number * 100 + nummer,
            categorie=product[0],
            code=product[1],
            toegewezen=self.day(besluit),
            ingang=self.day(van),
            eind=self.day(tot),
            omvang=Omvang(*omvang),
            reden=reden,
            commentaar=commentaar,
        )

    def start(self, toewijzing: Toewijzing, ago: int) -> Start:
        return Start(toewijzing, self.day(ago))

    def stop(self, start: Start, ago: int, reden: str) -> Stop:
        return Stop(start, self.day(ago), reden)

    def kop(self, ago: int, aanbieder: Source) -> Kop:
        return Kop(f"W{self.person.number:03}{next(self.serial):05}", self.day(ago), aanbieder.agb)

    def client(self) -> Client:
        return Client(self.person, self.today, self.relaties, self.juridische_status)

    def send(
        self,
        source: Source,
        content_type: str,
        body: bytes,
        kind: str,
        ago: int,
        expect: Expect = "accepted",
        why: str = "",
    ) -> None:
        self.told.append(Message(source.connector, content_type, body, kind, self.day(ago), expect, why))

    def _fhir(self, source: Source, ago: int, resource: Resource, form: Form, expect: Expect) -> None:
        body = as_json(resource) if form == "json" else as_xml(resource)
        kind = f"FHIR {form.upper()}{BUNDLES.get(str(resource.get('type')), '')}"
        self.send(source, FHIR[form], body, kind, ago, expect)
