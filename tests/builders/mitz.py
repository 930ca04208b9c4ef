"""Mitz notifications as their published facts describe them; the people in them do not exist."""

from __future__ import annotations

from tests.builders.world import BSN

NOTIFY = "http://vzvz.nl/fhir/StructureDefinition/Consent-Mitz-Notify|3.8.0"
CONSULTING = "http://fhir.nl/otv/CodeSystem/raadplegende-zorgaanbiedercategorie"
DATA = "http://fhir.nl/otv/CodeSystem/gegevenscategorie"
URA = "01234567"


def consent(
    *categories: str,
    given: bool,
    data: str = "GGC002",
    at: str = "2026-11-20T10:11:12.1234567+01:00",
    status: str = "",
    type_: str | None = None,
    more: str = "",
) -> str:
    """One Consent of a notification. `more`: further elements of its provision."""
    extensions = "".join(
        f'<extension url="http://fhir.nl/StructureDefinition/OTV-ProviderCategory"><valueCoding>'
        f'<system value="{CONSULTING}"/><code value="{code}"/></valueCoding></extension>'
        for code in categories
    )
    type_ = ("permit" if given else "") if type_ is None else type_
    return f"""<Consent xmlns="http://hl7.org/fhir">
      <meta><profile value="{NOTIFY}"/></meta>
      {extensions}
      <status value="{status or ("active" if given else "inactive")}"/>
      <scope><coding><system value="http://terminology.hl7.org/CodeSystem/consentscope"/>
        <code value="patient-privacy"/></coding></scope>
      <patient><reference value="urn:uuid:11111111-1111-4111-8111-111111111111"/></patient>
      <dateTime value="{at}"/>
      <provision>
        {f'<type value="{type_}"/>' if type_ else ""}
        <actor>
          <role><coding><system value="http://terminology.hl7.org/CodeSystem/v3-ParticipationType"/>
            <code value="CST"/></coding></role>
          <reference><reference value="urn:uuid:22222222-2222-4222-8222-222222222222"/></reference>
        </actor>
        <purpose><system value="http://hl7.org/fhir/v3/ActReason"/><code value="TREAT"/></purpose>
        <code><coding><system value="{DATA}"/><code value="{data}"/></coding></code>
        {more}
      </provision>
    </Consent>"""


def notification(*consents: str, bsn: str = BSN, ura: str | None = URA, kind: str = "Z3") -> bytes:
    identifier = (
        f'<identifier><system value="http://fhir.nl/fhir/NamingSystem/ura"/><value value="{ura}"/></identifier>'
        if ura
        else ""
    )
    entries = "".join(
        f'<entry><fullUrl value="urn:uuid:33333333-3333-4333-8333-33333333333{n}"/><resource>{one}</resource>'
        '<request><method value="POST"/><url value="Consent"/></request></entry>'
        for n, one in enumerate(consents)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <Bundle xmlns="http://hl7.org/fhir">
      <type value="transaction"/>
      {entries}
      <entry><fullUrl value="urn:uuid:11111111-1111-4111-8111-111111111111"/><resource><Patient>
        <identifier><system value="http://fhir.nl/fhir/NamingSystem/bsn"/><value value="{bsn}"/></identifier>
      </Patient></resource><request><method value="POST"/><url value="Patient"/></request></entry>
      <entry><fullUrl value="urn:uuid:22222222-2222-4222-8222-222222222222"/><resource><Organization>
        {identifier}
        <type><coding><system value="http://nictiz.nl/fhir/NamingSystem/organization-type"/><code value="{kind}"/>
        </coding></type>
      </Organization></resource><request><method value="POST"/><url value="Organization"/></request></entry>
    </Bundle>""".encode()
