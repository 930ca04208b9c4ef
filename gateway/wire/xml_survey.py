"""Looking an XML document over before a tree is made of it, and saying what is wrong with it.

No DOCTYPE (so no entities and no external fetch), bounded depth and number of elements, all checked while reading so
that memory stays bounded: 12 MB of small siblings would cost 444 MB in a tree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from gateway.errors import BadInput, TooLarge

MAX_ELEMENTS = 200_000
MAX_DEPTH = 100
# What expat puts between a namespace and a name when it is asked for both.
SEPARATOR: Final = " "


def survey(data: bytes, parts: Collection[str] = ()) -> None:
    """One pass of expat without building a tree: refuses DOCTYPE, depth and element count early.

    `parts`: elements that are dropped as they end, as expat writes them (`namespace name`): what is in them counts no
    longer then. Raises BadInput (xml-syntax, xml-doctype, xml-depth, xml-encoding) and TooLarge (xml-elements).
    """
    depth = elements = 0
    held: list[int] = []
    reader = expat.ParserCreate(namespace_separator=SEPARATOR if parts else None)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        if name in parts:
            held.append(elements)
        depth += 1
        elements += 1 + len(attributes)
        if depth > MAX_DEPTH:
            raise too_deep(reader)
        if elements > MAX_ELEMENTS:
            raise TooLarge("xml-elements", f"More than {MAX_ELEMENTS} elements in one document")

    def end(name: str) -> None:
        nonlocal depth, elements
        depth -= 1
        if name in parts:
            elements = held.pop()

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    refuse_doctype(reader)
    with told():
        reader.Parse(data, True)


def refuse_doctype(reader: expat.XMLParserType) -> None:
    """Make a reader stop at a DOCTYPE."""

    def doctype(*_arguments: object) -> None:
        raise BadInput(
            "xml-doctype",
            "A DOCTYPE is not accepted",
            where=_line(reader),
            mend="send the message without DOCTYPE",
        )

    reader.StartDoctypeDeclHandler = doctype


def too_deep(reader: expat.XMLParserType) -> BadInput:
    return BadInput("xml-depth", f"Nested deeper than {MAX_DEPTH} elements", where=_line(reader))


@contextmanager
def told() -> Iterator[None]:
    """What expat finds wrong, as this gateway tells it."""
    try:
        yield
    except expat.ExpatError as error:
        raise BadInput(
            "xml-syntax",
            "The body is not well-formed XML",
            where=f"line {error.lineno}, column {error.offset + 1}",
            mend="send one complete, well-formed document",
        ) from None
    except (ValueError, LookupError):
        raise BadInput("xml-encoding", "The character encoding is not supported", mend="send UTF-8") from None


def _line(reader: expat.XMLParserType) -> str:
    return f"line {reader.CurrentLineNumber}"
