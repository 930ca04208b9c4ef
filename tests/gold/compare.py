"""Every sample message beside its published conversion: what differs, and which deviation explains each difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gateway.mappings.huisarts import normalise
from gateway.sources.huisarts.lezen import read
from gateway.stages.delivered import Origin
from gateway.wire import xml
from tests.gold import facts, stu3
from tests.gold.deviations import DEVIATIONS, Deviation

ORIGIN = Origin("org-1", "Huisartsenpraktijk De Brug", "huisarts", "huisarts", "Zvw")
MESSAGES, GOLD = "samples/gp/hl7v3_ketenzorg", "samples/gp/hl7v3_ketenzorg_gold_stu3"


@dataclass(frozen=True)
class Difference:
    """What one side (`gold` or `ours`) says and the other does not; a whole resource has its type as path."""

    side: str
    path: str
    value: str

    @property
    def deviation(self) -> Deviation | None:
        return next((one for one in DEVIATIONS if one.explains(self.side, self.path, self.value)), None)


@dataclass(frozen=True)
class Compared:
    """One file: how many resources and facts agree, and every difference."""

    name: str
    resources: int
    agreed: int
    differences: tuple[Difference, ...]


def names(shared: Path) -> list[str]:
    return sorted(file.stem for file in (shared / MESSAGES).glob("*.xml"))


def compare(shared: Path, name: str) -> Compared:
    gold = facts.gold(xml.parse((shared / GOLD / f"{name}.xml").read_bytes()))
    made = normalise(read(xml.parse((shared / MESSAGES / f"{name}.xml").read_bytes())), ORIGIN)
    contents = [*(resource.content for resource in made.resources), *(person.patient for person in made.people)]
    theirs = {(one.type, one.key): stu3.as_r4(one.facts) for one in gold.subjects()}
    own = {(one.type, one.key): one.facts for one in facts.ours(contents).subjects()}
    both = theirs.keys() & own.keys()
    return Compared(
        name,
        resources=len(both),
        agreed=sum(len(theirs[one] & own[one]) for one in both),
        differences=tuple(_differences(theirs, own)),
    )


def _differences(
    theirs: dict[tuple[str, str], frozenset[facts.Fact]], own: dict[tuple[str, str], frozenset[facts.Fact]]
) -> Iterator[Difference]:
    for side, here, there in (("gold", theirs, own), ("ours", own, theirs)):
        for (type_, key), said in sorted(here.items()):
            if (type_, key) not in there:
                yield Difference(side, type_, key)
                continue
            for path, value in sorted(said - there[type_, key]):
                yield Difference(side, path, value)
