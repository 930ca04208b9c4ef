"""Rules that stand in the XSD (control level 1): a message that breaks one gets no return message."""

from __future__ import annotations

import pytest

from gateway.errors import Rejected
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import Law

LAWS: list[Law] = ["Wmo", "Jeugdwet"]
# What a message that keeps the rule says, and what one says that breaks it.
OP_XSD: dict[tuple[str, str], tuple[str, str]] = {
    ("CS015", "305"): ("BerichtSubversie>2<", "BerichtSubversie>1<"),
    ("CS025", "305"): ("BerichtVersie>3<", "BerichtVersie>2<"),
    ("CS319", "323"): ("DeclaratieNummer>DN001<", "DeclaratieNummer>DN-01<"),
}


def message(law: Law, soort: str) -> bytes:
    return bouw.xml323(law) if soort == "323" else bouw.xml305(law)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("rule", OP_XSD, ids="-".join)
def test_accepts(rule: tuple[str, str], law: Law) -> None:
    data = message(law, rule[1])
    assert OP_XSD[rule][0].encode() in data
    assert bouw.gelezen(data).kind.endswith(rule[1])


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("rule", OP_XSD, ids="-".join)
def test_rejects(rule: tuple[str, str], law: Law) -> None:
    good, bad = (text.encode() for text in OP_XSD[rule])
    with pytest.raises(Rejected) as refused:
        bouw.gelezen(message(law, rule[1]).replace(good, bad))
    assert refused.value.code == "xsd-invalid"
