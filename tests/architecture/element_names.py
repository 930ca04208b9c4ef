"""Writes `gateway/intake/names.txt`: every name that a standard gives an element, attribute or member.

`python -m tests.architecture.element_names`. FHIR R4 and STU3 from their definitions, iWmo, iJw and GGk from our own
XSDs, Ons from what its reader asks for; HL7v3 (ketenzorg, JGZ, CDA) from the published XSDs and messages in the shared
folder, whose names stay in the file where that folder is not at hand.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import fhir.resources.R4B
import fhir.resources.STU3

from gateway.fhir.definitions import R4, STU3, Release
from tests.architecture.source import ROOT

PAGE = ROOT / "gateway" / "intake" / "names.txt"
_CLASS = re.compile(r"^class (\w+)\(", re.MULTILINE)
_DECLARED = re.compile(r"<(?:\w+:)?(?:element|attribute)\b[^>]*\bname=\"([A-Za-z_][\w.-]*)\"")
_USED = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+=\"[^\"]*\")*)")
_ATTRIBUTE = re.compile(r"\s(?:[\w.-]+:)?([A-Za-z_][\w.-]*)=\"")
_ASKED = re.compile(r"\"([a-z]\w+)\"")
# Of envelopes, of XML itself, of text in CDA, and what the Ons reader puts together.
OTHER = (
    *("Envelope", "Header", "Body", "resourceType", "schemaLocation", "type", "nil", "xmlns", "fhir_comments"),
    *("paragraph", "ratingKnowledgeStart", "ratingKnowledgeTarget", "ratingBehaviorStart", "ratingBehaviorTarget"),
    *("ratingStatusSignalsStart", "ratingStatusSignalsTarget"),
)


def of_fhir(release: Release, package: ModuleType) -> Iterator[str]:
    """Of every resource and data type of a release."""
    for module in pkgutil.iter_modules(package.__path__):
        source = files(package.__name__).joinpath(f"{module.name}.py")
        for name in _CLASS.findall(source.read_text("utf-8")) if source.is_file() else ():
            try:
                found = release.definition(name)
            except KeyError:
                continue
            yield from (found.name,) if found.resource else ()
            for element in found.elements.values():
                yield element.name


def of_xsd(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.xsd"):
        yield from _DECLARED.findall(path.read_text("utf-8"))


def of_messages(folder: Path) -> Iterator[str]:
    """Names that stand in the messages of HL7v3; what stands in them does not come along."""
    for path in folder.rglob("*.xml"):
        for name, attributes in _USED.findall(path.read_text("utf-8", "replace")):
            yield name
            yield from _ATTRIBUTE.findall(attributes)


def of_ons() -> Iterator[str]:
    for path in (ROOT / "gateway" / "sources" / "wijkverpleging").glob("*.py"):
        yield from _ASKED.findall(path.read_text("utf-8"))


def always() -> frozenset[str]:
    """What can be told from this repository alone."""
    return frozenset(
        (*of_fhir(R4, fhir.resources.R4B), *of_fhir(STU3, fhir.resources.STU3), *of_xsd(ROOT / "schemas"), *of_ons(),
         *OTHER)
    )  # fmt: skip


def with_shared(shared: Path) -> frozenset[str]:
    return frozenset((*of_xsd(shared / "facts" / "reference" / "jgz"), *of_messages(shared / "samples")))


def main() -> None:
    known = frozenset(PAGE.read_text("utf-8").split()) if PAGE.exists() else frozenset()
    shared = os.environ.get("WIJKDOSSIER_SHARED")
    found = always() | (with_shared(Path(shared)) if shared else known)
    PAGE.write_text("\n".join(sorted(found)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
