"""A database that goes away while the gateway lives: everybody is told to come back, and nothing is lost or shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from gateway.errors import Unavailable
from gateway.flows.house import House
from tests.builders import people, world


@contextmanager
def away(house: House, nowhere: Path) -> Iterator[None]:
    """New connections go where no database is, and those that were open are gone."""
    nowhere.mkdir(exist_ok=True)

    def turned(_dialect: Any, _record: Any, cargs: list[Any], cparams: dict[str, Any]) -> None:
        if house.database.sqlite:
            cargs[0] = str(nowhere)  # a folder cannot be opened as a file
        else:
            cparams.update(host="127.0.0.1", port=1)

    engine = house.database.engine
    engine.dispose()
    event.listen(engine, "do_connect", turned)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", turned)


def test_a_care_system_is_told_to_send_it_again_and_then_it_is_taken_once(house: House, tmp_path: Path) -> None:
    town = world.build(house)
    town.headers("his")
    with away(house, tmp_path / "nowhere"):
        refused = town.send("his", world.bundle(world.patient(), world.condition()))
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    issue = refused.json()["issue"][0]
    assert (issue["code"], issue["details"]["coding"][0]["code"]) == ("transient", "database-away")
    first, again = (town.send("his", world.bundle(world.patient(), world.condition())) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


@pytest.mark.parametrize("path", ["/fhir/Patient", "/fhir/Condition?code=x", "/audit/checkpoint", "/health"])
def test_reading_is_told_the_same_on_every_address(house: House, tmp_path: Path, path: str) -> None:
    town = world.build(house)
    headers = people.headers(town, "arts")
    with away(house, tmp_path / "nowhere"):
        assert town.web.get(path, headers=headers).status_code == 503
    assert town.web.get(path, headers=headers).status_code != 503


def test_people_get_a_page(house: House, tmp_path: Path) -> None:
    town = world.build(house)
    with away(house, tmp_path / "nowhere"):
        page = town.web.get("/mijn", cookies={"wd_sessie": "x"})
    assert page.status_code == 503
    assert "Het lukt nu even niet" in page.text


def test_a_connection_that_breaks_halfway_is_no_fault_of_ours(house: House) -> None:
    if house.database.sqlite:
        pytest.skip("SQLite has no connection to break")
    with pytest.raises(Unavailable), house.database.work() as session:
        session.connection().execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with house.database.work() as session:
        assert session.connection().execute(text("SELECT 1")).scalar() == 1


def test_a_statement_that_is_wrong_is_a_fault_and_its_text_holds_no_values(house: House) -> None:
    with pytest.raises(DBAPIError) as wrong, house.database.work() as session:
        session.connection().execute(text("SELECT * FROM nowhere WHERE bsn = :bsn"), {"bsn": "999900006"})
    assert "999900006" not in str(wrong.value)


def test_a_database_that_only_reads_gives_no_answer_that_is_not_on_the_log(house: House) -> None:
    """A disk that was made read-only, or a standby that took over and is not yet in charge."""
    town = world.build(house)
    headers = people.headers(town, "arts")
    reading_only = "PRAGMA query_only=ON" if house.database.sqlite else "SET default_transaction_read_only = on"

    def turned(connection: Any, _record: Any) -> None:
        connection.execute(reading_only)
        if not house.database.sqlite:
            connection.commit()

    engine = house.database.engine
    engine.dispose()
    event.listen(engine, "connect", turned)
    assert town.web.get("/fhir/Patient", headers=headers).status_code == 503
    event.remove(engine, "connect", turned)
    engine.dispose()
    assert town.web.get("/fhir/Patient", headers=headers).status_code == 200
