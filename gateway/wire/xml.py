"""XML from bytes to elements and back: one factory for every document that comes from outside.

`gateway.wire.xml_survey` has looked at the bytes before lxml gets them. Rooms above never import lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, TypeAlias

from lxml import etree

from gateway.errors import BadInput, TooLarge
from gateway.wire.xml_survey import survey

Element: TypeAlias = Any  # an lxml element; rooms above use its methods, never lxml itself
MAX_BYTES = 5 * 1024 * 1024
# How lxml reads what comes from outside; a second lock behind the survey.
HARDENED: Mapping[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_NAMESPACE = re.compile(r"\{[^{}]*\}")


def parse(data: bytes, *, limit: int = MAX_BYTES) -> Element:
    """Read one XML document and return its root element (comments and processing instructions left out).

    Raises BadInput (xml-syntax, xml-doctype, xml-depth, xml-encoding) or TooLarge (body-too-large,
    xml-elements); never anything else.
    """
    if len(data) > limit:
        raise TooLarge("body-too-large", f"The body is larger than {limit} bytes", mend="send smaller messages")
    survey(data)
    try:
        return etree.fromstring(data, etree.XMLParser(**HARDENED))
    except etree.XMLSyntaxError as error:
        raise BadInput(
            "xml-syntax",
            "The body is not well-formed XML",
            where=f"line {error.lineno}",
            mend="send one complete, well-formed document",
        ) from None


def local(element: Element) -> str:
    """Local name of an element."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """Namespace of an element, empty when it has none."""
    return str(etree.QName(element).namespace or "")


def children(element: Element) -> Iterator[Element]:
    """Child elements only."""
    return (child for child in element if isinstance(child.tag, str))


def text(element: Element | None) -> str | None:
    """Text content of an element, None when the element is absent or empty."""
    if element is None or element.text is None or not element.text.strip():
        return None
    return str(element.text)


def path(element: Element) -> str:
    """Place of an element for a finding: local names with positions where needed."""
    tree = element.getroottree()
    # Clark names hold slashes of their own: {http://hl7.org/fhir}name[2].
    steps = _NAMESPACE.sub("", str(tree.getelementpath(element))).split("/")
    return "/".join([local(tree.getroot()), *(step for step in steps if step != ".")])


def element(tag: str, *, prefixes: Mapping[str, str] | None = None) -> Element:
    """A new root element; `tag` in Clark notation `{namespace}name`."""
    return etree.Element(tag, nsmap=dict(prefixes) if prefixes else None)


def sub(parent: Element, tag: str, value: str | None = None, **attributes: str) -> Element:
    """Append a child with optional text and attributes."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = value
    return child


def clone(source: Element) -> Element:
    """A deep copy, free of its tree."""
    return deepcopy(source)


def serialise(root: Element) -> bytes:
    """UTF-8 bytes with an XML declaration, indented for people."""
    etree.indent(root, space="  ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def part(source: Element) -> bytes:
    """UTF-8 bytes of an element, to be put between those of a larger document."""
    return bytes(etree.tostring(source, encoding="UTF-8", xml_declaration=False))


def as_it_stands(root: Element) -> bytes:
    """UTF-8 bytes of a document that was read, its white space untouched."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def canonical(source: Element) -> bytes:
    """An element as exclusive canonical XML: the same content gives the same bytes whatever the prefixes around it."""
    return bytes(etree.tostring(clone(source), method="c14n", exclusive=True))


def fragment(source: Element) -> str:
    """An element as a string, for narrative (xhtml) that travels inside JSON; without the prefixes of its message."""
    alone = deepcopy(source)
    etree.cleanup_namespaces(alone)
    return str(etree.tostring(alone, encoding="unicode", with_tail=False))
