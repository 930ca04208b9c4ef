"""Nothing is lost: in every JGZ sample each element with content is mapped, left out by policy or noticed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gateway.fhir.check import check
from gateway.mappings.hl7v3.elementen import system
from gateway.mappings.jgz import normalise
from gateway.sources.hl7v3 import tijd
from gateway.sources.jgz import lezen, onbekend, placeholders
from gateway.stages.delivered import Origin
from gateway.stages.normalised import Normalised
from gateway.wire import xml

ORIGIN = Origin("org-jgz", "GGD Voorbeeld", "jgz", "jgz", "Wpg")
EVENT = "{urn:hl7-org:v3}careProvisionEvent"

# Left out by policy (docs/decisions/0035): what a standard fixes, and what another form says.
LEFT_OUT = {
    "careProvisionEvent/id": "a number of the dossier that is the child's own BSN",
    "careProvisionEvent/code": "CPHC, fixed",
    "careProvisionEvent/statusCode": "completed, fixed: the export is",
    "patient/statusCode": "active, fixed",
    "addr/country": "GBA table 34; the name of the country is kept",
    "administrativeGenderCode": "as gender",
    "encounter/statusCode": "as Encounter.status, that of the planned contact is fixed",
    "careStatus/code": "1197 and 487 are the begin and end of the EpisodeOfCare",
    "substanceAdministration/code": "IMMUNIZ: it is an Immunization",
    "vaccinationReason/code": "686: it is Immunization.reasonCode",
    "telecom": "scheme and number apart",
    "text/reference": "the file name alone",
    "effectiveTime/high": "of the dossier: orders its versions",
}


def samples(shared: Path) -> list[Path]:
    found = sorted((shared / "samples" / "jgz").glob("hl7v3*/**/*.xml"))
    assert found
    return found


def read(path: Path) -> tuple[Any, Normalised]:
    root = xml.parse(placeholders.substitute(path.read_text("utf-8"), date(2026, 1, 1)).encode())
    message = lezen.read(root)
    made = normalise(message, ORIGIN)
    return root, Normalised(
        made.kind, made.version, made.mapping, made.people, made.resources, message.notices + made.notices
    )


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "code" in value and isinstance(value["code"], str):
            yield f"{value.get('system')}|{value['code']}"
        for inner in value.values():
            yield from scalars(inner)
        yield from str(value.get("display", "")).split(", ")  # "name, organisation"
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif isinstance(value, bool):
        yield str(value).lower()
    elif value is not None:
        yield str(value)


def contents(element: Any) -> Iterator[str]:
    """What an element says, in the form it has in FHIR."""
    if code := element.get("code"):
        yield f"{system(element.get('codeSystem'))}|{code}" if element.get("codeSystem") else code
    elif name := element.get("displayName"):
        yield name
    if value := element.get("value"):
        number = "." not in value and re.fullmatch("[0-9]{4,14}", value) and element.get("unit") is None
        yield (tijd.iso(value) or value) if number else value
    if extension := element.get("extension"):
        yield extension
    if text := xml.text(element):
        yield "".join(text.split()) if element.get("representation") == "B64" else text.strip()


def place(element: Any) -> str:
    parent = element.getparent()
    return f"{xml.local(parent)}/{xml.local(element)}"


def policy(element: Any) -> bool:
    return not LEFT_OUT.keys().isdisjoint({place(element), xml.local(element)})


def test_every_element_of_every_sample_is_mapped_left_out_or_noticed(shared: Path) -> None:
    lost: Counter[str] = Counter()
    seen: set[str] = set()
    for path in samples(shared):
        root, made = read(path)
        said = set(scalars([r.content for r in made.resources] + [p.patient for p in made.people]))
        noticed = {notice.where for notice in made.notices}
        for element in next(root.iter(EVENT)).iterdescendants():
            for content in contents(element):
                if policy(element):
                    seen |= {place(element), xml.local(element)}
                elif content not in said and xml.path(element) not in noticed:
                    lost[f"{place(element)}: {content[:40]}"] += 1
    assert lost == Counter()
    assert LEFT_OUT.keys() <= seen, "a line of the policy that no sample needs"


def test_every_resource_of_every_sample_is_valid_r4(shared: Path) -> None:
    kinds: Counter[str] = Counter()
    for path in samples(shared):
        _, made = read(path)
        ids = [(r.type, r.content["id"]) for r in made.resources]
        assert len(ids) == len(set(ids)), path.name
        for content in (*(r.content for r in made.resources), *(p.patient for p in made.people)):
            assert check(content) == (), (path.name, content["resourceType"])
            kinds[content["resourceType"]] += 1
    expected = {"Encounter", "Observation", "Immunization", "Consent", "EpisodeOfCare", "DocumentReference", "Binary"}
    assert expected <= kinds.keys()


def test_a_new_element_is_noticed_wherever_it_stands(shared: Path) -> None:
    """One unknown element under each kind of element of the largest dossiers."""
    missed: list[str] = []
    for path in sorted(samples(shared), key=lambda one: one.stat().st_size)[-3:]:
        root, _ = read(path)
        event = next(root.iter(EVENT))
        places = {re.sub(r"\[[0-9]+\]", "", xml.path(one)): one for one in event.iterdescendants()}
        for where, element in places.items():
            # Text that may hold markup (ED, names) is read whole.
            if xml.text(element) is not None:
                continue
            new = xml.sub(element, "{urn:hl7-org:v3}nieuw", code="x")
            if not any(notice.where == xml.path(new) for notice in onbekend.notices(event)):
                missed.append(where)
            element.remove(new)
    assert missed == []


@pytest.mark.parametrize("name", ["KWAL_ontvangen_hl7", "KWAL_versturen_hl7"])
def test_a_whole_dossier_without_any_one_kind_of_element_is_still_read(shared: Path, name: str) -> None:
    """Missing parts: every kind of element is left out once; the answer is a dossier or a named refusal."""
    (path,) = [one for one in samples(shared) if name in one.name and one.parent.name == "hl7_instance"][:1]
    text = placeholders.substitute(path.read_text("utf-8"), date(2026, 1, 1)).encode()
    kinds = {xml.local(one) for one in next(xml.parse(text).iter(EVENT)).iterdescendants()}
    refused = set()
    for kind in sorted(kinds):
        root = xml.parse(text)
        for element in list(next(root.iter(EVENT)).iterdescendants(f"{{urn:hl7-org:v3}}{kind}")):
            element.getparent().remove(element)
        try:
            made = normalise(lezen.read(root), ORIGIN)
        except lezen.Rejected as error:
            refused.add((kind, error.code))
            continue
        assert all(check(r.content) == () for r in made.resources[:60]), kind
    assert refused <= {("patient", "hl7v3-bsn"), ("subject", "hl7v3-bsn")}
