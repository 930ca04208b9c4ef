"""What is asked *of* Mitz and lands here: a subscription or a closed question. Not ours to answer: named and refused.

A BSN in it is held to the 11-proef first, so that a sender with a wrong number hears of that.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from gateway.errors import Rejected
from gateway.identifiers import Bsn
from gateway.stages.vocabulary import FhirJson
from gateway.wire import xml
from gateway.wire.xml import Element

SOAP = frozenset({"http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"})
QUERY = "XACMLAuthzDecisionQuery"
_XACML = re.compile(r"urn:oasis:names:tc:xacml:3\.0:.*")
_BSN_ROOT = "2.16.840.1.113883.2.4.6.3"


def refuse_xml(root: Element) -> None:
    """Raises Rejected(mitz-question, bsn-elfproef) for a question; does nothing for anything else."""
    if xml.local(root) == "Subscription":
        values = {xml.local(child): str(child.attrib.get("value", "")) for child in xml.children(root)}
        _subscription(values.get("reason", ""), values.get("criteria", ""))
    elif xml.namespace(root) in SOAP or xml.local(root) == QUERY:
        query = next(root.iter(f"{{*}}{QUERY}"), None)
        if query is not None and _XACML.fullmatch(xml.namespace(query)):
            _closed_question(query)


def refuse_json(resource: FhirJson) -> None:
    if resource.get("resourceType") == "Subscription":
        _subscription(str(resource.get("reason", "")), str(resource.get("criteria", "")))


def _subscription(reason: str, criteria: str) -> None:
    asked = parse_qs(criteria.partition("?")[2], max_num_fields=50) if criteria.count("&") < 50 else {}
    if reason != "OTV" and asked.get("_query") != ["otv"]:
        return
    for value in asked.get("patientid", ()):
        _assert_bsn(value, "Subscription.criteria")
    raise Rejected(
        "mitz-question",
        "This is a subscription to Mitz (toestemmingsabonnement): this gateway takes the notifications that follow it",
        "Subscription",
        "send it to Mitz",
    )


def _closed_question(query: Element) -> None:
    for element in query.iter():
        if xml.local(element) == "InstanceIdentifier" and element.attrib.get("root") == _BSN_ROOT:
            _assert_bsn(str(element.attrib.get("extension", "")), "resource-id")
    raise Rejected(
        "mitz-question",
        "This is a closed question (gesloten autorisatievraag, XACML) to Mitz: this gateway does not answer for Mitz",
        QUERY,
        "send it to Mitz",
    )


def _assert_bsn(value: str, where: str) -> None:
    try:
        Bsn(value)
    except Rejected as error:
        raise Rejected(error.code, error.message, where, error.mend) from None
