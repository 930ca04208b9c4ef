"""`wijkdossier tarief`: the tariffs that municipalities and providers agreed, by which claims (323) are judged."""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.errors import Rejected
from gateway.flows import register
from gateway.registry.tarieven import Contract


def add(commands: Commands) -> None:
    tarief = commands.add_parser("tarief", help="register agreed tariffs from a CSV file")
    tarief.add_argument(
        "file", type=Path, help="columns law, gemeente, aanbieder, product_code, eenheid, tarief (cents), vanaf, tot"
    )
    tarief.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Register every line, or none when one cannot be read. A line with the same key replaces the one before."""
    contracts = tuple(read(chosen.file.read_text(encoding="utf-8")))
    register.tarieven(open_house(), contracts)
    print(f"registered {len(contracts)} tariffs")
    return 0


def read(text: str) -> list[Contract]:
    """The lines of a CSV file. Raises Rejected (tarief) with the number of the line that cannot be read."""
    found = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            found.append(_contract(row))
        except (AttributeError, KeyError, ValueError):
            raise Rejected(
                "tarief",
                "A tariff has law, gemeente, aanbieder, product_code, eenheid, tarief in cents, vanaf and perhaps tot",
                where=f"line {number}",
                mend="see docs/operations.md",
            ) from None
    return found


def _contract(row: dict[str, str]) -> Contract:
    if row["law"] not in {"Wmo", "Jeugdwet"}:
        raise ValueError
    return Contract(
        law=row["law"],
        gemeente=row["gemeente"].zfill(4),
        aanbieder=row["aanbieder"].zfill(8),
        product_code=row["product_code"],
        eenheid=row["eenheid"].zfill(2),
        tarief=int(row["tarief"]),
        vanaf=date.fromisoformat(row["vanaf"]),
        tot=date.fromisoformat(row["tot"]) if row.get("tot") else None,
    )
