"""Whatever a message says, it is refused by name or judged, answered with a valid message, and mapped to valid FHIR."""

from __future__ import annotations

import random
from datetime import date

import pytest

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.identifiers import Bsn
from gateway.mappings import normalise
from gateway.mappings.istandaarden import Gevolg, answered, claim_answered, returned
from gateway.sources.istandaarden import lezen, oordeel
from gateway.sources.istandaarden.declaratie import Bericht323
from gateway.sources.istandaarden.declaratieantwoord import antwoord
from gateway.sources.istandaarden.kennis import DeclaratieKennis, Kennis
from gateway.sources.istandaarden.retour import retour
from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import SOORTEN
from gateway.sources.istandaarden.stand import fold
from gateway.sources.istandaarden.verzoek import Bericht315, Bericht317
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised
from gateway.wire import xml
from gateway.wire.xml import Element
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import BSN, Law
from tests.unit.sources.istandaarden.gevallen import gevraagd, klant, toegewezen

SEED, ROUNDS = 20250405, 150
ORIGIN = Origin("bron", "Bron", "gemeente", "wmo", "Wmo")
TEXTS = (
    *("0", "1", "2", "3", "6", "8", "01", "02", "04", "06", "13", "14", "16", "20", "31", "83", "84", "C", "D"),
    *("0001-01-01", "1900-01-01", "2020-12-31", "2021-01-01", "2025-02-28", "2025-04-01", "2025-12-31", "9999-12-31"),
    *(" ", "x", "A ", "ref-1", "RN1", "101", "0384", "9998", "1916", "99999999", "0", "24:00:00", "00:00:00.5"),
    *("999990019", "999900006", "123456789", "NL", "AD", "1234AB", "45A04", "02A05", "11X01", "é & < >"),
)


def whole(law: Law, soort: str) -> bytes:
    found = {
        "301": lambda: bouw.vol301(law),
        "305": lambda: bouw.xml305(law, bouw.start_nodes(law), bouw.start_nodes(law, None)),
        "307": lambda: bouw.xml307(law, bouw.stop_nodes(law), bouw.stop_nodes(law, None)),
        "315": lambda: bouw.xml315(law),
        "317": lambda: bouw.vol317(law),
        "319": lambda: bouw.xml319(law, antwoord="1", reden="8", gemeente="1916" if law == "Jeugdwet" else None),
        "323": lambda: bouw.xml323(law, (BSN, [bouw.prestatie_nodes(law), bouw.prestatie_nodes(law, "RN2", "RN0")])),
    }
    return found[soort]()


def kennis(law: Law) -> Kennis:
    """A client with an allocation and a request, so that rules have something to compare with."""
    return Kennis(
        state=fold([toegewezen(law), gevraagd(law, "ref-8")]),
        vandaag=date(2025, 6, 1),
        declaratie=DeclaratieKennis(clienten={BSN: klant(law)}),
    )


def mutate(chance: random.Random, root: Element) -> None:
    """Another text somewhere, an element gone, or one twice."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)][1:]
    if not elements:
        return
    match chance.randrange(4):
        case 0:
            gone = chance.choice(elements)
            gone.getparent().remove(gone)
        case 1:
            twice = chance.choice(elements)
            twice.addnext(xml.clone(twice))
        case _:
            chance.choice([e for e in elements if not len(e)]).text = chance.choice(TEXTS)


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.kind)
def test_whatever_it_says(soort: lezen.Release) -> None:
    law: Law = soort.release.law  # type: ignore[attr-defined]
    kind: str = soort.kind  # type: ignore[attr-defined]
    chance = random.Random(f"{SEED} {kind}")
    judged = 0
    for _ in range(ROUNDS):
        root = xml.parse(whole(law, kind[-3:]))
        for _ in range(chance.choice((1, 2, 3))):
            mutate(chance, root)
        try:
            message = lezen.parse(xml.serialise(root))
        except GatewayError as refused:
            assert refused.code in {"xsd-invalid", "istandaarden-date", "istandaarden-kind"}
            continue
        judged += 1
        verdict = oordeel.judge(message, kennis(law))
        write = antwoord if isinstance(message.body, Bericht323) else retour
        data = write(message, verdict, "abc123456789", date(2025, 6, 1))
        assert schema(soort.release, soort.retour).errors(xml.parse(data)) == ()  # type: ignore[attr-defined]
        back = lezen.parse(data)
        if verdict.accepted:
            valid(normalise(message, ORIGIN))
            if isinstance(message.body, Bericht315 | Bericht317):
                valid(answered(message, Gevolg(terugmeldingen=[back.body])))
            valid(claim_answered(message, back.body) if kind.endswith("323") else returned(back, Bsn(BSN)))
        elif not kind.endswith("323"):
            valid(returned(back, Bsn(BSN)))
    assert judged > 3


def valid(found: Normalised) -> None:
    contents = [resource.content for resource in found.resources] + [person.patient for person in found.people]
    assert [issue for content in contents for issue in check(content)] == []
