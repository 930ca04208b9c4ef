"""Reading JGZ dossiers: which interactions, whose dossier, values by type, what is refused and what is named."""

from __future__ import annotations

import pytest

from gateway.errors import Rejected
from gateway.sources.hl7v3.model import Code
from gateway.sources.jgz import lezen
from gateway.sources.jgz.model import (
    Dossier,
    Getal,
    Hoeveelheid,
    JaNee,
    Ontbreekt,
    Periode,
    Tekst,
    Waarde,
    Waarneming,
)
from gateway.stages.delivered import SourceMessage
from gateway.wire import xml
from tests.builders.jgz import BDS, BSN, contact, document, message, observation, rubric


def parse(body: bytes) -> SourceMessage:
    return lezen.read(xml.parse(body))


def refused(body: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        parse(body)
    return caught.value


def only(parsed: SourceMessage) -> Dossier:
    (one,) = parsed.body.dossiers
    return one


def observed(*components: str) -> tuple[Waarneming, ...]:
    (one,) = only(parse(message(contact(rubric("R027", *components))))).contacten
    return one.waarnemingen


def test_a_dossier() -> None:
    parsed = parse(message(contact(rubric("R027", observation("235", '<value value="1680" unit="mm"/>')))))
    assert (parsed.kind, parsed.version, parsed.notices) == ("jgz-dossieroverdracht", "8.0", ())
    dossier = only(parsed)
    assert dossier.client.ids[0].extension == BSN
    assert (dossier.stand, dossier.client.geboorte) == ("2020-06-07T21:35:33+02:00", "2014-03-05")
    assert dossier.contacten[0].waarnemingen[0].rubriek == Code("R027", f"{BDS}.391")


@pytest.mark.parametrize(("interaction", "version"), [("REPC_IN902120NL03", "7"), ("REPC_IN902120NL", "?")])
def test_the_version_follows_the_interaction(interaction: str, version: str) -> None:
    assert parse(message(interaction=interaction)).version == version


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (f'<value xsi:type="CV" code="1" codeSystem="{BDS}.153" displayName="+"/>', Code("1", f"{BDS}.153", "+")),
        ('<value xsi:type="x:ST">Gaat goed</value>', Tekst("Gaat goed")),
        ('<value xsi:type="BL" value="false"/>', JaNee(False)),
        ('<value xsi:type="INT" value="-3"/>', Getal(-3)),
        ('<value xsi:type="TS" value="201403"/>', Periode("2014-03", None, punt=True)),
        ('<value xsi:type="PQ" nullFlavor="NAV"/>', Ontbreekt("NAV")),
        ('<value xsi:type="CV" nullFlavor="NI"/>', Ontbreekt("NI")),
        ('<value value="true"/>', JaNee(True)),
        ('<value value="20140305"/>', Periode("2014-03-05", None, punt=True)),
        ("<value>Zonder soort</value>", Tekst("Zonder soort")),
        ("<value/>", None),
    ],
)
def test_values_by_their_type_or_else_by_their_form(value: str, read: Waarde | None) -> None:
    (found,) = observed(observation("235", value))
    assert found.waarde == read


def test_a_quantity_keeps_its_digits() -> None:
    (found,) = observed(observation("245", '<value xsi:type="PQ" value="7.280" unit="kg"/>'))
    assert isinstance(found.waarde, Hoeveelheid)
    assert (str(found.waarde.getal), found.waarde.eenheid) == ("7.280", "kg")


def test_what_has_no_code_in_its_list_keeps_its_words() -> None:
    value = '<value xsi:type="CV" nullFlavor="OTH"><originalText>Anders</originalText></value>'
    (found,) = observed(observation("80", value))
    assert found.waarde == Code(None, tekst="Anders", nul="OTH")


def test_a_value_that_is_not_of_its_type_is_text_with_a_notice() -> None:
    parsed = parse(message(contact(rubric("R027", observation("235", '<value xsi:type="PQ" value="1m68"/>')))))
    assert only(parsed).contacten[0].waarnemingen[0].waarde == Tekst("1m68")
    assert [notice.text for notice in parsed.notices] == [
        "The value is not of the form its type asks; it is kept as text"
    ]


@pytest.mark.parametrize("attributes", ['negationInd="true"', 'negationInd="false" moodCode="x"'])
def test_what_is_not_so_is_not_carried_as_if_it_were(attributes: str) -> None:
    made = observation("235", '<value value="1680" unit="mm"/>', attributes=attributes).replace(
        'moodCode="EVN" ', "", 1
    )
    parsed = parse(message(contact(rubric("R027", made))))
    assert only(parsed).contacten[0].waarnemingen == ()
    assert "negated" in parsed.notices[0].text


def test_groups_are_counted_so_that_left_stays_with_left() -> None:
    group = '<component><groupCluster><code code="G117" codeSystem="x"/>{}</groupCluster></component>'.replace("x", BDS)
    made = [group.format(observation("1591", f'<value code="{n}" codeSystem="{BDS}.428"/>')) for n in ("01", "02")]
    assert [(one.groep.code, one.groep_nr) for one in observed(*made) if one.groep] == [("G117", 1), ("G117", 2)]


def test_acts_that_stand_anywhere_are_read_by_their_form_and_a_pregnancy_is_the_mothers() -> None:
    loose = (
        f'<pertinentInformation><annotationObsEvent><code code="476" codeSystem="{BDS}.267"/>'
        f'<value value="true"/></annotationObsEvent></pertinentInformation>'
        f"<pertinentInformation><pregnancyCondition><component1><pregnancyObservations>"
        f'<code code="104" codeSystem="{BDS}.267"/><value value="40" unit="wk"/>'
        f"</pregnancyObservations></component1></pregnancyCondition></pertinentInformation>"
    )
    known = only(parse(message(loose))).waarnemingen
    told = [(one.code.code, one.over.relatie.code if one.over and one.over.relatie else None) for one in known]
    assert told == [("476", None), ("104", "MTH")]


def test_another_prefix_changes_nothing() -> None:
    body = message(contact(rubric("R027", observation("235", '<value value="1680" unit="mm"/>')))).decode()
    prefixed = body.replace("xmlns=", "xmlns:j=").replace("</", "</j:").replace("<", "<j:").replace("<j:/j:", "</j:")
    assert len(only(parse(prefixed.encode())).contacten) == 1


def test_a_batch_gives_every_dossier_and_names_the_rest() -> None:
    other = '<MCCI_IN200101 xmlns="urn:hl7-org:v3"><interactionId extension="MCCI_IN200101"/></MCCI_IN200101>'
    batch = b'<batch xmlns="urn:hl7-org:v3">' + message() + other.encode() + message() + b"</batch>"
    parsed = parse(batch)
    assert len(parsed.body.dossiers) == 2
    assert [notice.text for notice in parsed.notices] == [
        "Interaction MCCI_IN200101 carries no dossier; it is not read"
    ]


@pytest.mark.parametrize("name", sorted(lezen.WITHOUT_DOSSIER))
def test_an_interaction_without_a_dossier_is_refused_by_name(name: str) -> None:
    body = f'<{name} xmlns="urn:hl7-org:v3"><interactionId extension="{name}"/></{name}>'.encode()
    assert lezen.speaks(xml.parse(body))
    error = refused(body)
    assert (error.code, name in error.message) == ("jgz-interaction", True)


def test_a_dossier_message_without_a_dossier_is_refused() -> None:
    body = (
        b'<REPC_IN902120NL04 xmlns="urn:hl7-org:v3"><interactionId extension="REPC_IN902120NL04"/></REPC_IN902120NL04>'
    )
    assert refused(body).code == "jgz-interaction"


def test_gp_messages_are_not_taken() -> None:
    body = b'<x xmlns="urn:hl7-org:v3"><interactionId extension="REPC_IN990101NL"/></x>'
    assert not lezen.speaks(xml.parse(body))


def test_two_children_in_one_message_are_refused() -> None:
    error = refused(message(attention="999911120"))
    assert (error.code, error.where and error.where.endswith("attentionLine/value")) == ("hl7v3-bsn", True)
    assert "999911120" not in str(error)


@pytest.mark.parametrize(
    "receiver", ["{$receiverId}", "{format-date(current-date() - xs:yearMonthDuration('P1Y'), '[Y0001][M01][D01]')}"]
)
def test_a_placeholder_is_refused_naming_what_and_where(receiver: str) -> None:
    error = refused(message(receiver=receiver))
    assert error.code == "jgz-placeholder"
    assert error.where is not None
    assert error.where.endswith("receiver/device/id/@extension")


def test_text_with_braces_is_no_placeholder() -> None:
    assert len(observed(observation("748", '<value xsi:type="ST">zie {w} en ${x}</value>'))) == 1


@pytest.mark.parametrize(("packed", "kept"), [("JVBERi0x", True), ("JVBERi0", False), ("JVB?Ri0x", False), ("", False)])
def test_only_whole_base64_is_carried(packed: str, kept: bool) -> None:
    parsed = parse(message(document(packed)))
    (one,) = only(parsed).documenten
    assert (one.inhoud is not None, one.naam) == (kept, "Brief.pdf")
    assert bool(parsed.notices) == (packed != "" and not kept)


def test_an_unreadable_time_refuses_the_message() -> None:
    assert refused(message(contact(time="20191345"))).code == "hl7v3-time"
