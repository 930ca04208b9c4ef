"""A house for records of any length (benchmarks/data.py), and what is asked of its database meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from gateway.crypto.p256 import SigningKey
from gateway.db import Database
from gateway.flows import register
from gateway.flows.house import House
from gateway.registry.parties import Organisation
from tests.conftest import Clock


@dataclass(frozen=True)
class Asked:
    """One statement with what was filled in."""

    text: str
    parameters: Any


def prepare(house: House, clock: Clock) -> House:
    """With those of benchmarks/data.py: who reads, who delivers, and who delivers what only they see."""
    clock.moment = datetime.now(UTC) + timedelta(minutes=5)  # data.py signs at the time that it is
    jwks = {"keys": [{**(key := SigningKey.generate()).jwk, "alg": "ES256", "kid": key.thumbprint}]}
    register.organisation(house, Organisation("praktijk", "Praktijk", "huisarts", "huisarts", "Zvw"))
    register.organisation(house, Organisation("wijkzorg", "Wijkzorg", "wijkverpleging", "wijkverpleging", "Zvw"))
    register.organisation(house, Organisation("elders", "Elders", "jgz", "jgz", "Zvw"))
    register.connector(house, "ecd", "ECD", "wijkzorg", jwks)
    register.connector(house, "elders", "Elders", "elders", jwks)
    register.professional(house, "arts", "Arts", "huisarts", "praktijk")
    return house


@contextmanager
def listening(database: Database) -> Iterator[list[Asked]]:
    asked: list[Asked] = []

    def note(_connection: object, _cursor: object, text: str, parameters: Any, *_: object) -> None:
        asked.append(Asked(text, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)
