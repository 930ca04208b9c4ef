"""The client reads who looked: every read, refusal and change, in plain Dutch, complete with API reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlmodel import Session

from gateway.audit import log as audit
from gateway.flows import behalf, deeds, withheld
from gateway.flows.answers import Look
from gateway.flows.callers import FOR_CLIENT, WORK
from gateway.flows.caseloads import OWN
from gateway.flows.house import House
from gateway.registry import basedata, emergencies, parties
from gateway.registry.names import display_name
from gateway.stages.decided import Caller

WHY = {
    "TREAT": "voor uw zorg",
    "CAREMGT": "om uw hulp te regelen",
    "MDO": "bij een overleg over u",
    "SUPPORT": "voor hulp van de gemeente",
    "ETREAT": "bij nood",
}
DOMAIN = {
    "huisarts": "huisarts",
    "wijkverpleging": "wijkverpleging",
    "wmo": "Wmo",
    "jeugdhulp": "jeugdhulp",
    "jgz": "jeugdgezondheidszorg",
    "eigen": "wat u zelf invulde",
}
DONE = {
    "refused": "wilde iets zien en mocht dat niet",
    "search-client": "zocht u op",
    "delivery": "leverde iets aan voor uw dossier",
    "bericht": "stuurde een bericht over u",
    "consent": "veranderde wie wat mag zien",
    "key": "deed iets met een sleutel om mee te tekenen",
    "mandate": "regelde wie voor u mag tekenen",
    "authority": "legde vast wie voor u mag beslissen",
    "meeting": "opende, bevestigde of sloot een overleg",
    "relation": "schreef op wie u helpt",
    "tag": "bevestigde of verbeterde bij welk onderwerp een gegeven hoort",
    "score": "vulde in hoe het met u gaat",
    "task": "sloot een taak over een doel af",
    "rectification": "antwoordde op uw vraag om iets te verbeteren",
    "withholding": "besloot dat iets niet te zien is, met een reden",
    "retag": "deelde gegevens opnieuw in naar onderwerp",
    "erase": "wiste gegevens over u",
    "emergency": "noodinzage",
    "log-read": "las in het logboek wie er keek",
}
TABLE = {
    "consent given": "liet mensen aan tafel iets zien, alleen voor dit overleg",
    "consent taken back": "stopte met wat mensen aan tafel mochten zien",
}
WITHHOLDING = {
    "renewed": "besloot opnieuw dat iets niet te zien is, met een reden",
    "ended": "laat weer zien wat eerst niet te zien was",
    "read": "las waarom iets niet te zien is",
    "told": "las wat niet te zien is, en waarom",
}
READ = {
    "policy": "las wie wat van u mag zien",
    "wensen": "keek wie wat van u mag zien",
    "getekend": "keek wat getekend is",
    "bewijs": "bekeek het bewijs van wat getekend is",
}
SAID = {"withholding": WITHHOLDING, "log-read": READ}  # events whose `what` tells more
# What the client did to come in, and what never names a client.
NOT_A_LOOK = frozenset(
    {
        *("login", "logout", "token", "delivery-status", "bericht-status", "keys", "backup", "log-erasure", "ruling"),
        "report",
    }
)
CHANGES = frozenset(
    {
        *("delivery", "bericht", "consent", "key", "mandate", "authority", "meeting", "relation", "erase", "emergency"),
        *("tag", "retag", "score", "task", "rectification", "withholding"),
    }
)


def who_looked(house: House, caller: Caller, handle: str = OWN) -> tuple[Look, ...]:
    """All looks and changes for this client, newest first; reading the list is itself recorded.

    `handle`: of somebody the caller decides for; who decides on a part reads no log. Raises Refused for who is no
    client, NotFound for another's record.
    """
    with house.database.work() as session:
        reading = behalf.reader(house, session, caller, handle)
        looks = told(house, session, reading.caller) if reading.all_of_it else ()
        deeds.record(house, session, "log-read", reading.caller, reading.client, outcome="seen")
    return looks


def told(house: House, session: Session, reader: Caller) -> tuple[Look, ...]:
    """The looks and changes of the client somebody reads as, in words, newest first; whose transaction it is records
    the reading.
    """
    client, log = str(reader.client), withheld.log_of(house, session, reader)
    people = {p.id: p for p in parties.professionals(session)}
    names = {o.id: o.name for o in parties.organisations(session)}
    systems = {c.id: c.name for c in parties.connectors(session)}
    reasons = emergencies.reasons(session, house.keyring, client)
    looks = []
    for entry in (e for e in audit.of_client(session, client) if is_a_look(e.event, e.fields) and log.tells(e)):
        fields = entry.fields
        person = people.get(fields.get("person", ""))
        own = fields.get("person") == client
        delegate = _delegate(house, session, fields)
        looks.append(
            Look(
                when=entry.recorded,
                who="uzelf" if own else delegate or _name(fields, person, systems),
                organisation=names.get(fields.get("org", ""), ""),
                what=_what(entry.event, fields),
                why=_why(fields, reasons) if not own else "",
                via=str(fields.get("via", "scherm")),
                outcome=_outcome(entry.event, fields),
            )
        )
    return tuple(looks)


def is_a_look(event: str, fields: Mapping[str, Any]) -> bool:
    """Everything is, unless it is named above, or the client's own reading of the log."""
    own = fields.get("person") == fields.get("client")
    return event not in NOT_A_LOOK and not (event == "log-read" and own)


def _outcome(event: str, fields: Mapping[str, Any]) -> Literal["gezien", "geweigerd", "gewijzigd"]:
    if event == "refused" or fields.get("outcome") == "refused":
        return "geweigerd"
    return "gewijzigd" if event in CHANGES and fields.get("outcome") != "seen" else "gezien"


def _delegate(house: House, session: Session, fields: Mapping[str, Any]) -> str:
    """Who did it under a machtiging, by name: "" when it was not done so."""
    if fields.get("mandate") is None or fields.get("role") != "client" or fields.get("person") == fields.get("client"):
        return ""
    return f"{display_name(basedata.leading(session, house.keyring, str(fields['person']))[0])}, namens u"


def _name(fields: Mapping[str, Any], person: parties.Professional | None, systems: Mapping[str, str]) -> str:
    if person is not None:
        return f"{person.name}, {WORK.get(person.role, person.role)}"
    if fields.get("role") in {"client", FOR_CLIENT}:
        return "iemand die voor u mag beslissen of tekenen"
    if fields.get("via") == "beheer":
        return "de beheerder"
    return f"het systeem {systems.get(fields.get('connector', ''), 'van een zorgorganisatie')}"


def _why(fields: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """The purpose in words; of a noodinzage the reason that was given."""
    why = WHY.get(fields.get("purpose", ""), "")
    reason = reasons.get(fields.get("emergency", ""))
    return f"{why}: {reason}" if reason else why


def _what(event: str, fields: Mapping[str, Any]) -> str:
    if event == "emergency":
        return f"{DONE[event]} {fields.get('what', '')}".strip()
    if event == "rectification" and fields.get("what") == "asked":
        return "vroeg om iets te verbeteren"
    if event in SAID:
        return SAID[event].get(str(fields.get("what")), DONE[event])
    if event == "meeting" and "consent" in str(fields.get("reason")):
        return TABLE[str(fields["reason"])]
    if event != "read":
        return DONE.get(event, "deed iets met uw dossier")
    domains = ", ".join(DOMAIN.get(d, d) for d in fields.get("domains", ()))
    return f"{fields.get('what', 'tijdlijn')}: {domains or 'niets wat te zien was'}"
