"""Delivers a claim (323) of 25 MB; prints status, KiB grown, sizes of claim and answer, whether granted, seconds.

Run as a program of its own, so that memory of C libraries counts too (`python -m tests.scenarios.large_claim granted`,
or `rejected`: then the answer is as large as the claim).
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from gateway.crypto.vault import Vault
from gateway.db import Database
from gateway.flows import ingest, register
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.receipts import Receipt
from gateway.identifiers import passes_elfproef
from gateway.keyring import Keyring
from gateway.migrations import upgrade
from gateway.settings import Settings
from tests.builders.world import build, patient
from tests.scenarios.memory import peak
from tests.unit.sources.istandaarden import bouw
from tests.unit.sources.istandaarden.bouw import Kop

MOST = 25 * 1024 * 1024
MONTHS = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(36)]
HEAD = """<m:Bericht xmlns:m="http://www.istandaarden.nl/iwmo/3_2/wmo323/schema"
  xmlns:b="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema">
<m:Header><m:BerichtCode>484</m:BerichtCode><m:BerichtVersie>3</m:BerichtVersie>
<m:BerichtSubversie>2</m:BerichtSubversie><m:Afzender>42420001</m:Afzender><m:Ontvanger>0384</m:Ontvanger>
<m:BerichtIdentificatie><b:Identificatie>{number}</b:Identificatie><b:Dagtekening>2025-01-31</b:Dagtekening>
</m:BerichtIdentificatie><m:XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>
<b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></m:XsdVersie></m:Header>
<m:Declaratie><m:DeclaratieNummer>{number}</m:DeclaratieNummer>
<m:DeclaratiePeriode><b:Begindatum>2024-12-01</b:Begindatum><b:Einddatum>2024-12-31</b:Einddatum></m:DeclaratiePeriode>
<m:DeclaratieDagtekening>2025-01-31</m:DeclaratieDagtekening>
<m:TotaalIngediendBedrag><b:TotaalBedrag>{total}</b:TotaalBedrag><b:DebetCredit>D</b:DebetCredit>
</m:TotaalIngediendBedrag><m:Clienten>"""
PRESTATIE = """<m:Prestatie>
  <m:ProductReferentie><b:ReferentieNummer>{number}-{n}</b:ReferentieNummer></m:ProductReferentie>
  <m:ToewijzingNummer>{allocation}</m:ToewijzingNummer>
  <m:ProductCategorie>02</m:ProductCategorie>
  <m:ProductCode>02{code:03}</m:ProductCode>
  <m:ProductPeriode><b:Begindatum>{first}</b:Begindatum><b:Einddatum>{last}</b:Einddatum></m:ProductPeriode>
  <m:GeleverdVolume>4</m:GeleverdVolume>
  <m:Eenheid>04</m:Eenheid>
  <m:ProductTarief>5000</m:ProductTarief>
  <m:IngediendBedrag><b:Bedrag>20000</b:Bedrag><b:DebetCredit>D</b:DebetCredit></m:IngediendBedrag>
</m:Prestatie>
"""
TAIL = "</m:Clienten></m:Declaratie></m:Bericht>"
CLIENTS, CODES = 64, 20
GRANTED, REJECTED = "granted", "rejected"


def bsns() -> list[str]:
    """Of the test range, that pass the 11-proef."""
    return [f"{n:09}" for n in range(999_900_000, 999_910_000) if passes_elfproef(f"{n:09}")][:CLIENTS]


def allocations(index: int, bsn: str) -> bytes:
    """A 301 with one allocation for each product code."""
    nodes = tuple(
        bouw.toegewezen_nodes(
            "Wmo",
            str(index * CODES + code + 1),
            Product=[("b:Categorie", "02"), ("b:Code", f"02{code:03}")],
            ReferentieAanbieder=None,
            RedenWijziging=None,
            Toewijzingsdatum="2021-12-01",
            Ingangsdatum="2022-01-01",
            Einddatum="2030-12-31",
            Omvang=[("b:Volume", "100"), ("b:Eenheid", "04"), ("b:Frequentie", "4")],
        )
        for code in range(CODES)
    )
    return bouw.vol301("Wmo", nodes, Kop(identificatie=f"L{index}", dagtekening="2025-01-02"), bsn)


def prestaties(number: str) -> Iterator[tuple[str, str]]:
    """BSN and Prestatie, client by client."""
    n = 0
    for index, bsn in enumerate(bsns()):
        for code in range(CODES):
            for first in MONTHS:
                last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
                n += 1
                filled = {"allocation": index * CODES + code + 1, "code": code, "first": first, "last": last}
                yield bsn, PRESTATIE.format(number=number, n=n, **filled)


def write(path: Path, number: str, most: int = MOST, allocation: str = "") -> int:
    """A claim of nearly so many bytes on a disk. Returns its Prestaties; with `allocation` it names none that is."""
    whole: list[str] = []
    size, client = 0, ""
    for bsn, prestatie in prestaties(number):
        if size + 2000 > most:
            break
        start = "" if bsn == client else f"<m:Client><m:Bsn>{bsn}</m:Bsn><m:Prestaties>\n"
        end = "</m:Prestaties></m:Client>" if client and start else ""
        client = bsn
        named = prestatie.replace("<m:ToewijzingNummer>", f"<m:ToewijzingNummer>{allocation}")
        whole.append(end + start + named)
        size += len(whole[-1])
    with path.open("w") as body:
        body.write(HEAD.format(number=number, total=len(whole) * 20000))
        body.writelines(whole)
        body.write("</m:Prestaties></m:Client>" + TAIL)
    return len(whole)


def main(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/claims.db"
        database = Database(url)
        upgrade(database)
        house = House(Settings(profile="demo", database_url=url), database, Keyring(Vault.fresh()), _now)
        town = build(house)
        town.send("his", patient())  # imports and caches first
        for index, bsn in enumerate(bsns()):
            receipt = deliver(house, "wmo", allocations(index, bsn))
            assert receipt.state == "accepted", receipt
        path = Path(folder) / name
        # Written by a process of its own: what that needs is not to count.
        made = multiprocessing.get_context("spawn").Process(
            target=write, args=(path, name[:8], MOST, "9" if name == REJECTED else "")
        )
        made.start()
        made.join()
        body = path.read_bytes()
        before, begun = peak(), time.monotonic()
        answer = town.send("ecd", body)
        grown, seconds = peak() - before, time.monotonic() - begun
        granted = int(b"RetourCode>8001<" in answer.content[-3000:])
        print(answer.status_code, grown, len(body), len(answer.content), granted, round(seconds))


def deliver(house: House, connector: str, body: bytes) -> Receipt:
    system = register.connector_by_id(house, connector)
    assert system is not None
    return ingest.deliver(house, Sender(system), "application/xml", body)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main(*sys.argv[1:] or (GRANTED,))
