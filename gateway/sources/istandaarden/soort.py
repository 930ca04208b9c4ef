"""A release of iWmo or iJw and its message kinds, as data: namespaces, codes, XSDs. A later release overlays these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from gateway.sources.istandaarden.bericht import Wet
from gateway.sources.istandaarden.berichten import Heenbericht, Retour
from gateway.wire.xml import Element
from gateway.wire.xml_schema import Schema

# Versions of the XSDs of release 3.2, repeated in every header (BasisschemaXsdVersie, BerichtXsdVersie).
XSD_VERSIE = "1.0.0"


# How a header restricts its BerichtSubversie: all that differs between two releases of one message that is the same.
_SUBVERSIE = """LDT_BerichtSubversie">
            <xs:pattern value="{}"/>"""


@dataclass(frozen=True, slots=True)
class Release:
    """`vorige`: the release that this one overlays: what it does not have of its own is as it was there."""

    standaard: Literal["iwmo", "ijw"]
    law: Wet
    versie: str
    vorige: Release | None = None

    @property
    def map(self) -> str:
        """The release as namespaces and folders spell it: `3_2`."""
        return self.versie.replace(".", "_")

    def namespace(self, deel: str) -> str:
        return f"http://www.istandaarden.nl/{self.standaard}/{self.map}/{deel.lower()}/schema"

    @property
    def basis(self) -> str:
        """Namespace of the shared data types (children of a CDT_ element)."""
        return self.namespace("basisschema")


@dataclass(frozen=True, slots=True)
class Berichtsoort:
    """A message kind and the one that answers it. BerichtCodes are Vektis COD002.

    `lees` and `lees_retour` turn a root that its XSD approved into a typed message.
    """

    release: Release
    kind: str
    bericht_code: str
    retour: str
    retour_code: str
    lees: Callable[[Berichtsoort, Element], Heenbericht]
    lees_retour: Callable[[Berichtsoort, Element], Retour]

    @property
    def nummer(self) -> str:
        """`301`: what both laws call it."""
        return self.kind[-3:]

    @property
    def namespace(self) -> str:
        return self.release.namespace(self.kind)

    @property
    def retour_namespace(self) -> str:
        return self.release.namespace(self.retour)


@cache
def schema(release: Release, kind: str) -> Schema:
    """The project's own XSD of a message kind, such as WMO301 or WMO302, compiled once."""
    path = _file(release, f"{kind}.xsd")
    found = path
    while not found.is_file() and release.vorige is not None:
        found, release = _file(release.vorige, path.name), release.vorige
    return Schema(found, lambda wanted: _overlaid(path.parent, wanted))


def _overlaid(folder: Path, wanted: Path) -> bytes:
    """A schema file for the release of `folder`: its own, or that of an earlier one under its names."""
    own = folder / wanted.name
    if own.is_file() or wanted.parent == folder or wanted.parent.parent.name == "istandaarden":
        return (own if own.is_file() else wanted).read_bytes()
    text, old, new = wanted.read_text(encoding="utf-8"), wanted.parent.name, folder.name
    text = text.replace(f"/{old}/", f"/{new}/").replace(f"/istandaarden/{new}/", f"/istandaarden/{old}/")
    was, now = (_SUBVERSIE.format(release.rpartition("_")[2]) for release in (old, new))
    return text.replace(was, now).encode()


def _file(release: Release, name: str) -> Path:
    return Path(str(files("schemas").joinpath(release.standaard, release.map, name)))
