"""The words of a policy and those of FHIR Consent, side by side; data.

Codes of HL7: consentscope, v3-ActCode, v3-Confidentiality, v3-ActReason, v3-ParticipationType, consentaction. What they
have no code for has a system or extension of our own. Of the members of `what`, those with an element of their own are
native: FHIR joins elements with *and*, and the values of one element with *or*, as `what` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.consent import vocabulary as v
from omaha.codesystem import SYSTEM as OMAHA

OURS: Final = "https://wijkdossier.nl/fhir"
THO: Final = "http://terminology.hl7.org/CodeSystem"
POLICY_URI: Final = f"{OURS}/{v.FORMAT}"  # which rules of evaluation hold: those of docs/consent.md

RECIPIENT: Final = {"system": f"{THO}/v3-ParticipationType", "code": "IRCP"}
AUTHOR_SIGNATURE: Final = {"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1"}
JOSE: Final = "application/jose"

ORGANISATION: Final = f"{OURS}/NamingSystem/organisatie"
PERSON: Final = f"{OURS}/NamingSystem/persoon"
RECORD: Final = f"{OURS}/NamingSystem/record"
AUTHOR: Final = f"{OURS}/NamingSystem/auteur"
POLICY: Final = f"{OURS}/NamingSystem/policy"
ROLE: Final = f"{OURS}/CodeSystem/rol"
ORGTYPE: Final = f"{OURS}/CodeSystem/organisatietype"
DOMAIN: Final = f"{OURS}/CodeSystem/zorgdomein"
ACTION: Final = f"{OURS}/CodeSystem/handeling"
PURPOSE: Final = f"{OURS}/CodeSystem/doel"
ACT_REASON: Final = f"{THO}/v3-ActReason"
CONSENT_ACTION: Final = f"{THO}/consentaction"
CONFIDENTIALITY: Final = f"{THO}/v3-Confidentiality"
ACT_CODE: Final = f"{THO}/v3-ActCode"

# MDO and SUPPORT are purposes of ours; HL7 has a code for the others.
PURPOSES: Final[Mapping[str, str]] = {
    purpose: PURPOSE if purpose in {"MDO", "SUPPORT"} else ACT_REASON for purpose in sorted(v.PURPOSES)
}
# consentaction: access is looking without taking along, collect is taking along to keep. Adding has no code.
STANDARD_ACTION: Final[Mapping[str, str]] = {"see": "access", "export": "collect"}
CONFIDENTIAL: Final = frozenset({"N", "R", "V"})
LABEL: Final[Mapping[str, str]] = {
    label: CONFIDENTIALITY if label in CONFIDENTIAL else ACT_CODE for label in sorted(v.LABELS)
}
# Native members: domain → class, problem → code, label → securityLabel; and one of these three → data.
CODED: Final[Mapping[str, str]] = {"domain": DOMAIN, "problem": OMAHA}
POINTED: Final[Mapping[str, tuple[str, str]]] = {
    "record": ("instance", RECORD),
    "contact": ("dependents", RECORD),
    "author": ("authoredby", AUTHOR),
}

_OWN: Final = f"{OURS}/StructureDefinition/toestemming"
RULE_ID: Final = f"{_OWN}-regel"
SENTENCE: Final = f"{_OWN}-zin"  # what the rule says, in our words
SIGNED_WORDS: Final = f"{_OWN}-getekende-woorden"  # the text that was signed, where it differs
# These say something that must not be passed over. On a permit they are modifier extensions, because without them it
# would permit more; on a deny plain ones, because without them it denies more.
ABOUT: Final = f"{_OWN}-waarover-"  # one more condition: a member of `what` that FHIR has no element for
DUTY: Final = f"{_OWN}-verplichting"  # no-export, mask:<element>
BARE: Final = f"{_OWN}-zonder-verhaal"  # `how` was not said: what was told at a contact is not covered
EXACT: Final = f"{_OWN}-label-precies"  # R is R alone: FHIR would read "R or lower"
TIME: Final = f"{_OWN}-tijd"  # from/to in seconds where a Period cannot hold it (it ends before it begins)
# On the Consent itself.
EMERGENCY: Final = f"{_OWN}-noodinzage"  # modifier unless it is allow: somebody could open more without it
WAITING: Final = f"{_OWN}-wacht"  # modifier: this version restricts at once and may not widen (yet)
PART: Final = f"{_OWN}-deel"  # modifier: what is covered is not told here, only what the reader is shown

ORGTYPE_NAMES: Final[Mapping[str, str]] = {
    "huisarts": "Huisartsen",
    "wijkverpleging": "Wijkverpleging",
    "gemeente": "Gemeenten",
    "jeugdhulp": "Jeugdhulp",
    "jgz": "Jeugdgezondheidszorg",
    "wlz": "Langdurige zorg",
    "welzijn": "Welzijn",
    "informeel": "Informele zorg",
}
