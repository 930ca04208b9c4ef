"""A signed policy as a FHIR Consent with its Provenance; and the little a recipient may know of what permits them."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gateway.consent.model import Policy, Rule
from gateway.consent.pcf import specification as spec
from gateway.consent.pcf import tree
from gateway.consent.pcf.provisions import Names, Parties, Say, actions, actor, moment, period_of, provision, unsaid
from gateway.consent.signature import TYP, peek
from gateway.consent.signed import SignedPolicy
from gateway.fhir import consents
from gateway.stages.vocabulary import FhirJson


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a projection is read. `id`: of the resource; `patient`: the handle by which the reader knows the client.

    `namens`: who signed in the client's place, "" for the client; `waits`: this version may not widen (yet).
    """

    id: str
    patient: str
    namens: str = ""
    waits: bool = False


def consent(signed: SignedPolicy, frame: Frame, names: Names, say: Say = unsaid) -> FhirJson:
    """The whole policy. `names`: display name of `org:…` and `person:…`, where known; `say`: a rule in our words."""
    policy = signed.policy
    provisions, contained = nested(policy.rules, names, say)
    modifiers = [*_emergency(policy, modifies=True), *([{"url": spec.WAITING, "valueBoolean": True}] * frame.waits)]
    plain = _emergency(policy, modifies=False)
    period = period_of(policy.nbf, policy.exp)
    return {
        **_head(frame),
        **({"contained": contained} if contained else {}),
        **({"extension": plain} if plain else {}),
        **({"modifierExtension": modifiers} if modifiers else {}),
        "identifier": [{"system": spec.POLICY, "value": signed.hash}],
        "dateTime": moment(policy.iat),
        "performer": [_signer(frame)],
        "sourceReference": {"identifier": {"system": spec.POLICY, "value": signed.hash}, "display": "getekend beleid"},
        "provision": {
            "type": "deny",
            **({"period": period} if period else {}),
            **({"provision": provisions} if provisions else {}),
        },
    }


def nested(rules: Collection[Rule], names: Names, say: Say = unsaid) -> tuple[list[FhirJson], list[FhirJson]]:
    """The provisions that say these rules, and the parties contained for them."""
    grown, parties = tree.grow(tuple(rules)), Parties(names, say)
    permits = [
        {**provision(permit, parties), **({"provision": [provision(d, parties) for d in held]} if held else {})}
        for permit, held in grown.permits
    ]
    return [*permits, *(provision(deny, parties) for deny in grown.alone)], parties.contained


def part(rules: Collection[Rule], frame: Frame, reader: FhirJson) -> FhirJson:
    """What a recipient may know: that there are permits by which they are shown something, for what and until when.

    `rules`: permits by which something is shown to them now; `reader`: reference to the recipient. No rule id, no
    condition, no version: of what is not permitted nothing can be read off (docs/decisions/0066).
    """
    permits: dict[str, FhirJson] = {}
    for rule in rules:
        period = period_of(rule.nbf, rule.exp)
        made = {
            "type": "permit",
            **({"period": period} if period else {}),
            "actor": [actor(reader)],
            "action": actions(rule.how or frozenset({"see"}), "permit"),
            **({"purpose": [{"system": spec.PURPOSES[p], "code": p} for p in sorted(rule.why)]} if rule.why else {}),
        }
        permits[repr(made)] = made
    return {
        **_head(frame),
        "modifierExtension": [{"url": spec.PART, "valueBoolean": True}],
        "provision": {"type": "deny", "provision": [permits[key] for key in sorted(permits)]},
    }


def provenance(signed: SignedPolicy, frame: Frame, received: datetime) -> FhirJson:
    """Who signed, with the signature itself: the policy as it was signed, in `Signature.data`."""
    jose = peek(signed.token)[2] == TYP
    return {
        "resourceType": "Provenance",
        "id": frame.id,
        "target": [{"reference": f"Consent/{frame.id}"}],
        "recorded": received.isoformat(timespec="milliseconds"),
        "agent": [
            {
                "type": {"coding": [{"system": f"{spec.THO}/provenance-participant-type", "code": "author"}]},
                "who": _signer(frame),
            }
        ],
        "entity": [{"role": "source", "what": {"identifier": {"system": spec.POLICY, "value": signed.hash}}}],
        "signature": [
            {
                "type": [spec.AUTHOR_SIGNATURE],
                "when": moment(signed.policy.iat),
                "who": _signer(frame),
                # The assertion of a passkey has the parts of a JWS, but its third part is none (docs/decisions/0052).
                "sigFormat": spec.JOSE if jose else "application/octet-stream",
                "data": base64.b64encode(signed.token.encode()).decode(),
            }
        ],
    }


def _head(frame: Frame) -> FhirJson:
    return {
        "resourceType": "Consent",
        "id": frame.id,
        "status": "active",
        "scope": {"coding": [consents.SCOPE]},
        "category": [{"coding": [category]} for category in consents.CATEGORIES],
        "patient": {"reference": f"Patient/{frame.patient}"},
        "organization": [{"type": "Organization", "display": "wijkdossier"}],
        "policy": [{"uri": spec.POLICY_URI}],
    }


def _signer(frame: Frame) -> FhirJson:
    return {"display": frame.namens} if frame.namens else {"reference": f"Patient/{frame.patient}"}


def _emergency(policy: Policy, *, modifies: bool) -> list[FhirJson]:
    """What the client says of noodinzage. Who passes over a `forbid` would open more; over an `allow`, less."""
    said = policy.emergency
    if (said != "allow") != modifies:
        return []
    value = said if isinstance(said, str) else f"max-label:{said['max-label']}"
    return [{"url": spec.EMERGENCY, "valueString": value}]
