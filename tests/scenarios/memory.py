"""Delivers the bodies that cost a parser most, and prints what the process grew by at its highest: KiB a body.

Run as a program of its own, so that memory of C libraries counts too (`python -m tests.scenarios.memory`).
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from gateway.crypto.vault import Vault
from gateway.db import Database
from gateway.flows.house import House
from gateway.keyring import Keyring
from gateway.migrations import upgrade
from gateway.settings import Settings
from tests.builders.world import build, patient

MOST = 5 * 1024 * 1024
FHIR = b'xmlns="http://hl7.org/fhir"'


def bodies() -> Iterator[tuple[str, bytes, str]]:
    """Name, body of at most 5 MB, content type."""
    xml, fhir_xml, fhir = "application/xml", "application/fhir+xml", "application/fhir+json"
    yield "siblings", b"<a>" + b"<b/>" * 1_300_000 + b"</a>", xml
    yield "attributes", b"<a" + b"".join(b' a%d="1"' % n for n in range(400_000)) + b"/>", xml
    yield "namespaces", b"<a" + b"".join(b' xmlns:p%d="u%d"' % (n, n) for n in range(150_000)) + b"/>", xml
    yield "comments", b"<a>" + b"<!---->" * 700_000 + b"</a>", xml
    yield "one long value", b"<Patient " + FHIR + b'><id value="' + b"x" * 5_200_000 + b'"/></Patient>', fhir_xml
    yield "notes", b"<Condition " + FHIR + b">" + b'<note><text value="a"/></note>' * 99_000 + b"</Condition>", fhir_xml
    yield "objects", b"[" + b"{}," * 1_700_000 + b"{}]", "application/json"
    yield "numbers", b'{"resourceType":"Patient","a":[' + b"1.5," * 1_200_000 + b"1]}", fhir
    yield "digits", b'{"resourceType":"Patient","a":' + b"9" * 5_000_000 + b"}", fhir
    yield "escapes", b'{"resourceType":"Patient","id":"' + b"\\n" * 2_400_000 + b'"}', fhir
    yield "codes", b'{"resourceType":"Patient","gender":"' + b"a " * 2_400_000 + b'"}', fhir
    yield "an oid", b'{"resourceType":"Patient","implicitRules":"urn:oid:1' + b".1" * 2_400_000 + b'"}', fhir
    data = b"QUFB" * 1_240_000
    yield "base64", b'{"resourceType":"Binary","contentType":"x/y","data":"' + data + b'"}', fhir
    many = b'{"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"}}},' * 18_000
    yield "entries", b'{"resourceType":"Bundle","type":"collection","entry":[' + many[:-1] + b"]}", fhir


def peak() -> int:
    """Highest resident size of this process so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/memory.db"
        database = Database(url)
        upgrade(database)
        keyring = Keyring(Vault.fresh())
        town = build(House(Settings(profile="demo", database_url=url), database, keyring, lambda: datetime.now(UTC)))
        town.send("his", patient())  # imports and caches first
        for name, body, content_type in bodies():
            before = peak()
            answer = town.send("his", body[:MOST], content_type)
            print(answer.status_code, peak() - before, name, flush=True)


if __name__ == "__main__":
    main()
