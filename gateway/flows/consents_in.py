"""A FHIR Consent about who may see data, as it comes in: denies count at once, permits become a proposal to sign.

The client, or who decides for them, may restrict everything. A care system may restrict what its own organisation
delivered, which it may withhold anyway: restricting never needs the client's key, and a stranger must not be able to
stop care (docs/decisions/0067).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from gateway.consent import restrictions
from gateway.consent.model import Rule, What
from gateway.consent.pcf.translate import Translation, translate
from gateway.crypto.primitives import sha256
from gateway.errors import Refused, Rejected
from gateway.fhir.check import check
from gateway.fhir.consents import is_about_sharing
from gateway.flows import behalf, deeds
from gateway.flows.acting import Acting, acting
from gateway.flows.answers import Taken
from gateway.flows.caseloads import OWN
from gateway.flows.house import House
from gateway.identifiers import Bsn
from gateway.mappings.fhir_r4 import BSN_SYSTEMS, MAPPING
from gateway.registry import clients, parties
from gateway.registry.parties import Connector
from gateway.stages.decided import Caller
from gateway.stages.delivered import Notice
from gateway.stages.normalised import Normalised, Resource
from gateway.stages.vocabulary import FhirJson

OVER = frozenset({"inactive", "rejected", "entered-in-error"})


def post(house: House, caller: Caller, consent: FhirJson, request: str | None = None, cid: str | None = None) -> Taken:
    """Take a Consent from the client, or who decides for them (`cid`: for whom). Raises Refused, Rejected."""
    if caller.client is None:
        raise Refused(
            "not-the-client", "Only the client can do this", mend="a care system sends it to POST /deliveries"
        )
    _assert_sharing(consent)
    with house.database.work() as session:
        acts = acting(house, session, caller, cid)
        behalf.assert_decides(house, session, acts)
        _assert_about(house, session, consent, acts)
        clients.lock(session, acts.client)
        taken = Taken(*_keep(house, session, acts.client, acts.holder, consent, _translated(session, consent).bounded))
        deeds.record(
            house,
            session,
            "consent",
            caller,
            acts.client,
            holder=acts.holder,
            outcome="done",
            reason="FHIR Consent",
            request=request,
        )
    return taken


def is_sharing(resource: Resource, mapping: str) -> bool:
    """Whether this says who may see data, which is no data itself. What was made from other standards is kept as data:
    there it tells what somebody once answered.
    """
    return mapping == MAPPING and is_about_sharing(resource.content)


def assert_translatable(session: Session, normalised: Normalised) -> None:
    """Raises Rejected for a Consent about sharing that cannot be said as rules, before anything is stored."""
    for resource in normalised.resources:
        if is_sharing(resource, normalised.mapping) and resource.content.get("status") not in OVER:
            _translated(session, resource.content)


def delivered(
    house: House, session: Session, connector: Connector, client: str, consent: FhirJson
) -> tuple[Notice, ...]:
    """Take a Consent from a care system, in its delivery's transaction. The audit entry is the delivery's."""
    own, document = connector.organisation.id, _document(consent)
    if consent.get("status") in OVER:
        restrictions.drop(session, client, own, document, house.now())
        return (Notice("Consent.status", "What this Consent restricted or proposed is over"),)
    rules = [_about(rule, own) for rule in _translated(session, consent).bounded]
    # About its own data an organisation says anew what it said; a client's denies end by a signature alone.
    restrictions.drop(session, client, own, document, house.now())
    denies, permits = restrictions.keep(session, client, own, document, rules, house.now())
    told = [Notice("Consent.provision", "It holds for what your own organisation delivered")]
    if denies:
        told.append(Notice("Consent.provision", "What it denies counts at once"))
    if permits:
        told.append(Notice("Consent.provision", "What it permits waits for the signature of the client"))
    return tuple(told)


def _keep(
    house: House, session: Session, client: str, said_by: str, consent: FhirJson, rules: Sequence[Rule]
) -> tuple[int, int]:
    return restrictions.keep(session, client, said_by, _document(consent), rules, house.now())


def _translated(session: Session, consent: FhirJson) -> Translation:
    if consent.get("status") != "active":
        raise Rejected(
            "consent-not-translated", "Only what is active is taken over", "Consent.status", "send it when it is active"
        )
    known = parties.organisations(session)
    numbers = {("http://fhir.nl/fhir/NamingSystem/ura", o.ura): o.id for o in known if o.ura}
    numbers |= {("urn:oid:2.16.528.1.1007.3.3", o.ura): o.id for o in known if o.ura}
    numbers |= {("http://fhir.nl/fhir/NamingSystem/agb-z", o.agb): o.id for o in known if o.agb}
    numbers |= {("urn:oid:2.16.840.1.113883.2.4.6.1", o.agb): o.id for o in known if o.agb}
    found = translate(consent, lambda system, value: numbers.get((system, value)))
    if found.emergency != "allow":
        raise Rejected(
            "consent-not-translated",
            "What holds in an emergency is said in the policy itself",
            "Consent.modifierExtension",
            "let the client sign it",
        )
    return found


def _about(rule: Rule, own: str) -> Rule:
    """The rule about what this organisation delivered and nothing else."""
    members = {**dict(rule.what.members), "source": frozenset({own})}
    named = dict(rule.what.members).get("source")
    if named is not None and own not in named:
        raise Rejected(
            "consent-not-translated",
            "A care system speaks of what its own organisation delivered",
            "Consent.provision",
            "let the client say it",
        )
    return replace(rule, what=What(tuple(members.items()), rule.what.period))


def _assert_sharing(consent: FhirJson) -> None:
    issues = check(consent)
    if issues:
        first = issues[0]
        details = tuple((issue.where, f"{issue.rule}; {issue.mend}") for issue in issues[1:])
        raise Rejected("fhir-invalid", f"Not valid FHIR R4: {first.rule}", first.where, first.mend, details)
    if not is_about_sharing(consent):
        raise Rejected(
            "consent-not-translated",
            "This is no Consent about who may see data",
            "Consent.category",
            "scope patient-privacy with category LOINC 59284-0 or IDSCL",
        )


def _assert_about(house: House, session: Session, consent: FhirJson, acts: Acting) -> None:
    """That the Consent is about the client it is posted for; who says nothing means themselves."""
    patient = consent.get("patient", {})
    if patient.get("reference") in {
        None,
        f"Patient/{acts.client}",
        *([f"Patient/{OWN}"] * (acts.client == acts.holder)),
    }:
        identifier = patient.get("identifier", {})
        if not identifier or _is(house, session, identifier, acts.client):
            return
    raise Rejected(
        "consent-patient", "It is not about the client it is posted for", "Consent.patient", "name that client"
    )


def _is(house: House, session: Session, identifier: FhirJson, client: str) -> bool:
    if identifier.get("system") not in BSN_SYSTEMS:
        return False
    return clients.find(session, house.vault, Bsn(str(identifier.get("value")))) == client


def _document(consent: FhirJson) -> str:
    """By what its sender replaces it: its id, or its first identifier; without either all such are one."""
    named = next((str(one.get("value")) for one in consent.get("identifier", ()) if "value" in one), "")
    return str(consent["id"]) if "id" in consent else sha256(named.encode())
