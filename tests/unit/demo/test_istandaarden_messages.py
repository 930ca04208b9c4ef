"""iWmo and iJw messages of the demo: valid against the official XSDs, and true to the allocations before them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from gateway.demo.message import Message
from gateway.demo.people import RIA
from gateway.demo.teller import Teller
from gateway.demo.town import BRUG
from tests.unit.demo.today import TODAY

KINDS = ("WMO301", "WMO305", "WMO307", "JW301", "JW305", "JW307")


@pytest.fixture(scope="session")
def accepted(messages: tuple[Message, ...]) -> list[Message]:
    return [message for message in messages if message.kind in KINDS and message.expect == "accepted"]


def test_all_accepted_messages_are_valid_against_the_official_schemas(accepted: list[Message], shared: Path) -> None:
    assert {message.kind for message in accepted} == set(KINDS)
    for message in accepted:
        schema = _schema(shared, message.kind)
        schema.validate(etree.fromstring(message.body))
        assert not schema.error_log, (message.kind, message.day, schema.error_log)


def test_the_message_with_a_bad_geslacht_is_not(messages: tuple[Message, ...], shared: Path) -> None:
    broken = next(message for message in messages if "not in the XSD" in message.why)
    assert not _schema(shared, "WMO301").validate(etree.fromstring(broken.body))


@cache
def _schema(shared: Path, kind: str) -> etree.XMLSchema:
    law = "wmo" if kind.startswith("WMO") else "jw"
    return etree.XMLSchema(file=str(shared / "facts" / "reference" / law / "xsd_cleaned" / f"{kind}.xsd"))


def test_a_start_names_a_standing_allocation_and_a_stop_its_open_start(accepted: list[Message]) -> None:
    allocated: dict[tuple[str, str], dict[str, str]] = {}
    running: set[tuple[str, str, str]] = set()
    once = list(dict.fromkeys((message.kind, message.body) for message in accepted))
    for kind, body in once:
        law, soort = kind[:-3], kind[-3:]
        for product in _products(body):
            number = (law, product["ToewijzingNummer"])
            if soort == "301":
                allocated[number] = {**product, "bsn": _text(body, "Bsn")}
                continue
            award = allocated[number]
            assert award["bsn"] == _text(body, "Bsn")
            assert award["Code"] == product["Code"]
            assert award["Ingangsdatum"] == product["ToewijzingIngangsdatum"] <= product["Begindatum"]
            key = (*number, product["Begindatum"])
            if soort == "305":
                assert not any(known[:2] == number for known in running), "a start while one is open (TR326)"
                running.add(key)
            else:
                running.remove(key)
                assert product["Begindatum"] <= product["Einddatum"] <= _text(body, "Dagtekening")


def test_allocation_numbers_are_of_one_client_only(accepted: list[Message]) -> None:
    owner: dict[tuple[str, str], str] = {}
    for message in accepted:
        for product in _products(message.body):
            key = (message.kind[:-3], product["ToewijzingNummer"])
            assert owner.setdefault(key, _text(message.body, "Bsn")) == _text(message.body, "Bsn")


def test_identificaties_are_unique_per_kind_and_sender_where_messages_are_sound(accepted: list[Message]) -> None:
    seen: dict[tuple[str, str, str], bytes] = {}
    for message in accepted:
        key = (message.kind, message.connector, _text(message.body, "Identificatie"))
        assert len(key[2]) <= 12
        assert seen.setdefault(key, message.body) == message.body


def test_no_decision_or_birth_lies_after_the_dagtekening(accepted: list[Message]) -> None:
    for message in accepted:
        assert "again" in message.why or _text(message.body, "Dagtekening") == message.day.isoformat()
        assert message.day <= TODAY
        for product in _products(message.body):
            assert product.get("Toewijzingsdatum", "") <= _text(message.body, "Dagtekening")


def test_a_partner_name_goes_with_naamgebruik_3() -> None:
    teller = Teller(RIA, date(2026, 1, 12))
    teller.wmo301(1, BRUG, teller.toewijzing(1, ("02", "02A11"), (60, "01", "2"), besluit=3, van=2, tot=-9))
    assert _text(teller.told[0].body, "NaamGebruik") == "3"


def test_weekends_fall_back_to_friday() -> None:
    teller = Teller(RIA, date(2026, 11, 24))
    assert {teller.day(ago).weekday() for ago in range(60)} == {0, 1, 2, 3, 4}
    assert all(timedelta(0) <= (TODAY - teller.day(ago)) - timedelta(days=ago) <= timedelta(2) for ago in range(60))


def _products(body: bytes) -> Iterator[dict[str, str]]:
    for element in etree.fromstring(body).iter():
        if etree.QName(element).localname in {"ToegewezenProduct", "StartProduct", "StopProduct"}:
            yield {etree.QName(leaf).localname: leaf.text or "" for leaf in element.iter() if not len(leaf)}


def _text(body: bytes, name: str) -> str:
    return next(e.text or "" for e in etree.fromstring(body).iter() if etree.QName(e).localname == name)
