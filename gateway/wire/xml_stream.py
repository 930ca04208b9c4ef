"""Reading an XML document as it goes by: what it is, from its first bytes; and a long text apart from its tree.

lxml refuses a text of more than 10 MB, and a tree costs many times its bytes; what stands here costs neither.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from gateway.errors import GatewayError, TooLarge
from gateway.wire import xml
from gateway.wire.xml import Element
from gateway.wire.xml_survey import MAX_DEPTH, SEPARATOR, refuse_doctype, told, too_deep

HEAD: Final = 64 * 1024
MOST_BEGUN, MOST_TEXT = 64, 200
# Besides what is kept apart: an envelope is small.
MOST_SKELETON = 1000


@dataclass
class Begun:
    """One element of the beginning of a document: namespace, local name, and its text as far as it was seen."""

    namespace: str
    name: str
    text: str = ""


class _Enough(Exception):
    """Stops expat: all that was wanted has been seen."""


def beginning(data: bytes) -> list[Begun]:
    """The first elements of a document, from at most its first 64 KiB; as many as can be read before anything is wrong.

    What is wrong is for whoever reads the whole of it: this raises nothing.
    """
    found: list[Begun] = []
    inside: list[Begun] = []
    reader = expat.ParserCreate(namespace_separator=SEPARATOR)

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if len(found) == MOST_BEGUN:
            raise _Enough
        found.append(Begun(*_split(tag)))
        inside.append(found[-1])

    def end(_tag: str) -> None:
        inside.pop()

    def text(value: str) -> None:
        if inside:
            inside[-1].text = (inside[-1].text + value)[:MOST_TEXT]

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    refuse_doctype(reader)
    with suppress(_Enough, GatewayError, expat.ExpatError, ValueError, LookupError):
        reader.Parse(data[:HEAD], False)
    return found


def apart(data: bytes, names: Collection[str], take: Callable[[str], None]) -> Element:
    """The tree of a document without the text of some elements (Clark names): that is handed to `take`, in pieces.

    Raises BadInput (xml-syntax, xml-doctype, xml-depth, xml-encoding), TooLarge (xml-elements), and what `take` raises.
    """
    root: Element = None
    stack: list[Element] = []
    count = 0
    reader = expat.ParserCreate(namespace_separator=SEPARATOR)
    reader.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal root, count
        count += 1 + len(attributes)
        if len(stack) > MAX_DEPTH:
            raise too_deep(reader)
        if count > MOST_SKELETON:
            raise TooLarge("xml-elements", f"More than {MOST_SKELETON} elements in an envelope")
        made = xml.element(_clark(tag)) if not stack else xml.sub(stack[-1], _clark(tag))
        for name, value in attributes.items():
            made.set(_clark(name), value)
        root = made if root is None else root
        stack.append(made)

    def end(_tag: str) -> None:
        stack.pop()

    def text(value: str) -> None:
        here = stack[-1]
        if here.tag in names:
            take(value)
        elif len(here):
            here[-1].tail = (here[-1].tail or "") + value
        else:
            here.text = (here.text or "") + value

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    refuse_doctype(reader)
    with told():
        reader.Parse(data, True)
    return root


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition(SEPARATOR)
    return namespace, name


def _clark(tag: str) -> str:
    namespace, name = _split(tag)
    return f"{{{namespace}}}{name}" if namespace else name
