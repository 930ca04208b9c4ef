"""What was refused as a CSV file, to sort and to send on: codes, rules and places, nothing of a message."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gateway.flows.rejections import Rejection

HEAD = ("levering", "bron", "organisatie", "ontvangen", "soort", "code", "regel", "plaats")
# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(found: Iterable[Rejection]) -> str:
    """A line for each finding, with UTC times; semicolons, as Dutch spreadsheets expect."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in found:
        told = (one.delivery, one.connector, one.organisation, one.received.isoformat(), one.kind, one.code)
        for finding in one.findings:
            writer.writerow([_plain(cell) for cell in (*told, finding.rule, finding.where)])
        if not one.findings:
            writer.writerow([_plain(cell) for cell in (*told, "", "")])
    return text.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
