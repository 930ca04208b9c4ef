"""`wijkdossier login`: who somebody at a login provider is here. What identifies people comes on standard input."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from gateway.cli.opening import open_house
from gateway.flows import entering
from gateway.identifiers import Bsn


def add(commands: Any) -> None:
    login = commands.add_parser(
        "login", help="link a person at a login provider to somebody registered (subject on standard input)"
    )
    login.add_argument("--provider", required=True, help="its id in the file of WD_LOGIN_PROVIDERS")
    which = login.add_mutually_exclusive_group(required=True)
    which.add_argument("--professional", help="id of the professional it is")
    which.add_argument("--client", action="store_true", help="it is a client; the BSN is the second line")
    which.add_argument("--remove", action="store_true", help="it is nobody any more")
    login.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    house = open_house()
    lines = [line.strip() for line in sys.stdin.read().splitlines() if line.strip()]
    if len(lines) != (2 if chosen.client else 1):
        print(
            "wijkdossier login: standard input is the subject, and for a client the BSN on a second line",
            file=sys.stderr,
        )
        return 2
    if chosen.remove:
        entering.unlink(house, chosen.provider, lines[0])
    elif chosen.client:
        entering.link_client(house, chosen.provider, lines[0], Bsn(lines[1]))
    else:
        entering.link_professional(house, chosen.provider, lines[0], chosen.professional)
    print("unlinked" if chosen.remove else "linked")
    return 0
