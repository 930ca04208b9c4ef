"""The town of `worlds.py` with everything in it that can be asked about, and everybody who may ask.

Each kind of resource that has a way of its own is there for somebody to see: people, documents with their bytes, scores
and the task of a low one, questions for rectification, messages of iWmo with their terms, a noodinzage, a meeting with
consent of its own.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

from gateway.auth import development
from gateway.flows import assessments, rectify, register, representation, selfscores
from gateway.flows.house import House
from gateway.flows.references import record_id
from gateway.identifiers import Bsn
from gateway.registry import clients
from gateway.registry.parties import Organisation
from gateway.sources.istandaarden import lezen
from gateway.wire import json
from tests.builders.uitgaand import bundel
from tests.builders.world import BSN, condition, patient
from tests.leaks.worlds import RULES, START, Town, sign, town
from tests.unit.sources.istandaarden import bouw

MENTOR: Final = development.town()["client"][0]  # a client who decides for ours on a part
DAY: Final = START.isoformat()
SUBJECT: Final = {"reference": "Patient/p1"}
GEMEENTE, JEUGD, JEUGDZORG = "0384", "0999", "65656055"
LONG_AGO: Final = {"from": "1900-01-01", "to": "1999-12-31"}
SCOPE: Final = [
    {"id": "m", "effect": "permit", "who": {"kind": "any"}, "what": {"domain": ["wmo"]}, "how": ["see"],
     "text": "Wat de gemeente opschrijft voor de Wmo."}
]  # fmt: skip


# What `worlds` has, with what hides by period and two ways to the same contact.
WISHES: Final[list[dict[str, Any]]] = [
    *({**rule, "oblige": ["mask:note", "mask:content.attachment.url", "mask:valueQuantity"]}
      if rule["id"] == "a" else rule for rule in RULES),
    {"id": "a2", "effect": "deny", "who": {"kind": "org", "id": "wijkzorg"},
     "what": {"source": ["praktijk"], "period": LONG_AGO}},
    {"id": "d2", "effect": "permit", "who": {"kind": "person", "id": "consulent"},
     "what": {"domain": ["wijkverpleging"], "label": ["PSY"]}, "how": ["contact-only"], "exp": 1_900_000_020},
]  # fmt: skip


def rich(house: House, *, mentor: bool) -> Town:
    """`mentor`: with somebody who decides for the client on what the municipality writes; then two documents count."""
    made = town(house)
    register.organisation(house, Organisation("praktijk-3", "Praktijk De Eik", "huisarts", "huisarts", "Zvw"))
    register.professional(house, "buiten", "H. Uil", "huisarts", "praktijk-3")
    register.professional(house, "fg", "F. Gaai", "privacy-officer", "praktijk-3")
    sign(made, WISHES, emergency="forbid")  # else what is hidden is there in need
    _nursing(made)
    _general_practice(made)
    _scores(made)
    _messages(made)
    for source, type_, local in (("ecd", "Condition", "n3"), ("his", "Condition", "h2")):
        rectify.ask(house, made.owner(), record_id(house.vault, source, type_, local), "Dit klopt niet meer")
    with house.database.work() as session:
        clients.find_or_make(session, house.vault, Bsn(MENTOR["bsn"]), house.now())
    if mentor:
        representation.appoint(house, Bsn(BSN), Bsn(MENTOR["bsn"]), "mentor", basis="rechtbank", scope=SCOPE)
    return made


def letter(id_: str, binary: str, **members: Any) -> dict[str, Any]:
    """A document of which the bytes come along."""
    attachment = {"contentType": "application/pdf", "url": f"Binary/{binary}"}
    return {"resourceType": "DocumentReference", "id": id_, "status": "current", "subject": SUBJECT,
            "date": f"{DAY}T10:00:00+01:00", "content": [{"attachment": attachment}], **members}  # fmt: skip


def binary(id_: str, said: str) -> dict[str, Any]:
    return {"resourceType": "Binary", "id": id_, "contentType": "application/pdf",
            "data": b64encode(f"%PDF-1.4 {said}".encode()).decode()}  # fmt: skip


def document(made: Town, sender: str, *resources: dict[str, Any]) -> dict[str, Any]:
    """A Bundle in which each entry has an address, so that a document can name its bytes."""
    entries = [{"resource": r, "fullUrl": f"https://bron.example.nl/fhir/{r['resourceType']}/{r['id']}"}
               for r in resources]  # fmt: skip
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def relative(id_: str, name: str) -> dict[str, Any]:
    return {"resourceType": "RelatedPerson", "id": id_, "patient": SUBJECT, "name": [{"text": name}]}


def team(id_: str, *members: str) -> dict[str, Any]:
    return {"resourceType": "CareTeam", "id": id_, "status": "active", "subject": SUBJECT, "period": {"start": DAY},
            "participant": [{"member": {"reference": one, "display": one}} for one in members]}  # fmt: skip


def observation(id_: str, **members: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "id": id_, "status": "final", "subject": SUBJECT, "effectiveDateTime": DAY,
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icpc-1-nl", "code": "R95"}]},
            "valueString": "x", **members}  # fmt: skip


def visit(id_: str, **members: Any) -> dict[str, Any]:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"}
    return {"resourceType": "Encounter", "id": id_, "status": "finished", "class": kind, "subject": SUBJECT,
            "period": {"start": DAY}, **members}  # fmt: skip


def weight(id_: str, kilo: float, **members: Any) -> dict[str, Any]:
    """Of the GP: what nursing sees of it is that somebody was weighed."""
    quantity = {"value": kilo, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    measured = {**observation(id_, **members), "valueQuantity": quantity}
    return {name: value for name, value in measured.items() if name != "valueString"}


def goal(*about: str) -> dict[str, Any]:
    """The goal of `worlds.town`, about these."""
    return {"resourceType": "Goal", "id": "g1", "lifecycleStatus": "active", "description": {"text": "Zelf wassen"},
            "subject": SUBJECT, "startDate": DAY,
            "addresses": [{"reference": "Condition/n1"},
                          *({"reference": f"Condition/{one}", "display": "Depressie"} for one in about)]}  # fmt: skip


def _nursing(made: Town) -> None:
    said = {"resourceType": "Composition", "id": "v2", "status": "final", "subject": SUBJECT, "date": DAY,
            "type": {"coding": [{"system": "http://loinc.org", "code": "34133-9"}]}, "author": [{"display": "C. Mol"}],
            "title": "Verslag", "encounter": {"reference": "Encounter/v1"},
            "section": [{"title": "Plan", "entry": [{"reference": "Condition/later"}, {"reference": "Goal/g1"}]}],
            }  # fmt: skip
    sent = document(made, "ecd", patient(), relative("rp1", "Dochter"), team("t0", "RelatedPerson/rp1",
                    "RelatedPerson/later"), said, letter("d1", "b1"), binary("b1", "zorgplan"),
                    observation("o1", derivedFrom=[{"reference": "Observation/later"}]))  # fmt: skip
    accepted(made, "ecd", sent)


def _general_practice(made: Town) -> None:
    """`h3`: of long ago, which nursing may not see; `d2`: a letter of which nursing does not get the bytes; `w1`: a
    weight of which nursing does not get the number."""
    sent = document(made, "his", patient(), condition("T90", "h3", onsetDateTime="1995-06-01"), letter("d2", "b2"),
                    binary("b2", "ontslagbrief"), weight("w1", 81.5))  # fmt: skip
    accepted(made, "his", sent)


def _scores(made: Town) -> None:
    """A low score by the nurse, which asks for a goal; the client's own beside it."""
    nurse = made.caller("nurse")
    assessments.assess(made.house, nurse, made.handle("nurse"), "2017", {"huisvesting": 2, "financien": 4}, START)
    selfscores.give(made.house, made.owner(), "2017", {"huisvesting": 3}, START)


def _messages(made: Town) -> None:
    """An allocation by the municipality to the nurses, about another client, and a start that they sent."""
    accepted(made, "wmo", bouw.vol301("Wmo", kop=bouw.Kop(GEMEENTE, "42420001", "T0")))
    start = lezen.parse(bouw.xml305("Wmo", bouw.start_nodes("Wmo", "101"), kop=bouw.Kop(GEMEENTE, "42420001")))
    headers = {"Content-Type": "application/fhir+json", **made.world.headers("ecd")}
    sent = made.world.web.post("/berichten/WMO305", content=json.dumps(bundel(start)), headers=headers)
    assert sent.status_code == 201, sent.text


def accepted(made: Town, sender: str, sent: Mapping[str, Any] | bytes) -> Any:
    answer = made.world.send(sender, sent if isinstance(sent, bytes) else dict(sent))
    assert answer.status_code in {200, 201}, answer.text
    return answer
