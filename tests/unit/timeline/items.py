"""Made-up cleared items, for tests of the timeline and of the pages that show it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from gateway.stages.decided import Caller, Decision
from gateway.stages.disclosed import Body, Disclosed, DisclosedItem, Since
from gateway.stages.tagged import LifeTag, Tag, Tags
from gateway.wire import json

TODAY = date(2026, 11, 24)
NURSE = Caller(
    person="zv-03",
    name="Marieke Bakker",
    org="org-thuiszorg",
    org_name="Thuiszorg De Brug",
    orgtype="wijkverpleging",
)
PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "name": [{"use": "official", "family": "de Vries", "given": ["Jan"]}],
    "birthDate": "1951-04-05",
}
SOURCES = {
    "wijkverpleging": ("org-thuiszorg", "Thuiszorg De Brug", "Zvw"),
    "huisarts": ("org-linde", "Huisartsenpraktijk De Linde", "Zvw"),
    "wmo": ("org-gemeente", "Gemeente Voorbeeldstad", "Wmo"),
    "jeugdhulp": ("org-jeugd", "Jeugdhulp Het Anker", "Jeugdwet"),
}


def life(domain: str, *, primary: bool = True, confidence: Any = "high", basis: Any = "heuristic") -> LifeTag:
    return LifeTag(domain, primary, confidence, basis, via="PB0024")


def problem(code: str, *, primary: bool = True, confidence: Any = "high", basis: Any = "heuristic") -> Tag:
    return Tag(code, primary, "wider", confidence, basis, "icpc-1-nl", "R05", "icpc_to_omaha/1")


def item(
    content: dict[str, Any],
    day: date | None = TODAY,
    *,
    domain: Any = "wijkverpleging",
    law: Any = None,
    record: str = "r1",
    life: tuple[LifeTag, ...] = (),
    problems: tuple[Tag, ...] = (),
    level: Any = "see",
    narrative: bool = False,
    own: bool = False,
    why: str = "De cliënt deelt verslagen van de wijkverpleging met u tot 20 mei 2027.",
    recorded: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC),
) -> DisclosedItem:
    source, source_name, usual_law = SOURCES[domain]
    return DisclosedItem(
        record=record,
        version=1,
        type=content["resourceType"],
        level=level,
        body=Body(lambda: (content, json.dumps(content))),
        tags=Tags(
            problems=problems,
            life=life,
            labels=("N",),
            law=law or usual_law,
            domain=domain,
            day=day,
            contact_entry=content["resourceType"] == "Encounter",
            narrative=narrative,
        ),
        source=source,
        source_name=source_name,
        since=Since(lambda: (1, recorded)),
        decision=Decision("see", ("rule-1",), "permit", why),
        own=own,
    )


def disclosed(*items: DisclosedItem, patient: dict[str, Any] | None = PATIENT, withheld: int = 0) -> Disclosed:
    return Disclosed(
        client="c-1",
        handle="Zk3handle",
        caller=NURSE,
        purpose="TREAT",
        patient=patient,
        items=items,
        policy_version=3,
        policy_hash="f00d" * 16,
        withheld=withheld,
    )
