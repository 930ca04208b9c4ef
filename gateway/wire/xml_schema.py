"""Whether an XML document is valid against our schema: as a tree, or as it goes by where a tree is too large."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from gateway.wire.xml import HARDENED, Element, children, local
from gateway.wire.xml_survey import SEPARATOR, survey


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One finding of a schema: the element (local names, no values), and the rule in words without values."""

    where: str
    rule: str
    line: int


@dataclass(eq=False)
class Unfit(Exception):
    """A streamed document is not valid against its schema."""

    errors: tuple[SchemaError, ...]


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
        survey(data, frozenset(tag.removeprefix("{").replace("}", SEPARATOR) for tag in take))
        judged = _Passing(data, take, self._schema)
        try:
            for _ in judged:
                pass
        except etree.XMLSyntaxError:
            # Well-formed it is: expat said so. The exception's own log holds what went before as well.
            raise Unfit(tuple(_streamed(entry) for entry in judged.found)) from None
        passing = _Passing(data, take, None)
        for part in passing:
            take[str(part.tag)](part)
        return passing.root


class _Passing:
    """The parts of a document as they go by; each is dropped when the next is asked for. `root`: what is left."""

    def __init__(self, data: bytes, tags: Collection[str], schema: etree.XMLSchema | None) -> None:
        self._events = etree.iterparse(BytesIO(data), events=("end",), tag=tuple(tags), schema=schema, **HARDENED)

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
