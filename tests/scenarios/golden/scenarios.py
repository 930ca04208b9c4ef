"""Which scenarios there are: a folder each, whose system sends it, and what a reader must see in what it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gateway.sources import read
from gateway.stages.delivered import Origin, RawDelivery, SourceMessage

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

LINDE = Origin("org-linde", "Huisartsenpraktijk De Linde", "huisarts", "huisarts", "Zvw")
ZIEKENHUIS = Origin("org-ziekenhuis", "Ziekenhuis Waterland", "huisarts", "huisarts", "Zvw")
BRUG = Origin("org-brug", "Thuiszorg De Brug", "wijkverpleging", "wijkverpleging", "Zvw")
GGD = Origin("org-ggd", "GGD Waterland", "jgz", "jgz", "Wpg")
GEMEENTE = Origin("org-gemeente", "Gemeente Waterveen", "gemeente", "wmo", "Wmo")
AANBIEDER = Origin("org-aanbieder", "Ondersteuning Dichtbij", "welzijn", "wmo", "Wmo")
JEUGD_GEMEENTE = Origin("org-gemeente", "Gemeente Waterveen", "gemeente", "jeugdhulp", "Jeugdwet")
JEUGDHULP = Origin("org-kompas", "Jeugdhulp Het Kompas", "jeugdhulp", "jeugdhulp", "Jeugdwet")


@dataclass(frozen=True, slots=True)
class Scenario:
    """`kind`: of the message, and the name of its folder; `answers`: the kind of the message that this one answers."""

    kind: str
    origin: Origin
    see: tuple[str, ...]
    answers: str | None = None

    @property
    def folder(self) -> Path:
        return HERE / self.kind

    @property
    def delivery(self) -> Path:
        (found,) = self.folder.glob("delivery.*")
        return found

    def raw(self) -> RawDelivery:
        content_type = f"application/{self.delivery.suffix.removeprefix('.')}"
        return RawDelivery("golden", "golden", content_type, self.delivery.read_bytes(), NOW)

    def answered(self) -> SourceMessage | None:
        return read(BY_KIND[self.answers].raw()) if self.answers else None


def _care() -> Iterator[Scenario]:
    yield Scenario("contactmomenten", LINDE, (
        "two contacts: a consult of 9 February, 09:30 to 09:45, and an e-consult of 14 September",
        "each belongs to its episode; the GP is named with UZI and AGB number",
    ))  # fmt: skip
    yield Scenario("contactverslag", LINDE, (
        "one note with four lines; S97 stands on the E line, and on the others as what the note is about",
        "the note points to its contact and its episode; none of them is made up",
        "the line P holds no code of its own",
    ))  # fmt: skip
    yield Scenario("episodes", LINDE, (
        "diabetes goes on, with subcode T90.02; the ulcer is over, and so is its diagnosis",
        "the remark of the GP is kept",
    ))  # fmt: skip
    yield Scenario("alerts", LINDE, ("two flags with G-Standaard codes; the first belongs to the episode of diabetes",))
    yield Scenario("allergieintoleranties", LINDE, (
        "one allergy to amoxicillin, as medication, since 4 March 2015, noted by the GP two days later",
        "the words of the remark stay beside it",
    ))  # fmt: skip
    yield Scenario("algemene-bepalingen", LINDE, (
        "150 mm[Hg] is high against a range of at most 140; weight stays 98.0, not 98",
        "the rhythm is a code of its table, the remark is text",
    ))  # fmt: skip
    yield Scenario("labbepalingen", LINDE, (
        "glucose 11.4 mmol/L, high against 4.0 to 6.1",
        "a clearance of which only a lower bound is known: a comparator, no invented number",
    ))  # fmt: skip
    yield Scenario("medicatieafspraken", LINDE, (
        "metformin twice a day, as needed, from 9 February 2026 for a year, because of diabetes",
        "PRK and GPK side by side; the treatment it belongs to is kept",
    ))  # fmt: skip
    yield Scenario("cda-bgz", ZIEKENHUIS, (
        "a document with six sections in their order; four have resources, the treatment wish is words alone",
        "the name of the patient is not in the title; his wife is a RelatedPerson",
    ))  # fmt: skip
    yield Scenario("fhir-r4", LINDE, ("what came in is what goes out: 98.0 stays as written", "diabetes is tagged"))
    yield Scenario("fhir-stu3", BRUG, (
        "the onset was written as midnight UTC of 8 February: it is the 9th, and what was written stays beside it",
        "ProcedureRequest became ServiceRequest, its note and reason with it; 3.0 stays 3.0",
    ))  # fmt: skip
    yield Scenario("ons-omaha", BRUG, (
        "two problems, each with three ratings and three targets; signs of the skin problem as codes",
        "interventions stand in one plan per problem: the wound is not told by the plan for food",
    ))  # fmt: skip
    yield Scenario("ons-zorgplan", BRUG, ("a plan, and per problem an entry with its goal; percentages are kept",))
    yield Scenario("jgz-dossieroverdracht", GGD, (
        "length 1412 mm and weight 34500 g as written; a vaccination with its batch",
        "the objection is negated: there is none, and sharing is permitted",
        "the mother is a RelatedPerson, and her BSN leads to no record; the letter is opened through its document",
    ))  # fmt: skip


def _istandaarden() -> Iterator[Scenario]:
    for prefix, gemeente, aanbieder in (("WMO", GEMEENTE, AANBIEDER), ("JW", JEUGD_GEMEENTE, JEUGDHULP)):
        yield Scenario(f"{prefix}301", gemeente, (
            "the client with both names and address; an allocation of 3 hours a week, with its own number and period",
            "what the client's family and legal situation are stands apart, each with its own period",
        ))  # fmt: skip
        yield Scenario(f"{prefix}302", aanbieder, ("taken: no outcome", "nothing of the client is said again"))
        yield Scenario(
            f"{prefix}305", aanbieder, ("care began, one per product; an allocation is named by its number",)
        )
        yield Scenario(f"{prefix}306", gemeente, ("refused as a whole: TR019, no such allocation",))
        yield Scenario(f"{prefix}307", aanbieder, ("care ended, with the reason in the words of its own law",))
        yield Scenario(f"{prefix}308", gemeente, ("refused as a whole: TR019, no such allocation",))
        yield Scenario(f"{prefix}315", aanbieder, ("a proposal and a task: the gemeente is asked, nothing is granted",))
        yield Scenario(
            f"{prefix}316", gemeente, ("taken: the task of the request waits for its answer",), f"{prefix}315"
        )
        yield Scenario(f"{prefix}317", aanbieder, (
            "one task; a proposal for what changes and for what is new, none for what stays",
            "a budget is money, not a volume",
        ))  # fmt: skip
        yield Scenario(f"{prefix}318", gemeente, ("refused: the task of the request says why",), f"{prefix}317")
        yield Scenario(f"{prefix}319", gemeente, ("the task of the request says what was answered",), f"{prefix}315")
        yield Scenario(f"{prefix}320", aanbieder, ("refused: no such request",))
        yield Scenario(f"{prefix}323", aanbieder, ("a claim of 75 euro in two items, each with its own period",))
        yield Scenario(f"{prefix}325", gemeente, (
            "the first item is rejected with its code, the second granted: 25 of 75 euro",
        ), f"{prefix}323")  # fmt: skip


SCENARIOS = (*_care(), *_istandaarden())
BY_KIND = {scenario.kind: scenario for scenario in SCENARIOS}
