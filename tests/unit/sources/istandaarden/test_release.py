"""A new release is a difference and not a copy: what it does not have of its own is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.sources.ijw.jw323 import JW323
from gateway.sources.istandaarden.bericht import Bericht305
from gateway.sources.istandaarden.soort import Release, schema
from gateway.sources.istandaarden.soorten import SOORTEN
from gateway.sources.iwmo.release import IWMO_3_2
from gateway.sources.iwmo.wmo305 import WMO305
from gateway.wire import xml
from tests.unit.sources.istandaarden import bouw

IWMO_3_3 = Release(standaard="iwmo", law="Wmo", versie="3.3", vorige=IWMO_3_2)


def in_3_3(data: bytes) -> bytes:
    moved = data.replace(b"/3_2/", b"/3_3/")
    return moved.replace(b"BerichtSubversie>2<", b"BerichtSubversie>3<")


def test_an_overlay_has_the_schemas_of_its_predecessor_under_its_own_names() -> None:
    old = bouw.xml305("Wmo")
    assert schema(IWMO_3_3, "WMO305").errors(xml.parse(in_3_3(old))) == ()
    assert schema(IWMO_3_3, "WMO305").errors(xml.parse(old)) != ()
    assert schema(IWMO_3_2, "WMO305").errors(xml.parse(in_3_3(old))) != ()


def test_what_broke_a_schema_still_does() -> None:
    wrong = in_3_3(bouw.xml305("Wmo")).replace(b"Geslacht>2<", b"Geslacht>9<")
    assert schema(IWMO_3_3, "WMO305").errors(xml.parse(wrong)) != ()


def test_a_message_kind_is_taken_over() -> None:
    soort = replace(WMO305, release=IWMO_3_3)
    read = soort.lees(soort, xml.parse(in_3_3(bouw.xml305("Wmo"))))
    assert isinstance(read, Bericht305)
    assert read.header.bericht_subversie == 3
    assert soort.namespace.endswith("/iwmo/3_3/wmo305/schema")


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.kind)
def test_every_kind_of_3_2_can_be_overlaid(soort: object) -> None:
    law, standaard = ("Wmo", "iwmo") if soort in SOORTEN[:7] else ("Jeugdwet", "ijw")
    release = Release(standaard, law, "3.3", vorige=JW323.release if law == "Jeugdwet" else IWMO_3_2)  # type: ignore[arg-type]
    for kind in (soort.kind, soort.retour):  # type: ignore[attr-defined]
        assert schema(release, kind).errors(xml.element("{urn:example}Bericht")) != ()
