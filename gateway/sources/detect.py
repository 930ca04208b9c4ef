"""What kind of message a delivery is, from its content alone; and its reading by the family that knows it."""

from __future__ import annotations

import re
from typing import Any

from gateway.errors import BadInput, Rejected, WrongContentType
from gateway.sources.cda import lezen as cda
from gateway.sources.fhir import lezen as fhir
from gateway.sources.huisarts import lezen as huisarts
from gateway.sources.istandaarden import ggk_lezen, groot
from gateway.sources.istandaarden import lezen as istandaarden
from gateway.sources.jgz import lezen as jgz
from gateway.sources.mitz import lezen as mitz
from gateway.sources.mitz import vragen
from gateway.sources.wijkverpleging import lezen as wijkverpleging
from gateway.stages.delivered import RawDelivery, SourceMessage
from gateway.wire import json, xml, xml_stream
from gateway.wire.xml import Element

HL7V3 = "urn:hl7-org:v3"
FHIR = "http://hl7.org/fhir"
ENVELOPES = frozenset({"http://schemas.xmlsoap.org/soap/envelope/", "http://exist-db.org/xquery/httpclient"})
ONS = frozenset({"omahaClassifiedProblems", "carePlanEntries"})
KNOWN = (
    "iWmo/iJw 3.2 (also in a GGk envelope), FHIR R4 or STU3 (JSON or XML), HL7v3 ketenzorg or JGZ dossieroverdracht, "
    "CDA BgZ 2020, Ons classification or care plan, Mitz notification"
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,40}")


def read(delivery: RawDelivery) -> SourceMessage:
    """Detect and parse one delivery.

    Raises WrongContentType, BadInput (empty or unreadable), Rejected(unknown-kind, naming what was seen) and what the
    reader of the family raises.
    """
    if not delivery.body.strip():
        raise BadInput("empty-body", "The body is empty", mend="send one message as the body")
    if _is_json(delivery.content_type, delivery.body):
        return _of_json(json.loads(delivery.body))
    begun = xml_stream.beginning(delivery.body)
    if ggk_lezen.is_ggk(begun) or groot.is_groot(delivery.body, begun):
        return istandaarden.parse(delivery.body)
    return _of_xml(xml.parse(delivery.body))


def may_be_large(head: bytes) -> bool:
    """Whether a document that begins so is a claim or its answer, of which 25 MB is taken (OP179)."""
    return groot.mag_groot(xml_stream.beginning(head))


def _is_json(content_type: str, body: bytes) -> bool:
    """Whether the body is read as JSON. The declared type must be one of both, and agree with the first character.

    `…+fhir` is how FHIR called its types before STU3, and how some systems that send STU3 still do.
    """
    declared = content_type.partition(";")[0].strip().lower()
    looks_json = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    if declared in {"application/json", "text/json", "application/json+fhir"} or declared.endswith("+json"):
        as_json = True
    elif declared in {"application/xml", "text/xml", "application/xml+fhir"} or declared.endswith("+xml"):
        as_json = False
    else:
        raise WrongContentType(
            "content-type", "The content type is not XML or JSON", where="Content-Type", mend=f"send {KNOWN}"
        )
    if looks_json and not as_json:
        raise WrongContentType("content-type", "Declared as XML, but it begins as JSON", where="Content-Type")
    if as_json and body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise WrongContentType("content-type", "Declared as JSON, but it begins as XML", where="Content-Type")
    return as_json


def _of_xml(root: Element) -> SourceMessage:
    namespace = xml.namespace(root)
    vragen.refuse_xml(root)
    if "istandaarden.nl/" in namespace:
        return istandaarden.read(root)
    if namespace == FHIR:
        return mitz.read_xml(root) if mitz.speaks_xml(root) else fhir.read_xml(root)
    if namespace == HL7V3 and xml.local(root) == "ClinicalDocument":
        return cda.read(root)
    if namespace == HL7V3 or (namespace in ENVELOPES or _wraps_hl7v3(root)):
        return jgz.read(root) if jgz.speaks(root) else huisarts.read(root)
    raise _unknown(f"an XML document {_shown(xml.local(root))} in namespace {_shown_uri(namespace)}")


def _wraps_hl7v3(root: Element) -> bool:
    return any(xml.namespace(child) == HL7V3 for child in xml.children(root))


def _of_json(value: Any) -> SourceMessage:
    if not isinstance(value, dict):
        raise _unknown("a JSON document that is no object")
    if "resourceType" in value:
        vragen.refuse_json(value)
        return mitz.read(value) if mitz.speaks(value) else fhir.read_json(value)
    if not ONS.isdisjoint(value):
        return wijkverpleging.read(value)
    names = [name for name in value if _NAME.fullmatch(name)][:5]
    raise _unknown(f"a JSON object with members {', '.join(names) or 'of no known name'}")


def _unknown(seen: str) -> Rejected:
    return Rejected("unknown-kind", f"No known kind of message: {seen}", where="body", mend=f"send {KNOWN}")


def _shown(name: str) -> str:
    return name if _NAME.fullmatch(name) else "of another name"


def _shown_uri(uri: str) -> str:
    return uri if re.fullmatch(r"[A-Za-z0-9:/._-]{1,120}", uri) else "(none)"
