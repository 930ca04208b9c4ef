"""Hardened XML: one factory for every document that comes from outside, and the only importer of lxml.

No DOCTYPE (so no entities and no external fetch), bounded size, depth and number of elements, all checked while
reading so that memory stays bounded: 12 MB of small siblings would cost 444 MB in a tree.
"""

from __future__ import annotations

import copy as copying
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias
from xml.parsers import expat

from lxml import etree

from gateway.errors import BadInput, TooLarge

Element: TypeAlias = Any  # an lxml element; rooms above use its methods, never lxml itself

_NAMESPACE = re.compile(r"\{[^{}]*\}")
MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 200_000
MAX_DEPTH = 100


def parse(data: bytes, *, limit: int = MAX_BYTES) -> Element:
    """Read one XML document and return its root element (comments and processing instructions left out).

    Raises BadInput (xml-syntax, xml-doctype, xml-depth, xml-encoding) or TooLarge (body-too-large,
    xml-elements); never anything else.
    """
    if len(data) > limit:
        raise TooLarge("body-too-large", f"The body is larger than {limit} bytes", mend="send smaller messages")
    _survey(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(
            "xml-syntax",
            "The body is not well-formed XML",
            where=f"line {error.lineno}",
            mend="send one complete, well-formed document",
        ) from None


def _survey(data: bytes, parts: Collection[str] = ()) -> None:
    """One pass of expat without building a tree: refuses DOCTYPE, depth and element count early.

    `parts`: elements that are dropped as they end, as expat writes them (`namespace name`): what is in them counts no
    longer then.
    """
    depth = elements = 0
    held: list[int] = []
    reader = expat.ParserCreate(namespace_separator=" " if parts else None)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        if name in parts:
            held.append(elements)
        depth += 1
        elements += 1 + len(attributes)
        if depth > MAX_DEPTH:
            raise BadInput("xml-depth", f"Nested deeper than {MAX_DEPTH} elements", where=_line(reader))
        if elements > MAX_ELEMENTS:
            raise TooLarge("xml-elements", f"More than {MAX_ELEMENTS} elements in one document")

    def end(name: str) -> None:
        nonlocal depth, elements
        depth -= 1
        if name in parts:
            elements = held.pop()

    def doctype(*_arguments: object) -> None:
        raise BadInput(
            "xml-doctype",
            "A DOCTYPE is not accepted",
            where=_line(reader),
            mend="send the message without DOCTYPE",
        )

    reader.StartElementHandler = start
    reader.EndElementHandler = end
    reader.StartDoctypeDeclHandler = doctype
    try:
        reader.Parse(data, True)
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


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One finding of a schema: the element (local names, no values), and the rule in words without values."""

    where: str
    rule: str
    line: int


class Schema:
    """A compiled XSD; its imports are files beside it.

    `read` gives the bytes of that file and of each it imports: a release may lay something over an earlier one.
    """

    def __init__(self, path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> None:
        # Our own schema files: trusted, local, and importing their base schema from the same folder.
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Reader(read))
        self._schema = etree.XMLSchema(etree.fromstring(read(path), parser, base_url=str(path)))

    def errors(self, root: Element) -> tuple[SchemaError, ...]:
        """All findings for a document, empty when valid. Values are not repeated: they may be personal."""
        schema = self._schema
        if schema.validate(root.getroottree()):
            return ()
        return tuple(
            SchemaError(where=_place(root, entry), rule=_rule(entry), line=entry.line)
            for entry in schema.error_log  # type: ignore[attr-defined]
        )

    def read(self, data: bytes, take: Mapping[str, Callable[[Element], None]]) -> Element:
        """Validate, then read. Each element with a tag (Clark name) of `take` is handed over when it is whole, and
        dropped; what is left is returned. Raises Unfit, and what `parse` raises; the size is seen to before.
        """
        _survey(data, frozenset(tag.removeprefix("{").replace("}", " ") for tag in take))
        judged = _passing(data, take, self._schema)
        try:
            for _ in judged:
                pass
        except etree.XMLSyntaxError:
            # Well-formed it is: expat said so. The exception's own log holds what went before as well.
            raise Unfit(tuple(_streamed(entry) for entry in judged.found)) from None
        passing = _passing(data, take, None)
        for part in passing:
            take[str(part.tag)](part)
        return passing.root


class _passing:  # noqa: N801 - reads as what it does
    """The parts of a document as they go by; each is dropped when the next is asked for. `root`: what is left."""

    def __init__(self, data: bytes, tags: Collection[str], schema: etree.XMLSchema | None) -> None:
        self._events = etree.iterparse(
            BytesIO(data),
            events=("end",),
            tag=tuple(tags),
            schema=schema,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def __iter__(self) -> Iterator[Element]:
        for _, found in self._events:
            yield found
            parent = found.getparent()
            if parent is not None:
                parent.remove(found)

    @property
    def root(self) -> Element:
        return self._events.root

    @property
    def found(self) -> Iterator[Any]:
        return iter(self._events.error_log)


@dataclass(eq=False)
class Unfit(Exception):
    """A streamed document is not valid against its schema."""

    errors: tuple[SchemaError, ...]


def _streamed(entry: Any) -> SchemaError:
    """Of a document that was read without a tree there is no path: the element's own name stands in for it."""
    named = re.match(r"Element '(?:\{[^{}']*\})?([A-Za-z_][A-Za-z0-9_.-]{0,60})'", entry.message or "")
    return SchemaError(where=named[1] if named else "document", rule=_rule(entry), line=entry.line)


class _Reader(etree.Resolver):
    def __init__(self, read: Callable[[Path], bytes]) -> None:
        super().__init__()
        self._read = read

    # The stubs leave out the context that lxml gives.
    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # noqa: ARG002
        return self.resolve_string(self._read(Path(system_url)), context, base_url=system_url)


def _place(root: Element, entry: Any) -> str:
    """Local names down to the finding; of an element without a prefix libxml2 says `*` and a number."""
    steps: list[str] = (entry.path or "").split("/")[1:]
    at, told = None, [""]
    for step in steps:
        named, _, number = step.removesuffix("]").partition("[")
        name = named.rpartition(":")[2]
        among = [root] if at is None else [one for one in children(at) if name in {"*", local(one)}]
        at = among[int(number or 1) - 1]
        alike = [one for one in children(at.getparent()) if local(one) == local(at)] if at is not root else [root]
        told.append(local(at) if len(alike) == 1 else f"{local(at)}[{alike.index(at) + 1}]")
    return "/".join(told) if steps else f"line {entry.line}"


def _rule(entry: Any) -> str:
    # libxml2 type names such as SCHEMAV_CVC_PATTERN_VALID name the rule of XML Schema that failed.
    name = str(entry.type_name).removeprefix("SCHEMAV_").replace("_", "-").lower()
    expected = entry.message.partition("Expected is")[2].strip(" .")
    return f"{name}; expected {expected}" if expected else name


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
    return copying.deepcopy(source)


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
    alone = copying.deepcopy(source)
    etree.cleanup_namespaces(alone)
    return str(etree.tostring(alone, encoding="unicode", with_tail=False))
