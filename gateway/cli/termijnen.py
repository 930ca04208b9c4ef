"""`wijkdossier termijnen`: what is to be sent by iWmo and iJw, by whom and by when; what is overdue first."""

from __future__ import annotations

import argparse

from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.flows import istandaarden_termijnen


def add(commands: Commands) -> None:
    termijnen = commands.add_parser("termijnen", help="list terms of iWmo and iJw messages that run or are overdue")
    termijnen.add_argument(
        "--party", metavar="CODE", help="gemeente code or AGB code: only what this party sends or gets"
    )
    termijnen.add_argument("--overdue", action="store_true", help="only what is overdue")
    termijnen.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """A line a term. Exit 1 when something is overdue."""
    late = False
    for each in istandaarden_termijnen.everything(open_house()):
        if chosen.party not in {None, each.gemeente, each.aanbieder} or (chosen.overdue and not each.te_laat):
            continue
        late = late or each.te_laat
        columns = (
            f"{each.uiterlijk.isoformat()} ({each.werkdagen:+})",
            each.regel,
            each.wie,
            each.verwacht,
            f"{each.gemeente or '?'}/{each.aanbieder or '?'}",
            f"{each.kind or '?'} {each.identificatie or ''} {each.plaats or ''}".strip(),
            each.delivery,
        )
        print("\t".join(columns))
    return 1 if late else 0
