"""`wijkdossier envelop`: puts the GGk envelope around a message that goes to the node, or takes it off."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.flows import istandaarden_envelop


def add(commands: Commands) -> None:
    envelop = commands.add_parser("envelop", help="put an iWmo or iJw message in a GGk envelope, or take it out")
    envelop.add_argument("file", type=Path)
    envelop.add_argument("--cross", metavar="UUID", help="referentienummer of the envelope that this message answers")
    envelop.add_argument("--open", action="store_true", help="write the message that an envelope carries")
    envelop.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write to standard output. Exit 1 when the message or the envelope is not valid."""
    data = chosen.file.read_bytes()
    made = (
        istandaarden_envelop.opened(data)
        if chosen.open
        else istandaarden_envelop.outgoing(open_house(), data, cross=chosen.cross).xml
    )
    sys.stdout.buffer.write(made)
    return 0
