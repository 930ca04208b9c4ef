"""A WMO301 of iWmo 2.0, the release of 2016: other namespaces, other structure, the same BerichtCode."""

from __future__ import annotations

from xml.sax.saxutils import escape

from gateway.demo.people import Person
from gateway.demo.town import GEMEENTE
from gateway.demo.writers.istandaarden import Kop


def wmo301_2_0(kop: Kop, who: Person) -> bytes:
    """Header and client only: it must fall on its version before anyone reads further."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<wmo301:Bericht xmlns:iwmo="http://www.istandaarden.nl/iwmo/2_0/basisschema/schema/2_0"
  xmlns:wmo301="http://www.istandaarden.nl/iwmo/2_0/wmo301/schema/2_0">
  <wmo301:Header>
    <wmo301:Berichtspecificatie>
      <iwmo:Code>414</iwmo:Code><iwmo:Versie>2</iwmo:Versie><iwmo:SubVersie>0</iwmo:SubVersie>
    </wmo301:Berichtspecificatie>
    <wmo301:Afzender>{GEMEENTE}</wmo301:Afzender>
    <wmo301:Ontvanger>{kop.aanbieder}</wmo301:Ontvanger>
    <wmo301:Berichtidentificatie>
      <iwmo:Identificatie>{kop.identificatie}</iwmo:Identificatie>
      <iwmo:Dagtekening>{kop.dagtekening}</iwmo:Dagtekening><iwmo:Tekenset>1</iwmo:Tekenset>
    </wmo301:Berichtidentificatie>
  </wmo301:Header>
  <wmo301:Clienten><wmo301:Client>
    <wmo301:Bsn>{who.bsn}</wmo301:Bsn>
    <wmo301:GeheimeClient>2</wmo301:GeheimeClient>
    <wmo301:Naam><iwmo:Geslachtsnaam><iwmo:Naam>{escape(who.family)}</iwmo:Naam></iwmo:Geslachtsnaam></wmo301:Naam>
  </wmo301:Client></wmo301:Clienten>
</wmo301:Bericht>
""".encode()
