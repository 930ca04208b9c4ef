"""`wijkdossier bericht`: an iWmo or iJw message made of FHIR; `wijkdossier berichten`: what became of what was sent."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.errors import BadInput, Rejected
from gateway.flows import register, versturen, verzonden
from gateway.flows.house import House
from gateway.flows.ingest import Sender
from gateway.flows.versturen import Wens
from gateway.flows.verzonden_stand import Stand
from gateway.registry.parties import Connector
from gateway.wire import json


def add(commands: Commands) -> None:
    sending = commands.add_parser("bericht", help="send an iWmo or iJw message made of a FHIR Bundle; writes its XML")
    sending.add_argument("kind", help="WMO301, WMO305 … JW323")
    sending.add_argument("bundle", type=Path, help="file with a FHIR Bundle (JSON)")
    sending.add_argument("--connector", help="care system to send as (default: the one of the sender named in it)")
    sending.add_argument("--ontvanger", help="gemeente or AGB code, where the Bundle names no receiver")
    sending.add_argument("--identificatie", help="an Identificatie of your own (default: the next number)")
    sending.add_argument("--out", type=Path, help="write the XML there instead of to standard output")
    sending.add_argument("--proef", action="store_true", help="make and judge it only: nothing is sent or kept")
    sending.set_defaults(run=send)

    listing = commands.add_parser("berichten", help="list messages that were sent, and what became of them")
    listing.add_argument("--organisation", help="of one organisation")
    listing.add_argument("--state", choices=verzonden.STATES)
    listing.set_defaults(run=states)


def send(chosen: argparse.Namespace) -> int:
    """Exit 0 when it was sent, 1 when it was refused: the reasons go to standard error."""
    bron = json.loads(chosen.bundle.read_bytes())
    if not isinstance(bron, dict):
        raise BadInput("body", "The file holds no FHIR resource", mend="give a Bundle as JSON")
    house = open_house()
    wens = Wens(chosen.kind, bron, chosen.ontvanger, chosen.identificatie)
    try:
        data = versturen.proef(house, wens) if chosen.proef else _sent(house, chosen.connector, wens)
    except Rejected as error:
        for where, text in error.details:
            print(f"    {where}: {text}", file=sys.stderr)
        raise
    if chosen.out:
        chosen.out.write_bytes(data)
    else:
        sys.stdout.write(data.decode())
    return 0


def states(chosen: argparse.Namespace) -> int:
    for one in verzonden.everything(open_house(), chosen.organisation, chosen.state):
        print(line(one))
        for omslag in one.enveloppen:
            if omslag.code is not None:
                print(f"    Fo01 {omslag.getoond} ({omslag.referentienummer})")
        for deel in one.delen:
            print(f"    {deel.plaats}: {' '.join(deel.codes)}")
    return 0


def line(one: Stand) -> str:
    """One message on one line; nothing of what it says."""
    way = f"{one.afzender} > {one.ontvanger}"
    return f"{one.id}\t{one.kind}\t{one.identificatie}\t{one.dagtekening.isoformat()}\t{way}\t{one.state}"


def _sent(house: House, connector: str | None, wens: Wens) -> bytes:
    sent = versturen.verstuur(house, Sender(_sender(house, connector, wens)), wens)
    for notice in sent.notices:
        print(f"    notice: {notice.where}: {notice.text}", file=sys.stderr)
    for remark in sent.remarks:
        print(f"    remark: {remark.where}: {remark.text}", file=sys.stderr)
    print(f"{'sent' if sent.new else 'sent before'}: {sent.kind} {sent.identificatie} ({sent.id})", file=sys.stderr)
    return sent.xml


def _sender(house: House, connector: str | None, wens: Wens) -> Connector:
    """The care system that was named, or the only one of the organisation that the message is from."""
    known = register.connectors(house)
    if connector is None:
        code = versturen.afzender(wens)
        known = tuple(c for c in known if code in {c.organisation.agb, c.organisation.gemeentecode})
    else:
        known = tuple(c for c in known if c.id == connector)
    if len(known) != 1:
        raise Rejected(
            "bericht-connector",
            f"{'No' if not known else 'More than one'} care system can send this",
            mend="name it with --connector, register it, or look at the message with --proef",
        )
    return known[0]
