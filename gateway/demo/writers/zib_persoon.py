"""nl-core-Patient and nl-core-ContactPerson: who the client is and who is near."""

from __future__ import annotations

from gateway.demo.people import Person
from gateway.demo.town import PLAATS
from gateway.demo.writers.fhir import BSN, EXT, HL7_EXT, THO, Frame, Maker, Resource, concept, head

ONS_LOCAL = "http://nedap.com/fhir/NamingSystem/local"
CONTACT_ROLE = "urn:oid:2.16.840.1.113883.2.4.3.11.22.472"


def patient(*, local: str = "", born: str = "", deceased: str = "") -> Maker:
    """`local`: the number by which other messages of the system mean this client; `born`: a differing birth date."""

    def make(frame: Frame) -> Resource:
        who = frame.person
        numbers = [{"system": BSN, "value": who.bsn}]
        if local:
            numbers.append({"system": ONS_LOCAL, "value": local})
        return {
            **head(frame, "Patient", "Patient"),
            "id": frame.patient_id,
            "identifier": numbers,
            "name": [_name(who)],
            "telecom": [{"system": "phone", "value": who.phone, "use": "home"}],
            "gender": who.gender,
            "birthDate": born or who.born(frame.today).isoformat(),
            **({"deceasedDateTime": deceased} if deceased else {}),
            "address": [_address(who)],
        }

    return make


def naaste(who: Person, relation: tuple[str, str]) -> Maker:
    """A contact person. `relation`: v3-RoleCode and its display."""

    def make(frame: Frame) -> Resource:
        return {
            **head(frame, "RelatedPerson", "ContactPerson", f"naaste-{who.number}"),
            "patient": frame.subject,
            "relationship": [
                concept(CONTACT_ROLE, "01", "Eerste relatie/contactpersoon"),
                concept(f"{THO}v3-RoleCode", *relation),
            ],
            "name": [_name(who)],
            "telecom": [{"system": "phone", "value": who.phone, "use": "home"}],
        }

    return make


def _name(who: Person) -> Resource:
    parts = [{"url": f"{HL7_EXT}humanname-own-name", "valueString": who.family}]
    if who.prefix:
        parts.insert(0, {"url": f"{HL7_EXT}humanname-own-prefix", "valueString": who.prefix})
    if who.partner:
        parts.append({"url": f"{HL7_EXT}humanname-partner-name", "valueString": who.partner})
    family = f"{who.partner}-{who.surname}" if who.partner else who.surname
    return {
        "use": "official",
        "text": f"{who.given} {family}",
        "family": family,
        "_family": {"extension": parts},
        "given": [who.given],
        "_given": [{"extension": [{"url": f"{HL7_EXT}iso21090-EN-qualifier", "valueCode": "BR"}]}],
    }


def _address(who: Person) -> Resource:
    return {
        "extension": [
            {
                "url": f"{EXT}ext-AddressInformation.AddressType",
                "valueCodeableConcept": concept(f"{THO}v3-AddressUse", "HP", "Primary Home"),
            }
        ],
        "use": "home",
        "type": "both",
        "line": [f"{who.street} {who.house}"],
        "_line": [
            {
                "extension": [
                    {"url": f"{HL7_EXT}iso21090-ADXP-streetName", "valueString": who.street},
                    {"url": f"{HL7_EXT}iso21090-ADXP-houseNumber", "valueString": str(who.house)},
                ]
            }
        ],
        "city": PLAATS,
        "postalCode": who.postcode,
        "country": "Nederland",
    }
