"""Whatever a sender leaves out, repeats, reorders or fills with nonsense: a declared refusal, or valid FHIR R4."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.fhir.check import check
from gateway.mappings.normalise import normalise
from gateway.sources import detect
from gateway.stages.delivered import Origin, RawDelivery
from gateway.wire import xml
from tests.conftest import NOW
from tests.unit.mappings import test_huisarts_feiten as gp
from tests.unit.sources.cda import test_cda as cda

ORIGIN = Origin("org-1", "Huisartsenpraktijk De Brug", "huisarts", "huisarts", "Zvw")
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NONSENSE = ("", " ", "x", "-1", "0", "1e5", "2019", "20190230", "20190101250000", "1.2.3", "é", "<&>", "9" * 70, "true")
TYPES = ("PQ", "CD", "ST", "TS", "IVL_TS", "IVL_PQ", "BL", "INT", "RTO", "ED", "x:CE", "")
MESSAGES = {
    "findings": gp.answer(
        "POOB_IN990003NL",
        gp.observation('<value xsi:type="PQ" value="184" unit="mm[Hg]"/>', more=gp.RELATED),
        gp.observation('<value xsi:type="IVL_PQ"><low value="1" unit="L"/></value>', extension="2"),
    ),
    "prescription": gp.answer(
        "QUMA_IN991203NL02",
        gp.prescription(
            gp.observed("10", '<value xsi:type="CE" code="R95" codeSystem="2.16.840.1.113883.2.4.4.31.1"/>'),
            dose="""<effectiveTime xsi:type="nl:PIVL_TS"><nl:frequency><nl:numerator value="6"/>
              <nl:denominator value="1.0" unit="d"/></nl:frequency></effectiveTime>
              <doseQuantity><center value="1" unit="1"><translation value="1" code="245"
              codeSystem="2.16.840.1.113883.2.4.4.1.900.2"/></center></doseQuantity>
              <precondition><criterion><code code="1137" codeSystem="2.16.840.1.113883.2.4.4.5"/></criterion>
              </precondition>""",
        ),
    ),
    "document": cda.document(
        cda.section("9", cda.PROBLEM.format(end='<high value="2017"/>')),
        cda.section("16", cda.observation('<value xsi:type="PQ" value="75" unit="kg"/>')),
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=False))
def test_a_mutilated_message_is_refused_by_name_or_becomes_valid_fhir(name: str, chance: random.Random) -> None:
    root = xml.parse(MESSAGES[name].encode())
    for _ in range(chance.randint(1, 5)):
        _mutilate(root, chance)
    body = xml.serialise(root)
    try:
        message = detect.read(RawDelivery("d-1", "his", "application/xml", body, NOW))
        made = normalise(message, ORIGIN)
    except GatewayError:
        return
    for content in (*(r.content for r in made.resources), *(p.patient for p in made.people)):
        assert check(content) == (), content["resourceType"]


def _mutilate(root: Any, chance: random.Random) -> None:
    element = chance.choice([one for one in root.iter() if isinstance(one.tag, str)])
    parent = element.getparent()
    match chance.randrange(7):
        case 0 if parent is not None:
            parent.remove(element)
        case 1:
            element.attrib.clear()
            element.set("nullFlavor", chance.choice(("NI", "UNK", "OTH", "MSK", "XX")))
        case 2 if element.attrib:
            element.set(chance.choice(sorted(element.attrib)), chance.choice(NONSENSE))
        case 3:
            children = list(element)
            chance.shuffle(children)
            element.extend(children)
        case 4 if parent is not None:
            parent.append(copy.deepcopy(element))
        case 5 if element.get(XSI_TYPE) is not None:
            element.set(XSI_TYPE, chance.choice(TYPES))
        case _:
            element.text = chance.choice(("", "tekst", "x" * 5000))
