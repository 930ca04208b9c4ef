"""One event of the log as FHIR R4 AuditEvent, with the fields that NEN 7513 asks; pure.

The log holds no BSN, so the client is named as the reader knows them: by handle. Record ids are named, never what
they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.audit import specification as spec
from gateway.audit.log import Entry
from gateway.crypto.primitives import sha256
from gateway.stages.vocabulary import FhirJson

OURS: Final = "https://wijkdossier.nl/fhir"
# Fields that are an element of their own in AuditEvent; every other field becomes a detail, so nothing is lost.
PLACED: Final = frozenset(
    {"id", "time", "event", "action", "client", "person", "role", "org", "connector", "responsible", "purpose"}
    | {"policy", "policy_version", "records", "request", "present", "outcome", "withheld"}
)
AS_CLIENT: Final = frozenset({"client", "vertegenwoordiger"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or system by its registered name. `identifier`: (system, value)."""

    name: str
    identifier: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the log does not hold itself: names as registered, and how the reader knows the client.

    `withheld`: whether the reader may know how much was held back, and by which rules the rest was shown (the client
    only). `address`: of this gateway.
    `shown`: the records that may be named, None: all of them.
    """

    people: Mapping[str, Actor]
    organisations: Mapping[str, Actor]
    systems: Mapping[str, Actor]
    handle: str | None
    withheld: bool
    origin: str
    address: str
    shown: frozenset[str] | None = None


def project(entry: Entry, scene: Scene) -> FhirJson:
    """The AuditEvent of one entry."""
    fields = entry.fields
    purposes = [_purpose(fields)] if "purpose" in fields or fields.get("via") == "nood" else []
    entities = list(_entities(entry, scene))
    return {
        "resourceType": "AuditEvent",
        "id": fields["id"],
        "type": _coding(spec.DCM, *spec.TYPE.get(entry.event, spec.OTHER_TYPE)),
        "subtype": list(_subtypes(entry)),
        "action": fields["action"],
        "recorded": fields["time"],
        # 4: not done, and not through a fault of ours (a refusal); HL7 audit-event-outcome.
        "outcome": "4" if is_refusal(entry) else "0",
        **({"outcomeDesc": fields["outcome"]} if "outcome" in fields else {}),
        **({"purposeOfEvent": purposes} if purposes else {}),
        "agent": list(_agents(entry, scene, purposes)),
        "source": {
            "site": scene.origin,
            "observer": _who(Actor("wijkdossier", (f"{OURS}/NamingSystem/gateway", scene.origin))),
            "type": [_coding(spec.SOURCE_TYPE, "4", "Application Server")],
        },
        **({"entity": entities} if entities else {}),
    }


def is_refusal(entry: Entry) -> bool:
    return entry.fields.get("outcome") == "refused" or entry.event == "refused"


def _subtypes(entry: Entry) -> Iterator[FhirJson]:
    yield _coding(f"{OURS}/CodeSystem/gebeurtenis", entry.event)
    what = str(entry.fields.get("what", ""))
    if what.endswith(" lezen"):
        yield _coding(spec.INTERACTION, "read")
    elif what.endswith(" zoeken"):
        yield _coding(spec.INTERACTION, "search-type")
    if entry.event in {"login", "logout"}:
        yield _coding(spec.DCM, *(("110122", "Login") if entry.event == "login" else ("110123", "Logout")))


def _agents(entry: Entry, scene: Scene, purposes: list[FhirJson]) -> Iterator[FhirJson]:
    """User, organisation, system and gateway; exactly one of the first three asked for it."""
    fields, reads = entry.fields, entry.fields["action"] == "R"
    person, system = fields.get("person"), fields.get("connector")
    if person is not None:
        own = person == fields.get("client")
        kind = _concept(spec.ROLE_CLASS, "PAT") if own else _concept(spec.PARTICIPATION, "IRCP" if reads else "AUT")
        actor = Actor("cliënt", (f"{OURS}/NamingSystem/client", scene.handle or "")) if own else _user(scene, fields)
        yield {
            "type": kind,
            **({"role": [_role(fields["role"])]} if "role" in fields else {}),
            "who": _who(actor),
            "name": actor.name,
            "requestor": True,
            **_policy(fields),
            **({"purposeOfUse": purposes} if purposes else {}),
        }
    if "responsible" in fields:
        yield _beside(spec.PARTICIPATION, "RESP", _person(scene, fields["responsible"]))
    if "org" in fields:
        organisation = scene.organisations.get(fields["org"]) or _unknown("organisatie", fields["org"])
        yield _beside(spec.ROLE_CLASS, "PROV", organisation)
    if system is not None:
        actor = scene.systems.get(system) or _unknown("systeem", system)
        yield {
            "type": _concept(spec.DCM, "110152" if reads else "110153"),
            "who": _who(actor),
            "name": actor.name,
            "requestor": person is None,
            **(_policy(fields) if person is None else {}),
        }
    yield {
        "type": _concept(spec.DCM, "110153" if reads else "110152"),
        "who": _who(Actor("wijkdossier", (f"{OURS}/NamingSystem/gateway", scene.origin))),
        "requestor": person is None and system is None,
        "network": {"address": scene.address, "type": "5"},
    }
    for present in fields.get("present", ()):
        if present != person:
            yield _beside(spec.PARTICIPATION, "IRCP", _person(scene, present))


def _beside(system: str, code: str, actor: Actor) -> FhirJson:
    """Somebody who has to do with it, and did not ask for it."""
    return {"type": _concept(system, code), "who": _who(actor), "requestor": False}


def _entities(entry: Entry, scene: Scene) -> Iterator[FhirJson]:
    """The client, what was returned, the policy that decided, the request, and every other field."""
    fields = entry.fields
    if scene.handle is not None:
        yield {
            "what": {"reference": f"Patient/{scene.handle}"},
            "type": _coding(spec.ENTITY_TYPE, "1", "Person"),
            "role": _coding(spec.OBJECT_ROLE, "1", "Patient"),
            # The Dutch mapping has the request id here; IHE BALP below, as an entity of its own.
            **({"detail": [_detail("X-Request-Id", fields["request"])]} if "request" in fields else {}),
        }
    for record in (one for one in fields.get("records", ()) if scene.shown is None or one in scene.shown):
        yield {
            "what": {"identifier": {"system": f"{OURS}/NamingSystem/record", "value": record}},
            "type": _coding(spec.ENTITY_TYPE, "2", "System Object"),
            "role": _coding(spec.OBJECT_ROLE, "4", "Domain Resource"),
        }
    if fields.get("policy"):
        yield {
            "what": {"identifier": {"system": f"{OURS}/NamingSystem/policy", "value": fields["policy"]}},
            "type": _coding(spec.RESOURCE_TYPES, "Consent"),
            "detail": [_detail("version", fields.get("policy_version", ""))],
        }
    if "request" in fields:
        yield {
            "what": {"identifier": {"value": fields["request"]}},
            "type": _coding(spec.BALP_ENTITY, "XrequestId"),
        }
    untold = PLACED if scene.withheld else PLACED | {"rules"}
    details = [_detail(name, value) for name, value in sorted(fields.items()) if name not in untold]
    # Of a look by the client, or in the client's place, it would count what a source withholds.
    if scene.withheld and "withheld" in fields and fields.get("role") not in AS_CLIENT:
        details.append(_detail("withheld", fields["withheld"]))
    if details:
        yield {"type": _coding(spec.ENTITY_TYPE, "4", "Other"), "name": entry.event, "detail": details}


def _policy(fields: Mapping[str, Any]) -> FhirJson:
    """The profile of consent under which was decided, as a URI (NEN 7513: toestemmingsprofiel)."""
    return {"policy": [f"{OURS}/policy/{fields['policy']}"]} if fields.get("policy") else {}


def _purpose(fields: Mapping[str, Any]) -> FhirJson:
    purpose = "ETREAT" if fields.get("via") == "nood" else str(fields["purpose"])
    if purpose in spec.REASONS:
        return _concept(spec.ACT_REASON, spec.REASONS[purpose])
    return _concept(f"{OURS}/CodeSystem/doel", purpose)


def _role(role: str) -> FhirJson:
    ours = _coding(f"{OURS}/CodeSystem/rol", role)
    return {"coding": [_coding(spec.UZI_ROLE, *spec.UZI_ROLES[role]), ours] if role in spec.UZI_ROLES else [ours]}


def _user(scene: Scene, fields: Mapping[str, Any]) -> Actor:
    """Who asked: somebody registered, or a person who decides or signs for the client.

    The latter is a client too, and goes by a name of this record alone: their own id is not for others to keep.
    """
    if fields.get("role") not in AS_CLIENT:
        return _person(scene, fields["person"])
    value = sha256(f"{fields.get('client', '')}|{fields['person']}".encode())[:32]
    return Actor("iemand die voor de cliënt beslist of tekent", (f"{OURS}/NamingSystem/vertegenwoordiger", value))


def _person(scene: Scene, id_: str) -> Actor:
    return scene.people.get(id_) or _unknown("persoon", id_)


def _unknown(kind: str, id_: str) -> Actor:
    """Somebody who is on the log and no longer registered."""
    return Actor(id_, (f"{OURS}/NamingSystem/{kind}", id_))


def _who(actor: Actor) -> FhirJson:
    system, value = actor.identifier
    return {"identifier": {"system": system, "value": value}, "display": actor.name}


def _detail(name: str, value: object) -> FhirJson:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return {"type": name, "valueString": text or "-"}


def _concept(system: str, code: str, display: str = "") -> FhirJson:
    return {"coding": [_coding(system, code, display)]}


def _coding(system: str, code: str, display: str = "") -> FhirJson:
    return {"system": system, "code": code, **({"display": display} if display else {})}
