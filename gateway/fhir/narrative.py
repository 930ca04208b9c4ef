"""Narrative (xhtml): only formatting, nothing that acts. FHIR R4 narrative.html, invariants txt-1 and txt-2."""

from __future__ import annotations

from gateway.errors import BadInput
from gateway.wire import xml

XHTML = "http://www.w3.org/1999/xhtml"

_ALLOWED_ELEMENTS = (
    "a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img "
    "li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var"
)
_ALLOWED_ATTRIBUTES = (
    "abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset "
    "cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel "
    "rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace width"
)
_ELEMENTS = frozenset(_ALLOWED_ELEMENTS.split())
_ATTRIBUTES = frozenset(_ALLOWED_ATTRIBUTES.split()) | {"{http://www.w3.org/XML/1998/namespace}lang"}
_ACTING = ("javascript:", "vbscript:", "data:text/html")


def fault(div: str) -> str | None:
    """Which rule a narrative breaks (`txt-1: …`), None when it is fine."""
    try:
        root = xml.parse(div.encode("utf-8", "surrogatepass"))
    except BadInput:
        return "txt-1: the narrative is not well-formed xhtml"
    if xml.local(root) != "div" or xml.namespace(root) != XHTML:
        return "txt-1: the narrative is one div in the xhtml namespace"
    says = False
    for element in root.iter():
        if xml.namespace(element) != XHTML or xml.local(element) not in _ELEMENTS:
            return "txt-1: the narrative holds an element that is no plain formatting"
        for name, value in element.attrib.items():
            if name not in _ATTRIBUTES or "".join(str(value).split()).lower().startswith(_ACTING):
                return "txt-1: the narrative holds an attribute that is no plain formatting"
        says = says or xml.local(element) == "img" or bool((element.text or "").strip() or (element.tail or "").strip())
    return None if says else "txt-2: the narrative says nothing"
