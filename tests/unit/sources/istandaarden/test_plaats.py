"""Where a finding of the XSD is: told by the names of the standard, whatever prefixes the sender chose."""

from __future__ import annotations

import re

import pytest

from gateway.sources.istandaarden.soort import schema
from gateway.sources.istandaarden.soorten import BY_KIND
from gateway.wire import xml

BASIS = "http://www.istandaarden.nl/iwmo/3_2/basisschema/schema"
BERICHT = "http://www.istandaarden.nl/iwmo/3_2/wmo319/schema"
HEADER = (
    "<w:BerichtCode>482</w:BerichtCode><w:BerichtVersie>3</w:BerichtVersie><w:BerichtSubversie>2</w:BerichtSubversie>"
    "<w:Afzender>0384</w:Afzender><w:Ontvanger>42420001</w:Ontvanger><w:BerichtIdentificatie>"
    "<i:Identificatie>1</i:Identificatie><i:Dagtekening>gisteren</i:Dagtekening></w:BerichtIdentificatie>"
)
PREFIXED = f'<w:Bericht xmlns:w="{BERICHT}" xmlns:i="{BASIS}"><w:Header>{HEADER}</w:Header></w:Bericht>'
# The same message, with the namespace of the message or of every element as the default.
PLAIN = re.sub("(</?)w:", r"\1", PREFIXED).replace("xmlns:w", "xmlns")
PLAINER = re.sub(r"<i:(\w+)>(\w+)</i:\w+>", rf'<\1 xmlns="{BASIS}">\2</\1>', PLAIN)


@pytest.mark.parametrize("spelled", [PREFIXED, PLAIN, PLAINER])
def test_the_place_is_told_by_the_names_of_the_standard(spelled: str) -> None:
    found = [error.where for error in schema(BY_KIND["WMO319"].release, "WMO319").errors(xml.parse(spelled.encode()))]
    assert found[0] == "/Bericht/Header/BerichtIdentificatie/Dagtekening"
    assert all("*" not in where for where in found)
