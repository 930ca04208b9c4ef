"""Every way to read, as requests one viewer can make: each GET route of the application, found and not listed, with
what its places may hold; and more of the questions that could tell something.
"""

from __future__ import annotations

import json as plain
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from gateway.api.errors import SYSTEM_PATHS
from gateway.fhir import types
from gateway.flows.references import record_id
from tests.builders.world import BSN, BSN_OTHER
from tests.leaks.asking import Ask
from tests.leaks.test_every_way_out import routes

if TYPE_CHECKING:
    from tests.leaks.asking import Viewer

UNKNOWN_BSN: Final = "999991000"
NOBODY: Final = "00000000-0000-4000-8000-000000000000"
BSN_SYSTEM: Final = "http://fhir.nl/fhir/NamingSystem/bsn"
# GET routes whose answers differ from one time to the next, whatever is in the house, and so are asked of nobody.
APART: Final[Mapping[str, str]] = {
    "GET /berichten/{bericht}/envelop": "each envelope has a number of its own; its content is that of /xml",
    "GET /inloggen": "a form with a fresh token, before there is a session; says nothing of any client",
    "GET /inloggen/{provider}": "sends to a login provider with a fresh state; says nothing of any client",
    "GET /inloggen/{provider}/terug": "the way back from a login provider; says nothing of any client",
    "GET /static": "files of this program",
    "GET /audit/checkpoint": "hashes of the whole log for anybody: it grows with every look, as it should",
    "GET /health": "says that the process is up",
}
# Grows with the reader's own reading: of the log what was there before is asked instead (`_logs`).
GROWS: Final = frozenset({"GET /fhir/AuditEvent", "GET /mijn", "GET /mijn/gekeken"})
# No client is in it, and of no concern to most: asked by one of them, and by whom it is for.
TERMINOLOGY: Final = re.compile("/fhir/(CodeSystem|ValueSet|ConceptMap|Questionnaire)")
OF_OTHERS: Final = re.compile("/(mijn|consents|balie|beheer|beoordelen|review)(/|$)")
# What stands in the places of an address; the last of each names nobody and nothing.
PLACES: Final[Mapping[str, Callable[[Viewer], tuple[str, ...]]]] = {
    "handle": lambda viewer: (viewer.handle, *(() if viewer.reads_log else ("mijn",)), "onbekend"),
    "meeting": lambda viewer: (viewer.meeting, NOBODY),
    "asked": lambda viewer: (viewer.opened, viewer.asked, NOBODY),
    "bericht": lambda viewer: (*_listed(viewer, "/berichten"), NOBODY),
    "delivery": lambda viewer: (*_listed(viewer, "/berichten"), NOBODY),
    "type_": lambda _viewer: ("Condition", "Patient", "Medication"),
    "id_": lambda _viewer: (NOBODY,),
    "version_": lambda _viewer: ("1",),
    "version": lambda _viewer: ("1",),
    "person": lambda _viewer: ("arts", "niemand"),
    "bezoek": lambda _viewer: (NOBODY,),
    "zaak": lambda _viewer: (NOBODY,),
    "template": lambda _viewer: ("niemand",),
}


def of(viewer: Viewer) -> list[Ask]:
    """Each request once."""
    pages = viewer.has_pages
    single = _single(viewer)
    asks = [*_of_routes(viewer), *_logs(viewer), *_timelines(viewer), *_posted(viewer, single)]
    if not viewer.bystander:
        asks += _fhir(viewer, single)
    return list(dict.fromkeys(ask for ask in asks if pages or not ask.page))


def get_routes(viewer: Viewer) -> set[str]:
    return {route for route in routes(viewer.web.app) if route.startswith("GET ")}  # type: ignore[arg-type]


def _of_routes(viewer: Viewer) -> Iterator[Ask]:
    """Every GET route with every value of its places. A place that is not known here fails by name."""
    for route in sorted(get_routes(viewer) - set(APART) - viewer.grows):
        path = route.removeprefix("GET ")
        if (TERMINOLOGY.match(path) and viewer.name != "ecd") or (OF_OTHERS.match(path) and viewer.ordinary):
            continue
        names = re.findall(r"\{([^}]*)\}", path)
        for values in product(*(PLACES[name](viewer) for name in names)):
            url = path
            for name, value in zip(names, values, strict=True):
                url = url.replace(f"{{{name}}}", value)
            yield Ask(url, route, page=not path.startswith(SYSTEM_PATHS))
            if viewer.is_client and path.startswith("/consents"):
                yield Ask(f"{url}?cid={viewer.made.client}", route)


def _fhir(viewer: Viewer, single: Sequence[str]) -> Iterator[Ask]:
    h = viewer.handle
    of = f"patient=Patient/{h}"
    search, read = "GET /fhir/{type_}", "GET /fhir/{type_}/{id_}"
    for query in (
        *(f"{type_}?{of}" for type_ in sorted(types.SERVED - {"Patient"})),
        f"Patient?_id={h}",
        "Patient?_id=onbekend",
        f"Condition?{of}&code=P76",
        f"Condition?{of}&_count=0",
        f"Condition?{of}&_sort=_lastUpdated",
        f"Condition?{of}&_sort=-_lastUpdated",
        f"Goal?{of}&_lastUpdated=ge{_now(viewer)}",
        f"Condition?{of}&_lastUpdated=lt{_now(viewer)}",
        f"Condition?{of}&_elements=code",
        f"Condition?{of}&_summary=count&_total=accurate",
        f"Condition?{of}&code:not=P76&_sort=_lastUpdated,-date,_id",
        f"Condition?{of}&category:missing=true&onset-date:missing=false",
        f"Condition?{of}&code:text=depressie&onset-date:missing=false",
        f"Condition?{of}&onset-date=ge1900&onset-date=le2030",
        f"Condition?{of}&onset-date=ap2026-02-02",
        f"Condition?{of}&category=x&clinical-status=active",
        f"Observation?{of}&value-quantity=gt80||kg&_sort=-_lastUpdated",
        f"Observation?{of}&value-quantity=ne1",
        f"Observation?{of}&value-quantity:missing=true",
        f"Observation?{of}&combo-value-quantity=ap100|http://unitsofmeasure.org|kg",
        f"Encounter?{of}&_has:Observation:encounter:value-quantity=gt0",
        f"Observation?{of}&derived-from:Observation.value-quantity=gt0",
        f"Goal?{of}&_include=*&_revinclude=*",
        f"Encounter?{of}&_revinclude=Condition:*",
        f"Condition?{of}&zrm=geestelijke-gezondheid",
        f"Condition?{of}&encounter.date=ge2020",
        f"Condition?{of}&encounter:Encounter.status=finished",
        f"Condition?{of}&_include=Condition:encounter&_include=Condition:patient",
        f"Condition?{of}&_revinclude=Provenance:target",
        f"Goal?{of}&_revinclude=Provenance:target",
        f"Encounter?{of}&_revinclude=Condition:encounter&_revinclude=Composition:encounter",
        f"Encounter?{of}&_has:Condition:encounter:code=R95",
        f"Encounter?{of}&_has:Condition:encounter:_lastUpdated=ge2020",
        f"CareTeam?{of}&_include=CareTeam:participant",
        f"Composition?{of}&_include=Composition:entry",
        f"Observation?{of}&_include=Observation:derived-from&_revinclude=Observation:derived-from",
        f"Provenance?{of}&_include=Provenance:target",
        f"Consent?{of}&scope=patient-privacy",
        "Condition?patient=onbekend",
        "Consent?patient=onbekend",
        f"Condition?patient.identifier={BSN}",
    ):
        yield Ask(f"/fhir/{query}", search)
    for url in single:
        yield Ask(url, read)
        if not url.startswith("/fhir/Provenance/"):
            yield Ask(f"{url}/_history", f"{read}/_history")
    yield Ask("/fhir/Patient?_count=1", search, follow=True)
    yield Ask(f"{single[0]}/_history?_since={_now(viewer)}&_count=1", f"{read}/_history")
    etag = viewer.web.get(single[0], headers=viewer.headers).headers.get("etag", 'W/"x"')
    for name, value in (
        ("If-None-Match", etag),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT"),
    ):
        yield Ask(single[0], read, told=((name, value),))
    yield Ask(f"{single[0]}/_history/{etag[3:-1]}", f"{read}/_history/{{version_}}")
    yield Ask(f"/fhir/Condition?{of}&_count=2", search, follow=True)
    everything = "GET /fhir/Patient/{handle}/$everything"
    yield Ask(f"/fhir/Patient/{h}/$everything?_count=3", everything, follow=True)
    for query in ("_type=Condition,Goal&start=2026-01-01&end=2027-01-01", f"_since={_now(viewer)}&_summary=true"):
        yield Ask(f"/fhir/Patient/{h}/$everything?{query}", everything)


def _logs(viewer: Viewer) -> Iterator[Ask]:
    """What was on the log when the viewer came; the client's own is for the client."""
    before = f"/fhir/AuditEvent?date=lt{_now(viewer)}"
    for query in ("", "&action=R&_count=2", f"&patient={viewer.handle}", "&outcome=4", "&subtype=read"):
        yield Ask(f"{before}{query}", "GET /fhir/AuditEvent")
    found = viewer.web.get(before, headers=viewer.headers).json().get("entry", ()) if viewer.reads_log else ()
    for entry in (*found[:2], *found[-2:]):
        yield Ask(f"/fhir/AuditEvent/{entry['resource']['id']}", "GET /fhir/AuditEvent/{id_}")


def _timelines(viewer: Viewer) -> Iterator[Ask]:
    h = viewer.handle
    wide = ("period=alles", "source=praktijk-2&period=alles", "source=nergens&period=alles", "period=alles&page=2",
            "life=geestelijke-gezondheid&from=1900-01-01&to=2030-01-01", "problem=PB0024&from=2010-01-01")  # fmt: skip
    for query in wide:
        yield Ask(f"/clients/{h}/timeline?{query}", "GET /clients/{handle}/timeline")
        yield Ask(f"/c/{h}/tijdlijn?{query}", "GET /c/{handle}/tijdlijn", page=True)
    yield Ask(f"/clients/{h}/zrm?edition=2017", "GET /clients/{handle}/zrm")
    pages = ("/c/{handle}/tijdlijn/afdruk", "/o/{meeting}/tafel", "/nood/{asked}/tijdlijn",
             "/nood/{asked}/tijdlijn/afdruk", "/mijn/tijdlijn", "/mijn/tijdlijn/afdruk")  # fmt: skip
    for path in pages:
        url = path.format(handle=h, meeting=viewer.meeting, asked=viewer.opened)
        yield Ask(f"{url}?period=alles", f"GET {path}", page=True)


def _posted(viewer: Viewer, single: Sequence[str]) -> Iterator[Ask]:
    """Searches whose parameters stand in a body, and reads of which several stand in one."""
    of = f"patient=Patient/{viewer.handle}"
    for bsn in (BSN, BSN_OTHER, UNKNOWN_BSN, "1"):
        yield Ask("/fhir/Patient/_search", form=f"identifier={BSN_SYSTEM}|{bsn}")
        yield Ask("/fhir/AuditEvent/_search", form=f"patient.identifier={BSN_SYSTEM}|{bsn}&date=lt{_now(viewer)}")
    yield Ask("/fhir/Condition/_search", form=of)
    narrowed = [{"name": "_type", "valueCode": "Observation"}, {"name": "start", "valueDate": "2026-01-01"}]
    for asked in ({}, {"parameter": narrowed}):
        body = plain.dumps({"resourceType": "Parameters", **asked})
        yield Ask(f"/fhir/Patient/{viewer.handle}/$everything", body=body)
    urls = (f"Condition?{of}", f"Consent?{of}", *(url.removeprefix("/fhir/") for url in (*single[:3], *single[-6:])),
            f"Patient/{viewer.handle}/$everything?_count=2")  # fmt: skip
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]
    for kind, some in (("batch", entries), ("transaction", entries[:4])):
        yield Ask("/fhir", body=plain.dumps({"resourceType": "Bundle", "type": kind, "entry": some}))


def _single(viewer: Viewer) -> tuple[str, ...]:
    """Addresses of what is visible, of where each came from, of what may come and be hidden, and of nobody."""
    h, vault = viewer.handle, viewer.made.house.vault
    found = viewer.web.get(f"/fhir/Patient/{h}/$everything", headers=viewer.headers).json()
    names = [entry["fullUrl"].partition("/fhir/")[2] for entry in found.get("entry", ())]
    # Searches give all of them; by id one of each type, and those that an addition is about.
    of_types = {name.partition("/")[0]: name for name in names if not name.startswith("Patient/")}
    about = (f"Goal/{record_id(vault, 'ecd', 'Goal', 'g1')}", f"Condition/{record_id(vault, 'ecd', 'Condition', 'n4')}")
    visible = list(dict.fromkeys((*of_types.values(), *(name for name in about if name in names))))
    told = viewer.web.get(f"/fhir/Consent?patient={h}", headers=viewer.headers).json()
    consents = [f"Consent/{entry['resource']['id']}" for entry in told.get("entry", ())]
    known = (("ecd", "Condition", "later"), ("ecd", "RelatedPerson", "later"), ("ecd", "Binary", "b1"),
             ("his", "Binary", "b2"), ("his", "Condition", "h3"), ("his-2", "DocumentReference", "hd"),
             ("his-2", "Binary", "hb"))  # fmt: skip
    hidden = [f"{type_}/{record_id(vault, source, type_, local)}" for source, type_, local in known]
    nobody = [f"Condition/{NOBODY}", f"Binary/{NOBODY}", f"Consent/{h}.{'0' * 32}", f"Encounter/{h}.{'0' * 32}"]
    origins = [f"Provenance/{name.partition('/')[2]}" for name in (*visible, *hidden[:1], *nobody[:1])]
    return tuple(f"/fhir/{name}" for name in (*visible, *consents, *origins, *hidden, *nobody))


def _listed(viewer: Viewer, path: str) -> tuple[str, ...]:
    """Ids of what the viewer's organisation sent."""
    answer = viewer.web.get(path, headers=viewer.headers)
    return tuple(one["id"] for one in answer.json()["items"]) if answer.status_code == 200 else ()


def _now(viewer: Viewer) -> str:
    return viewer.made.house.now().strftime("%Y-%m-%dT%H:%M:%SZ")
