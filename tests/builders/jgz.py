"""A JGZ dossieroverdracht for tests, written from the parts a test is about."""

from __future__ import annotations

BSN = "999990019"
PARENT_BSN = "999911120"
BSN_ROOT = "2.16.840.1.113883.2.4.6.3"
BDS = "2.16.840.1.113883.2.4.4.40"


def child_id(bsn: str = BSN, root: str = BSN_ROOT) -> str:
    return f'<id root="{root}" extension="{bsn}"/>'


def observation(number: str, value: str, more: str = "", attributes: str = 'negationInd="false"') -> str:
    return (
        f'<component><observation classCode="OBS" moodCode="EVN" {attributes}>'
        f'<code code="{number}" codeSystem="{BDS}.267"/>{value}{more}</observation></component>'
    )


def rubric(number: str, *components: str) -> str:
    return (
        f'<pertinentInformation><rubricCluster><code code="{number}" codeSystem="{BDS}.391"/>'
        f"{''.join(components)}</rubricCluster></pertinentInformation>"
    )


def contact(
    *parts: str, number: str = "01", mood: str = "EVN", status: str = "completed", time: str = "20190304"
) -> str:
    return (
        f'<component7><encounter classCode="ENC" moodCode="{mood}">'
        f'<id root="2.16.528.1.1007.3.3.1111.999.2" extension="{number}"/>'
        f'<code code="41" codeSystem="{BDS}.308" displayName="Contact 12 tot 18 jaar"/>'
        f'<statusCode code="{status}"/><effectiveTime value="{time}"/>{"".join(parts)}</encounter></component7>'
    )


def consent(number: str, negated: str | None, more: str = "") -> str:
    said = "" if negated is None else f' negationInd="{negated}"'
    return (
        f'<authorization><consentEvent classCode="CONS" moodCode="EVN"{said}>'
        f'<code code="{number}" codeSystem="{BDS}.267"/>'
        f'<author><time value="20200101"/></author>{more}</consentEvent></authorization>'
    )


def document(packed: str, name: str = "Brief.pdf", code: str = "03") -> str:
    return (
        f'<appendage><document classCode="DOC" moodCode="EVN"><code code="{code}" codeSystem="{BDS}.303" '
        f'displayName="Verwijsbrief"/><text mediaType="application/pdf" representation="B64">{packed}'
        f'<reference value="file:///C/Users/x/{name}"/></text><effectiveTime value="20200102"/></document></appendage>'
    )


def message(
    *parts: str,
    ids: str | None = None,
    person: str = "",
    attention: str | None = None,
    interaction: str = "REPC_IN902120NL04",
    receiver: str = "1",
) -> bytes:
    """Parts stand under careProvisionEvent; `person` inside patientPerson, `ids` in place of the BSN of the child."""
    routed = attention or BSN
    return f"""<{interaction} xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <creationTime value="20200608120000"/><interactionId extension="{interaction}"/>
      <attentionLine><value xsi:type="II" root="{BSN_ROOT}" extension="{routed}"/></attentionLine>
      <receiver><device><id extension="{receiver}"/></device></receiver>
      <ControlActProcess><subject><CareProvisionRequest><sequelTo>
        <careProvisionEvent moodCode="EVN">
          <id root="2.16.528.1.1007.3.3.1111.999.2" extension="54321"/>
          <effectiveTime><high value="20200607213533"/></effectiveTime>
          <subject><patient>{child_id() if ids is None else ids}<patientPerson>
            <name><given>Noor</given><family qualifier="BR">Fictief</family></name>
            <birthTime value="20140305"/>{person}</patientPerson></patient></subject>
          <author><assignedEntity><id root="2.16.528.1.1007.3.3" extension="12345678"/>
            <assignedOrganization><name>GGD Voorbeeld</name></assignedOrganization></assignedEntity></author>
          {"".join(parts)}
        </careProvisionEvent></sequelTo></CareProvisionRequest></subject></ControlActProcess></{interaction}>""".encode()
